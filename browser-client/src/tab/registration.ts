import { OBJECTS_CACHE } from '../content/kept-objects';
import type { WhyCode } from '../page/journal';
import { WORKER_PATH } from './messages';

/** Has the site's worker registered, or taken off where the page says so. A site's own worker is left alone. */
export async function registerWorker(
  worker: ServiceWorkerContainer,
  site: string,
  isWanted: boolean,
  because: (code: WhyCode) => void,
): Promise<void> {
  try {
    const existing = await worker.getRegistration('/');
    const script = existing?.active ?? existing?.waiting ?? existing?.installing;
    const isOurs = script ? new URL(script.scriptURL).pathname === WORKER_PATH : existing === undefined;
    if (!isWanted) {
      await (script && isOurs && existing?.unregister());
      await caches.delete(OBJECTS_CACHE);
    } else if (!isOurs) {
      because('worker-other');
    } else {
      await worker.register(`${WORKER_PATH}?site=${site}`);
    }
  } catch {
    because('worker-refused');
  }
}
