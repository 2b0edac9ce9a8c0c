import { keyId } from './wire/guards';
import type { WorkerScope } from './worker/scope';
import { Worker } from './worker/worker';

/* The site's service worker. The page's tag says whose files these are; the build says which page script it belongs to. */

declare const PAGE_SCRIPT_SHA256: string;

const scope = globalThis as unknown as WorkerScope;
const site = new URL(scope.location.href).searchParams.get('site');
if (keyId(site)) {
  new Worker(scope, site, PAGE_SCRIPT_SHA256).start();
}
