import type { DeployNet } from './api';
import { say } from './tab/messages';

/*
 * The script of the page that stands in while the origin is down (docs/protocol.md §6): fetches the page of super-peers, gives
 * it to the worker, which checks it, and loads the address once more. Whatever happens, it does that only once.
 */

const LONGEST_MS = 15_000;
const TRIES = 2;
// A page's road to super-peers rests for 2 s after one has failed.
const PAUSE_MS = 2_500;

const path = document.currentScript?.dataset['path'] ?? '';
const { controller } = navigator.serviceWorker;

const after = (ms: number) => new Promise<undefined>((resolve) => setTimeout(resolve, ms, undefined));

async function fetched(): Promise<ArrayBuffer | undefined> {
  await new Promise((resolve) => addEventListener('load', resolve));
  const { DeployNet: page } = globalThis as { DeployNet?: DeployNet };
  for (let tries = 0; page && tries < TRIES; tries++) {
    await (tries > 0 && after(PAUSE_MS));
    const bytes = await page
      .fetch(path, { priority: 'high' })
      .then((answer) => (answer.ok ? answer.arrayBuffer() : undefined))
      .catch(() => undefined);
    if (bytes) {
      return bytes;
    }
  }
  return undefined;
}

function give(bytes: ArrayBuffer | undefined): Promise<unknown> {
  const { port1, port2 } = new MessageChannel();
  const heard = new Promise((resolve) => {
    port1.onmessage = resolve;
  });
  controller?.postMessage(say({ type: 'brought', path, body: bytes }), [port2]);
  return heard;
}

const late = after(LONGEST_MS);
void Promise.race([fetched(), late])
  .then((bytes) => Promise.race([give(bytes), after(PAUSE_MS)]))
  .then(() => location.reload());
