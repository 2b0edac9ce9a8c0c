import { PIECE_BYTES } from '../content/pieces';
import type { Want } from '../wire/link-message';
import type { Job, Run } from './job';
import type { OpenWants } from './open-wants';
import type { TicketBook } from './tickets';
import { Window } from './window';

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

  has(job: Job): boolean {
    return this.jobs.includes(job);
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

  /** Jobs that have something to ask and nothing on its way. */
  waiting(): Job[] {
    const { jobs } = this.wants;
    return this.jobs.filter((job) => !jobs.has(job) && job.next(PIECE_BYTES) !== undefined);
  }

  /** One piece, to see whether the peer answers. */
  probe(now: number): Want[] {
    const want = this.wants.missing === 0 ? this.next(now, PIECE_BYTES) : undefined;
    return want ? [want] : [];
  }

  /** All that fits now; it counts as asked. */
  plan(now: number): Want[] {
    const planned: Want[] = [];
    for (let want = this.next(now); want !== undefined; want = this.next(now)) {
      planned.push(want);
    }
    return planned;
  }

  private next(now: number, atMost = Number.POSITIVE_INFINITY): Want | undefined {
    if (this.wants.isFull) {
      return undefined;
    }
    for (const job of this.all().sort((a, b) => a.priority - b.priority)) {
      const room = this.roomFor(job);
      const run = this.wants.awaitsLayer(job) ? undefined : this.fresh(job, Math.min(room, atMost), now);
      if (run !== undefined && !this.isTooSmall(job, run, room)) {
        return this.ask(job, run, now);
      }
    }
    return undefined;
  }

  // A peer sends the most urgent first, so what overtakes others need not wait until they make room.
  private roomFor(job: Job): number {
    const { missing } = this.wants;
    const room = this.window.bytes - missing;
    const overtakes = [...this.wants.jobs].some(({ priority }) => priority > job.priority);
    const least = missing === 0 || (overtakes && missing + PIECE_BYTES <= Window.MAX_BYTES) ? PIECE_BYTES : 0;
    return Math.max(room, least);
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

  // What the ticket allows. A piece earns once per ticket, so asking again under the same one would never be paid.
  private fresh(job: Job, atMost: number, now: number): Run | undefined {
    const run = job.next(Math.min(atMost, this.book.left(now)));
    const count = run && this.book.current.unasked(job.object, run.first, run.count);
    return run && count ? { first: run.first, count } : undefined;
  }

  /** Whether another ticket is due: half of the current one is verified, or a job cannot go on under it. */
  needsTicket(now: number): boolean {
    const { current } = this.book;
    return current.verified >= current.maxBytes / 2 || this.jobs.some((job) => this.lacksTicket(job, now));
  }

  /** Whether it is for want of a ticket that `job` cannot go on. */
  lacksTicket(job: Job, now: number): boolean {
    const isExpiring = now > this.book.current.expiresAt - EXPIRY_MARGIN_MS;
    return job.next(PIECE_BYTES) !== undefined && (isExpiring || this.fresh(job, PIECE_BYTES, now) === undefined);
  }
}
