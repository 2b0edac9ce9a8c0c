import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { readKey, readManifest, writeManifest } from "../lib/manifest.js";
import { Network } from "../lib/network.js";
import { until } from "../lib/processes.js";
import { pageFiles, sha256 } from "../lib/site.js";
import { inEachBrowser } from "../lib/suite.js";
import { expectedHashes } from "../lib/visit.js";
import { plainHashes, untilControlled } from "../lib/worker.js";

const files = pageFiles();
const names = Object.keys(files);
const OWN = "/deploynet-sw.js";
const NEXT = "/deploynet-next-sw.js";
// What tells the version that the site had from the one that this program brings.
const MARK = ';document.documentElement.dataset.client = "earlier";';

describe("a newer client for a share of the visitors", { timeout: 240_000 }, () => {
  let network;
  // Each in a network of its own: a browser remembers what it saw of a site.
  beforeEach(async () => {
    network = await Network.healthy(files);
    network.worker = true;
    const [script, worker] = ["deploynet.js", "deploynet-sw.js"].map((name) => join(network.site, name));
    const page = await readFile(script);
    const earlier = Buffer.concat([page, Buffer.from(MARK)]);
    await writeFile(script, earlier);
    await writeFile(worker, (await readFile(worker, "utf8")).replace(sha256(page), sha256(earlier)));
    await network.publish("--client-share", "0");
  });
  afterEach(() => network?.stop());

  inEachBrowser("is given", ({ visit }) => {
    /** The version of the page's script; the page is whole and right, and then in the hands of the worker of that file. */
    const clientOf = async (page, worker) => {
      await page.untilSettled();
      await untilControlled(page);
      assert.deepEqual(await page.hashes(names), expectedHashes(files));
      assert.deepEqual(await plainHashes(page, names), expectedHashes(files));
      const hands = () =>
        page.page.evaluate(async () => {
          const { active, installing, waiting } = (await navigator.serviceWorker.getRegistration("/")) ?? {};
          const workers = [navigator.serviceWorker.controller, active, installing, waiting];
          return workers.map((one) => one && new URL(one.scriptURL).pathname);
        });
      await until(`${worker} has taken over`, async () => (await hands())[0] === worker).catch(async (e) => {
        throw new Error(`${e.message}: ${await hands()}, ${await script(page)}, ${page.codes(await page.why())}`);
      });
      assert.deepEqual(await plainHashes(page, names), expectedHashes(files));
      return script(page);
    };
    const script = (page) => page.page.evaluate(() => document.documentElement.dataset.client ?? "newer");
    const reopen = (page) => page.page.goto(network.page("", "/rollout"), { waitUntil: "load" });
    /** The worker may hear of a share too late for the page that is being opened. */
    const reopenUntilNewer = (page) =>
      until("the newer client", async () => {
        await reopen(page);
        await page.untilSettled();
        return (await script(page)) === "newer";
      });

    it("to those who come again, ends as soon as it is taken back, and is everybody's in the end", async () => {
      await network.publish("--client-share", "100");
      const page = await visit(network.page("", "/rollout"));
      assert.equal(await clientOf(page, OWN), "earlier", "the first page comes before its worker");
      await reopenUntilNewer(page);
      assert.equal(await clientOf(page, NEXT), "newer");
      await reopen(page);
      assert.equal(await clientOf(page, NEXT), "newer");

      await network.publish("--client-share", "0");
      await reopen(page);
      assert.equal(await clientOf(page, OWN), "earlier");

      await network.publish("--client-share", "100");
      await reopenUntilNewer(page);
      assert.equal(await clientOf(page, NEXT), "newer");
      await network.publish();
      await reopen(page);
      assert.equal(await clientOf(page, OWN), "newer");
      assert.deepEqual(page.console, []);
      await page.close();
    });

    it("and can be taken back where it does not run at all", async () => {
      const page = await visit(network.page("", "/rollout"));
      await untilControlled(page);

      const broken = Buffer.from("throw new Error('broken');");
      await writeFile(join(network.site, "deploynet-next.js"), broken);
      const manifest = await readManifest(network.site);
      const next = { ...manifest, sequence: manifest.sequence + 1, client: { share: 100, page: sha256(broken) } };
      await writeManifest(network.site, next, await readKey(network.key));
      const isBroken = () => page.page.evaluate(() => !("DeployNet" in globalThis));
      await until("it is given", async () => (await reopen(page)) && isBroken());
      assert.deepEqual(await plainHashes(page, names), expectedHashes(files));

      await network.publish("--client-share", "0");
      await reopen(page);
      assert.equal(await clientOf(page, OWN), "earlier");
      await page.close();
    });
  });
});
