import type { Clock } from '../link/clock';

const HALF_LIFE_MS = 300;

/** What a source owes of what it was asked for, and how fast it brings that. Time in which it owes nothing does not count. */
export class Pace {
  /** Bytes that were asked for and are not here. */
  owed = 0;
  private bytes = 0;
  private ms = 0;
  private at = 0;

  constructor(private readonly clock: Clock) {}

  /** 0 before anything has come. */
  get bytesPerSecond(): number {
    this.pass();
    return this.ms > 0 ? (1_000 * this.bytes) / this.ms : 0;
  }

  asked(bytes: number): void {
    this.pass();
    this.owed += bytes;
  }

  got(bytes: number): void {
    this.pass();
    this.bytes += bytes;
  }

  /** So many of the bytes that were asked for have come, or do not come any more. */
  settle(bytes: number): void {
    this.pass();
    this.owed -= bytes;
  }

  // What is long ago counts less and less.
  private pass(): void {
    const now = this.clock.now();
    const ms = this.owed > 0 ? now - this.at : 0;
    const rest = 2 ** (-ms / HALF_LIFE_MS);
    this.at = now;
    this.bytes *= rest;
    this.ms = this.ms * rest + ms;
  }
}
