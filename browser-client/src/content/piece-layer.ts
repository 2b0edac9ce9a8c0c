import { type Bytes, equal, fromHex } from '../bytes';
import { pieceHash, rootOfLayer } from './hash-tree';
import { HASH_BYTES, layerBytes, needsLayer, pieceCount, pieceLength } from './pieces';

/** The hashes of an object's pieces, already checked against its id: what makes each piece checkable by itself. Immutable. */
export class PieceLayer {
  private constructor(
    private readonly size: number,
    private readonly hashes: readonly Bytes[],
  ) {}

  /** For an object of one piece; nothing needs to be fetched for it. */
  static ofSinglePiece(id: string, size: number): PieceLayer | undefined {
    return needsLayer(size) ? undefined : new PieceLayer(size, [fromHex(id)]);
  }

  /** Undefined when the hashes are not those of this object: wrong count or wrong root. */
  static async verify(id: string, size: number, bytes: Bytes): Promise<PieceLayer | undefined> {
    if (bytes.length !== layerBytes(size)) {
      return undefined;
    }
    const hashes = Array.from({ length: pieceCount(size) }, (_, i) =>
      bytes.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES),
    );
    const isRight = equal(await rootOfLayer(hashes), fromHex(id));
    return isRight ? new PieceLayer(size, hashes) : undefined;
  }

  /** Whether these are the bytes of piece `piece`. */
  async matches(piece: number, bytes: Bytes): Promise<boolean> {
    const hash = this.hashes[piece];
    if (hash === undefined || bytes.length !== pieceLength(this.size, piece)) {
      return false;
    }
    return equal(await pieceHash(bytes, this.size), hash);
  }
}
