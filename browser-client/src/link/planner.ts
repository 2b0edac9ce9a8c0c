import { PIECE_BYTES, runLength } from '../content/pieces';
import type { Want } from '../wire/link-message';
import type { Job, Run } from './job';
import type { OpenWants } from './open-wants';
import type { TicketBook } from './tickets';
import type { Window } from './window';

const EXPIRY_MARGIN_MS = 30_000;

/** Chooses what to ask next: urgent jobs first, in turn among equals, within the window and the ticket. */
export class Planner {
  private readonly jobs: Job[] = [];

  constructor(
    private readonly wants: OpenWants,
    private readonly window: Window,
    private readonly book: TicketBook,
  ) {}

  add(job: Job): void {
    this.jobs.push(job);
  }

  remove(job: Job): void {
    const at = this.jobs.indexOf(job);
    if (at >= 0) {
      this.jobs.splice(at, 1);
    }
  }

  all(): Job[] {
    return [...this.jobs];
  }

  get isEmpty(): boolean {
    return this.jobs.length === 0;
  }

  /** Whether any job would ask more if it could. */
  get hasMore(): boolean {
    return this.jobs.some((job) => job.next(PIECE_BYTES) !== undefined);
  }

  /** All that fits now; it counts as asked. */
  plan(now: number): Want[] {
    const planned: Want[] = [];
    for (let want = this.next(now); want !== undefined; want = this.next(now)) {
      planned.push(want);
    }
    return planned;
  }

  private next(now: number): Want | undefined {
    if (this.wants.isFull) {
      return undefined;
    }
    const { missing } = this.wants;
    const room = missing === 0 ? Math.max(this.window.bytes, PIECE_BYTES) : this.window.bytes - missing;
    const most = Math.min(room, this.book.left(now));
    for (const job of this.all().sort((a, b) => a.priority - b.priority)) {
      const run = this.wants.awaitsLayer(job) ? undefined : job.next(most);
      if (run !== undefined && !this.isTooSmall(job, run, room) && !this.isRepeated(job, run)) {
        return this.ask(job, run, now);
      }
    }
    return undefined;
  }

  private ask(job: Job, run: Run, now: number): Want {
    job.asked(run);
    this.remove(job);
    this.add(job);
    return this.wants.begin(job, run, this.book.current, now);
  }

  // Asking piece by piece as the window frees would take a message for every 256 KiB.
  private isTooSmall(job: Job, run: Run, room: number): boolean {
    return room < this.window.bytes / 2 && (job.next(this.window.bytes)?.count ?? 0) > run.count;
  }

  // A piece earns once per ticket, so asking again under the same one would never be paid.
  private isRepeated(job: Job, run: Run): boolean {
    return this.book.current.hasAsked(job.object, run.first, run.count);
  }

  /** Whether another ticket is due: half of the current one is verified, or a job cannot go on under it. */
  needsTicket(now: number): boolean {
    const { current } = this.book;
    return current.verified >= current.maxBytes / 2 || this.jobs.some((job) => this.lacksTicket(job, now));
  }

  private lacksTicket(job: Job, now: number): boolean {
    const run = job.next(PIECE_BYTES);
    if (run === undefined) {
      return false;
    }
    const isExpiring = now > this.book.current.expiresAt - EXPIRY_MARGIN_MS;
    const isShort = this.book.left(now) < runLength(job.size, run.first, run.count);
    return isExpiring || isShort || this.isRepeated(job, run);
  }
}
