import type { Bytes } from '../src/bytes';
import { layerBytes, PIECE_BYTES, pieceLength } from '../src/content/pieces';
import type { Link } from '../src/link/link';
import type { Channels } from '../src/link/link-owner';
import type { ToPeer, Want } from '../src/wire/link-message';

const PAYLOAD_BYTES = 64 * 1024;
type Get = Extract<ToPeer, { type: 'get' }>;

/** A file as the peer keeps it. */
export interface Kept {
  readonly id: string;
  readonly bytes: Bytes;
  readonly layer: Bytes;
}

/** What this peer does differently from an honest one. */
export interface Manners {
  /** Changes a piece before it is sent. */
  piece?(piece: number, bytes: Bytes, kept: Kept): Bytes;
  layer?(layer: Bytes): Bytes;
  /** Frames instead of the right ones of a piece. */
  frames?(request: number, piece: number, bytes: Bytes): ArrayBuffer[];
  /** Frames after all was sent. */
  after?(want: Want): ArrayBuffer[];
  /** Does not answer wants. */
  silent?: boolean;
  /** Answers nothing after this many frames. */
  framesUntilSilent?: number;
  refuse?: 'absent' | 'busy' | 'ticket' | 'blocked' | 'gone';
  noEnd?: boolean;
  endPieces?(count: number): number;
  greeting?: string;
}

export function frame(kind: number, last: boolean, request: number, piece: number, offset: number, payload: Bytes) {
  const out = new Uint8Array(16 + payload.length);
  const header = new DataView(out.buffer);
  header.setUint8(0, kind);
  header.setUint8(1, last ? 1 : 0);
  header.setUint32(4, request);
  header.setUint32(8, piece);
  header.setUint32(12, offset);
  out.set(payload, 16);
  return out.buffer;
}

export function framesOf(kind: number, request: number, piece: number, bytes: Bytes): ArrayBuffer[] {
  const frames: ArrayBuffer[] = [];
  for (let at = 0; at < bytes.length; at += PAYLOAD_BYTES) {
    const payload = bytes.subarray(at, at + PAYLOAD_BYTES);
    frames.push(frame(kind, at + payload.length === bytes.length, request, piece, at, payload));
  }
  return frames;
}

/** The super-peer's end of a link, in memory. It does nothing by itself: `serve` answers what was asked so far. */
export class ScriptedPeer implements Channels {
  readonly heard: ToPeer[] = [];
  readonly ticketOfWant = new Map<number, string>();
  closed = false;
  largestWindow = 0;
  mostOpenWants = 0;
  asked = 0;
  private link: Link | undefined;
  private frames = 0;
  private readonly wants: Want[] = [];

  constructor(
    private readonly files: ReadonlyMap<string, Kept>,
    readonly manners: Manners = {},
  ) {}

  serves(link: Link): void {
    this.link = link;
    link.start();
    this.say(this.manners.greeting ?? '{"type":"hello","versions":[1],"maxMessage":262144,"window":1048576}');
  }

  sendControl(text: string): void {
    const message = JSON.parse(text) as ToPeer;
    this.heard.push(message);
    if (message.type === 'get') {
      this.wants.push(...message.wants);
      this.mostOpenWants = Math.max(this.mostOpenWants, this.wants.length);
      this.largestWindow = Math.max(
        this.largestWindow,
        this.wants.reduce((sum, want) => sum + this.length(want), 0),
      );
    } else if (message.type === 'cancel') {
      const at = this.wants.findIndex(({ request }) => request === message.request);
      this.wants.splice(at, at < 0 ? 0 : 1);
    }
  }

  drained(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    this.closed = true;
  }

  /** Answers one want; false if there was none. */
  serve(): boolean {
    const want = this.manners.silent ? undefined : this.wants.shift();
    if (want === undefined || this.closed) {
      return false;
    }
    if (this.manners.refuse !== undefined) {
      this.say(JSON.stringify({ type: 'refuse', request: want.request, why: this.manners.refuse, retryAfterMs: 500 }));
      return true;
    }
    this.answer(want);
    return true;
  }

  heardOf<T extends ToPeer['type']>(type: T): Extract<ToPeer, { type: T }>[] {
    return this.heard.filter((message): message is Extract<ToPeer, { type: T }> => message.type === type);
  }

  get wantsHeard(): Want[] {
    return this.heardOf('get').flatMap((get) => [...(get as Get).wants]);
  }

  say(text: string): void {
    this.link?.onControl(text);
  }

  send(buffer: ArrayBuffer): void {
    if (this.frames++ < (this.manners.framesUntilSilent ?? Number.POSITIVE_INFINITY)) {
      this.link?.onData(buffer);
    }
  }

  private answer(want: Want): void {
    const kept = this.kept(want);
    const { manners } = this;
    if (want.layer) {
      const layer = manners.layer?.(kept.layer) ?? kept.layer;
      for (const buffer of framesOf(2, want.request, 0, layer)) {
        this.send(buffer);
      }
    }
    for (let piece = want.first; piece < want.first + want.count; piece++) {
      const from = piece * PIECE_BYTES;
      const right = kept.bytes.slice(from, from + pieceLength(kept.bytes.length, piece));
      const bytes = manners.piece?.(piece, right, kept) ?? right;
      for (const buffer of manners.frames?.(want.request, piece, bytes) ?? framesOf(1, want.request, piece, bytes)) {
        this.send(buffer);
      }
    }
    for (const buffer of manners.after?.(want) ?? []) {
      this.send(buffer);
    }
    if (!manners.noEnd && this.frames <= (manners.framesUntilSilent ?? this.frames)) {
      const pieces = manners.endPieces?.(want.count) ?? want.count;
      this.say(JSON.stringify({ type: 'end', request: want.request, pieces }));
    }
  }

  private kept(want: Want): Kept {
    const kept = this.files.get(want.object);
    if (kept === undefined) {
      throw new Error(`asked for ${want.object}, which the test does not keep`);
    }
    return kept;
  }

  private length(want: Want): number {
    const { bytes } = this.kept(want);
    const pieces = Math.min(bytes.length, (want.first + want.count) * PIECE_BYTES) - want.first * PIECE_BYTES;
    return pieces + (want.layer ? layerBytes(bytes.length) : 0);
  }
}
