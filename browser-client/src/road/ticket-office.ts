import type { SessionKey } from '../key/session-key';
import type { Clock } from '../link/clock';
import type { Renewal } from '../link/link-owner';
import type { OfServer } from '../wire/signaling-message';
import { isFor, type Ticket, type Visit, verifyTicket } from '../wire/ticket';
import type { Signaling } from './signaling';

const RENEW_MS = 5_000;

/** What a ticket for one attempt must say, but for the session key, which is the same for all. */
export type Expected = Omit<Visit, 'sessionKey'>;

/** Checks tickets, gets further ones, and knows what their times mean on this page's clock. */
export class TicketOffice {
  private readonly waiting = new Map<number, (jws: string | undefined) => void>();
  private welcome: { readonly network: string; readonly time: number; readonly at: number } | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly session: Promise<SessionKey>,
    private readonly signaling: Signaling,
  ) {}

  welcomed({ network, time }: OfServer<'welcome'>): void {
    this.welcome = { network, time, at: this.clock.now() };
  }

  /** The ticket, if the network signed it for this visit. */
  async check(jws: string, expected: Expected): Promise<Ticket | undefined> {
    const { publicKey: sessionKey } = await this.session;
    const ticket = this.welcome && (await verifyTicket(jws, this.welcome.network));
    return ticket && isFor(ticket, { ...expected, sessionKey }) ? ticket : undefined;
  }

  /** When the ticket ends on this page's clock. */
  endOf(ticket: Ticket): number {
    const { time, at } = this.welcome ?? { time: 0, at: 0 };
    return at + (ticket.expires - time);
  }

  /** A further ticket for the same link and certificate; undefined if the server has none. */
  async renew(expected: Expected, before: Ticket, receipt: string | undefined): Promise<Renewal | undefined> {
    const jws = await this.asked(expected.link, receipt);
    const ticket = jws === undefined ? undefined : await this.check(jws, expected);
    return jws !== undefined && ticket?.peerFingerprint === before.peerFingerprint
      ? { jws, ticket, expiresAt: this.endOf(ticket) }
      : undefined;
  }

  /** The server's answer to a renewal; false if nobody waits for it. */
  answered(ref: number, jws: string | undefined): boolean {
    const waiting = this.waiting.get(ref);
    waiting?.(jws);
    return waiting !== undefined;
  }

  /** The server is gone: nobody will answer. */
  abandon(): void {
    for (const waiting of [...this.waiting.values()]) {
      waiting(undefined);
    }
  }

  private asked(link: string, receipt: string | undefined): Promise<string | undefined> {
    const ref = this.signaling.ref();
    if (!this.signaling.send({ type: 'renew', ref, link, ...(receipt === undefined ? {} : { receipt }) })) {
      return Promise.resolve(undefined);
    }
    return new Promise((resolve) => {
      const cancel = this.clock.after(RENEW_MS, () => this.answered(ref, undefined));
      this.waiting.set(ref, (jws) => {
        cancel();
        this.waiting.delete(ref);
        resolve(jws);
      });
    });
  }
}
