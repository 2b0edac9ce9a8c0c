import type { ToPeer } from '../wire/link-message';
import type { Clock } from './clock';

// The super-peer closes a link at more than 50 control messages a second.
const PER_SECOND = 40;
const BURST = 40;
const KEPT_FOR_OTHERS = 12;

/** Control messages in their order, never more of them than the super-peer takes. */
export class Outbox {
  private readonly waiting: ToPeer[] = [];
  private allowance = BURST;
  private countedAt: number;
  private cancel: (() => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly transmit: (text: string) => void,
  ) {
    this.countedAt = clock.now();
  }

  send(message: ToPeer): void {
    this.waiting.push(message);
    this.drain();
  }

  /** Milliseconds to wait before another `get`, so that receipts and cancels do not queue behind many small ones. */
  getDelayMs(): number {
    this.refill();
    const missing = KEPT_FOR_OTHERS - this.allowance;
    return missing <= 0 ? 0 : (missing * 1000) / PER_SECOND;
  }

  close(): void {
    this.cancel?.();
    this.waiting.length = 0;
  }

  private drain(): void {
    this.refill();
    while (this.waiting.length > 0 && this.allowance >= 1) {
      this.allowance--;
      this.transmit(JSON.stringify(this.waiting.shift()));
    }
    if (this.waiting.length > 0 && this.cancel === undefined) {
      this.cancel = this.clock.after(1000 / PER_SECOND, () => {
        this.cancel = undefined;
        this.drain();
      });
    }
  }

  private refill(): void {
    const now = this.clock.now();
    this.allowance = Math.min(BURST, this.allowance + ((now - this.countedAt) * PER_SECOND) / 1000);
    this.countedAt = now;
  }
}
