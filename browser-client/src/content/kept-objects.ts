import type { Entry } from './manifest';

export const OBJECTS_CACHE = 'deploynet-objects-1';
export const MAX_KEPT_BYTES = 16 * 1024 * 1024;
const PLACE = '/.well-known/deploynet/objects/';

/** Objects that this browser keeps, by their id. Only what was verified whole may be put; the type comes from the manifest. */
export class KeptObjects {
  private known: Set<string> | undefined;

  constructor(
    private readonly caches: CacheStorage,
    /** Whether anything may be kept now. */
    private readonly isOn: () => boolean = () => true,
  ) {}

  isFor({ size }: Entry): boolean {
    return this.isOn() && size <= MAX_KEPT_BYTES;
  }

  /** Looks once what is here, so that a page need not look for what is not; what others put later it fetches again. */
  async remember(): Promise<void> {
    this.known = new Set(await this.all());
  }

  /**
   * The whole object as the manifest's file; undefined if it is not here. Read before it counts: where a `put` is cut off, as
   * by a tab that closes, Chromium 156 keeps an entry without its bytes, and one whose cache is deleted cannot be read on.
   */
  async find(entry: Entry): Promise<Response | undefined> {
    const { id, type, size } = entry;
    if (!this.isFor(entry) || this.known?.has(id) === false) {
      return undefined;
    }
    // By the name of the cache: `open` would make it where it is not.
    const found = this.caches.match(PLACE + id, { cacheName: OBJECTS_CACHE });
    const body = await found.then((kept) => kept?.blob()).catch(() => undefined);
    return body?.size === size
      ? new Response(body, { headers: { 'Content-Type': type, 'Content-Length': String(size) } })
      : undefined;
  }

  /** False if there is no room or it is forbidden. */
  async put({ id }: Entry, verified: Blob): Promise<boolean> {
    try {
      const cache = await this.caches.open(OBJECTS_CACHE);
      await cache.put(PLACE + id, new Response(verified));
      this.known?.add(id);
      return true;
    } catch {
      return false;
    }
  }

  /** The ids from the one put first to the one put last. */
  async all(): Promise<string[]> {
    if (!(await this.caches.has(OBJECTS_CACHE))) {
      return [];
    }
    const requests = await (await this.caches.open(OBJECTS_CACHE)).keys();
    return requests.map(({ url }) => url.slice(url.lastIndexOf('/') + 1));
  }

  async remove(id: string): Promise<void> {
    this.known?.delete(id);
    await (await this.caches.open(OBJECTS_CACHE)).delete(PLACE + id);
  }
}
