import type { Bytes } from '../bytes';
import type { PieceLayer } from '../content/piece-layer';
import type { RefuseReason } from '../wire/link-message';
import type { EndReason } from './link-owner';

/** Contiguous pieces. */
export interface Run {
  readonly first: number;
  readonly count: number;
}

/** As much as the protocol allows: the job waits as long as bytes come. */
export const NO_DEADLINE_MS = 600_000;

/** Why a link does not work for a job any more; the names are text keys. */
export type DropReason = EndReason | `refused-${RefuseReason}` | 'stalled' | 'queued' | 'overdue';

/** One object that is being fetched, as a link sees it. */
export interface Job {
  readonly object: string;
  readonly size: number;
  /** 0 is the most urgent. */
  readonly priority: number;
  /** Small, or nothing can be drawn without it and no deadline says how long it may take. */
  readonly isUrgent: boolean;
  /** How long links may take, in whole milliseconds. */
  readonly deadlineMs: number;
  /** Undefined until the link has brought and checked it. */
  layer: PieceLayer | undefined;
  /** The pieces to ask next, at most `maxBytes` of them; undefined if none or none so small. */
  next(maxBytes: number): Run | undefined;
  asked(run: Run): void;
  verified(piece: number, bytes: Bytes): void;
  /** Bytes came after it had left the link, or are cut off by that. */
  wasted(bytes: number): void;
  /** Its first byte has been awaited for `ms`, which is longer than this peer takes. */
  late(ms: number): void;
  /** `deadlineMs` have passed since it was given to a link, which may have left it since. */
  overdue(): void;
  dropped(why: DropReason, ms?: number): void;
}
