import type { SessionKey } from '../key/session-key';
import type { Clock } from '../link/clock';
import { type EndReason, Link, type LinkOwner, type Renewal } from '../link/link';
import type { Totals } from '../link/tickets';
import type { Journal, WhyCode } from '../page/journal';
import { fingerprintOf } from '../wire/fingerprint';
import type { FromServer, OfServer } from '../wire/signaling-message';
import { isFor, type Ticket, type Visit, verifyTicket } from '../wire/ticket';
import type { Connect, PeerConnection, TrickledCandidate } from './rtc-channels';
import { type OpenSocket, Signaling } from './signaling';
import { Trust } from './trust';

const CONNECT_MS = 10_000;
const RENEW_MS = 5_000;
const MAX_CANDIDATES = 20;
const RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;

export type RoadState = 'off' | 'idle' | 'connecting' | 'warm';

export interface RoadParts {
  readonly site: string;
  readonly signaling: string;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly session: Promise<SessionKey>;
  readonly connect: Connect;
  readonly openSocket: OpenSocket;
  /** The server knows a manifest of this sequence. */
  readonly newSequence: (sequence: number) => void;
  readonly linkEnded: (link: Link) => void;
  readonly changed: (state: RoadState) => void;
}

/** One try to reach one super-peer, and the link that it became. */
interface Attempt {
  readonly connection: PeerConnection;
  readonly ref: number;
  readonly candidates: TrickledCandidate[];
  sdp: string;
  sent: number;
  id?: string;
  peer?: string;
  ticket?: Ticket;
  link?: Link;
  cancelTimeout: () => void;
}

/** How this page comes to a super-peer and keeps one: one link at a time, opened when it is wanted. */
export class PeerRoad {
  private readonly signaling: Signaling;
  private readonly trust: Trust;
  private readonly renewals = new Map<number, (jws: string | undefined) => void>();
  private readonly waiters = new Set<() => void>();
  private attempt: Attempt | undefined;
  private current: RoadState = 'idle';
  private welcome: (OfServer<'welcome'> & { readonly at: number }) | undefined;
  private notBefore = 0;
  private retryMs = RETRY_MS;

  constructor(private readonly parts: RoadParts) {
    this.trust = new Trust(parts.clock);
    this.signaling = new Signaling(parts.signaling, parts.clock, parts.openSocket, {
      welcome: (message) => this.welcomed(message),
      message: (message) => void this.received(message),
      down: () => this.signalingDown(),
    });
  }

  get state(): RoadState {
    return this.trust.isOff ? 'off' : this.current;
  }

  /** The link to ask now; undefined while there is none that would answer at once. */
  get link(): Link | undefined {
    const link = this.attempt?.link;
    return this.current === 'warm' && link?.isUsable && !this.trust.isOff ? link : undefined;
  }

  get peer(): string | undefined {
    return this.attempt?.peer;
  }

  /** The link also where it rests. */
  get anyLink(): Link | undefined {
    return this.attempt?.link;
  }

  /** Why there is no link, for the page. */
  get reason(): WhyCode {
    return this.trust.isOff ? 'peers-off' : 'no-link';
  }

  /** Begins to open a link unless there is one or it is too early to try again. */
  warm(): void {
    const isTooEarly = this.parts.clock.now() < this.notBefore || this.signaling.pauseMs > 0;
    if (this.current === 'idle' && !isTooEarly && !this.trust.isOff) {
      this.set('connecting');
      void this.open();
    }
  }

  /** Resolves when the link is warm, when there will be none for now, or after `ms`. */
  settled(ms: number): Promise<void> {
    if (this.current !== 'connecting') {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        this.waiters.delete(done);
        resolve();
      };
      const cancel = this.parts.clock.after(ms, done);
      this.waiters.add(done);
    });
  }

  private async open(): Promise<void> {
    const ref = this.signaling.ref();
    const attempt = this.newAttempt(ref);
    this.attempt = attempt;
    try {
      const [isOpen, sdp, session] = await Promise.all([
        this.signaling.connect(),
        attempt.connection.offer(),
        this.parts.session,
      ]);
      if (this.attempt !== attempt) {
        return;
      }
      attempt.sdp = sdp;
      const { publicKey: sessionKey } = session;
      const hello = { type: 'hello', ref, site: this.parts.site, bucket: 0, sessionKey, sdp } as const;
      const message = this.signaling.isOpen ? ({ type: 'connect', ref, bucket: 0, sdp } as const) : hello;
      if (!isOpen || !this.signaling.send(message)) {
        this.give('signaling-unreachable', 0);
      }
    } catch {
      this.give('connect-failed', LONGEST_RETRY_MS);
    }
  }

  private newAttempt(ref: number): Attempt {
    const connection = this.parts.connect(
      {
        candidate: (candidate) => this.trickle(attempt, candidate),
        open: () => attempt.link?.start(),
        control: (text) => attempt.link?.onControl(text),
        data: (frame) => attempt.link?.onData(frame),
        lost: () => this.connectionLost(attempt),
      },
      this.welcome?.stun ?? [],
    );
    const cancelTimeout = this.parts.clock.after(CONNECT_MS, () => {
      if (this.attempt === attempt && this.current === 'connecting') {
        this.fail('connect-timeout');
      }
    });
    const attempt: Attempt = { connection, ref, candidates: [], sdp: '', sent: 0, cancelTimeout };
    return attempt;
  }

  private welcomed(message: OfServer<'welcome'>): void {
    this.welcome = { ...message, at: this.parts.clock.now() };
    this.parts.newSequence(message.sequence);
  }

  private async received(message: FromServer): Promise<void> {
    switch (message.type) {
      case 'link':
        await this.linked(message);
        break;
      case 'answer':
        await this.answered(message);
        break;
      case 'candidate':
        if (message.link === this.attempt?.id && message.candidate !== '') {
          this.attempt.connection.addCandidate(message);
        }
        break;
      case 'declined':
        if (message.link === this.attempt?.id && this.current === 'connecting') {
          this.give('declined', this.backOff());
        }
        break;
      case 'ticket':
        this.renewals.get(message.ref)?.(message.ticket);
        break;
      case 'manifest':
        if (message.site === this.parts.site) {
          this.parts.newSequence(message.sequence);
        }
        break;
      case 'refused':
        this.refused(message);
    }
  }

  private refused(message: OfServer<'refused'>): void {
    const renewal = this.renewals.get(message.ref);
    if (renewal !== undefined) {
      renewal(undefined);
    } else if (message.ref === this.attempt?.ref && this.current === 'connecting') {
      const known = ['no-peer', 'budget', 'unknown-site'] as const;
      this.give(known.find((code) => code === message.code) ?? 'refused', message.retryAfterMs || this.backOff());
    }
  }

  private async linked(message: OfServer<'link'>): Promise<void> {
    const attempt = this.attempt;
    const { welcome } = this;
    // A second one before the answer: the first super-peer declined and another has the same offer on the same link.
    const other = attempt?.id !== undefined && attempt.id !== message.link;
    if (
      attempt === undefined ||
      message.ref !== attempt.ref ||
      attempt.link !== undefined ||
      other ||
      welcome === undefined
    ) {
      return;
    }
    attempt.id = message.link;
    attempt.peer = message.peer;
    for (const candidate of attempt.candidates.splice(0)) {
      this.trickle(attempt, candidate);
    }
    // Checked before the answer is used, which waits for it below.
    this.checking = this.checkedTicket(attempt, message.ticket);
    const ticket = await this.checking;
    if (this.attempt === attempt && ticket === undefined) {
      this.fail('bad-ticket');
    }
  }

  private checking: Promise<Ticket | undefined> = Promise.resolve(undefined);

  private async checkedTicket(attempt: Attempt, jws: string): Promise<Ticket | undefined> {
    const visitorFingerprint = fingerprintOf(attempt.sdp);
    const { id: link, peer } = attempt;
    if (visitorFingerprint === undefined || link === undefined || peer === undefined || this.welcome === undefined) {
      return undefined;
    }
    const { publicKey: sessionKey } = await this.parts.session;
    const visit: Visit = { site: this.parts.site, link, peer, visitorFingerprint, sessionKey };
    const ticket = await verifyTicket(jws, this.welcome.network);
    return ticket && isFor(ticket, visit) ? ticket : undefined;
  }

  private async answered(message: OfServer<'answer'>): Promise<void> {
    const attempt = this.attempt;
    if (attempt === undefined || message.link !== attempt.id || attempt.link !== undefined) {
      return;
    }
    const ticket = await this.checking;
    if (this.attempt !== attempt || ticket === undefined) {
      return;
    }
    if (fingerprintOf(message.sdp) !== ticket.peerFingerprint) {
      this.fail('fingerprint');
      return;
    }
    attempt.ticket = ticket;
    attempt.link = new Link(
      this.parts.clock,
      attempt.connection,
      this.ownerOf(attempt),
      ticket,
      this.localTime(ticket.expires),
    );
    try {
      await attempt.connection.answer(message.sdp);
    } catch {
      this.fail('connect-failed');
    }
  }

  private ownerOf(attempt: Attempt): LinkOwner {
    return {
      warm: () => {
        attempt.cancelTimeout();
        this.retryMs = RETRY_MS;
        this.set('warm');
      },
      ended: (why, object) => this.linkEnded(attempt, why, object),
      stalled: () => {
        this.report(attempt, 'stalled');
        this.count(attempt);
      },
      renew: (receipt) => this.renew(attempt, receipt),
      signReceipt: async (totals: Totals) => (await this.parts.session).signReceipt(totals),
    };
  }

  private linkEnded(attempt: Attempt, why: EndReason, object?: string): void {
    const isPeersFault =
      !why.startsWith('bye-') || why === 'bye-unpaid' || why === 'bye-protocol' || why === 'bye-flooded';
    if (why === 'wrong-hash') {
      this.report(attempt, 'wrong-hash', object);
    } else if (why === 'protocol' || why === 'flooded') {
      this.report(attempt, 'protocol', object);
    }
    if (attempt.link !== undefined) {
      this.parts.linkEnded(attempt.link);
    }
    if (this.attempt !== attempt) {
      return;
    }
    this.give(why, isPeersFault ? this.backOff() : RETRY_MS);
    if (isPeersFault && why !== 'switched-off') {
      this.count(attempt);
    }
  }

  private count(attempt: Attempt): void {
    if (this.trust.failed()) {
      this.parts.journal.because('peers-off');
      attempt.link?.close('switched-off', 'idle');
      this.parts.changed('off');
    }
  }

  private report(attempt: Attempt, what: 'wrong-hash' | 'protocol' | 'stalled', object?: string): void {
    if (attempt.id !== undefined) {
      this.signaling.send({ type: 'report', link: attempt.id, what, ...(object === undefined ? {} : { object }) });
    }
  }

  private renew(attempt: Attempt, receipt: string | undefined): Promise<Renewal | undefined> {
    const ref = this.signaling.ref();
    const link = attempt.id ?? '';
    const isSent = this.signaling.send({ type: 'renew', ref, link, ...(receipt === undefined ? {} : { receipt }) });
    if (!isSent) {
      return Promise.resolve(undefined);
    }
    return new Promise((resolve) => {
      const cancel = this.parts.clock.after(RENEW_MS, () => this.renewals.get(ref)?.(undefined));
      this.renewals.set(ref, (jws) => {
        cancel();
        this.renewals.delete(ref);
        void this.renewal(attempt, jws).then(resolve);
      });
    });
  }

  private async renewal(attempt: Attempt, jws: string | undefined): Promise<Renewal | undefined> {
    const ticket = jws === undefined ? undefined : await this.checkedTicket(attempt, jws);
    const isSamePeer = ticket?.peerFingerprint === attempt.ticket?.peerFingerprint;
    return ticket && jws !== undefined && isSamePeer
      ? { jws, ticket, expiresAt: this.localTime(ticket.expires) }
      : undefined;
  }

  /** A time of the server's clock on this page's. */
  private localTime(serverMs: number): number {
    const { time, at } = this.welcome ?? { time: 0, at: 0 };
    return at + (serverMs - time);
  }

  private trickle(attempt: Attempt, candidate: TrickledCandidate): void {
    if (attempt.id === undefined) {
      attempt.candidates.push(candidate);
    } else if (attempt.sent++ < MAX_CANDIDATES) {
      this.signaling.send({ type: 'candidate', link: attempt.id, ...candidate });
    }
  }

  private connectionLost(attempt: Attempt): void {
    if (attempt.link !== undefined) {
      attempt.link.onLost();
    } else if (this.attempt === attempt) {
      this.fail('connect-failed');
    }
  }

  // An open link lives on without the server until its ticket is used up.
  private signalingDown(): void {
    this.parts.journal.because('signaling-unreachable');
    for (const renewal of [...this.renewals.values()]) {
      renewal(undefined);
    }
    if (this.current === 'connecting') {
      this.give('signaling-unreachable', 0);
    }
  }

  private fail(why: WhyCode): void {
    const { attempt } = this;
    this.give(why, this.backOff());
    if (attempt !== undefined) {
      this.count(attempt);
    }
  }

  /** Leaves the current attempt and says why; not before `ms` is there another. */
  private give(why: WhyCode, ms: number): void {
    const { attempt } = this;
    this.attempt = undefined;
    attempt?.cancelTimeout();
    attempt?.connection.close();
    this.parts.journal.because(why);
    this.notBefore = this.parts.clock.now() + ms;
    this.set('idle');
  }

  private backOff(): number {
    const ms = this.retryMs;
    this.retryMs = Math.min(LONGEST_RETRY_MS, ms * 2);
    return ms;
  }

  private set(state: RoadState): void {
    this.current = state;
    if (state !== 'connecting') {
      for (const done of [...this.waiters]) {
        done();
      }
    }
    this.parts.changed(state);
  }
}
