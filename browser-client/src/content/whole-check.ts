import { type Bytes, equal, fromHex } from '../bytes';
import { pieceHash, rootOfLayer } from './hash-tree';
import { PIECE_BYTES } from './pieces';

/** Whether a stream of chunks of any length is the object `id` of `size` bytes. Holds at most one piece. */
export class WholeCheck {
  private readonly hashes: Promise<Bytes>[] = [];
  private piece = new Uint8Array(0);
  private filled = 0;
  private seen = 0;

  constructor(
    private readonly id: string,
    private readonly size: number,
  ) {}

  add(chunk: Uint8Array): void {
    this.seen += chunk.length;
    if (this.seen > this.size) {
      return;
    }
    for (let at = 0; at < chunk.length; ) {
      if (this.piece.length === 0) {
        this.piece = new Uint8Array(PIECE_BYTES);
      }
      const part = chunk.subarray(at, at + PIECE_BYTES - this.filled);
      this.piece.set(part, this.filled);
      this.filled += part.length;
      at += part.length;
      if (this.filled === PIECE_BYTES) {
        this.cut();
      }
    }
  }

  /** After the last chunk. */
  async isRight(): Promise<boolean> {
    if (this.seen !== this.size) {
      return false;
    }
    if (this.filled > 0) {
      this.cut();
    }
    return equal(await rootOfLayer(await Promise.all(this.hashes)), fromHex(this.id));
  }

  private cut(): void {
    this.hashes.push(pieceHash(this.piece.subarray(0, this.filled), this.size));
    this.piece = new Uint8Array(0);
    this.filled = 0;
  }
}
