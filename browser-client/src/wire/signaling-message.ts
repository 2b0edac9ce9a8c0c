import { fields, type Guarded, int, jws, keyId, list, oneOf, parseJson, text } from './guards';

/* Messages between this page and the signaling server (docs/protocol.md §3). */

const MAX_CHARS = 64 * 1024;

const ref = int(0, 2 ** 53);
const link = text(64);
const sequence = int(1, 2 ** 53);

const guards = [
  fields({
    type: oneOf('welcome'),
    ref,
    session: text(64),
    time: int(0, Number.MAX_VALUE),
    network: keyId,
    sequence,
    stun: list(text(MAX_CHARS), 4),
  }),
  fields({ type: oneOf('link'), ref, link, peer: keyId, ticket: jws }),
  fields({ type: oneOf('declined'), link }),
  fields({ type: oneOf('ticket'), ref, link, ticket: jws }),
  fields({ type: oneOf('answer'), link, sdp: text(16 * 1024) }),
  fields({ type: oneOf('manifest'), site: keyId, sequence }),
  fields({ type: oneOf('candidate'), link, candidate: text(512), sdpMid: text(16), sdpMLineIndex: int(0, 16) }),
  fields({
    type: oneOf('refused'),
    ref,
    code: oneOf(
      'malformed',
      'unauthorized',
      'clone',
      'unknown-site',
      'no-peer',
      'budget',
      'unknown-link',
      'limit',
      'off',
    ),
    message: text(512),
    retryAfterMs: int(0, 86_400_000),
  }),
] as const;

export type FromServer = Guarded<(typeof guards)[number]>;
export type OfServer<T extends FromServer['type']> = Extract<FromServer, { readonly type: T }>;

/** Undefined where the text is not a message that the server may send to a visitor. */
export function readFromServer(json: string): FromServer | undefined {
  const message = parseJson(json, MAX_CHARS);
  for (const guard of guards) {
    if (guard(message)) {
      return message;
    }
  }
  return undefined;
}
