/** Monotonic milliseconds and timers; tests bring their own. */
export interface Clock {
  now(): number;
  /** Runs `task` once; the answer takes it back. */
  after(ms: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};
