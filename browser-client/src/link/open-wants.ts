import { needsLayer, runLength } from '../content/pieces';
import type { Want } from '../wire/link-message';
import { Incoming } from './incoming';
import type { Job, Run } from './job';
import type { Account } from './tickets';

const MAX_OPEN = 32;
const MAX_DRAINING = 256;
const END_MS = 1_000;
const DEADLINE_MS = 300;

/** What was asked of one super-peer and has not ended, and what may still come of what was cancelled. */
export class OpenWants {
  private readonly open = new Map<number, Incoming>();
  private readonly draining = new Map<number, number>();
  private readonly layerAsked = new WeakSet<Job>();
  private nextRequest = 1;

  get isFull(): boolean {
    return this.open.size >= MAX_OPEN;
  }

  /** Bytes that were asked and are not here. */
  get missing(): number {
    return this.all().reduce((sum, incoming) => sum + incoming.missing, 0);
  }

  get jobs(): ReadonlySet<Job> {
    return new Set(this.all().map((incoming) => incoming.job));
  }

  all(): Incoming[] {
    return [...this.open.values()];
  }

  get(request: number): Incoming | undefined {
    return this.open.get(request);
  }

  /** No piece can be checked before the layer, so nothing more is asked until it is here. */
  awaitsLayer(job: Job): boolean {
    return job.layer === undefined && this.layerAsked.has(job);
  }

  begin(job: Job, run: Run, account: Account, now: number): Want {
    const withLayer = needsLayer(job.size) && job.layer === undefined;
    if (withLayer) {
      this.layerAsked.add(job);
    }
    const request = this.nextRequest++;
    account.ask(job.object, run.first, run.count, runLength(job.size, run.first, run.count));
    this.open.set(request, new Incoming(request, job, run, account, now, withLayer));
    const layer = withLayer ? { layer: true as const } : {};
    return { request, object: job.object, ...run, ...layer, priority: job.priority, deadlineMs: DEADLINE_MS };
  }

  /** Takes a want whose `end` and whose bytes have come off the list; true if this one was. */
  finish(incoming: Incoming): boolean {
    return incoming.ended && incoming.missing === 0 && this.open.delete(incoming.request);
  }

  /** Nothing more will come. */
  release(incoming: Incoming): void {
    if (incoming.missing > 0) {
      incoming.account.openWants--;
    }
    this.open.delete(incoming.request);
  }

  /** What is on its way although it is not wanted any more does not count as unasked. */
  drain(incoming: Incoming): void {
    this.draining.set(incoming.request, incoming.missing);
    const [oldest] = this.draining.keys();
    if (this.draining.size > MAX_DRAINING && oldest !== undefined) {
      this.draining.delete(oldest);
    }
    this.release(incoming);
  }

  /** Whether `bytes` for a want that is not open are the rest of a cancelled one. */
  isLate(request: number, bytes: number): boolean {
    const left = this.draining.get(request) ?? 0;
    if (bytes === 0 || left < bytes) {
      return false;
    }
    this.draining.set(request, left - bytes);
    return true;
  }

  /** Whether a cancelled want still lacks bytes. */
  isOwed(request: number): boolean {
    return (this.draining.get(request) ?? 0) > 0;
  }

  /** A complete want whose `end` does not come must not keep its place for ever. */
  forgetDone(now: number): void {
    for (const incoming of this.all()) {
      if (incoming.doneAt !== undefined && now - incoming.doneAt > END_MS) {
        this.open.delete(incoming.request);
      }
    }
  }

  clear(): void {
    this.open.clear();
  }
}
