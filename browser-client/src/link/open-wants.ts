import { needsLayer, runLength } from '../content/pieces';
import type { Want } from '../wire/link-message';
import { Incoming } from './incoming';
import type { Job, Run } from './job';
import type { Account } from './tickets';

const MAX_OPEN = 32;
const MAX_DRAINING = 256;
const END_MS = 1_000;
const DRAIN_MS = 10_000;

/** What was asked of one super-peer and has not ended, and what may still come of what was cancelled. */
export class OpenWants {
  private readonly open = new Map<number, Incoming>();
  private readonly draining = new Map<number, Incoming>();
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
    return { request, object: job.object, ...run, ...layer, priority: job.priority, deadlineMs: job.deadlineMs };
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

  /** What is on its way although it is not wanted any more is still taken: whole pieces of it count for the peer. */
  drain(incoming: Incoming, now: number): void {
    this.open.delete(incoming.request);
    this.draining.set(incoming.request, incoming);
    incoming.drainedAt = now;
    incoming.job.wasted(incoming.partial);
    const [oldest] = this.draining.values();
    if (this.draining.size > MAX_DRAINING && oldest !== undefined) {
      this.forget(oldest);
    }
  }

  /** A cancelled want that still lacks bytes. */
  drained(request: number): Incoming | undefined {
    const incoming = this.draining.get(request);
    return incoming !== undefined && incoming.missing > 0 ? incoming : undefined;
  }

  /** A complete want whose `end` does not come must not keep its place for ever, nor a cancelled one its memory. */
  forgetDone(now: number): void {
    for (const incoming of this.all()) {
      if (incoming.doneAt !== undefined && now - incoming.doneAt > END_MS) {
        this.open.delete(incoming.request);
      }
    }
    for (const incoming of this.draining.values()) {
      if (now - incoming.drainedAt > DRAIN_MS) {
        this.forget(incoming);
      }
    }
  }

  private forget(incoming: Incoming): void {
    this.draining.delete(incoming.request);
    if (incoming.missing > 0) {
      incoming.account.openWants--;
    }
  }

  clear(): void {
    this.open.clear();
  }
}
