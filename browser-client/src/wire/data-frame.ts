import type { Bytes } from '../bytes';

/** What is before each payload on the data channel (docs/protocol.md §4), and the payload. */
export interface DataFrame {
  readonly kind: 'data' | 'layer';
  readonly last: boolean;
  readonly request: number;
  readonly piece: number;
  readonly offset: number;
  readonly payload: Bytes;
}

export const HEADER_BYTES = 16;
const MAX_PAYLOAD_BYTES = 64 * 1024;
const KINDS = [undefined, 'data', 'layer'] as const;

/** Undefined where the bytes are not a frame. */
export function readFrame(buffer: ArrayBuffer): DataFrame | undefined {
  if (buffer.byteLength < HEADER_BYTES || buffer.byteLength > HEADER_BYTES + MAX_PAYLOAD_BYTES) {
    return undefined;
  }
  const header = new DataView(buffer);
  const kind = KINDS[header.getUint8(0)];
  const flags = header.getUint8(1);
  if (kind === undefined || flags > 1 || header.getUint16(2) !== 0) {
    return undefined;
  }
  return {
    kind,
    last: flags === 1,
    request: header.getUint32(4),
    piece: header.getUint32(8),
    offset: header.getUint32(12),
    payload: new Uint8Array(buffer, HEADER_BYTES),
  };
}
