import type { VideoError, VideoErrorCode } from './api';

const WORDS: Record<VideoErrorCode, string> = {
  unsupported: 'this browser cannot play this type of film',
  network: 'a part of the film could not be fetched',
  missing: 'the origin has no such file',
  decode: 'the bytes are no film of this type',
  storage: 'the browser has no room for a part of the film',
};

/** What ends a film before its end. */
export class Trouble extends Error implements VideoError {
  constructor(
    readonly code: VideoErrorCode,
    readonly url: string | undefined = undefined,
    cause?: unknown,
  ) {
    super(WORDS[code] + (url === undefined ? '' : `: ${url}`), { cause });
    this.name = 'VideoError';
  }
}
