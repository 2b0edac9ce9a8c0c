import type { Clock } from './clock';
import type { Doubt } from './doubt';
import type { Incoming } from './incoming';
import type { DropReason, Job } from './job';
import type { Latency } from './latency';
import type { OpenWants } from './open-wants';
import type { Planner } from './planner';
import type { Window } from './window';

const SILENT_MS = 600;
const QUIET_MS = 100;
const CUT_MS = 3_000;
const SLOW_MS = 2_000;
const SLOW_BYTES = 64 * 1024;
// A file waits for its turn as long as others come fast; behind a slow peer the origin is the better way.
const FAST = 2_000_000;
const FAST_QUEUE_MS = 15_000;
const URGENT_MS = { least: 50, most: 150 };
const OTHER_MS = { least: 150, most: 500 };
// Behind files of the same page that do come; the window lets no queue at the peer become so long.
const TURN_MS = 2_000;

/** What it leads to when bytes do not come. */
export interface PatienceEvents {
  drop(jobs: Iterable<Job>, why: DropReason, ms: number): void;
  /** The peer said that it had sent all of this, and it never came. */
  cut(job: Job): void;
  stalled(): void;
  /** At each beat after 100 ms without a byte. */
  quiet(): void;
  /** Nothing can be asked any more. */
  noTicket(jobs: readonly Job[], ms: number): void;
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
  /** The most urgent that was heard since the last beat. */
  private heardPriority = Number.POSITIVE_INFINITY;
  private readonly told = new WeakSet<Job>();
  private unaskedMs = new Map<Job, number>();

  constructor(
    private readonly clock: Clock,
    private readonly wants: OpenWants,
    private readonly planner: Planner,
    private readonly window: Window,
    private readonly doubt: Doubt,
    private readonly latency: Latency,
    private readonly events: PatienceEvents,
  ) {}

  heard(bytes: number, priority: number): void {
    this.heardPriority = Math.min(this.heardPriority, priority);
    this.silentMs = 0;
    this.bytes += bytes;
    this.doubt.heard();
  }

  /** Another `ms` have passed. */
  wait(ms: number): void {
    this.owed(ms);
    this.heardPriority = Number.POSITIVE_INFINITY;
    for (const incoming of this.wants.all()) {
      this.late(incoming);
    }
    const waiting = this.planner.waiting();
    this.ticketless(
      ms,
      waiting.filter((job) => this.planner.lacksTicket(job, this.clock.now())),
    );
    this.queued(ms, waiting);
  }

  private owed(ms: number): void {
    const owed = this.wants.all().filter(({ missing }) => missing > 0);
    const standing = owed.filter((incoming) => incoming.wait(ms, this.heardPriority) >= SILENT_MS);
    const isSilent = owed.length > 0 && this.isSilent(ms);
    if (isSilent || owed.length === 0) {
      // What was taken elsewhere meanwhile does not end a silence; only a byte does.
      this.silentMs = isSilent ? 0 : this.silentMs;
      this.slowMs = 0;
      this.bytes = 0;
    }
    const stalled = isSilent ? owed : standing;
    if (isSilent) {
      this.doubt.fellSilent();
    }
    for (const incoming of stalled.filter(({ ended }) => ended)) {
      this.suspect(incoming);
    }
    if (stalled.length > 0) {
      this.events.drop(new Set(stalled.map(({ job }) => job)), 'stalled', SILENT_MS);
      this.events.stalled();
    }
  }

  // It said that all was sent. Yet `end` overtakes data, and a packet lost at the tail comes again only after SCTP's timeout
  // of 400 ms or more: the page does not wait that long, but the peer is not accused for it either.
  private suspect({ request, job }: Incoming): void {
    this.clock.after(CUT_MS, () => {
      if (this.wants.drained(request) !== undefined) {
        this.events.cut(job);
      }
    });
  }

  private late({ isFresh, run, job, awaited }: Incoming): void {
    const { all, quiet } = awaited;
    const waited = job.priority === 0 ? all : quiet;
    if (isFresh && run.first === 0 && (waited >= this.patienceFor(job) || all >= TURN_MS) && !this.told.has(job)) {
      this.told.add(job);
      job.late(all);
    }
  }

  private patienceFor({ isUrgent }: Job): number {
    const { least, most } = isUrgent ? URGENT_MS : OTHER_MS;
    return Math.min(most, Math.max(least, this.latency.p95 * (isUrgent ? 1 : 2)));
  }

  private isSilent(ms: number): boolean {
    this.silentMs += ms;
    this.slowMs += ms;
    if (this.silentMs >= QUIET_MS) {
      this.events.quiet();
    }
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
      this.events.noTicket(jobs, SILENT_MS);
    }
  }

  private queued(ms: number, waiting: readonly Job[]): void {
    const { isProbing } = this.doubt;
    const most = this.window.bytesPerSecond >= FAST && !isProbing ? FAST_QUEUE_MS : SILENT_MS;
    this.unaskedMs = new Map(waiting.map((job) => [job, (this.unaskedMs.get(job) ?? 0) + ms]));
    const late = waiting.filter((job) => (this.unaskedMs.get(job) ?? 0) >= most);
    this.events.drop(late, isProbing ? 'stalled' : 'queued', most);
  }
}
