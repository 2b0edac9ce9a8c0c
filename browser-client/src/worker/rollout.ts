import { toHex, utf8 } from '../bytes';
import { sha256 } from '../content/hash-tree';
import type { Manifest } from '../content/manifest';
import { fields, hex, int } from '../wire/guards';
import { CACHE } from './site-manifest';

/** Drawn once for each browser and site, so that a larger share has all those in it that a smaller one had. */
const DICE = '/.well-known/deploynet/dice';
/** There where this browser belonged to the share at the last manifest that it saw. */
const CHOSEN = '/.well-known/deploynet/chosen';

const nextClient = fields({ share: int(1, 100), page: hex(64) });

/** Whether this visitor is one of those who get the next version of the page's script (docs/protocol.md §6). */
export class Rollout {
  constructor(
    private readonly caches: CacheStorage,
    private readonly current: () => Promise<Manifest | undefined>,
  ) {}

  /** Another manifest counts; resolves to the hash of the script that this visitor gets from the next page on, if he does. */
  async changed(manifest: Manifest): Promise<string | undefined> {
    const next = await this.of(manifest);
    const cache = await this.caches.open(CACHE);
    await (next ? cache.put(CHOSEN, new Response()) : cache.delete(CHOSEN));
    return next;
  }

  /**
   * The hash of the script that this visitor gets. Only those who were chosen wait for what the manifest of this visit says,
   * so that everyone else's page is as fast as without, and a share that is taken back ends at once.
   */
  async next(): Promise<string | undefined> {
    if (!(await this.caches.match(CHOSEN, { cacheName: CACHE }))) {
      return undefined;
    }
    const manifest = await this.current();
    return manifest && this.of(manifest);
  }

  private async of({ client }: Manifest): Promise<string | undefined> {
    if (!nextClient(client)) {
      return undefined;
    }
    // With the script in it: it is not always the same browsers that go first.
    const drawn = await sha256(utf8(`${await this.dice()} ${client.page}`));
    const percent = (new DataView(drawn.buffer).getUint32(0) / 2 ** 32) * 100;
    return percent < client.share ? client.page : undefined;
  }

  private async dice(): Promise<string> {
    const cache = await this.caches.open(CACHE);
    const kept = await (await cache.match(DICE))?.text();
    if (kept) {
      return kept;
    }
    const drawn = toHex(crypto.getRandomValues(new Uint8Array(16)));
    await cache.put(DICE, new Response(drawn));
    return drawn;
  }
}
