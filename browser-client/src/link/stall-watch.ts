import type { Clock } from './clock';

const TICK_MS = 100;
const SILENT_TICKS = 3;
const SLOW_TICKS = 20;
const SLOW_BYTES = 64 * 1024;

/**
 * Says when what was asked does not come: no byte for 300 ms, or less than 64 KiB in 2 s. It counts ticks and not time, so
 * that a page whose own thread stood still does not blame its peer.
 */
export class StallWatch {
  private silent = 0;
  private ticks = 0;
  private bytes = 0;
  private cancel: (() => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly tick: () => boolean,
    private readonly stalled: () => void,
  ) {}

  /** Watches until `tick` says that there is nothing to wait for. */
  start(): void {
    if (this.cancel === undefined) {
      this.silent = 0;
      this.ticks = 0;
      this.bytes = 0;
      this.schedule();
    }
  }

  progress(bytes: number): void {
    this.silent = 0;
    this.bytes += bytes;
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }

  private schedule(): void {
    this.cancel = this.clock.after(TICK_MS, () => {
      this.cancel = undefined;
      if (this.tick()) {
        this.count();
      }
    });
  }

  private count(): void {
    this.silent++;
    this.ticks++;
    const isSlow = this.ticks >= SLOW_TICKS && this.bytes < SLOW_BYTES;
    if (this.ticks >= SLOW_TICKS) {
      this.ticks = 0;
      this.bytes = 0;
    }
    if (this.silent >= SILENT_TICKS || isSlow) {
      this.stalled();
    } else {
      this.schedule();
    }
  }
}
