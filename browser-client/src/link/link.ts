import { PIECE_BYTES } from '../content/pieces';
import { type ByeReason, type FromPeer, readFromPeer } from '../wire/link-message';
import type { Ticket } from '../wire/ticket';
import type { Clock } from './clock';
import { Doubt } from './doubt';
import { Intake } from './intake';
import { type DropReason, type Job, NO_DEADLINE_MS } from './job';
import { Latency } from './latency';
import type { Channels, EndReason, LinkOwner } from './link-owner';
import { OnceSoon } from './once-soon';
import { OpenWants } from './open-wants';
import { Outbox } from './outbox';
import { Patience } from './patience';
import { Planner } from './planner';
import { Pulse } from './pulse';
import { ReceiptClerk } from './receipt-clerk';
import { Renewals } from './renewals';
import { TicketBook } from './tickets';
import { Window } from './window';

const VERSION = 1;
const HELLO = { type: 'hello', versions: [VERSION], maxMessage: 256 * 1024, window: 4 * 1024 * 1024 } as const;
const HELLO_MS = 10_000;

/**
 * A link to one super-peer: asks for what its jobs want within a window, checks every piece, and counts it on the ticket it
 * was asked under. Nothing unchecked leaves it.
 */
export class Link {
  readonly window = new Window();
  /** Who serves. */
  readonly peer: string;
  private state: 'opening' | 'warm' | 'over' = 'opening';
  private readonly wants = new OpenWants();
  private readonly latency = new Latency();
  private readonly book: TicketBook;
  private readonly planner: Planner;
  private readonly outbox: Outbox;
  private readonly clerk: ReceiptClerk;
  private readonly renewals: Renewals;
  private readonly intake: Intake;
  private readonly doubt: Doubt;
  private readonly patience: Patience;
  private readonly pulse: Pulse;
  private readonly asking: OnceSoon;
  private cancelHello: () => void = () => {};

  constructor(
    private readonly clock: Clock,
    private readonly channels: Channels,
    private readonly owner: LinkOwner,
    ticket: Ticket,
    expiresAt: number,
  ) {
    this.peer = ticket.peer;
    this.book = new TicketBook(ticket, expiresAt);
    this.planner = new Planner(this.wants, this.window, this.book);
    this.outbox = new Outbox(clock, (text) => channels.sendControl(text));
    const send = (jws: string) => this.outbox.send({ type: 'receipt', jws });
    this.clerk = new ReceiptClerk(clock, this.book, owner, send);
    this.renewals = new Renewals(clock, this.book, this.clerk, owner, (jws) => this.renewed(jws));
    this.intake = new Intake(clock, this.wants, this.window, this.latency, {
      isOver: () => this.state === 'over',
      progress: (bytes, priority) => {
        this.patience.heard(bytes, priority);
        this.pull();
      },
      verified: () => {
        this.clerk.verified(this.wants.missing === 0);
        this.pull();
      },
      wrong: (why, job) => this.close(why, why === 'flooded' ? 'flooded' : 'protocol', job?.object),
    });
    this.asking = new OnceSoon(clock, () => this.ask());
    this.doubt = new Doubt(clock);
    this.patience = new Patience(clock, this.wants, this.planner, this.window, this.doubt, this.latency, {
      drop: (jobs, why, ms) => this.dropAll(jobs, why, ms),
      cut: ({ object }) => this.close('protocol', 'protocol', object),
      quiet: () => this.outbox.send({ type: 'ping' }),
      stalled: () => owner.stalled(),
      noTicket: (jobs, ms) => {
        // What was asked twice under one ticket waits for another; all else goes on under this one.
        const hasRoom = this.book.left(clock.now()) >= PIECE_BYTES;
        const goesOn = hasRoom || this.wants.missing > 0 || this.renewals.isUnderWay;
        return goesOn ? this.dropAll(jobs, 'no-ticket', ms) : this.close('no-ticket', 'idle');
      },
    });
    this.pulse = new Pulse(clock, (ms) => this.beat(ms));
  }

  /** Both channels are open. */
  start(): void {
    this.outbox.send(HELLO);
    this.cancelHello = this.clock.after(HELLO_MS, () => this.close('no-hello', 'idle'));
  }

  /** Whether a job that is added now is asked for at once. */
  get isUsable(): boolean {
    const isFree = this.doubt.mayAsk && !(this.doubt.isProbing && this.wants.missing > 0);
    return this.state === 'warm' && isFree && this.clock.now() < this.book.current.expiresAt;
  }

  get counters(): Intake['counters'] {
    return this.intake.counters;
  }

  /** Payload that receipts have been written for. */
  get receiptedBytes(): number {
    return this.book.receipted;
  }

  add(job: Job): void {
    const { deadlineMs } = job;
    this.planner.add(job);
    if (deadlineMs < NO_DEADLINE_MS) {
      this.clock.after(deadlineMs, () => job.overdue());
    }
    this.pull();
  }

  /** The job is done or does not need the link any more. */
  remove(job: Job): void {
    this.planner.remove(job);
    for (const incoming of this.wants.all().filter((one) => one.job === job && one.missing > 0)) {
      this.outbox.send({ type: 'cancel', request: incoming.request });
      this.wants.drain(incoming, this.clock.now());
    }
  }

  /** Asks for what fits; many calls at the same time make one message. */
  pull(): void {
    if (this.state === 'warm') {
      this.asking.run(this.outbox.getDelayMs());
    }
  }

  onControl(text: string): void {
    if (this.state === 'over') {
      return;
    }
    const message = readFromPeer(text);
    if (message === undefined || (this.state === 'opening' && /^(refuse|end)$/.test(message.type))) {
      this.close('protocol', 'protocol');
      return;
    }
    // Who answers a ping is there; whether bytes come is another matter.
    if (message.type !== 'pong') {
      this.doubt.heard();
      this.handle(message);
    }
  }

  onData(buffer: ArrayBuffer): void {
    if (this.state === 'over') {
      return;
    }
    if (this.state !== 'warm') {
      this.close('protocol', 'protocol');
      return;
    }
    this.intake.take(buffer);
  }

  /** The connection is gone. */
  onLost(): void {
    this.end('peer-lost');
  }

  /** Says `bye` and closes. */
  close(why: EndReason, bye: ByeReason, object?: string): void {
    if (this.state !== 'over') {
      this.outbox.send({ type: 'bye', why: bye });
      this.end(why, object);
    }
  }

  /** Signs for all that was verified so far; resolves when the receipts are on their way. */
  async settle(): Promise<void> {
    await this.clerk.flush();
    await this.channels.drained();
  }

  private handle(message: Exclude<FromPeer, { type: 'pong' }>): void {
    switch (message.type) {
      case 'hello':
        this.greeted(message.versions);
        break;
      case 'refuse':
        this.refused(message.request, `refused-${message.why}`, message.retryAfterMs);
        break;
      case 'end':
        this.ended(message.request, message.pieces);
        break;
      case 'bye':
        this.end(`bye-${message.why}`);
    }
  }

  private greeted(versions: readonly number[]): void {
    if (this.state !== 'opening' || !versions.includes(VERSION)) {
      this.close('protocol', 'protocol');
      return;
    }
    this.cancelHello();
    this.state = 'warm';
    this.owner.warm();
    this.pull();
  }

  private refused(request: number, why: DropReason, retryAfterMs: number): void {
    const incoming = this.wants.get(request);
    if (incoming === undefined) {
      return; // it crossed our cancel
    }
    this.wants.release(incoming);
    this.dropAll([incoming.job], why);
    if (why === 'refused-busy') {
      this.doubt.busy(retryAfterMs);
      const { jobs } = this.wants;
      this.dropAll(
        this.planner.all().filter((one) => !jobs.has(one)),
        why,
      );
    }
  }

  // Data may still be under way: the two channels are not ordered against each other.
  private ended(request: number, pieces: number): void {
    const incoming = this.wants.get(request);
    if (incoming === undefined) {
      return;
    }
    if (pieces !== incoming.run.count) {
      this.close('protocol', 'protocol', incoming.job.object);
      return;
    }
    incoming.ended = true;
    this.wants.finish(incoming);
    this.pull();
  }

  private ask(): void {
    const now = this.clock.now();
    if (this.state !== 'warm') {
      return;
    }
    if (!this.planner.isEmpty) {
      this.pulse.start();
    }
    if (!this.doubt.mayAsk) {
      return;
    }
    const wants = this.doubt.isProbing ? this.planner.probe(now) : this.planner.plan(now);
    if (wants.length > 0) {
      this.outbox.send({ type: 'get', wants });
      this.doubt.asked();
    }
    if (this.planner.needsTicket(now)) {
      this.renewals.due();
    }
  }

  private renewed(jws: string): void {
    if (this.state !== 'over') {
      this.outbox.send({ type: 'ticket', jws });
      this.pull();
    }
  }

  private beat(ms: number): boolean {
    this.wants.forgetDone(this.clock.now());
    if (this.wants.missing === 0) {
      this.window.idle();
    }
    this.pull();
    this.patience.wait(ms);
    return this.wants.missing > 0 || this.planner.hasMore;
  }

  /** Leaves these to others. */
  private dropAll(jobs: Iterable<Job>, why: DropReason, ms?: number): void {
    for (const job of [...jobs].filter((one) => this.planner.has(one))) {
      this.remove(job);
      job.dropped(why, ms);
    }
  }

  private end(why: EndReason, object?: string): void {
    if (this.state === 'over') {
      return;
    }
    this.state = 'over';
    this.cancelHello();
    this.pulse.stop();
    this.clerk.stop();
    this.outbox.close();
    this.channels.close();
    this.wants.clear();
    const jobs = this.planner.all();
    this.owner.ended(why, object);
    this.dropAll(jobs, why);
  }
}
