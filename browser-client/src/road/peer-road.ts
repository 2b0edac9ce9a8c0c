import type { RoadState } from '../api';
import type { SessionKey } from '../key/session-key';
import type { Clock } from '../link/clock';
import { Link } from '../link/link';
import type { EndReason, LinkOwner } from '../link/link-owner';
import type { Totals } from '../link/tickets';
import type { Journal, WhyCode } from '../page/journal';
import type { FromServer, OfServer } from '../wire/signaling-message';
import type { Ticket } from '../wire/ticket';
import { Attempt } from './attempt';
import type { Connect } from './rtc-channels';
import { type OpenSocket, Signaling } from './signaling';
import { TicketOffice } from './ticket-office';
import { Trust } from './trust';

const CONNECT_MS = 10_000;
const RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;
const MAX_LINKS = 4;
/** For receipts to be signed and sent; a super-peer that takes nothing gets no longer. */
const FAREWELL_MS = 100;
// Where a further super-peer is not to be had, another question soon would only be a burden.
const MORE_RETRY_MS = 30_000;
const PEERS_FAULTS: ReadonlySet<EndReason> = new Set([
  ...(['no-hello', 'wrong-hash', 'protocol', 'flooded', 'peer-lost'] as const),
  ...(['bye-unpaid', 'bye-protocol', 'bye-flooded'] as const),
]);

export interface RoadParts {
  readonly site: string;
  readonly signaling: string;
  readonly pageToken: string | undefined;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly session: Promise<SessionKey>;
  readonly connect: Connect;
  readonly openSocket: OpenSocket;
  /** What forbids super-peers just now, whatever else is so. */
  readonly forbidden: () => WhyCode | undefined;
  /** The operator has switched them off for `ms`. */
  readonly switchedOff: (ms: number) => void;
  /** The server knows a manifest of this sequence. */
  readonly newSequence: (sequence: number) => void;
  readonly linkOpened: (link: Link) => void;
  readonly linkEnded: (link: Link) => void;
  readonly changed: (state: RoadState) => void;
}

/** How this page comes to super-peers and keeps them: a link is opened when it is wanted, more where one is not enough. */
export class PeerRoad {
  private readonly signaling: Signaling;
  private readonly office: TicketOffice;
  private readonly trust: Trust;
  private readonly waiters = new Set<() => void>();
  /** Open ones, and at most one that is being opened. */
  private readonly attempts = new Set<Attempt>();
  private opening: Attempt | undefined;
  private stun: readonly string[] = [];
  private notBefore = 0;
  private moreNotBefore = 0;
  private retryMs = RETRY_MS;
  private cancelTimeout: () => void = () => {};

  constructor(private readonly parts: RoadParts) {
    const { clock, signaling, openSocket, session } = parts;
    this.trust = new Trust(clock);
    this.signaling = new Signaling(signaling, clock, openSocket, {
      message: (message) => this.received(message),
      down: () => this.signalingDown(),
    });
    this.office = new TicketOffice(clock, session, this.signaling);
  }

  get state(): RoadState {
    return this.isOff ? 'off' : this.isOpen ? 'warm' : this.opening ? 'connecting' : 'idle';
  }

  /** Those to ask now, the fastest first; none while there is none that would answer at once. */
  get links(): Link[] {
    const usable = this.isOff ? [] : this.allLinks.filter((link) => link.isUsable);
    return usable.sort((a, b) => b.window.bytesPerSecond - a.window.bytesPerSecond);
  }

  /** Also those that rest. */
  get allLinks(): Link[] {
    return [...this.attempts].flatMap(({ link }) => (link ? [link] : []));
  }

  /** Why there is no link. */
  get reason(): WhyCode {
    return (
      this.parts.forbidden() ??
      (this.trust.isOff ? 'peers-off' : this.signaling.pauseMs > 0 ? 'signaling-down' : 'no-link')
    );
  }

  /** For how long that is so, as far as it is known. */
  get figures(): Readonly<Record<string, number>> {
    return { ms: Math.round(this.trust.offForMs || this.signaling.pauseMs) };
  }

  /** Begins to open a link unless there is one or it is too early to try again. */
  warm(): void {
    const isTooEarly = this.parts.clock.now() < this.notBefore || this.signaling.pauseMs > 0;
    if (this.state === 'idle' && !isTooEarly) {
      void this.open();
    }
  }

  /** The links that there are do not bring it soon enough: one more super-peer, if it can be had. */
  more(): void {
    if (this.mayOpenMore) {
      void this.open();
    }
  }

  /** Whether `more` would do anything now. */
  get mayOpenMore(): boolean {
    const isTooEarly = this.parts.clock.now() < this.moreNotBefore || !this.signaling.isGreeted;
    return !isTooEarly && !this.opening && this.attempts.size < MAX_LINKS && this.state === 'warm';
  }

  /** The page goes, and may come back as it is now: browsers keep none that has a connection. */
  leave(atOnce = true): void {
    for (const attempt of [...this.attempts]) {
      attempt.link?.close('left', 'idle');
      if (this.attempts.has(attempt)) {
        this.give(attempt, 'left', 0);
      }
      attempt.close(atOnce);
    }
    this.notBefore = 0;
    this.office.abandon();
    this.signaling.leave();
  }

  /** Super-peers are forbidden from now on: the links get the receipts that they are due, and are left. */
  stop(): void {
    this.signaling.leave();
    for (const link of this.allLinks) {
      void link.settle();
    }
    this.parts.clock.after(FAREWELL_MS, () => void (this.isOff && this.leave(false)));
  }

  /** Resolves when a link is warm, when there will be none for now, or after `ms`. */
  settled(ms: number): Promise<void> {
    if (this.isOpen || !this.opening) {
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

  private get isOff(): boolean {
    return this.trust.isOff || this.parts.forbidden() !== undefined;
  }

  private get isOpen(): boolean {
    return this.attempts.size > (this.opening ? 1 : 0);
  }

  private async open(): Promise<void> {
    const beside = [...this.attempts].flatMap(({ named }) => named?.link ?? []);
    const attempt = this.newAttempt();
    this.attempts.add(attempt);
    this.opening = attempt;
    this.changed();
    const { clock, session, site, pageToken } = this.parts;
    this.cancelTimeout = clock.after(CONNECT_MS, () => this.fail(attempt, 'connect-timeout'));
    try {
      const work = [this.signaling.connect(), attempt.offer(), session] as const;
      const [isOpen, sdp, { publicKey: sessionKey }] = await Promise.all(work);
      const offer = { ref: attempt.ref, bucket: 0, sdp };
      const message = this.signaling.isGreeted
        ? ({ type: 'connect', ...offer, beside } as const)
        : ({ type: 'hello', site, sessionKey, ...offer, pageToken } as const);
      if (this.opening === attempt && !(isOpen && this.signaling.send(message))) {
        this.give(attempt, 'signaling-unreachable', 0);
      } else if (this.signaling.isGreeted) {
        attempt.gather(this.stun);
      }
    } catch {
      this.fail(attempt, 'connect-failed');
    }
  }

  private newAttempt(): Attempt {
    return new Attempt(this.signaling.ref(), this.parts.site, this.parts.connect, {
      candidate: (link, candidate) => this.signaling.send({ type: 'candidate', link, ...candidate }),
      check: (jws, expected) => this.office.check(jws, expected),
      linkFor: (attempt, ticket) => this.newLink(attempt, ticket),
      failed: (attempt, why) => this.fail(attempt, why),
    });
  }

  private newLink(attempt: Attempt, ticket: Ticket): Link {
    const { clock, session } = this.parts;
    const owner: LinkOwner = {
      warm: () => {
        this.cancelTimeout();
        this.retryMs = RETRY_MS;
        this.opening = undefined;
        this.changed();
        void (attempt.link && this.parts.linkOpened(attempt.link));
      },
      ended: (why, object) => this.linkEnded(attempt, why, object),
      stalled: () => {
        this.report(attempt, 'stalled');
        this.count();
      },
      renew: async (receipt) => attempt.expected && this.office.renew(attempt.expected, ticket, receipt),
      signReceipt: async (totals: Totals) => (await session).signReceipt(totals),
    };
    return new Link(clock, attempt.channels, owner, ticket, this.office.endOf(ticket));
  }

  private received(message: FromServer): void {
    const { opening } = this;
    const link = 'link' in message ? message.link : undefined;
    const attempt = [...this.attempts].find(({ named }) => named && named.link === link);
    switch (message.type) {
      case 'welcome':
        this.office.welcomed(message);
        this.stun = message.stun;
        opening?.gather(message.stun);
        this.parts.newSequence(message.sequence);
        break;
      case 'link':
        if (message.ref === opening?.ref) {
          if (this.allLinks.some(({ peer }) => peer === message.peer)) {
            this.give(opening, 'no-peer', 0); // a server that has lost its memory names it twice
            break;
          }
          void opening.linked(message.link, message.peer, message.ticket);
        }
        break;
      case 'answer':
        void attempt?.answered(message.sdp);
        break;
      case 'candidate':
        void attempt?.addCandidate(message);
        break;
      case 'declined':
        if (opening && attempt === opening) {
          this.give(opening, 'declined', this.backOff());
        }
        break;
      case 'ticket':
        this.office.answered(message.ref, message.ticket);
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

  private refused({ ref, code, retryAfterMs }: OfServer<'refused'>): void {
    if (code === 'off') {
      this.parts.switchedOff(retryAfterMs);
      return;
    }
    const isRenewal = this.office.answered(ref, undefined);
    const { opening } = this;
    if (!isRenewal && ref === opening?.ref) {
      const known = (['no-peer', 'budget', 'unknown-site'] as const).find((one) => one === code);
      this.give(opening, known ?? 'refused', retryAfterMs || this.backOff());
    }
  }

  private linkEnded(attempt: Attempt, why: EndReason, object?: string): void {
    if (why === 'wrong-hash') {
      this.report(attempt, 'wrong-hash', object);
    } else if (why === 'protocol' || why === 'flooded') {
      this.report(attempt, 'protocol', object);
    }
    if (attempt.link !== undefined) {
      this.parts.linkEnded(attempt.link);
    }
    if (this.attempts.has(attempt)) {
      const isFault = PEERS_FAULTS.has(why);
      this.give(attempt, why, isFault ? this.backOff() : RETRY_MS);
      if (isFault) {
        this.count();
      }
    }
  }

  private count(): void {
    if (this.trust.failed()) {
      this.parts.journal.because('peers-off', undefined, this.figures);
      for (const link of this.allLinks) {
        link.close('left', 'idle');
      }
      this.parts.changed('off');
    }
  }

  private report(attempt: Attempt, what: 'wrong-hash' | 'protocol' | 'stalled', object?: string): void {
    if (attempt.named !== undefined) {
      const { link } = attempt.named;
      this.signaling.send({ type: 'report', link, what, ...(object === undefined ? {} : { object }) });
    }
  }

  // An open link lives on without the server until its ticket is used up.
  private signalingDown(): void {
    this.parts.journal.because('signaling-unreachable');
    this.office.abandon();
    if (this.opening) {
      this.give(this.opening, 'signaling-unreachable', 0);
    }
  }

  private fail(attempt: Attempt, why: WhyCode): void {
    if (this.opening === attempt) {
      this.give(attempt, why, this.backOff());
      // While others serve, one that cannot be reached is no reason to do without them.
      void (this.isOpen || this.count());
    }
  }

  /** Leaves an attempt and says why; not before `ms` is there another. */
  private give(attempt: Attempt, why: WhyCode, ms: number): void {
    const now = this.parts.clock.now();
    if (attempt === this.opening) {
      this.cancelTimeout();
      this.opening = undefined;
      this.moreNotBefore = now + Math.max(ms, MORE_RETRY_MS);
    }
    attempt.close();
    this.attempts.delete(attempt);
    if (!this.isOpen) {
      this.notBefore = now + ms;
    }
    if (!this.isOpen || attempt.link) {
      this.parts.journal.because(why);
    }
    this.changed();
  }

  private backOff(): number {
    const ms = this.retryMs;
    this.retryMs = Math.min(LONGEST_RETRY_MS, ms * 2);
    return ms;
  }

  private changed(): void {
    if (this.isOpen || !this.opening) {
      for (const done of [...this.waiters]) {
        done();
      }
    }
    this.parts.changed(this.state);
  }
}
