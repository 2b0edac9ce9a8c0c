import assert from 'node:assert/strict';
import type { Clock } from '../src/link/clock';

/** Time that passes only when a test says so. */
export class ManualClock implements Clock {
  private time = 1_000;
  private readonly timers = new Set<{ at: number; task: () => void }>();

  now(): number {
    return this.time;
  }

  after(ms: number, task: () => void): () => void {
    const timer = { at: this.time + ms, task };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Passes `ms`, running what is due in its order and letting promises go on in between. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    for (let due = this.nextDue(end); due !== undefined; due = this.nextDue(end)) {
      this.timers.delete(due);
      this.time = Math.max(this.time, due.at);
      due.task();
      await breathe();
    }
    this.time = end;
    await breathe();
  }

  private nextDue(end: number): { at: number; task: () => void } | undefined {
    return [...this.timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

let atWork = 0;

// WebCrypto answers from other threads; what is under way there is counted, so that no test has to guess.
function counted<A extends unknown[], R>(work: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
  return async (...args) => {
    atWork++;
    try {
      return await work(...args);
    } finally {
      atWork--;
    }
  };
}

const { subtle } = crypto;
for (const name of ['digest', 'sign', 'verify', 'generateKey', 'importKey', 'exportKey'] as const) {
  Object.defineProperty(subtle, name, {
    value: counted((subtle[name] as (...args: unknown[]) => Promise<unknown>).bind(subtle)),
  });
}

/** Lets all that is ready run, also what waits for WebCrypto. */
export async function breathe(): Promise<void> {
  for (let quiet = 0; quiet < 4; quiet = atWork === 0 ? quiet + 1 : 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Waits for work on other threads, without any clock. */
export async function until(claim: () => boolean, what = 'the expected'): Promise<void> {
  for (let round = 0; round < 20_000; round++) {
    if (claim()) {
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.fail(`${what} did not happen`);
}
