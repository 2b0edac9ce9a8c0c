import type { Bytes } from '../bytes';
import type { Entry } from '../content/manifest';
import { PieceLayer } from '../content/piece-layer';
import { PIECE_BYTES, pieceCount, runLength } from '../content/pieces';
import { type DropReason, NO_DEADLINE_MS, type Run } from '../link/job';
import type { Link } from '../link/link';
import { Share } from './share';

const AHEAD_BYTES = 4 * 1024 * 1024;
const SMALL_BYTES = 64 * 1024;
// While so slow a link brings one piece, the fastest one brings half of what may be ahead, and then waits for it.
const TOO_SLOW = 8;

/** What a download tells the loader. */
export interface DownloadEvents {
  fromPeer(piece: number, bytes: number, peer: string): void;
  fromOrigin(piece: number, bytes: number): void;
  dropped(why: DropReason, ms?: number): void;
  /** Nothing has come for `ms`. */
  late(ms: number): void;
  /** Bytes came that another source had brought, or that were cut off. */
  twice(bytes: number): void;
  /** The rest from piece `first` on; false if it cannot be had. */
  rest(layer: PieceLayer, first: number, take: (piece: number, bytes: Bytes) => Promise<void>): Promise<boolean>;
  finished(trouble?: 'failed' | 'aborted'): void;
  /** All of it, checked, where somebody wants to keep it. */
  whole?(pieces: Bytes[]): void;
}

/** What the page gets: the file, or word that nothing of it has come so that the origin's own answer can be used. */
export type Start = { readonly body: ReadableStream<Bytes> } | 'nothing';

/**
 * One file on its way to the page, in order, each piece released as soon as it is checked. All links ask for what comes next,
 * each as it has room; what none of them brings comes from the origin.
 */
export class Download {
  readonly object: string;
  readonly size: number;
  readonly isUrgent: boolean;
  layer: PieceLayer | undefined;
  readonly started: Promise<Start>;
  private readonly body: ReadableStream<Bytes>;
  private readonly held = new Map<number, Bytes>();
  private readonly pieces: Bytes[] = [];
  private controller: ReadableStreamDefaultController<Bytes> | undefined;
  private begin: (start: Start) => void = () => {};
  private wake: () => void = () => {};
  private nextAsk = 0;
  private released = 0;
  private over = false;
  private aborted = false;
  private arrived = 0;
  private shares: readonly Share[] = [];
  /** The one that was asked for the layer, without which no piece can be checked. */
  private layered: Share | undefined;
  /** Pieces that a link was asked for and did not bring, in their order. */
  private again: number[] = [];

  constructor(
    entry: Entry,
    readonly priority: number,
    private readonly events: DownloadEvents,
    readonly deadlineMs = NO_DEADLINE_MS,
  ) {
    this.object = entry.id;
    this.size = entry.size;
    this.isUrgent = (priority === 0 && deadlineMs >= NO_DEADLINE_MS) || entry.size <= SMALL_BYTES;
    this.layer = PieceLayer.ofSinglePiece(entry.id, entry.size);
    this.started = new Promise((resolve) => {
      this.begin = resolve;
    });
    this.body = new ReadableStream<Bytes>(
      {
        start: (controller) => {
          this.controller = controller;
        },
        pull: () => {
          this.wake();
          this.pull();
        },
        cancel: () => this.abort(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: AHEAD_BYTES }),
    );
  }

  /** Bytes that links have yet to bring. */
  get left(): number {
    return this.over || this.shares.length === 0 ? 0 : this.size - this.arrived;
  }

  from(link: Link): void {
    const share = new Share(this, link);
    this.shares = [...this.shares, share];
    link.add(share);
  }

  pull(): void {
    for (const { link } of this.shares) {
      link.pull();
    }
  }

  next(maxBytes: number, by: Share): Run | undefined {
    const isWaiting = this.layer === undefined && (this.layered ?? by) !== by;
    if (this.over || isWaiting || this.isTooSlow(by)) {
      return undefined;
    }
    const [first] = this.again;
    if (first === undefined && this.room() <= 0) {
      return undefined;
    }
    return first === undefined
      ? this.run(this.nextAsk, pieceCount(this.size), maxBytes)
      : this.run(first, this.end, maxBytes);
  }

  // Where the pieces that come first among those to be asked again end.
  private get end(): number {
    const [first = 0] = this.again;
    return first + this.again.findIndex((piece, at) => this.again[at + 1] !== piece + 1) + 1;
  }

  private run(first: number, end: number, maxBytes: number): Run | undefined {
    const left = end - first;
    const all = left > 0 ? runLength(this.size, first, left) : 0;
    const count = all <= maxBytes ? left : Math.floor(maxBytes / PIECE_BYTES);
    return count > 0 ? { first, count } : undefined;
  }

  private isTooSlow({ link: { window } }: Share): boolean {
    const { bytesPerSecond } = window;
    return bytesPerSecond > 0 && this.shares.some(({ link }) => bytesPerSecond * TOO_SLOW < link.window.bytesPerSecond);
  }

  asked(run: Run, by: Share): void {
    this.layered ??= by;
    if (this.again[0] === run.first) {
      this.again.splice(0, run.count);
    } else {
      this.nextAsk = run.first + run.count;
    }
  }

  verified(piece: number, bytes: Bytes, peer: string): void {
    if (this.over || piece < this.released || this.held.has(piece)) {
      return;
    }
    this.held.set(piece, bytes);
    this.arrived += bytes.length;
    this.events.fromPeer(piece, bytes.length, peer);
    this.release();
  }

  wasted(bytes: number): void {
    if (!this.aborted) {
      this.events.twice(bytes);
    }
  }

  late(ms: number): void {
    if (!this.over && this.released === 0) {
      this.events.late(ms);
    }
  }

  /** Another source takes the whole file over; false if the page has some of it already. */
  giveUp(): boolean {
    if (this.over || this.released > 0) {
      return false;
    }
    this.over = true;
    this.leave();
    this.begin('nothing');
    return true;
  }

  /** A link does not work for it any more: what it still owed is for the others, and for the origin after the last of them. */
  lost(share: Share, why: DropReason, ms?: number): void {
    if (this.over) {
      return;
    }
    this.shares = this.shares.filter((one) => one !== share);
    this.layered = this.layered === share ? undefined : this.layered;
    this.events.dropped(why, ms);
    if (this.shares.length > 0) {
      this.again = [...this.again, ...share.owed].sort((a, b) => a - b);
      this.pull();
      return;
    }
    const { layer } = this;
    if (this.released === 0 || layer === undefined) {
      this.over = true;
      this.begin('nothing');
    } else {
      void this.finishFromOrigin(layer);
    }
  }

  /** Its time is up: what links still owe comes from the origin. */
  overdue(): void {
    for (const share of this.shares) {
      share.link.remove(share);
      this.lost(share, 'overdue', this.deadlineMs);
    }
  }

  /** The page does not want it any more. */
  abort(reason?: unknown): void {
    if (!this.over) {
      this.aborted = true;
      this.stop('aborted');
      this.begin({ body: this.body });
      if (reason !== undefined) {
        this.controller?.error(reason);
      }
    }
  }

  private async finishFromOrigin(layer: PieceLayer): Promise<void> {
    const take = async (piece: number, bytes: Bytes) => {
      if (piece >= this.released && !this.held.has(piece) && !this.over) {
        this.held.set(piece, bytes);
        this.arrived += bytes.length;
        this.events.fromOrigin(piece, bytes.length);
        this.release();
      } else {
        this.events.twice(bytes.length);
      }
      await this.roomForMore();
    };
    const isWhole = await this.events.rest(layer, this.released, take).catch(() => false);
    if (!isWhole && !this.over) {
      this.stop('failed');
      this.controller?.error(new TypeError('the rest of the file could not be fetched'));
    }
  }

  private release(): void {
    for (let bytes = this.held.get(this.released); bytes !== undefined; bytes = this.held.get(this.released)) {
      this.held.delete(this.released++);
      if (this.events.whole) {
        this.pieces.push(bytes);
      }
      this.controller?.enqueue(bytes);
    }
    if (this.released > 0) {
      this.begin({ body: this.body });
    }
    if (this.released === pieceCount(this.size)) {
      this.controller?.close();
      this.stop();
      this.events.whole?.(this.pieces);
    }
  }

  private stop(trouble?: 'failed' | 'aborted'): void {
    this.over = true;
    this.wake();
    this.leave();
    this.events.finished(trouble);
  }

  private leave(): void {
    for (const share of this.shares) {
      share.link.remove(share);
    }
  }

  /** Bytes that the page would take now, less those that are on their way. */
  private room(): number {
    const ahead = (this.nextAsk - this.released) * PIECE_BYTES;
    return (this.controller?.desiredSize ?? 0) - ahead;
  }

  private roomForMore(): Promise<void> {
    if (this.over || (this.controller?.desiredSize ?? 1) > 0) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}
