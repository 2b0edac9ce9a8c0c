import type { Clock } from './clock';

const PROBE_MS = 500;
const LEAST_BUSY_MS = 100;

/**
 * Whether a peer is to be asked at all. One that fell silent is asked for one piece every 500 ms until a byte of it is heard;
 * one that said `busy` is left alone as long as it said.
 */
export class Doubt {
  private busyUntil = 0;
  private probeAt: number | undefined;

  constructor(private readonly clock: Clock) {}

  /** Whether one piece is all that may be asked, to see whether the peer answers. */
  get isProbing(): boolean {
    return this.probeAt !== undefined;
  }

  get mayAsk(): boolean {
    return this.clock.now() >= Math.max(this.busyUntil, this.probeAt ?? 0);
  }

  busy(ms: number): void {
    this.busyUntil = this.clock.now() + Math.max(ms, LEAST_BUSY_MS);
  }

  fellSilent(): void {
    this.probeAt = this.clock.now() + PROBE_MS;
  }

  /** Something was asked: until an answer is heard, the next probe waits. */
  asked(): void {
    if (this.isProbing) {
      this.fellSilent();
    }
  }

  heard(): void {
    this.probeAt = undefined;
  }
}
