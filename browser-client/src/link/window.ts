const MIN_BYTES = 256 * 1024;
const MAX_BYTES = 4 * 1024 * 1024;
const FIRST_BYTES = 1024 * 1024;
const SAMPLE_MS = 250;
const LEAST_LATENCY_MS = 250;

/**
 * How much may be asked and not yet here: about two bandwidth-delay products. Latency counts as 250 ms at least: the rate that
 * is measured is the one the window allows, so a window made from a shorter latency would never let it grow.
 */
export class Window {
  private rate = 0;
  private latencyMs = LEAST_LATENCY_MS;
  private sampleBytes = 0;
  private sampleFrom: number | undefined;

  get bytes(): number {
    const wished = this.rate === 0 ? FIRST_BYTES : 2 * this.rate * (this.latencyMs / 1000);
    return Math.min(MAX_BYTES, Math.max(MIN_BYTES, wished));
  }

  get bytesPerSecond(): number {
    return Math.round(this.rate);
  }

  /** The first byte of a want came `ms` after it was asked. */
  answeredAfter(ms: number): void {
    this.latencyMs = Math.max(LEAST_LATENCY_MS, Math.min(this.latencyMs * 1.1, ms));
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
