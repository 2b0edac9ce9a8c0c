import type { Bytes } from '../bytes';
import { PieceLayer } from '../content/piece-layer';
import { needsLayer, PIECE_BYTES, runLength } from '../content/pieces';
import { HEADER_BYTES, readFrame } from '../wire/data-frame';
import { type ByeReason, type FromPeer, readFromPeer, type Want } from '../wire/link-message';
import type { Ticket } from '../wire/ticket';
import type { Clock } from './clock';
import { Incoming } from './incoming';
import type { DropReason, Job, Run } from './job';
import { Outbox } from './outbox';
import { ReceiptClerk } from './receipt-clerk';
import { StallWatch } from './stall-watch';
import { TicketBook, type Totals } from './tickets';
import { Window } from './window';

const VERSION = 1;
const MAX_MESSAGE_BYTES = 256 * 1024;
const LARGEST_WINDOW_BYTES = 4 * 1024 * 1024;
const MAX_OPEN_WANTS = 32;
const MAX_UNASKED_BYTES = 256 * 1024;
const HELLO_MS = 10_000;
const DEADLINE_MS = 300;
const REST_MS = 5_000;
const END_MS = 1_000;
const MAX_DRAINING = 256;
const RENEW_AGAIN_MS = 5_000;
const EXPIRY_MARGIN_MS = 30_000;

/** Why a link is over; the names are text keys. */
export type EndReason =
  | `bye-${ByeReason}`
  | 'no-hello'
  | 'wrong-hash'
  | 'protocol'
  | 'flooded'
  | 'peer-lost'
  | 'switched-off';

/** The two channels to a super-peer, whatever road they take. */
export interface Channels {
  sendControl(text: string): void;
  /** Resolves when all that was said has left. */
  drained(): Promise<void>;
  close(): void;
}

/** A further ticket and when it ends by this page's clock. */
export interface Renewal {
  readonly jws: string;
  readonly ticket: Ticket;
  readonly expiresAt: number;
}

/** What a link asks of the page around it. */
export interface LinkOwner {
  warm(): void;
  ended(why: EndReason, object?: string): void;
  stalled(): void;
  renew(receipt: string | undefined): Promise<Renewal | undefined>;
  signReceipt(totals: Totals): Promise<string>;
}

/**
 * A link to one super-peer: asks for what its jobs want within a window, checks every piece, and counts it on the ticket it
 * was asked under. Nothing unchecked leaves it.
 */
export class Link {
  readonly counters = { verifiedBytes: 0, verifiedPieces: 0, rejectedPieces: 0, unaskedBytes: 0 };
  readonly window = new Window();
  private state: 'opening' | 'warm' | 'over' = 'opening';
  private readonly jobs: Job[] = [];
  private readonly open = new Map<number, Incoming>();
  private readonly layerAsked = new WeakSet<Job>();
  private readonly draining = new Map<number, number>();
  private readonly book: TicketBook;
  private readonly outbox: Outbox;
  private readonly clerk: ReceiptClerk;
  private readonly watch: StallWatch;
  private nextRequest = 1;
  private restUntil = 0;
  private renewing = false;
  private renewNotBefore = 0;
  private pulling = false;
  private cancelHello: () => void = () => {};

  constructor(
    private readonly clock: Clock,
    private readonly channels: Channels,
    private readonly owner: LinkOwner,
    ticket: Ticket,
    expiresAt: number,
  ) {
    this.book = new TicketBook(ticket, expiresAt);
    this.outbox = new Outbox(clock, (text) => channels.sendControl(text));
    this.clerk = new ReceiptClerk(
      clock,
      this.book,
      (totals) => owner.signReceipt(totals),
      (jws) => this.outbox.send({ type: 'receipt', jws }),
    );
    this.watch = new StallWatch(
      clock,
      () => this.tick(),
      () => this.stall(),
    );
  }

  /** Both channels are open. */
  start(): void {
    this.outbox.send({
      type: 'hello',
      versions: [VERSION],
      maxMessage: MAX_MESSAGE_BYTES,
      window: LARGEST_WINDOW_BYTES,
    });
    this.cancelHello = this.clock.after(HELLO_MS, () => this.close('no-hello', 'idle'));
  }

  /** Whether a job that is added now is asked for at once. */
  get isUsable(): boolean {
    return (
      this.state === 'warm' && this.clock.now() >= this.restUntil && this.clock.now() < this.book.current.expiresAt
    );
  }

  add(job: Job): void {
    this.jobs.push(job);
    this.pull();
  }

  /** The job is done or does not need the link any more. */
  remove(job: Job): void {
    const at = this.jobs.indexOf(job);
    if (at >= 0) {
      this.jobs.splice(at, 1);
    }
    for (const incoming of [...this.open.values()].filter((one) => one.job === job && one.missing > 0)) {
      this.cancel(incoming);
    }
  }

  /** Asks for what fits; many calls at the same time make one message. */
  pull(): void {
    if (this.pulling || this.state !== 'warm') {
      return;
    }
    this.pulling = true;
    const delay = this.outbox.getDelayMs();
    const ask = () => {
      this.pulling = false;
      this.ask();
    };
    if (delay > 0) {
      this.clock.after(delay, ask);
    } else {
      queueMicrotask(ask);
    }
  }

  onControl(text: string): void {
    const message = readFromPeer(text);
    if (this.state === 'over') {
      return;
    }
    if (message === undefined || (this.state === 'opening' && message.type !== 'hello' && message.type !== 'bye')) {
      this.close('protocol', 'protocol');
      return;
    }
    this.restUntil = 0;
    this.handle(message);
  }

  onData(buffer: ArrayBuffer): void {
    if (this.state === 'over') {
      return;
    }
    const frame = readFrame(buffer);
    if (frame === undefined || this.state !== 'warm') {
      this.close('protocol', 'protocol');
      return;
    }
    this.restUntil = 0;
    const incoming = this.open.get(frame.request);
    if (incoming === undefined) {
      this.late(frame.request, frame.payload.length);
      return;
    }
    if (incoming.isFresh) {
      this.window.answeredAfter(this.clock.now() - incoming.askedAt);
    }
    const arrival = incoming.accept(frame);
    if (arrival.is === 'unasked') {
      this.unasked(frame.payload.length);
    } else if (arrival.is === 'breach') {
      this.counters.rejectedPieces += arrival.inPiece ? 1 : 0;
      this.close('protocol', 'protocol', incoming.job.object);
    } else {
      this.progress(incoming, frame.payload.length);
      if (arrival.is === 'layer') {
        incoming.checking = incoming.checking.then(() => this.checkLayer(incoming.job, arrival.bytes));
      } else if (arrival.is === 'piece') {
        incoming.checking = incoming.checking.then(() => this.checkPiece(incoming, arrival.piece, arrival.bytes));
      }
      if (incoming.missing === 0) {
        // Not before: a ticket is not settled while a piece of it is being checked.
        incoming.checking = incoming.checking.then(() => {
          incoming.account.openWants--;
        });
      }
    }
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

  /** Payload that receipts have been written for. */
  get receiptedBytes(): number {
    return this.book.receipted;
  }

  /** Signs for all that was verified so far; resolves when the receipts are on their way. */
  async settle(): Promise<void> {
    await this.clerk.flush();
    await this.channels.drained();
  }

  private handle(message: FromPeer): void {
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
    const incoming = this.open.get(request);
    if (incoming === undefined) {
      return; // it crossed our cancel
    }
    this.release(incoming);
    this.drop(incoming.job, why);
    if (why === 'refused-busy') {
      this.restUntil = this.clock.now() + Math.max(retryAfterMs, 100);
      const asked = new Set([...this.open.values()].map((one) => one.job));
      for (const job of this.jobs.filter((one) => !asked.has(one))) {
        this.drop(job, why);
      }
    }
  }

  // Data may still be under way: the two channels are not ordered against each other.
  private ended(request: number, pieces: number): void {
    const incoming = this.open.get(request);
    if (incoming === undefined) {
      return;
    }
    if (pieces !== incoming.run.count) {
      this.close('protocol', 'protocol', incoming.job.object);
      return;
    }
    incoming.ended = true;
    this.finish(incoming);
  }

  private progress(incoming: Incoming, bytes: number): void {
    this.watch.progress(bytes);
    this.window.received(bytes, this.clock.now());
    if (incoming.missing === 0) {
      incoming.doneAt = this.clock.now();
      this.finish(incoming);
    }
    this.pull();
  }

  private finish(incoming: Incoming): void {
    if (incoming.ended && incoming.missing === 0) {
      this.open.delete(incoming.request);
      this.pull();
    }
  }

  private async checkLayer(job: Job, bytes: Bytes): Promise<void> {
    if (job.layer !== undefined || this.state === 'over') {
      return;
    }
    const layer = await PieceLayer.verify(job.object, job.size, bytes);
    if (layer === undefined) {
      this.reject(job);
    } else {
      job.layer ??= layer;
    }
  }

  private async checkPiece(incoming: Incoming, piece: number, bytes: Bytes): Promise<void> {
    const { job, account } = incoming;
    if (this.state === 'over') {
      return;
    }
    if (!(await job.layer?.matches(piece, bytes))) {
      this.reject(job);
      return;
    }
    this.counters.verifiedPieces++;
    this.counters.verifiedBytes += bytes.length;
    account.verify(job.object, piece, bytes.length);
    job.verified(piece, bytes);
    this.clerk.verified(this.outstanding() === 0);
    this.pull();
  }

  private reject(job: Job): void {
    this.counters.rejectedPieces++;
    this.close('wrong-hash', 'protocol', job.object);
  }

  private late(request: number, bytes: number): void {
    const left = this.draining.get(request) ?? 0;
    if (bytes > 0 && left >= bytes) {
      this.draining.set(request, left - bytes);
    } else {
      this.unasked(bytes);
    }
  }

  private unasked(bytes: number): void {
    this.counters.unaskedBytes += bytes + HEADER_BYTES;
    if (this.counters.unaskedBytes >= MAX_UNASKED_BYTES) {
      this.close('flooded', 'flooded');
    }
  }

  private ask(): void {
    if (this.state !== 'warm' || this.clock.now() < this.restUntil) {
      return;
    }
    const wants: Want[] = [];
    for (let want = this.nextWant(); want !== undefined; want = this.nextWant()) {
      wants.push(want);
    }
    if (wants.length > 0) {
      this.outbox.send({ type: 'get', wants });
    }
    if (this.jobs.length > 0) {
      this.watch.start();
    }
    this.renewIfNeeded();
  }

  private nextWant(): Want | undefined {
    if (this.open.size >= MAX_OPEN_WANTS) {
      return undefined;
    }
    const outstanding = this.outstanding();
    const room = outstanding === 0 ? Math.max(this.window.bytes, PIECE_BYTES) : this.window.bytes - outstanding;
    const left = this.book.left(this.clock.now());
    for (const job of [...this.jobs].sort((a, b) => a.priority - b.priority)) {
      const run = this.layerIsComing(job) ? undefined : job.next(Math.min(room, left));
      if (run !== undefined && !this.isTooSmall(job, run, room) && !this.isRepeated(job, run)) {
        return this.want(job, run);
      }
    }
    return undefined;
  }

  // Asking piece by piece as the window frees would take a message for every 256 KiB.
  private isTooSmall(job: Job, run: Run, room: number): boolean {
    return room < this.window.bytes / 2 && (job.next(this.window.bytes)?.count ?? 0) > run.count;
  }

  // A piece earns once per ticket, so asking again under the same one would never be paid.
  private isRepeated(job: Job, run: Run): boolean {
    return this.book.current.hasAsked(job.object, run.first, run.count);
  }

  private want(job: Job, run: Run): Want {
    const withLayer = needsLayer(job.size) && job.layer === undefined;
    if (withLayer) {
      this.layerAsked.add(job);
    }
    const request = this.nextRequest++;
    this.book.current.ask(job.object, run.first, run.count, runLength(job.size, run.first, run.count));
    this.open.set(request, new Incoming(request, job, run, this.book.current, this.clock.now(), withLayer));
    job.asked(run);
    this.jobs.push(...this.jobs.splice(this.jobs.indexOf(job), 1));
    return {
      request,
      object: job.object,
      ...run,
      ...(withLayer ? { layer: true as const } : {}),
      priority: job.priority,
      deadlineMs: DEADLINE_MS,
    };
  }

  // No piece can be checked before the layer, so nothing more is asked until it is here.
  private layerIsComing(job: Job): boolean {
    return job.layer === undefined && this.layerAsked.has(job);
  }

  private outstanding(): number {
    let bytes = 0;
    for (const incoming of this.open.values()) {
      bytes += incoming.missing;
    }
    return bytes;
  }

  private renewIfNeeded(): void {
    const now = this.clock.now();
    const { current } = this.book;
    const isHalfUsed = current.verified >= current.maxBytes / 2;
    const isShort = this.jobs.some((job) => this.lacksTicket(job));
    if ((isHalfUsed || isShort) && !this.renewing && now >= this.renewNotBefore) {
      void this.renew();
    }
  }

  private lacksTicket(job: Job): boolean {
    const run = job.next(PIECE_BYTES);
    if (run === undefined) {
      return false;
    }
    const isExpiring = this.clock.now() > this.book.current.expiresAt - EXPIRY_MARGIN_MS;
    const left = this.book.left(this.clock.now());
    return isExpiring || left < runLength(job.size, run.first, run.count) || this.isRepeated(job, run);
  }

  private async renew(): Promise<void> {
    this.renewing = true;
    const renewal = await this.owner.renew(await this.clerk.latest());
    this.renewing = false;
    if (this.state === 'over') {
      return;
    }
    if (renewal === undefined) {
      this.renewNotBefore = this.clock.now() + RENEW_AGAIN_MS;
      return;
    }
    this.book.renew(renewal.ticket, renewal.expiresAt);
    this.outbox.send({ type: 'ticket', jws: renewal.jws });
    this.pull();
  }

  private tick(): boolean {
    const now = this.clock.now();
    for (const incoming of [...this.open.values()]) {
      if (incoming.doneAt !== undefined && now - incoming.doneAt > END_MS) {
        this.open.delete(incoming.request);
      }
    }
    if (this.outstanding() === 0) {
      this.window.idle();
    }
    this.pull();
    return this.outstanding() > 0 || this.jobs.some((job) => job.next(PIECE_BYTES) !== undefined);
  }

  private stall(): void {
    const cut = [...this.open.values()].find((incoming) => incoming.ended && incoming.missing > 0);
    if (cut !== undefined) {
      this.close('protocol', 'protocol', cut.job.object); // it said that all was sent
      return;
    }
    const waitedForTicket = this.outstanding() === 0;
    for (const job of [...this.jobs]) {
      this.drop(job, waitedForTicket ? 'no-ticket' : 'stalled');
    }
    if (!waitedForTicket) {
      this.restUntil = this.clock.now() + REST_MS;
      this.owner.stalled();
    }
  }

  private drop(job: Job, why: DropReason): void {
    this.remove(job);
    job.dropped(why);
  }

  private cancel(incoming: Incoming): void {
    this.outbox.send({ type: 'cancel', request: incoming.request });
    this.draining.set(incoming.request, incoming.missing);
    const [oldest] = this.draining.keys();
    if (this.draining.size > MAX_DRAINING && oldest !== undefined) {
      this.draining.delete(oldest);
    }
    this.release(incoming);
  }

  private release(incoming: Incoming): void {
    if (incoming.missing > 0) {
      incoming.account.openWants--;
    }
    this.open.delete(incoming.request);
  }

  private end(why: EndReason, object?: string): void {
    if (this.state === 'over') {
      return;
    }
    this.state = 'over';
    this.cancelHello();
    this.watch.stop();
    this.clerk.stop();
    this.outbox.close();
    this.channels.close();
    const jobs = this.jobs.splice(0);
    this.open.clear();
    this.owner.ended(why, object);
    for (const job of jobs) {
      job.dropped(why);
    }
  }
}
