import type { Clock } from '../link/clock';

const FAILURES = 3;
const WITHIN_MS = 30_000;
const FIRST_OFF_MS = 60_000;
const LONGEST_OFF_MS = 600_000;
const FORGIVEN_AFTER_MS = 600_000;

/** How long peers are left alone after failures: 3 in 30 s turn them off for 60 s, doubling to 10 min. */
export class Trust {
  private readonly failedAt: number[] = [];
  private offUntil = 0;
  private offMs = FIRST_OFF_MS;

  constructor(private readonly clock: Clock) {}

  get isOff(): boolean {
    return this.offForMs > 0;
  }

  get offForMs(): number {
    return Math.max(0, this.offUntil - this.clock.now());
  }

  /** True if this failure turned peers off. */
  failed(): boolean {
    const now = this.clock.now();
    if (this.offUntil > 0 && now - this.offUntil > FORGIVEN_AFTER_MS) {
      this.offMs = FIRST_OFF_MS;
    }
    this.failedAt.push(now);
    while ((this.failedAt[0] ?? now) < now - WITHIN_MS) {
      this.failedAt.shift();
    }
    if (this.failedAt.length < FAILURES || this.isOff) {
      return false;
    }
    this.failedAt.length = 0;
    this.offUntil = now + this.offMs;
    this.offMs = Math.min(LONGEST_OFF_MS, this.offMs * 2);
    return true;
  }
}
