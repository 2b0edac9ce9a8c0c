import { MAX_PIECES } from '../content/pieces';
import { fields, type Guarded, int, isObject, list, oneOf, parseJson } from './guards';

/* Messages on the control channel (docs/protocol.md §4). */

const MAX_CHARS = 16 * 1024;
const MAX_REQUEST = 2 ** 32 - 1;

const request = int(0, MAX_REQUEST);
const hello = fields({
  type: oneOf('hello'),
  versions: list(int(-(2 ** 31), 2 ** 31 - 1), 16),
  maxMessage: int(16 * 1024, 256 * 1024),
  window: int(64 * 1024, 16 * 1024 * 1024),
});
const refuse = fields({
  type: oneOf('refuse'),
  request,
  why: oneOf('absent', 'busy', 'ticket', 'blocked', 'gone'),
  retryAfterMs: int(0, 600_000),
});
const end = fields({ type: oneOf('end'), request, pieces: int(0, MAX_PIECES) });
const pong = fields({ type: oneOf('pong') });
const bye = fields({
  type: oneOf('bye'),
  why: oneOf('drain', 'paused', 'limit', 'idle', 'protocol', 'unpaid', 'flooded'),
});

export type FromPeer =
  | Guarded<typeof hello>
  | Guarded<typeof refuse>
  | Guarded<typeof end>
  | Guarded<typeof pong>
  | Guarded<typeof bye>;
export type RefuseReason = Guarded<typeof refuse>['why'];
export type ByeReason = Guarded<typeof bye>['why'];

export interface Want {
  readonly request: number;
  readonly object: string;
  readonly first: number;
  readonly count: number;
  readonly layer?: true;
  readonly priority: number;
  readonly deadlineMs: number;
}

export type ToPeer =
  | {
      readonly type: 'hello';
      readonly versions: readonly number[];
      readonly maxMessage: number;
      readonly window: number;
    }
  | { readonly type: 'get'; readonly wants: readonly Want[] }
  | { readonly type: 'cancel'; readonly request: number }
  | { readonly type: 'ping' }
  | { readonly type: 'ticket' | 'receipt'; readonly jws: string }
  | { readonly type: 'bye'; readonly why: ByeReason };

/** Undefined where the text is not a message that a super-peer may send. */
export function readFromPeer(text: string): FromPeer | undefined {
  const message = parseJson(text, MAX_CHARS);
  if (!isObject(message)) {
    return undefined;
  }
  if (hello(message) || refuse(message) || end(message) || pong(message) || bye(message)) {
    return message;
  }
  return undefined;
}
