import { toHex } from '../bytes';
import { sha256 } from '../content/hash-tree';
import type { Fetch } from '../page/manifest-keeper';
import { SCRIPT_PATH } from '../tab/messages';

const CACHE = 'deploynet-script-1';

/**
 * The page's script that this worker was built with. No manifest may list it, so it is known by the hash that the build put
 * into the worker: a site that takes a newer script has a newer worker, which asks anew.
 */
export class PageScript {
  constructor(
    private readonly hash: string,
    private readonly caches: CacheStorage,
    private readonly fetch: Fetch,
  ) {}

  async answer(request: Request): Promise<Response> {
    const found = this.caches.match(SCRIPT_PATH, { cacheName: CACHE });
    const kept = await found.then((entry) => entry?.arrayBuffer()).catch(() => undefined);
    if (kept && (await this.isRight(kept))) {
      return new Response(kept, { headers: { 'Content-Type': 'text/javascript; charset=utf-8' } });
    }
    const answer = await this.fetch(request);
    if (answer.ok) {
      await this.keep(answer.clone());
    }
    return answer;
  }

  /** Before the first page asks for it. */
  async prepare(): Promise<void> {
    const answer = await this.fetch(SCRIPT_PATH);
    if (answer.ok) {
      await this.keep(answer);
    }
  }

  private async keep(answer: Response): Promise<void> {
    const bytes = await answer.arrayBuffer();
    if (await this.isRight(bytes)) {
      const cache = await this.caches.open(CACHE);
      await cache.put(SCRIPT_PATH, new Response(bytes));
    }
  }

  private async isRight(bytes: ArrayBuffer): Promise<boolean> {
    return toHex(await sha256(new Uint8Array(bytes))) === this.hash;
  }
}
