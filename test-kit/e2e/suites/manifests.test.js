import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { newKey, readKey, readManifest, siteOf, writeManifest } from "../lib/manifest.js";
import { Network } from "../lib/network.js";
import { until } from "../lib/processes.js";
import { noise } from "../lib/site.js";
import { inEachBrowser } from "../lib/suite.js";
import { expectedHashes } from "../lib/visit.js";

const files = { "a.bin": noise("a", 100_000), "b.bin": noise("b", 600_000) };
const names = Object.keys(files);
const day = 24 * 3600 * 1000;
const iso = (ms) => new Date(ms).toISOString();

/** What is wrong with the manifest, and the code why() must give; the page is whole in every case. */
const wrongs = [
  {
    what: "expired",
    code: "manifest-expired",
    make: (good, key) => [{ ...good, issued: iso(Date.now() - 9 * day), expires: iso(Date.now() - day) }, key],
  },
  {
    what: "issued in the future",
    code: "manifest-future",
    make: (good, key) => [{ ...good, issued: iso(Date.now() + day), expires: iso(Date.now() + 9 * day) }, key],
  },
  { what: "signed by another key", code: "manifest-signature", make: (good) => [good, newKey()] },
  {
    what: "for another site",
    code: "manifest-site",
    make: (good, key) => [{ ...good, site: siteOf(newKey()) }, key],
  },
];

describe("manifests", { timeout: 240_000 }, () => {
  let network;
  let key;
  let good;
  before(async () => {
    network = await Network.healthy(files);
    key = await readKey(network.key);
    good = await readManifest(network.site);
  });
  after(() => network?.stop());

  inEachBrowser("that are wrong leave the page to its origin", ({ visit }) => {
    for (const { what, code, make } of wrongs) {
      it(what, async (t) => {
        await writeManifest(network.site, ...make(good, key));
        const page = await visit(network.page());
        await page.untilSettled();
        assert.deepEqual(await page.hashes(names), expectedHashes(files));
        const why = await page.why();
        t.diagnostic(page.codes(why));
        assert.ok(page.saysWhy(why, code), page.codes(why));
        assert.equal(await page.peerBytes(), 0);
        await page.close();
        await writeManifest(network.site, good, key);
      });
    }

    it("whose signature is cut off", async (t) => {
      network.origin.intercept = (_, response, path) => path.endsWith("manifest.jws") && !!response.end("e30..");
      const page = await visit(network.page());
      await page.untilSettled();
      assert.deepEqual(await page.hashes(names), expectedHashes(files));
      network.origin.intercept = () => false;
      t.diagnostic(page.codes(await page.why()));
      assert.equal(await page.peerBytes(), 0);
      await page.close();
    });

    it("rolled back to an older sequence than this browser saw", async (t) => {
      await writeManifest(network.site, { ...good, sequence: good.sequence + 5 }, key);
      const newer = await visit(network.page());
      assert.deepEqual(await newer.hashes(names), expectedHashes(files));
      await newer.close();
      await writeManifest(network.site, good, key);
      const page = await visit(network.page());
      await page.untilSettled();
      assert.deepEqual(await page.hashes(names), expectedHashes(files));
      const why = await page.why();
      t.diagnostic(page.codes(why));
      assert.ok(page.saysWhy(why, "manifest-rolled-back"), page.codes(why));
      assert.equal(await page.peerBytes(), 0);
      await page.close();
    });
  });
});

describe("a site", { timeout: 240_000 }, () => {
  describe("that the network does not know", () => {
    let network;
    before(async () => {
      network = await Network.with(files);
      await network.publish();
      await network.startSignaling();
    });
    after(() => network?.stop());
    inEachBrowser("comes from its origin", ({ visit }) => {
      it("and the page says so", (t) => showsOrigin(network, visit, t, "unknown-site"));
    });
  });

  describe("whose budget is spent", () => {
    let network;
    before(async () => {
      network = await Network.healthy(files, { credits: 0 });
    });
    after(() => network?.stop());
    inEachBrowser("comes from its origin", ({ visit }) => {
      it("and the page says so", (t) => showsOrigin(network, visit, t, "budget"));
    });
  });

  describe("that is free", () => {
    let network;
    let verified = 0;
    before(async () => {
      network = await Network.healthy(files, { price: 0, credits: 0 });
    });
    after(() => network?.stop());
    inEachBrowser("is served", ({ visit }) => {
      it("by the super-peer", async () => {
        const page = await visit(network.page());
        await page.untilServed(files);
        verified += await network.untilBooked(page, verified);
        await page.close();
      });
    });
    it("and nobody earns or pays", async (t) => {
      await until("the ledger has the bytes", async () => (await network.siteStatus()).settledBytes === verified);
      const { credits } = await network.snapshot();
      const { granted, budget, reserved } = await network.siteStatus();
      t.diagnostic(JSON.stringify(credits));
      assert.deepEqual({ ...credits, granted, budget, reserved, receiptedBytes: 0, settledBytes: 0 }, {
        ...{ today: 0, confirmedToday: 0, unsettled: 0, refused: 0, pending: 0, available: 0, sharesAddress: false },
        ...{ granted: 0, budget: 0, reserved: 0, receiptedBytes: 0, settledBytes: 0 },
      });
    });
  });
});

async function showsOrigin(network, visit, t, code) {
  const page = await visit(network.page());
  await page.untilSettled();
  assert.deepEqual(await page.hashes(names), expectedHashes(files));
  await until(`why() says ${code}`, async () => page.saysWhy(await page.why(), code));
  t.diagnostic(page.codes(await page.why()));
  assert.equal(await page.peerBytes(), 0);
  await page.close();
}
