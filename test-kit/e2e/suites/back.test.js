import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Network } from "../lib/network.js";
import { until } from "../lib/processes.js";
import { noise } from "../lib/site.js";
import { inEachBrowser } from "../lib/suite.js";
import { expectedHashes } from "../lib/visit.js";

const files = { "one.bin": noise("one", 300_000), "two.bin": noise("two", 400_000) };

/** A visitor goes on to another page and comes back. */
describe("the button back", { timeout: 120_000 }, () => {
  let network;
  let elsewhere;
  before(async () => {
    network = await Network.healthy(files);
    network.worker = true;
    elsewhere = network.origin.page("/elsewhere", '<!doctype html><title>elsewhere</title><link rel="icon" href="data:,">');
  });
  after(() => network?.stop());

  inEachBrowser("of a page with a link", ({ name, visit }) => {
    it("shows the page as it was left, and its super-peer serves again", async (t) => {
      const page = await visit(network.page());
      await page.untilWarm();
      assert.deepEqual(await page.hashes(["one.bin"]), { "one.bin": expectedHashes(files)["one.bin"] });
      await page.page.evaluate(() => (globalThis.left = "as it was"));
      await page.page.goto(elsewhere);
      // A page that comes back as it was is not loaded: there is no event to wait for.
      await page.page.evaluate(() => setTimeout(() => history.back()));
      await until("the page is back", () => page.page.evaluate(() => typeof DeployNet === "object").catch(() => false));
      const isKept = await page.page.evaluate(() => globalThis.left === "as it was");
      t.diagnostic(isKept ? "as it was" : "loaded anew");
      // Firefox decides before the page hears that it goes, and keeps none that has a connection then.
      if (name === "chromium") assert.ok(isKept);
      await page.untilWarm();
      const before = await page.peerBytes();
      assert.deepEqual(await page.hashes(["two.bin"]), { "two.bin": expectedHashes(files)["two.bin"] });
      assert.equal((await page.peerBytes()) - before, files["two.bin"].length);
      await page.close();
    });
  });
});
