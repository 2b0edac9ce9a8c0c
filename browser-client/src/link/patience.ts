import type { Clock } from './clock';
import type { Doubt } from './doubt';
import type { Incoming } from './incoming';
import type { DropReason, Job } from './job';
import type { OpenWants } from './open-wants';
import type { Planner } from './planner';
import type { Window } from './window';

const SILENT_MS = 600;
const SLOW_MS = 2_000;
const SLOW_BYTES = 64 * 1024;
// A file waits for its turn as long as others come fast; behind a slow peer the origin is the better way.
const FAST = 1_000_000;
const FAST_QUEUE_MS = 5_000;

/** What it leads to when bytes do not come. */
export interface PatienceEvents {
  drop(jobs: Iterable<Job>, why: DropReason): void;
  /** The peer said that it had sent all of this, which is not here. */
  cut(incoming: Incoming): void;
  stalled(): void;
  /** Nothing can be asked any more. */
  noTicket(jobs: readonly Job[]): void;
}

/**
 * How long bytes that were wanted have not come. A peer that sends nothing for 600 ms, or less than 64 KiB in 2 s, is silent.
 * A file that stands still for 600 ms in its middle while others come is stalled, and nothing else is.
 */
export class Patience {
  private silentMs = 0;
  private slowMs = 0;
  private bytes = 0;
  private ticketlessMs = 0;
  private unaskedMs = new Map<Job, number>();

  constructor(
    private readonly clock: Clock,
    private readonly wants: OpenWants,
    private readonly planner: Planner,
    private readonly window: Window,
    private readonly doubt: Doubt,
    private readonly events: PatienceEvents,
  ) {}

  heard(bytes: number): void {
    this.silentMs = 0;
    this.bytes += bytes;
    this.doubt.heard();
  }

  /** Another `ms` have passed. */
  wait(ms: number): void {
    this.owed(ms);
    const waiting = this.planner.waiting();
    this.ticketless(
      ms,
      waiting.filter((job) => this.planner.lacksTicket(job, this.clock.now())),
    );
    this.queued(ms, waiting);
  }

  private owed(ms: number): void {
    const owed = this.wants.all().filter(({ missing }) => missing > 0);
    const standing = owed.filter((incoming) => incoming.wait(ms) >= SILENT_MS);
    const isSilent = owed.length > 0 && this.isSilent(ms);
    if (isSilent || owed.length === 0) {
      this.silentMs = 0;
      this.slowMs = 0;
      this.bytes = 0;
    }
    const stalled = isSilent ? owed : standing;
    if (isSilent) {
      this.doubt.fellSilent();
    }
    for (const incoming of stalled.filter(({ ended }) => ended)) {
      this.events.cut(incoming);
    }
    if (stalled.length > 0) {
      this.events.drop(new Set(stalled.map(({ job }) => job)), 'stalled');
      this.events.stalled();
    }
  }

  private isSilent(ms: number): boolean {
    this.silentMs += ms;
    this.slowMs += ms;
    const isSlow = this.slowMs >= SLOW_MS && this.bytes < SLOW_BYTES;
    if (this.slowMs >= SLOW_MS) {
      this.slowMs = 0;
      this.bytes = 0;
    }
    return this.silentMs >= SILENT_MS || isSlow;
  }

  private ticketless(ms: number, jobs: readonly Job[]): void {
    this.ticketlessMs = jobs.length > 0 ? this.ticketlessMs + ms : 0;
    if (this.ticketlessMs >= SILENT_MS) {
      this.events.noTicket(jobs);
    }
  }

  private queued(ms: number, waiting: readonly Job[]): void {
    const { isProbing } = this.doubt;
    const most = this.window.bytesPerSecond >= FAST && !isProbing ? FAST_QUEUE_MS : SILENT_MS;
    this.unaskedMs = new Map(waiting.map((job) => [job, (this.unaskedMs.get(job) ?? 0) + ms]));
    const late = waiting.filter((job) => (this.unaskedMs.get(job) ?? 0) >= most);
    this.events.drop(late, isProbing ? 'stalled' : 'queued');
  }
}
