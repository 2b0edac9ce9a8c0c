import { type Bytes, concat, fromBase64Url, toBase64Url, toHex, utf8 } from '../bytes';
import { sha256 } from '../content/hash-tree';
import { isObject, type Jwk, jwk, parseJson } from '../wire/guards';

/*
 * Signatures by ES256 only (RFC 7515): compact for tickets and receipts, detached and unencoded (RFC 7797) for manifests. Each
 * kind has its own `typ`, so that none can be passed off as another.
 */

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const MAX_CHARS = 64 * 1024;
const KEY_ID_BYTES = 20;

export type Kind = 'deploynet-manifest' | 'deploynet-ticket' | 'deploynet-receipt';

/** The name of a key: SHA-256 of its SubjectPublicKeyInfo, first 20 bytes, as hex. */
async function keyIdOf(key: CryptoKey): Promise<string> {
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', key));
  return toHex((await sha256(spki)).subarray(0, KEY_ID_BYTES));
}

function headerKey(encoded: string, kind: Kind, detached: boolean): Jwk | undefined {
  const bytes = fromBase64Url(encoded);
  const header = bytes && parseJson(new TextDecoder().decode(bytes), MAX_CHARS);
  if (!isObject(header) || header['alg'] !== 'ES256' || header['typ'] !== kind || !jwk(header['jwk'])) {
    return undefined;
  }
  const critical = JSON.stringify(header['crit']);
  const isUnencoded = header['b64'] === false && critical === '["b64"]';
  const isPlain = header['b64'] !== false && critical === undefined;
  return (detached ? isUnencoded : isPlain) ? header['jwk'] : undefined;
}

async function holds(key: CryptoKey, signature: Bytes, signed: Bytes): Promise<boolean> {
  return crypto.subtle.verify(ALGORITHM, key, signature, signed);
}

async function signer(header: Jwk, signature: string, signed: Bytes): Promise<string | undefined> {
  const bytes = fromBase64Url(signature);
  if (bytes?.length !== 64) {
    return undefined;
  }
  try {
    const { kty, crv, x, y } = header;
    const key = await crypto.subtle.importKey('jwk', { kty, crv, x, y }, ALGORITHM, true, ['verify']);
    return (await holds(key, bytes, signed)) ? await keyIdOf(key) : undefined;
  } catch {
    return undefined; // the point is not on the curve
  }
}

/** The id of the key in the header that signed `payload`; the caller decides whether that key counts. */
export async function verifyDetached(kind: Kind, jws: string, payload: Bytes): Promise<string | undefined> {
  const [header, middle, signature, ...more] = jws.length > MAX_CHARS ? [] : jws.trim().split('.');
  if (header === undefined || middle !== '' || signature === undefined || more.length > 0) {
    return undefined;
  }
  const key = headerKey(header, kind, true);
  return key && signer(key, signature, concat(utf8(`${header}.`), payload));
}

export interface Signed {
  readonly by: string;
  readonly payload: unknown;
}

/** The payload, and the id of the key in the header that signed it. */
export async function verifyCompact(kind: Kind, jws: string, maxChars: number): Promise<Signed | undefined> {
  const [header, payload, signature, ...more] = jws.length > maxChars ? [] : jws.split('.');
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0) {
    return undefined;
  }
  const key = headerKey(header, kind, false);
  const bytes = fromBase64Url(payload);
  const by = key && bytes && (await signer(key, signature, utf8(`${header}.${payload}`)));
  return by && bytes ? { by, payload: parseJson(new TextDecoder().decode(bytes), maxChars) } : undefined;
}

/** Signs in compact form; the header carries the public key. */
export async function signCompact(kind: Kind, payload: unknown, key: CryptoKey, publicKey: Jwk): Promise<string> {
  const encode = (value: unknown) => toBase64Url(utf8(JSON.stringify(value)));
  const input = `${encode({ typ: kind, alg: 'ES256', jwk: publicKey })}.${encode(payload)}`;
  const signature = await crypto.subtle.sign(ALGORITHM, key, utf8(input));
  return `${input}.${toBase64Url(new Uint8Array(signature))}`;
}
