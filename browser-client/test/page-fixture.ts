import { type Bytes, toHex, utf8 } from '../src/bytes';
import { sha256 } from '../src/content/hash-tree';
import type { Entry } from '../src/content/manifest';
import { Journal, type WhyCode } from '../src/page/journal';
import { Loader } from '../src/page/loader';
import { ManifestKeeper } from '../src/page/manifest-keeper';
import type { PeerRoad } from '../src/road/peer-road';
import type { LinkFixture } from './link-fixture';

export const BASE = 'https://example.org/page/';
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const base64Url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');

/** A publisher with a key of its own. */
export class Publisher {
  private constructor(
    readonly site: string,
    private readonly keys: CryptoKeyPair,
    private readonly jwk: JsonWebKey,
  ) {}

  static async generate(): Promise<Publisher> {
    const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
    const spki: Bytes = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey));
    const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', keys.publicKey);
    const jwk = { kty, crv, x, y } as JsonWebKey;
    return new Publisher(toHex((await sha256(spki)).subarray(0, 20)), keys, jwk);
  }

  manifest(sequence: number, files: Record<string, Entry>, html = false): string {
    const day = 24 * 3600 * 1000;
    return JSON.stringify({
      deploynet: 1,
      site: this.site,
      sequence,
      issued: new Date(Date.now() - day).toISOString(),
      expires: new Date(Date.now() + day).toISOString(),
      origin: 'https://example.org',
      bucketBits: 0,
      eligible: { html, script: 'none' },
      files,
    });
  }

  async sign(manifest: string): Promise<string> {
    const header = { typ: 'deploynet-manifest', alg: 'ES256', jwk: this.jwk, b64: false, crit: ['b64'] };
    const encoded = base64Url(utf8(JSON.stringify(header)));
    const signed = utf8(`${encoded}.${manifest}`);
    const signature = await crypto.subtle.sign(ALGORITHM, this.keys.privateKey, signed);
    return `${encoded}..${base64Url(new Uint8Array(signature))}`;
  }
}

/** How the origin answers a path: bytes, or anything a test makes up. */
export type Answer = Bytes | ((request: Request) => Response | Promise<Response>);

/** A web server of one's own: answers Range requests if it is told to. */
export class ScriptedOrigin {
  readonly asked: { path: string; range: string | null }[] = [];
  readonly answers = new Map<string, Answer>();
  knowsRanges = true;

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(typeof input === 'string' ? new URL(input, BASE) : input, init);
    const path = new URL(request.url).pathname;
    const range = request.headers.get('Range');
    this.asked.push({ path, range });
    const answer = this.answers.get(path);
    if (answer === undefined) {
      return new Response('not found', { status: 404 });
    }
    return answer instanceof Uint8Array ? this.bytes(answer, range) : answer(request);
  };

  filesAsked(): string[] {
    return this.asked.map(({ path }) => path).filter((path) => !path.startsWith('/.well-known/'));
  }

  private bytes(bytes: Bytes, range: string | null): Response {
    const from = Number(/^bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
    if (range === null || !this.knowsRanges) {
      return new Response(bytes, { headers: { 'Content-Type': 'text/plain' } });
    }
    const headers = { 'Content-Range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` };
    return new Response(bytes.slice(from), { status: 206, headers });
  }
}

/** A page with its loader, an origin of its own, and a link where the test has one. */
export class PageFixture {
  readonly origin = new ScriptedOrigin();
  readonly journal = new Journal(() => {});
  readonly sequences = new Map<string, number>();
  readonly keeper: ManifestKeeper;
  readonly loader: Loader;
  obstacle: WhyCode | undefined;

  /** How often one more super-peer was wished for. */
  wishes = 0;

  constructor(
    readonly publisher: Publisher,
    ...links: readonly LinkFixture[]
  ) {
    const store = {
      read: (site: string) => this.sequences.get(site) ?? 0,
      write: (site: string, sequence: number) => void this.sequences.set(site, sequence),
    };
    this.keeper = new ManifestKeeper(publisher.site, store, this.origin.fetch, (code) => this.journal.because(code));
    // The road is tested by itself; here only whether it has a link counts.
    const road = {
      warm: () => {},
      mayOpenMore: true,
      more: () => {
        this.wishes++;
      },
      settled: () => Promise.resolve(),
      reason: 'no-link',
      figures: {},
      get links() {
        return links.map(({ link }) => link).filter((link) => link.isUsable);
      },
    } as unknown as PeerRoad;
    const { keeper, journal, origin } = this;
    this.loader = new Loader({
      keeper,
      road,
      journal,
      fetch: origin.fetch,
      base: BASE,
      waitMs: 0,
      obstacle: () => this.obstacle,
      kept: undefined,
    });
  }

  async publish(files: Record<string, { entry: Entry; bytes: Bytes }>, sequence = 1): Promise<void> {
    const entries = Object.fromEntries(Object.entries(files).map(([path, { entry }]) => [path, entry]));
    const manifest = this.publisher.manifest(sequence, entries);
    const signature = await this.publisher.sign(manifest);
    this.origin.answers.set('/.well-known/deploynet/manifest.json', utf8(manifest));
    this.origin.answers.set('/.well-known/deploynet/manifest.jws', utf8(signature));
    for (const [path, { bytes }] of Object.entries(files)) {
      this.origin.answers.set(path, bytes);
    }
    await this.keeper.load();
    await this.keeper.announced(sequence);
  }

  codes(): string[] {
    return [...new Set(this.journal.reasons().map(({ code }) => code))];
  }
}
