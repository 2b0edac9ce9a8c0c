import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { mutant } from "../lib/mutant.js";
import { Network } from "../lib/network.js";
import { until } from "../lib/processes.js";
import { edgeFiles, pageFiles, urlPath } from "../lib/site.js";
import { inEachBrowser } from "../lib/suite.js";
import { expectedHashes } from "../lib/visit.js";
import { askedBy, isKept, keptObjects, plainHashes, registrations, untilControlled } from "../lib/worker.js";

const files = { ...edgeFiles(), ...pageFiles() };
const names = Object.keys(files);
const objects = new Set(Object.values(expectedHashes(files))).size;
const elements = `<link rel="stylesheet" href="/page/style.css"><script src="/page/script.js"></script>
  <img alt="" src="/page/picture.svg">`;

/** Whether the page's own elements, which know nothing of DeployNet, are all there. */
const isShown = () =>
  [...document.images].every((image) => image.complete && image.naturalWidth === 64) &&
  getComputedStyle(document.body).getPropertyValue("--seen").trim() === "styled" &&
  globalThis.scriptRan === 1;

describe("the service worker", { timeout: 400_000 }, () => {
  let network;
  const open = [];
  before(async () => {
    network = await Network.healthy(files);
    network.worker = true;
  });
  after(() => network?.stop());
  afterEach(async () => {
    network.origin.intercept = () => false;
    for (const page of open.splice(0)) await page.close().catch(() => {});
  });

  async function controlled(visit, url = network.page(elements, "/shown")) {
    const page = await visit(url);
    open.push(page);
    await untilControlled(page);
    return page;
  }

  inEachBrowser("keeps what was verified", ({ visit }) => {
    it("so that the visit after a controlled one asks only for the document and the manifest's signature", async (t) => {
      await (await controlled(visit)).close();
      const second = await controlled(visit);
      await second.untilWarm();
      assert.deepEqual(await second.hashes(names), expectedHashes(files));
      await until("all is kept", async () => (await keptObjects(second)) >= objects).catch(async (e) => {
        throw new Error(`${e.message}: ${await keptObjects(second)} of ${objects}`);
      });
      await second.close();
      network.origin.log.length = 0;
      const third = await controlled(visit);
      await third.page.waitForFunction(isShown, { polling: 100 });
      assert.deepEqual(await plainHashes(third, names), expectedHashes(files));
      assert.deepEqual(await third.hashes(names), expectedHashes(files));
      t.diagnostic(`${JSON.stringify(network.origin.log.map(({ path }) => path))} ${await third.brief()}`);
      assert.deepEqual(askedBy(network.origin).sort(), ["/.well-known/deploynet/manifest.jws", "/shown"]);
      assert.deepEqual(third.console, []);
    });

    it("but not what its cache holds without the bytes", async (t) => {
      const page = await controlled(visit);
      await page.page.evaluate(async () => {
        for (const name of ["deploynet-objects-1", "deploynet-script-1"]) {
          const cache = await caches.open(name);
          for (const key of await cache.keys()) await cache.put(key, new Response(""));
        }
      });
      await page.page.goto(network.page(elements, "/emptied"), { waitUntil: "load" });
      await page.page.waitForFunction(isShown, { polling: 100 });
      assert.deepEqual(await plainHashes(page, names), expectedHashes(files));
      assert.deepEqual(await page.hashes(names), expectedHashes(files));
      t.diagnostic(`${await page.brief()} ${page.codes(await page.why())}`);
    });

    it("and answers ranges of it as the origin does", async () => {
      const page = await controlled(visit);
      const film = files["data/film.bin"];
      // A page that closes cuts off what the worker was keeping, so that a visit before this one may have left it out.
      await until("the film is kept", async () => {
        assert.deepEqual(await plainHashes(page, ["data/film.bin"]), expectedHashes({ "data/film.bin": film }));
        return isKept(page, film.length);
      });
      network.origin.log.length = 0;
      const asked = ["bytes=0-", "bytes=10-19", "bytes=262143-262144", "bytes=-5", "bytes=99999999-"];
      const answers = await page.page.evaluate(async (ranges) => {
        const found = [];
        for (const Range of ranges) {
          const response = await fetch("/data/film.bin", { headers: { Range } });
          const bytes = new Uint8Array(await response.arrayBuffer());
          found.push([response.status, response.headers.get("content-range"), bytes.length, bytes[0] ?? -1]);
        }
        return found;
      }, asked);
      const at = (first, last) => [206, `bytes ${first}-${last}/${film.length}`, last - first + 1, film[first]];
      const end = film.length - 1;
      assert.deepEqual(answers.slice(0, 4), [at(0, end), at(10, 19), at(262143, 262144), at(end - 4, end)]);
      assert.equal(answers[4][0], 416);
      const askedOfOrigin = network.origin.log.filter(({ path }) => path === "/data/film.bin").map(({ range }) => range);
      assert.deepEqual(askedOfOrigin, ["bytes=99999999-"]);
    });
  });

  inEachBrowser("is for all tabs", ({ visit }) => {
    it("and another one leads when the leading one is closed in mid-transfer", async (t) => {
      const first = await controlled(visit);
      await first.untilWarm();
      const second = await controlled(visit);
      await second.page.evaluate(async () => {
        for (const name of await caches.keys()) await caches.delete(name);
      });
      const before = (await first.stats()).bytes.peer;
      const work = plainHashes(second, names);
      await until("the leading tab brings bytes", async () => (await first.stats()).bytes.peer > before, { everyMs: 5 });
      await first.close();
      assert.deepEqual(await work, expectedHashes(files));
      await second.untilWarm();
      const held = await second.page.evaluate(async () => (await navigator.locks.query()).held.map(({ name }) => name));
      assert.deepEqual(held, ["deploynet-leader"]);
      t.diagnostic(`${await second.brief()} ${second.codes(await second.why())}`);
    });

    it("and two of them get every file right", async () => {
      const pages = [await controlled(visit), await controlled(visit)];
      await pages[0].page.evaluate(() => caches.delete("deploynet-objects-1"));
      const found = await Promise.all(pages.map((page) => plainHashes(page, names)));
      for (const hashes of found) assert.deepEqual(hashes, expectedHashes(files));
      for (const page of pages) assert.deepEqual(page.console, []);
    });
  });

  inEachBrowser("is not needed", ({ visit }) => {
    const refusals = {
      "is blocked by the origin": (response, path) => path === "/deploynet-sw.js" && response.writeHead(403).end(),
      "is forbidden by the page": (response, path) =>
        path === "/blocked" && !response.setHeader("content-security-policy", "worker-src 'none'"),
    };
    for (const [what, refuse] of Object.entries(refusals)) {
      it(`where it ${what}: the page is whole and right`, async () => {
        const fresh = await Network.with(files);
        try {
          Object.assign(fresh, { tag: network.tag, siteId: network.siteId, worker: true });
          fresh.origin.folder = network.origin.folder;
          fresh.origin.intercept = (_, response, path) => !!refuse(response, path);
          const page = await visit(fresh.page(elements, "/blocked"));
          open.push(page);
          assert.deepEqual(await page.hashes(names), expectedHashes(files));
          await page.page.waitForFunction(isShown, { polling: 100 });
          await until("why() says so", async () => page.saysWhy(await page.why(), "worker-refused"));
          assert.equal(await registrations(page), 0);
        } finally {
          await fresh.origin.stop();
        }
      });
    }

    for (const [what, refuse] of Object.entries({
      "is not there": (response) => response.writeHead(404).end(),
      "does not load": (response) => response.destroy(),
    })) {
      it(`and neither is the page's script: where it ${what}, the page is whole and right`, async () => {
        const page = await controlled(visit);
        network.origin.intercept = (_, response, path) => path === "/deploynet.js" && !!refuse(response);
        await page.page.evaluate(() => caches.delete("deploynet-script-1"));
        await page.page.goto(network.page(elements, "/no-script"), { waitUntil: "load" });
        assert.ok(await page.page.evaluate(() => typeof DeployNet === "undefined"));
        await page.page.waitForFunction(isShown, { polling: 100 });
        assert.deepEqual(await plainHashes(page, names), expectedHashes(files));
      });
    }
  });

  inEachBrowser("gives way", ({ visit }) => {
    it("to a page that does not want it", async () => {
      const page = await controlled(visit);
      await page.page.goto(network.page(elements, "/without", 'data-worker="no"'), { waitUntil: "load" });
      await until("it is taken off", async () => (await registrations(page)) === 0);
      assert.deepEqual(await page.hashes(names), expectedHashes(files));
    });

    it("to a site that has no manifest any more, with all that it kept", async () => {
      const page = await controlled(visit);
      network.origin.intercept = (_, response, path) =>
        path.startsWith("/.well-known/deploynet/manifest") && !!response.writeHead(404).end();
      await page.page.goto(network.page(elements, "/left"), { waitUntil: "load" });
      await until("nothing is left of it", () =>
        page.page.evaluate(async () => {
          const left = (await caches.keys()).filter((name) => name.startsWith("deploynet-"));
          return left.length === 0 && globalThis.scriptRan === 1;
        }),
      );
      assert.deepEqual(await plainHashes(page, names), expectedHashes(files));
    });
  });

  inEachBrowser("of another version", ({ visit }) => {
    const otherVersion = () => mutant("tab/messages.ts", "export const VERSION = 1;", "export const VERSION = 2;", "src/sw.ts");

    it("under an old page leaves it whole and right, and so does an old one under a new page", async () => {
      const page = await controlled(visit);
      const script = await otherVersion();
      network.origin.intercept = (_, response, path) =>
        path === "/deploynet-sw.js" && !!response.setHeader("content-type", "text/javascript").end(script);
      await page.page.evaluate(async () => {
        const changed = new Promise((resolve) => (navigator.serviceWorker.oncontrollerchange = resolve));
        await (await navigator.serviceWorker.getRegistration("/")).update();
        await changed;
        for (const name of await caches.keys()) await caches.delete(name);
      });
      assert.deepEqual(await plainHashes(page, names), expectedHashes(files), "old page, new worker");
      assert.deepEqual(await page.hashes(names), expectedHashes(files));
      await page.page.goto(network.page(elements, "/newer"), { waitUntil: "load" });
      await page.page.waitForFunction(isShown, { polling: 100 });
      assert.deepEqual(await plainHashes(page, names), expectedHashes(files));
    });
  });

  inEachBrowser("knows one site from another", ({ visit }) => {
    it("where two are open at once", async () => {
      const otherFiles = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, Buffer.concat([bytes, bytes])]));
      const other = await Network.with(otherFiles);
      other.worker = true;
      try {
        await other.publish();
        const mine = await controlled(visit);
        const theirs = await controlled(visit, other.page("", "/other"));
        const found = await Promise.all([plainHashes(mine, names), plainHashes(theirs, names)]);
        assert.deepEqual(found, [expectedHashes(files), expectedHashes(otherFiles)]);
        await theirs.close();
      } finally {
        await other.stop();
      }
    });
  });

  inEachBrowser("shows a site", ({ name, visit }) => {
    it("as it was published last", async () => {
      const changed = `page/changed-in-${name}.txt`;
      const page = await controlled(visit);
      for (const text of ["one", "two"]) {
        await network.publishAgain({ [changed]: Buffer.from(text) });
        await page.page.goto(network.page(elements, "/again"), { waitUntil: "load" });
        const bytes = () => page.page.evaluate(async (path) => (await fetch(path)).text(), urlPath(changed));
        assert.equal(await bytes(), text);
        await until("it is kept", async () => (await keptObjects(page)) > 0);
        assert.equal(await bytes(), text);
      }
    });
  });
});
