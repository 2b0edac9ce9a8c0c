import type { Clock } from './clock';
import type { LinkOwner } from './link-owner';
import type { ReceiptClerk } from './receipt-clerk';
import type { TicketBook } from './tickets';

const AGAIN_MS = 5_000;

/** Gets a further ticket when one is due, one at a time, and not again at once after a refusal. */
export class Renewals {
  private underWay = false;
  private notBefore = 0;

  constructor(
    private readonly clock: Clock,
    private readonly book: TicketBook,
    private readonly clerk: ReceiptClerk,
    private readonly owner: Pick<LinkOwner, 'renew'>,
    private readonly renewed: (jws: string) => void,
  ) {}

  get isUnderWay(): boolean {
    return this.underWay;
  }

  due(): void {
    if (!this.underWay && this.clock.now() >= this.notBefore) {
      void this.renew();
    }
  }

  private async renew(): Promise<void> {
    this.underWay = true;
    const renewal = await this.owner.renew(await this.clerk.latest());
    this.underWay = false;
    if (renewal === undefined) {
      this.notBefore = this.clock.now() + AGAIN_MS;
    } else {
      this.book.renew(renewal.ticket, renewal.expiresAt);
      this.renewed(renewal.jws);
    }
  }
}
