import type { Bytes } from '../bytes';
import { layerBytes, pieceLength, runLength } from '../content/pieces';
import type { DataFrame } from '../wire/data-frame';
import type { Job, Run } from './job';
import type { Account } from './tickets';

/** What a frame turned out to be. */
export type Arrival =
  | { readonly is: 'part' }
  | { readonly is: 'layer'; readonly bytes: Bytes }
  | { readonly is: 'piece'; readonly piece: number; readonly bytes: Bytes }
  /** Sent twice, or more than was asked: dropped. */
  | { readonly is: 'unasked' }
  /** A gap or a short piece; on an ordered channel only a wrong sender does that. */
  | { readonly is: 'breach'; readonly inPiece: boolean };

/** One open want: takes its frames in their order and hands out whole pieces. */
export class Incoming {
  /** The last step of checking what came; the next one waits for it. */
  checking: Promise<void> = Promise.resolve();
  /** When the peer said that it has sent all. */
  ended = false;
  doneAt: number | undefined;
  /** When it was cancelled. */
  drainedAt = 0;
  private silentMs = 0;
  /** Before its first byte: all of its waiting, and that in which the peer sent nothing as urgent. */
  private readonly freshMs = { all: 0, quiet: 0 };
  private piece: number;
  private filled = 0;
  private buffer: Bytes | undefined;
  private inLayer: boolean;
  private left: number;
  private readonly total: number;

  constructor(
    readonly request: number,
    readonly job: Job,
    readonly run: Run,
    readonly account: Account,
    readonly askedAt: number,
    withLayer: boolean,
  ) {
    this.piece = run.first;
    this.inLayer = withLayer;
    this.left = runLength(job.size, run.first, run.count) + (withLayer ? layerBytes(job.size) : 0);
    this.total = this.left;
  }

  /** Bytes that are still to come. */
  get missing(): number {
    return this.left;
  }

  /** Bytes of a piece that is not whole. */
  get partial(): number {
    return this.filled;
  }

  get isFresh(): boolean {
    return this.left === this.total;
  }

  /** Another `ms` without a byte; how long it stands still since its last one, 0 while others are before it in the queue. */
  wait(ms: number, heardPriority: number): number {
    this.freshMs.all += ms;
    this.freshMs.quiet += heardPriority > this.job.priority ? ms : 0;
    this.silentMs += this.isFresh ? 0 : ms;
    return this.silentMs;
  }

  /** How long its first byte is awaited; while the peer sends what is as urgent that is its turn and no lateness. */
  get awaited(): { readonly all: number; readonly quiet: number } {
    return this.freshMs;
  }

  accept(frame: DataFrame): Arrival {
    if (frame.piece >= this.run.first + this.run.count) {
      return { is: 'breach', inPiece: false };
    }
    if (this.left === 0 || frame.payload.length === 0 || this.isSecond(frame)) {
      return { is: 'unasked' };
    }
    const length = this.inLayer ? layerBytes(this.job.size) : pieceLength(this.job.size, this.piece);
    const isNext = this.inLayer ? frame.kind === 'layer' : frame.piece === this.piece;
    const end = frame.offset + frame.payload.length;
    if (!isNext || frame.offset !== this.filled || end > length || frame.last !== (end === length)) {
      return { is: 'breach', inPiece: isNext };
    }
    return this.fill(frame.payload, length);
  }

  private isSecond({ kind, piece, offset }: DataFrame): boolean {
    if (this.inLayer || kind === 'layer') {
      return kind === 'layer' && (!this.inLayer || offset < this.filled);
    }
    return piece < this.piece || (piece === this.piece && offset < this.filled);
  }

  private fill(payload: Bytes, length: number): Arrival {
    this.buffer ??= new Uint8Array(length);
    this.buffer.set(payload, this.filled);
    this.filled += payload.length;
    this.left -= payload.length;
    this.silentMs = 0;
    if (this.filled < length) {
      return { is: 'part' };
    }
    const bytes = this.buffer;
    this.buffer = undefined;
    this.filled = 0;
    if (this.inLayer) {
      this.inLayer = false;
      return { is: 'layer', bytes };
    }
    return { is: 'piece', piece: this.piece++, bytes };
  }
}
