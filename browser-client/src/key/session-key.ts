import { type Jwk, jwk } from '../wire/guards';
import { signCompact } from './jws';

/** The key of this visit; it signs receipts, cannot be read out, and is gone with the page. */
export class SessionKey {
  private constructor(
    private readonly secret: CryptoKey,
    readonly publicKey: Jwk,
  ) {}

  static async generate(): Promise<SessionKey> {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
    const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
    const publicKey: unknown = { kty, crv, x, y };
    if (!jwk(publicKey)) {
      throw new Error('a P-256 key has an x and a y');
    }
    return new SessionKey(pair.privateKey, publicKey);
  }

  signReceipt(receipt: { ticket: string; count: number; bytes: number }): Promise<string> {
    return signCompact('deploynet-receipt', receipt, this.secret, this.publicKey);
  }
}
