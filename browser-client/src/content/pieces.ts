/** How an object is cut (docs/protocol.md §1). Sizes in bytes. */
export const LEAF_BYTES = 16 * 1024;
export const PIECE_BYTES = 256 * 1024;
export const LEAVES_PER_PIECE = PIECE_BYTES / LEAF_BYTES;
export const MAX_OBJECT_BYTES = 16 * 1024 ** 3;
export const MAX_PIECES = MAX_OBJECT_BYTES / PIECE_BYTES;
export const HASH_BYTES = 32;

export const pieceCount = (size: number): number => Math.ceil(size / PIECE_BYTES);

/** Only the last piece may be shorter than the others. */
export const pieceLength = (size: number, piece: number): number => Math.min(PIECE_BYTES, size - piece * PIECE_BYTES);

/** The bytes of `count` pieces from piece `first` on. */
export const runLength = (size: number, first: number, count: number): number =>
  Math.min(size, (first + count) * PIECE_BYTES) - first * PIECE_BYTES;

/** An object of one piece is checked by its id alone. */
export const needsLayer = (size: number): boolean => size > PIECE_BYTES;

export const layerBytes = (size: number): number => (needsLayer(size) ? pieceCount(size) * HASH_BYTES : 0);
