import { until } from "./processes.js";
import { urlPath } from "./site.js";

/* What a test asks of a page about the site's service worker. */

export async function untilControlled(visit) {
  await until("the worker controls the page", () =>
    visit.page.evaluate(() => navigator.serviceWorker.controller?.state === "activated"),
  );
}

/** SHA-256 of each file as the page's own `fetch` gets it, so through the worker; `error: …` where it failed. */
export function plainHashes(visit, names, atOnce = 4) {
  return visit.page.evaluate(
    async (list, width) => {
      const hex = (buffer) => [...new Uint8Array(buffer)].map((b) => b.toString(16).padStart(2, "0")).join("");
      const found = {};
      const queue = list.map(([name, path]) => ({ name, path }));
      const work = async () => {
        for (let next = queue.shift(); next; next = queue.shift()) {
          try {
            const response = await fetch(next.path);
            const body = await response.arrayBuffer();
            found[next.name] = response.ok ? hex(await crypto.subtle.digest("SHA-256", body)) : `error: ${response.status}`;
          } catch (e) {
            found[next.name] = `error: ${e}`;
          }
        }
      };
      await Promise.all(Array.from({ length: width }, work));
      return found;
    },
    names.map((name) => [name, urlPath(name)]),
    atOnce,
  );
}

/** How many objects this browser keeps of the site. */
export function keptObjects(visit) {
  return visit.page.evaluate(async () => {
    if (!(await caches.has("deploynet-objects-1"))) return 0;
    return (await (await caches.open("deploynet-objects-1")).keys()).length;
  });
}

/** Whether this browser keeps an object of this many bytes, with all of them. */
export function isKept(visit, size) {
  return visit.page.evaluate(async (bytes) => {
    const cache = await caches.open("deploynet-objects-1");
    const kept = await Promise.all((await cache.keys()).map(async (key) => (await cache.match(key))?.blob().catch(() => undefined)));
    return kept.some((blob) => blob?.size === bytes);
  }, size);
}

export function registrations(visit) {
  return visit.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
}

/** Paths that browsers asked of the origin, but for the browser's own look at the worker's file. */
export function askedBy(origin) {
  return origin.log.filter(({ agent, path }) => agent === "browser" && path !== "/deploynet-sw.js").map(({ path }) => path);
}
