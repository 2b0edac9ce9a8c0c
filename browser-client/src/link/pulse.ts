import type { Clock } from './clock';

const BEAT_MS = 50;
const MOST_MS = 200;

/**
 * Beats every 50 ms while there is something to wait for, and says how long the page waited. A beat that comes late counts
 * 200 ms at most: a page whose own thread stood still does not blame its peer.
 */
export class Pulse {
  private beatAt = 0;
  private cancel: (() => void) | undefined;

  /** `beat` tells whether there is more to wait for. */
  constructor(
    private readonly clock: Clock,
    private readonly beat: (waitedMs: number) => boolean,
  ) {}

  start(): void {
    if (this.cancel === undefined) {
      this.beatAt = this.clock.now();
      this.schedule();
    }
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }

  private schedule(): void {
    this.cancel = this.clock.after(BEAT_MS, () => {
      const now = this.clock.now();
      const waited = Math.min(MOST_MS, now - this.beatAt);
      this.beatAt = now;
      this.cancel = undefined;
      if (this.beat(waited) && this.cancel === undefined) {
        this.schedule();
      }
    });
  }
}
