import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import { example, exampleNetwork, filesIn, withTag } from "../lib/example.js";
import { removeFolder, run, stopAll, until } from "../lib/processes.js";
import { browser, inEachBrowser } from "../lib/suite.js";
import { Visit } from "../lib/visit.js";

const isDrawn = () => [...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0);

// Where both cores are busy the origin is the right choice for what is late: all must be right each time, and one of five times a
// super-peer's.
const TIMES = 5;

/** Nothing that DeployNet kept in this browser is left. */
function withoutCaches({ page }) {
  return page.evaluate(async () => {
    for (const name of await caches.keys()) if (name.startsWith("deploynet-")) await caches.delete(name);
  });
}

describe("the examples", { timeout: 240_000 }, () => {
  const contexts = [];
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  /** Somebody who was never here before. */
  async function opened(name) {
    const context = await (await browser(name)).createBrowserContext();
    contexts.push(context);
    return Visit.opened(context);
  }

  describe("plain", () => {
    let network;
    before(async () => {
      const files = await filesIn(example("plain"));
      network = await exampleNetwork(files, (its) => ({
        "index.html": withTag(files["index.html"], its).replace(" async", " data-wait async"),
      }));
    });
    after(() => network?.stop());

    inEachBrowser("as published", ({ name }) => {
      it("shows its picture, from the super-peer", async () => {
        const page = await opened(name);
        let fromPeer = 0;
        for (let time = 1; time <= TIMES && fromPeer === 0; time++) {
          await page.go(`${network.origin.url}/index.html`);
          await page.page.waitForFunction(isDrawn, { polling: 100 });
          fromPeer = await page.peerBytes();
          await withoutCaches(page);
        }
        assert.ok(fromPeer > 0, `${await page.brief()} ${page.codes(await page.why())}`);
        assert.deepEqual(page.console, []);
      });
    });
  });

  const vite = example("vite");
  const isInstalled = existsSync(join(vite, "node_modules"));
  describe("vite", { skip: !isInstalled && "its packages are not installed (npm ci in examples/vite)" }, () => {
    let network;
    let picture;
    const build = async (env = {}) => {
      const { code, text } = await run("npm run build", ["npm", "run", "build"], { cwd: vite, env });
      assert.equal(code, 0, text);
      return filesIn(join(vite, "dist"));
    };
    before(async () => {
      picture = await readFile(join(vite, "src/picture.svg"));
      network = await exampleNetwork(await build(), (its) => build({ VITE_SITE: its.siteId, VITE_SIGNALING: its.visitorUrl }));
    });
    after(async () => {
      await stopAll(network, () => removeFolder(join(vite, "dist")));
    });

    inEachBrowser("as built and published", ({ name }) => {
      it("fetches its picture from the super-peer by the package @deploynet/client", async () => {
        const page = await opened(name);
        // The app keeps what start() gave to itself, and tells the visitor.
        const bytesFromPeers = async () => {
          await page.page.goto(`${network.origin.url}/index.html`, { waitUntil: "load" });
          await page.page.waitForFunction(() => /bytes from super-peers/.test(document.getElementById("told").textContent));
          await page.page.waitForFunction(isDrawn, { polling: 100 });
          return Number(/^\d+/.exec(await page.page.$eval("#told", ({ textContent }) => textContent)));
        };
        let most = 0;
        for (let time = 1; time <= TIMES && most === 0; time++) {
          most = await bytesFromPeers();
          if (most === 0) await withoutCaches(page);
        }
        assert.equal(most, picture.length);
        assert.equal(await page.page.evaluate(() => typeof DeployNet), "undefined");
        assert.deepEqual(page.console, []);
      });
    });
  });

  describe("with a worker of its own", () => {
    let network;
    let ownAlone;
    let picture;
    before(async () => {
      const files = await filesIn(example("own-worker"));
      network = await exampleNetwork(files, (its) => ({
        "index.html": withTag(files["index.html"], its),
        "sw.js": String(files["sw.js"]).replace("SITE", its.siteId),
      }));
      picture = files["picture.svg"];
      ownAlone = String(files["sw.js"]).replace(/^importScripts.*$/m, "");
    });
    after(() => network?.stop());
    afterEach(() => {
      network.origin.intercept = () => false;
    });

    const url = () => `${network.origin.url}/index.html`;
    const isWhole = () =>
      [...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0) &&
      /own worker/.test(document.getElementById("greeting").textContent);
    const workers = (page) =>
      page.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).map(({ active }) => new URL(active?.scriptURL).pathname));

    /** Once the site's own worker is there; it takes over at the next visit, since it claims nobody. */
    async function controlled(name) {
      const page = await opened(name);
      await page.go(url());
      await page.page.evaluate(async () => void (await navigator.serviceWorker.ready));
      assert.ok(await page.page.evaluate(() => navigator.serviceWorker.controller === null), "ours did not claim the page");
      await page.go(url());
      await page.page.waitForFunction(isWhole, { polling: 100 }).catch(async (e) => {
        throw new Error(`${e.message}: ${JSON.stringify(await shown(page))}; ${await page.brief()} ${page.codes(await page.why())}; console: ${page.console.join(" | ")}`);
      });
      assert.deepEqual(await workers(page), ["/sw.js"]);
      return page;
    }

    /** For the report of a page that is not whole. */
    const shown = (page) =>
      page.page.evaluate(async () => ({
        controller: navigator.serviceWorker.controller?.scriptURL,
        registrations: (await navigator.serviceWorker.getRegistrations()).map((one) =>
          ["installing", "waiting", "active"].map((state) => `${state}: ${one[state]?.scriptURL} ${one[state]?.state}`),
        ),
        greeting: document.getElementById("greeting").textContent,
        images: [...document.images].map(({ complete, naturalWidth }) => `${complete} ${naturalWidth}`),
      }));

    inEachBrowser("that takes ours in", ({ name }) => {
      it("answers what is its own, and ours brings the rest from the super-peer", async (t) => {
        const page = await controlled(name);
        await page.untilWarm();
        // The page's own fetch knows nothing of DeployNet: only a worker can ask a super-peer for it.
        let fromPeer = 0;
        for (let time = 1; time <= TIMES && fromPeer === 0; time++) {
          await withoutCaches(page);
          const text = await page.page.evaluate(async () => (await fetch("/picture.svg")).text());
          assert.equal(text, String(picture));
          const { files } = await page.stats();
          fromPeer = files.reduce((sum, { path, peerBytes }) => sum + (path === "/picture.svg" ? peerBytes : 0), 0);
        }
        t.diagnostic(`${await page.brief()} ${page.codes(await page.why())}`);
        assert.equal(fromPeer, picture.length);
        assert.equal(await page.page.evaluate(async () => (await fetch("/greeting.txt")).text()), "Hello from the site's own worker.");
        assert.deepEqual(page.console, []);
      });

      it("is not taken off by ours where its file comes late", async () => {
        let give;
        network.origin.intercept = (_, response, path) => {
          const isHeld = path === "/sw.js" && !give;
          if (isHeld) give = async () => response.setHeader("content-type", "text/javascript").end(await readFile(join(network.site, "sw.js")));
          return isHeld;
        };
        const page = await opened(name);
        await page.go(url());
        await until("the site's own worker is asked for", () => give);
        // Whoever asks now is told after our script: it has found no worker, and registers its own behind the site's.
        await page.page.evaluate(async () => void (await navigator.serviceWorker.getRegistration("/")));
        await give();
        await page.page.evaluate(async () => void (await navigator.serviceWorker.ready));
        await until("one of them is there, and none on its way", () =>
          page.page.evaluate(async () => {
            const { installing, waiting, active } = await navigator.serviceWorker.getRegistration("/");
            return !installing && !waiting && active.state === "activated";
          }),
        );
        await page.go(url());
        await page.page.waitForFunction(isWhole, { polling: 100, timeout: 10_000 });
        assert.deepEqual(await workers(page), ["/sw.js"]);
      });

      it("stays when the site has no manifest any more, and only ours falls silent", async () => {
        const page = await controlled(name);
        network.origin.intercept = (_, response, path) =>
          path.startsWith("/.well-known/deploynet/manifest") && !!response.writeHead(404).end();
        await page.go(url());
        await page.page.waitForFunction(isWhole, { polling: 100 });
        await until("ours has deleted its caches, and nothing else", () =>
          page.page.evaluate(async () => (await caches.keys()).join() === "own-1"),
        );
        assert.deepEqual(await workers(page), ["/sw.js"]);
      });

      it("is left alone where it does not, and the page says so", async () => {
        network.origin.intercept = (_, response, path) =>
          path === "/sw.js" && !!response.setHeader("content-type", "text/javascript").end(ownAlone);
        const page = await controlled(name);
        await until("the page says so", async () => page.saysWhy(await page.why(), "worker-other"));
        assert.deepEqual(await workers(page), ["/sw.js"]);
        assert.deepEqual(await page.page.evaluate(() => caches.keys()), ["own-1"]);
        assert.deepEqual(page.console, []);
      });
    });
  });
});
