import type { WorkerScope } from './worker/scope';
import { whose } from './worker/whose';
import { Worker } from './worker/worker';

/*
 * The site's service worker, or a part of it. The page's tag, or the worker that takes this in, says whose files these are; the
 * build says which page script it belongs to.
 */

declare const PAGE_SCRIPT_SHA256: string;
declare const STAND_IN_SCRIPT: string;

const scope = globalThis as unknown as WorkerScope & { readonly deploynetPages?: string };
// Written in front of this by `publish --html`.
const { deploynetPages: signaling } = scope;
const { href, searchParams } = new URL(scope.location.href);
const site = whose(href, new Error().stack);
if (site) {
  const pages =
    signaling === undefined ? undefined : { signaling, asks: searchParams.has('ask'), standInScript: STAND_IN_SCRIPT };
  new Worker(scope, site, PAGE_SCRIPT_SHA256, pages).start();
}
