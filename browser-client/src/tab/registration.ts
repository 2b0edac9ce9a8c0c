import type { Options } from '../api';
import { OBJECTS_CACHE } from '../content/kept-objects';
import type { Clock } from '../link/clock';
import type { WhyCode } from '../page/journal';
import { isOurs, say, WORKER_PATH } from './messages';

// Each version of this script registers its own, and may take the place of the other's.
const OURS = /^\/deploynet-(next-)?sw\.js$/;
// For a worker that has to be started first.
const ANSWER_MS = 3_000;

/**
 * Has the site's worker registered, or taken off where the page says so. A site's own worker is left alone, and counts as ours
 * where it took ours in. False where it did not.
 */
export async function registerWorker(
  worker: ServiceWorkerContainer,
  { site, consent, worker: isWanted = true }: Options,
  clock: Clock,
  because: (code: WhyCode) => void,
): Promise<boolean> {
  try {
    const existing = await worker.getRegistration('/');
    const script = existing?.active ?? existing?.waiting ?? existing?.installing;
    const isNotOurs = script ? !OURS.test(new URL(script.scriptURL).pathname) : existing !== undefined;
    if (!isWanted) {
      if (isNotOurs) {
        script?.postMessage(say({ type: 'off' }));
      } else {
        await existing?.unregister();
      }
      await caches.delete(OBJECTS_CACHE);
    } else if (!isNotOurs) {
      await worker.register(`${WORKER_PATH}?site=${site}${consent ? '&ask' : ''}`);
    } else if (!(script && (await knowsUs(script, clock)))) {
      because('worker-other');
      await caches.delete(OBJECTS_CACHE); // nobody would tidy it
      return false;
    }
  } catch {
    because('worker-refused');
  }
  return true;
}

/** Whether the site's own worker took ours in; one that did not says nothing. */
function knowsUs(script: ServiceWorker, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const answer = (isKnown: boolean) => {
      port1.close();
      resolve(isKnown);
    };
    port1.onmessage = ({ data }) => answer(isOurs(data));
    clock.after(ANSWER_MS, () => answer(false));
    script.postMessage(say({ type: 'here' }), [port2]);
  });
}
