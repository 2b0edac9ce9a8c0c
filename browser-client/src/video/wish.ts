import type { FetchInit } from '../api';

/* How soon a segment is needed, in the words of a fetch (docs/browser.md, Video). */

// With less in the buffer than this a segment goes before whatever else the page fetches.
const SHORT_MS = 1_500;
// Nothing plays yet, so nothing can stall; the viewer waits all the same.
const START_MS = 500;
// Of the time that the origin was seen to take. A page can hurry neither.
const ORIGIN_SHARE = 1.5;
const ORIGIN_MARGIN_MS = 250;
// The first byte of a super-peer takes longer where it is far: not worth the try.
const LEAST_MS = 100;
/** Of an element's `readyState`: it has the frame at its playhead. */
export const HAS_FRAME = 2;

export type Wish = Pick<FetchInit, 'priority' | 'deadlineMs'>;

/** A retry: the super-peers had their turn. */
export const FROM_ORIGIN: Wish = { priority: 'high', deadlineMs: 0 };

/** Nothing plays yet. */
export const AT_START: Wish = { priority: 'high', deadlineMs: START_MS };

/** What of a media element tells how soon something is needed. */
export type Player = Pick<HTMLMediaElement, 'currentTime' | 'playbackRate' | 'readyState' | 'seeking'>;

/**
 * What is needed in `leftMs`. The origin keeps the time that it takes for a segment, `originMs`, with a margin; where that is not
 * known, half of all. So a segment that a super-peer does not bring comes when it would have come from the origin.
 */
export function wishFor(leftMs: number, originMs: number | undefined): Wish {
  const forOrigin = originMs === undefined ? leftMs / 2 : ORIGIN_SHARE * originMs + ORIGIN_MARGIN_MS;
  const deadlineMs = Math.round(leftMs - forOrigin);
  return { priority: leftMs < SHORT_MS ? 'high' : 'low', deadlineMs: deadlineMs < LEAST_MS ? 0 : deadlineMs };
}

/** What the segment that begins `atSeconds` is asked with, when the element is as it is now. */
export function wishAt(player: Player, atSeconds: number, originMs: number | undefined): Wish {
  if (player.seeking || player.readyState < HAS_FRAME) {
    return AT_START;
  }
  const leftMs = ((atSeconds - player.currentTime) * 1000) / (player.playbackRate || 1);
  return wishFor(Math.max(0, leftMs), originMs);
}
