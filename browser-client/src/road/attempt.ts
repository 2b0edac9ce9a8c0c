import type { Link } from '../link/link';
import { fingerprintOf } from '../wire/fingerprint';
import type { Ticket } from '../wire/ticket';
import type { Connect, PeerConnection, TrickledCandidate } from './rtc-channels';
import type { Expected } from './ticket-office';

const MAX_CANDIDATES = 20;

/** What an attempt needs from the road it is on. */
export interface AttemptEvents {
  candidate(link: string, candidate: TrickledCandidate): void;
  check(jws: string, expected: Expected): Promise<Ticket | undefined>;
  linkFor(attempt: Attempt, ticket: Ticket): Link;
  failed(attempt: Attempt, why: 'bad-ticket' | 'fingerprint' | 'connect-failed'): void;
}

/** One try to reach one super-peer, and the link that it becomes. */
export class Attempt {
  link: Link | undefined;
  /** The peer and the name of the link, once the server has said them. */
  named: { readonly link: string; readonly peer: string } | undefined;
  private readonly connection: PeerConnection;
  private readonly candidates: TrickledCandidate[] = [];
  private ticket: Promise<Ticket | undefined> = Promise.resolve(undefined);
  private sdp = '';

  constructor(
    /** Of the message that carried the offer. */
    readonly ref: number,
    private readonly site: string,
    connect: Connect,
    private readonly events: AttemptEvents,
  ) {
    this.connection = connect({
      candidate: (candidate) => this.trickle(candidate),
      open: () => this.link?.start(),
      control: (text) => this.link?.onControl(text),
      data: (frame) => this.link?.onData(frame),
      lost: () => (this.link ? this.link.onLost() : events.failed(this, 'connect-failed')),
    });
  }

  get channels(): PeerConnection {
    return this.connection;
  }

  async offer(): Promise<string> {
    this.sdp = await this.connection.offer();
    return this.sdp;
  }

  /** The server has the offer, and these STUN servers are known. */
  gather(stun: readonly string[]): void {
    this.connection.gather(stun).catch(() => this.events.failed(this, 'connect-failed'));
  }

  /** What a ticket for this attempt must say; undefined before the server has named the link. */
  get expected(): Expected | undefined {
    const visitorFingerprint = fingerprintOf(this.sdp);
    return this.named && visitorFingerprint ? { site: this.site, ...this.named, visitorFingerprint } : undefined;
  }

  /** The server has found a super-peer; once more, where the one before has declined. */
  async linked(link: string, peer: string, jws: string): Promise<void> {
    if (this.link !== undefined || (this.named !== undefined && this.named.link !== link)) {
      return;
    }
    this.named = { link, peer };
    for (const candidate of this.candidates.splice(0, MAX_CANDIDATES)) {
      this.events.candidate(link, candidate);
    }
    // The answer waits for this check.
    const ticket = this.expected ? this.events.check(jws, this.expected) : Promise.resolve(undefined);
    this.ticket = ticket;
    if ((await ticket) === undefined && this.ticket === ticket) {
      this.events.failed(this, 'bad-ticket');
    }
  }

  /** The super-peer's answer; its certificate must be the one that the network put into the ticket. */
  async answered(sdp: string): Promise<void> {
    const ticket = await this.ticket;
    if (ticket === undefined || this.link !== undefined) {
      return;
    }
    if (fingerprintOf(sdp) !== ticket.peerFingerprint) {
      this.events.failed(this, 'fingerprint');
      return;
    }
    this.link = this.events.linkFor(this, ticket);
    try {
      await this.connection.answer(sdp);
    } catch {
      this.events.failed(this, 'connect-failed');
    }
  }

  addCandidate(candidate: TrickledCandidate): void {
    if (candidate.candidate !== '') {
      this.connection.addCandidate(candidate);
    }
  }

  close(atOnce?: boolean): void {
    this.connection.close(atOnce);
  }

  private trickled = 0;

  private trickle(candidate: TrickledCandidate): void {
    if (this.trickled++ >= MAX_CANDIDATES) {
      return;
    }
    if (this.named === undefined) {
      this.candidates.push(candidate);
    } else {
      this.events.candidate(this.named.link, candidate);
    }
  }
}
