const MIN_BYTES = 256 * 1024;
const FIRST_BYTES = 1024 * 1024;
const SAMPLE_MS = 250;
const LEAST_LATENCY_MS = 100;

/**
 * How much may be asked and not yet here: about two bandwidth-delay products. The delay is the shortest that was seen, since
 * longer ones are the queue that the window itself makes; it counts as 100 ms at least, so that a busy page still keeps its
 * peer busy.
 */
export class Window {
  static readonly MAX_BYTES = 4 * 1024 * 1024;
  private rate = 0;
  private latencyMs = Number.POSITIVE_INFINITY;
  private sampleBytes = 0;
  private sampleFrom: number | undefined;

  get bytes(): number {
    const seconds = Math.max(LEAST_LATENCY_MS, this.latencyMs) / 1000;
    const wished = this.rate === 0 ? FIRST_BYTES : Math.round(2 * this.rate * seconds);
    return Math.min(Window.MAX_BYTES, Math.max(MIN_BYTES, wished));
  }

  get bytesPerSecond(): number {
    return Math.round(this.rate);
  }

  /** The first byte of a want came `ms` after it was asked. */
  answeredAfter(ms: number): void {
    this.latencyMs = Math.min(this.latencyMs, ms);
  }

  received(bytes: number, now: number): void {
    this.sampleFrom ??= now;
    this.sampleBytes += bytes;
    const ms = now - this.sampleFrom;
    if (ms >= SAMPLE_MS) {
      const sample = (this.sampleBytes * 1000) / ms;
      this.rate = this.rate === 0 ? sample : 0.6 * this.rate + 0.4 * sample;
      this.sampleFrom = now;
      this.sampleBytes = 0;
    }
  }

  /** Nothing is on its way: a pause is no sample. */
  idle(): void {
    this.sampleFrom = undefined;
    this.sampleBytes = 0;
  }
}
