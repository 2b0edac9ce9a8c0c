import type { Bytes } from '../bytes';
import type { Entry } from '../content/manifest';
import { PieceLayer } from '../content/piece-layer';
import { PIECE_BYTES, pieceCount, runLength } from '../content/pieces';
import type { DropReason, Job, Run } from '../link/job';
import type { Link } from '../link/link';

const AHEAD_BYTES = 4 * 1024 * 1024;
const SMALL_BYTES = 64 * 1024;

/** What a download tells the loader. */
export interface DownloadEvents {
  fromPeer(piece: number, bytes: number): void;
  fromOrigin(piece: number, bytes: number): void;
  dropped(why: DropReason, ms?: number): void;
  /** Nothing has come for `ms`. */
  late(ms: number): void;
  /** Bytes came that another source had brought, or that were cut off. */
  twice(bytes: number): void;
  /** The rest from piece `first` on; false if it cannot be had. */
  rest(layer: PieceLayer, first: number, take: (piece: number, bytes: Bytes) => Promise<void>): Promise<boolean>;
  finished(ok: boolean): void;
  /** All of it, checked, where somebody wants to keep it. */
  whole?(pieces: Bytes[]): void;
}

/** What the page gets: the file, or word that nothing of it has come so that the origin's own answer can be used. */
export type Start = { readonly body: ReadableStream<Bytes> } | 'nothing';

/**
 * One file on its way from a peer to the page, in order, each piece released as soon as it is checked. What the peer does not
 * bring comes from the origin.
 */
export class Download implements Job {
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
  private link: Link | undefined;

  constructor(
    entry: Entry,
    readonly priority: number,
    private readonly events: DownloadEvents,
  ) {
    this.object = entry.id;
    this.size = entry.size;
    this.isUrgent = priority === 0 || entry.size <= SMALL_BYTES;
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
          this.link?.pull();
        },
        cancel: () => this.abort(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: AHEAD_BYTES }),
    );
  }

  from(link: Link): void {
    this.link = link;
    link.add(this);
  }

  next(maxBytes: number): Run | undefined {
    const left = pieceCount(this.size) - this.nextAsk;
    if (left <= 0 || this.over || this.room() <= 0) {
      return undefined;
    }
    const all = runLength(this.size, this.nextAsk, left);
    const count = all <= maxBytes ? left : Math.floor(maxBytes / PIECE_BYTES);
    return count > 0 ? { first: this.nextAsk, count } : undefined;
  }

  asked(run: Run): void {
    this.nextAsk = run.first + run.count;
  }

  verified(piece: number, bytes: Bytes): void {
    if (this.over || piece < this.released || this.held.has(piece)) {
      return;
    }
    this.held.set(piece, bytes);
    this.events.fromPeer(piece, bytes.length);
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
    this.link?.remove(this);
    this.begin('nothing');
    return true;
  }

  dropped(why: DropReason, ms?: number): void {
    if (this.over) {
      return;
    }
    this.link = undefined;
    this.events.dropped(why, ms);
    const { layer } = this;
    if (this.released === 0 || layer === undefined) {
      this.over = true;
      this.begin('nothing');
    } else {
      void this.finishFromOrigin(layer);
    }
  }

  /** The page does not want it any more. */
  abort(reason?: unknown): void {
    if (!this.over) {
      this.aborted = true;
      this.stop(false);
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
        this.events.fromOrigin(piece, bytes.length);
        this.release();
      } else {
        this.events.twice(bytes.length);
      }
      await this.roomForMore();
    };
    const isWhole = await this.events.rest(layer, this.released, take).catch(() => false);
    if (!isWhole && !this.over) {
      this.stop(false);
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
      this.stop(true);
      this.events.whole?.(this.pieces);
    }
  }

  private stop(ok: boolean): void {
    this.over = true;
    this.wake();
    this.link?.remove(this);
    this.events.finished(ok);
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
