import type { Clock } from './clock';

/** Runs a task once for many calls at the same time. */
export class OnceSoon {
  private isComing = false;

  constructor(
    private readonly clock: Clock,
    private readonly task: () => void,
  ) {}

  /** After the code that runs now, or after `ms`. */
  run(ms: number): void {
    if (this.isComing) {
      return;
    }
    this.isComing = true;
    const task = () => {
      this.isComing = false;
      this.task();
    };
    if (ms > 0) {
      this.clock.after(ms, task);
    } else {
      queueMicrotask(task);
    }
  }
}
