import type { Manifest } from '../content/manifest';

const CACHE = 'deploynet-pages-1';
/** What a page may do and who may do something with it; a page without them would have more rights than at its origin. */
const KEPT = [
  'content-security-policy',
  'cross-origin-embedder-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'permissions-policy',
  'referrer-policy',
  'x-content-type-options',
  'x-frame-options',
];

/** The headers for security that the origin last sent with each page, so that a page that comes without it has them, too. */
export class PageHeaders {
  constructor(private readonly caches: CacheStorage) {}

  async put(path: string, sent: Headers): Promise<void> {
    const headers = new Headers();
    for (const name of KEPT) {
      const value = sent.get(name);
      if (value !== null) {
        headers.set(name, value);
      }
    }
    await (await this.caches.open(CACHE)).put(path, new Response(null, { headers }));
  }

  async find(path: string): Promise<Headers> {
    const found = await this.caches.match(path, { cacheName: CACHE });
    return new Headers(found?.headers);
  }

  /** Forgets the pages that `manifest` does not list. */
  async tidy({ files }: Manifest): Promise<void> {
    const cache = await this.caches.open(CACHE);
    for (const { url } of await cache.keys()) {
      const { pathname } = new URL(url);
      if (!files.has(pathname)) {
        await cache.delete(pathname);
      }
    }
  }
}
