import { toHex } from '../bytes';
import { sha256 } from '../content/hash-tree';
import type { Fetch } from '../page/manifest-keeper';
import { NEXT_SCRIPT_PATH, SCRIPT_PATH } from '../tab/messages';

const CACHE = 'deploynet-script-1';

/**
 * The page's script. No manifest may list it, so it is known by a hash: the one that this worker was built with has it from the
 * build (a site that takes a newer script has a newer worker, which asks anew), a newer one that only some visitors get has it
 * from the manifest.
 */
export class PageScript {
  constructor(
    private readonly hash: string,
    private readonly caches: CacheStorage,
    private readonly fetch: Fetch,
    /** The hash of the script that this visitor gets in its place, if he does. */
    private readonly next: () => Promise<string | undefined> = async () => undefined,
  ) {}

  async answer(request: Request): Promise<Response> {
    // A tag that names a hash wants that version and no other.
    const next = request.integrity ? undefined : await this.next().catch(() => undefined);
    const newer = next && (await this.nextOne(next).catch(() => undefined));
    if (newer) {
      return asScript(newer);
    }
    const kept = await this.kept(SCRIPT_PATH, this.hash);
    if (kept) {
      return asScript(kept);
    }
    const answer = await this.fetch(request);
    if (answer.ok) {
      await this.keep(SCRIPT_PATH, await answer.clone().arrayBuffer(), this.hash);
    }
    return answer;
  }

  /** Before the first page asks for it. */
  async prepare(): Promise<void> {
    await this.fetched(SCRIPT_PATH, this.hash);
  }

  /** Before the first page asks for it; undefined where the origin has another one than the manifest says. */
  async nextOne(hash: string): Promise<ArrayBuffer | undefined> {
    return (await this.kept(NEXT_SCRIPT_PATH, hash)) ?? (await this.fetched(NEXT_SCRIPT_PATH, hash));
  }

  private async kept(path: string, hash: string): Promise<ArrayBuffer | undefined> {
    const found = this.caches.match(path, { cacheName: CACHE });
    const bytes = await found.then((entry) => entry?.arrayBuffer()).catch(() => undefined);
    return bytes && (await isRight(bytes, hash)) ? bytes : undefined;
  }

  private async fetched(path: string, hash: string): Promise<ArrayBuffer | undefined> {
    const answer = await this.fetch(path);
    return answer.ok ? this.keep(path, await answer.arrayBuffer(), hash) : undefined;
  }

  private async keep(path: string, bytes: ArrayBuffer, hash: string): Promise<ArrayBuffer | undefined> {
    if (!(await isRight(bytes, hash))) {
      return undefined;
    }
    await (await this.caches.open(CACHE)).put(path, new Response(bytes));
    return bytes;
  }
}

const asScript = (bytes: ArrayBuffer) =>
  new Response(bytes, { headers: { 'Content-Type': 'text/javascript; charset=utf-8' } });

const isRight = async (bytes: ArrayBuffer, hash: string): Promise<boolean> =>
  toHex(await sha256(new Uint8Array(bytes))) === hash;
