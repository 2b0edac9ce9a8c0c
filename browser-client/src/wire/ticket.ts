import { verifyCompact } from '../key/jws';
import { fields, type Guarded, int, type Jwk, jwk, keyId, text } from './guards';

const MAX_JWS_CHARS = 4096;
const TIME = int(0, Number.MAX_SAFE_INTEGER);

const ticket = fields({
  id: text(64),
  network: keyId,
  link: text(64),
  site: keyId,
  peer: keyId,
  peerFingerprint: text(128),
  visitorFingerprint: text(128),
  sessionKey: jwk,
  maxBytes: int(1, 2 ** 40),
  price: int(0, 10 ** 9),
  issued: TIME,
  expires: TIME,
});

/** The network's permission to take up to `maxBytes` of a site from one super-peer over one link. Times by the server's clock. */
export type Ticket = Guarded<typeof ticket>;

/** The ticket, if `network` signed it. */
export async function verifyTicket(jws: string, network: string): Promise<Ticket | undefined> {
  const signed = await verifyCompact('deploynet-ticket', jws, MAX_JWS_CHARS);
  if (signed?.by !== network || !ticket(signed.payload)) {
    return undefined;
  }
  const { payload } = signed;
  return payload.network === network && payload.expires >= payload.issued ? payload : undefined;
}

/** What a ticket for this visit must say. */
export interface Visit {
  readonly site: string;
  readonly link: string;
  readonly peer: string;
  readonly visitorFingerprint: string;
  readonly sessionKey: Jwk;
}

export const isFor = (t: Ticket, visit: Visit): boolean =>
  t.site === visit.site &&
  t.link === visit.link &&
  t.peer === visit.peer &&
  t.visitorFingerprint === visit.visitorFingerprint &&
  t.sessionKey.x === visit.sessionKey.x &&
  t.sessionKey.y === visit.sessionKey.y;
