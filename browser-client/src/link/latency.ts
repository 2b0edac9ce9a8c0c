const KEPT = 64;

/** How long a peer takes to the first byte of what it was asked, in milliseconds, over its last 64 answers. */
export class Latency {
  private readonly samples: number[] = [];

  add(ms: number): void {
    this.samples.push(ms);
    if (this.samples.length > KEPT) {
      this.samples.shift();
    }
  }

  /** So few answers take longer that waiting on is not worth it; infinite before the first answer. */
  get p95(): number {
    const sorted = [...this.samples].sort((a, b) => a - b);
    return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.POSITIVE_INFINITY;
  }
}
