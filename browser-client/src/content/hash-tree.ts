import { type Bytes, concat } from '../bytes';
import { HASH_BYTES, LEAF_BYTES, LEAVES_PER_PIECE, needsLayer } from './pieces';

/*
 * The hash tree of BitTorrent v2 (BEP 52): SHA-256 over 16 KiB leaves, missing leaves are 32 zero bytes up to a power of two.
 * The hashes of a row are asked for together, because each call of WebCrypto crosses to another thread.
 */

const ZERO_HASH: Bytes = new Uint8Array(HASH_BYTES);

export const sha256 = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

const pair = (left: Bytes, right: Bytes): Promise<Bytes> => sha256(concat(left, right));

/** The root above `hashes`, with `padding` in the places up to `width`, which is a power of two. */
async function fold(hashes: readonly Bytes[], width: number, padding: Bytes): Promise<Bytes> {
  let row = hashes;
  let empty = padding;
  for (let w = width; w > 1; w /= 2) {
    const above: Promise<Bytes>[] = [];
    for (let i = 0; i < row.length; i += 2) {
      above.push(pair(row[i] ?? empty, row[i + 1] ?? empty));
    }
    const emptyAbove = row.length < w ? pair(empty, empty) : empty;
    row = await Promise.all(above);
    empty = await emptyAbove;
  }
  return row[0] ?? empty;
}

const powerOfTwoFrom = (n: number): number => 2 ** Math.ceil(Math.log2(n));

/** The hash of one piece at piece height; an object of one piece is only as high as its own leaves need. */
export async function pieceHash(piece: Bytes, objectSize: number): Promise<Bytes> {
  const leaves: Promise<Bytes>[] = [];
  for (let at = 0; at < piece.length; at += LEAF_BYTES) {
    leaves.push(sha256(piece.subarray(at, at + LEAF_BYTES)));
  }
  const width = needsLayer(objectSize) ? LEAVES_PER_PIECE : powerOfTwoFrom(leaves.length);
  return fold(await Promise.all(leaves), width, ZERO_HASH);
}

let emptyPiece: Promise<Bytes> | undefined;

/** Folds the hashes at piece height up to the object's id. */
export async function rootOfLayer(pieceHashes: readonly Bytes[]): Promise<Bytes> {
  emptyPiece ??= fold([], LEAVES_PER_PIECE, ZERO_HASH);
  return fold(pieceHashes, powerOfTwoFrom(pieceHashes.length), await emptyPiece);
}
