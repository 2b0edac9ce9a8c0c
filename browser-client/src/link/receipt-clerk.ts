import type { Clock } from './clock';
import type { LinkOwner } from './link-owner';
import type { TicketBook, Totals } from './tickets';

const EVERY_BYTES = 1024 * 1024;
const EVERY_MS = 2_000;
const AT_END_MS = 50;
// A fast link passes 1 MiB more often than the 50 control messages a second that are allowed.
const APART_MS = 100;

/** Signs and sends receipts: every 1 MiB or 2 s while receiving, and when nothing is on its way any more. */
export class ReceiptClerk {
  private sentAt = Number.NEGATIVE_INFINITY;
  private dueAt = Number.POSITIVE_INFINITY;
  private cancel: () => void = () => {};
  private queue: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly clock: Clock,
    private readonly book: TicketBook,
    private readonly owner: Pick<LinkOwner, 'signReceipt'>,
    private readonly send: (jws: string) => void,
  ) {}

  /** A piece was verified; `idle` when nothing else was asked. */
  verified(idle: boolean): void {
    if (this.book.unreceipted >= EVERY_BYTES) {
      this.sendBy(Math.max(this.clock.now(), this.sentAt + APART_MS));
    } else if (this.book.unreceipted > 0) {
      this.sendBy(this.clock.now() + (idle ? AT_END_MS : EVERY_MS));
    }
  }

  /** Sends what is due now; resolves to the latest receipt of the current ticket, if there is anything to say. */
  async flush(): Promise<string | undefined> {
    this.cancel();
    this.dueAt = Number.POSITIVE_INFINITY;
    this.sentAt = this.clock.now();
    let latest: string | undefined;
    for (const totals of this.book.due()) {
      const jws = await this.signed(totals);
      latest = totals.ticket === this.book.current.id ? jws : latest;
    }
    return latest;
  }

  /** The receipt of the current ticket once more, for a renewal. The peer does not see it, so what it covers is still due. */
  async latest(): Promise<string | undefined> {
    await this.flush();
    return this.book.current.verified > 0 ? this.owner.signReceipt(this.book.current.totals()) : undefined;
  }

  stop(): void {
    this.stopped = true;
    this.cancel();
  }

  private sendBy(at: number): void {
    if (this.stopped || at >= this.dueAt) {
      return;
    }
    this.cancel();
    this.dueAt = at;
    this.cancel = this.clock.after(at - this.clock.now(), () => void this.flush());
  }

  // One after the other: totals must never go backwards on the wire.
  private signed(totals: Totals): Promise<string> {
    const signed = this.queue.then(() => this.owner.signReceipt(totals));
    this.queue = signed.then((jws) => {
      if (!this.stopped) {
        this.send(jws);
      }
    });
    return signed;
  }
}
