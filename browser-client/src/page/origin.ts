import type { Bytes } from '../bytes';
import type { Entry } from '../content/manifest';
import type { PieceLayer } from '../content/piece-layer';
import { PIECE_BYTES, pieceLength } from '../content/pieces';
import { WholeCheck } from '../content/whole-check';
import type { Fetch } from './manifest-keeper';

/** What is done with the bytes of an origin answer while they pass. */
export interface Passage {
  bytes(offset: number, count: number): void;
  /** After the last byte; `isRight` tells whether it was the file of the manifest. */
  done(isRight: boolean): void;
  failed(): void;
  /** All of it, where it was the file of the manifest and somebody wants to keep it. */
  whole?(chunks: Bytes[]): void;
}

/** The origin's answer as it is, watched while it passes to the page. */
export async function fromOrigin(fetch: Fetch, request: Request, entry: Entry, passage: Passage): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(request);
  } catch (e) {
    passage.failed();
    throw e;
  }
  if (response.body === null || !response.ok) {
    passage.done(false);
    return response;
  }
  const watched = new Response(response.body.pipeThrough(watcher(entry, passage)), {
    status: response.status,
    statusText: response.statusText,
    headers: response.headers,
  });
  Object.defineProperty(watched, 'url', { value: response.url });
  return watched;
}

function watcher(entry: Entry, passage: Passage): TransformStream<Uint8Array, Uint8Array> {
  const check = new WholeCheck(entry.id, entry.size);
  const chunks: Bytes[] = [];
  let at = 0;
  return new TransformStream({
    transform(chunk, controller) {
      check.add(chunk);
      if (passage.whole && at < entry.size) {
        chunks.push(chunk as Bytes);
      }
      controller.enqueue(chunk);
      passage.bytes(at, chunk.length);
      at += chunk.length;
    },
    flush() {
      // Not awaited: the page need not wait for the hash of what it is given anyway.
      void check.isRight().then((isRight) => {
        passage.done(isRight);
        if (isRight) {
          passage.whole?.(chunks);
        }
      });
    },
  });
}

/** Pieces `first` to the end from the origin, each checked. False if the origin has another file, or none. */
export async function piecesFromOrigin(
  fetch: Fetch,
  request: Request,
  entry: Entry,
  layer: PieceLayer,
  first: number,
  take: (piece: number, bytes: Bytes) => Promise<void>,
): Promise<boolean> {
  const from = first * PIECE_BYTES;
  const headers = new Headers(request.headers);
  headers.set('Range', `bytes=${from}-${entry.size - 1}`);
  const response = await fetch(new Request(request, { headers }));
  const isPart = response.status === 206 && response.headers.get('Content-Range') === contentRange(from, entry.size);
  if (response.body === null || !(isPart || response.status === 200)) {
    return false;
  }
  const reader = response.body.getReader();
  let skip = isPart ? 0 : from;
  let piece = first;
  let buffer: Bytes = new Uint8Array(pieceLength(entry.size, piece));
  let filled = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    let chunk = read.value;
    const skipped = Math.min(skip, chunk.length);
    skip -= skipped;
    chunk = chunk.subarray(skipped);
    while (chunk.length > 0) {
      const part = chunk.subarray(0, buffer.length - filled);
      if (part.length === 0) {
        await reader.cancel();
        return false; // longer than the file
      }
      buffer.set(part, filled);
      filled += part.length;
      chunk = chunk.subarray(part.length);
      if (filled === buffer.length) {
        if (!(await layer.matches(piece, buffer))) {
          await reader.cancel();
          return false;
        }
        await take(piece++, buffer);
        filled = 0;
        buffer = new Uint8Array(Math.max(0, pieceLength(entry.size, piece)));
      }
    }
  }
  return piece * PIECE_BYTES >= entry.size;
}

const contentRange = (from: number, size: number): string => `bytes ${from}-${size - 1}/${size}`;
