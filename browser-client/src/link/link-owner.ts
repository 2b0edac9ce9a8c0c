import type { ByeReason } from '../wire/link-message';
import type { Ticket } from '../wire/ticket';
import type { Totals } from './tickets';

/** Why a link is over; the names are text keys. */
export type EndReason =
  | `bye-${ByeReason}`
  | 'no-hello'
  | 'wrong-hash'
  | 'protocol'
  | 'flooded'
  | 'peer-lost'
  | 'no-ticket'
  | 'left';

/** The two channels to a super-peer, whatever road they take. */
export interface Channels {
  sendControl(text: string): void;
  /** Resolves when all that was said has left. */
  drained(): Promise<void>;
  close(): void;
}

/** A further ticket and when it ends by this page's clock. */
export interface Renewal {
  readonly jws: string;
  readonly ticket: Ticket;
  readonly expiresAt: number;
}

/** What a link asks of the page around it. */
export interface LinkOwner {
  warm(): void;
  ended(why: EndReason, object?: string): void;
  stalled(): void;
  renew(receipt: string | undefined): Promise<Renewal | undefined>;
  signReceipt(totals: Totals): Promise<string>;
}
