import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Network } from "../lib/network.js";
import { until } from "../lib/processes.js";
import { edgeFiles } from "../lib/site.js";
import { inEachBrowser } from "../lib/suite.js";
import { expectedHashes } from "../lib/visit.js";

const files = edgeFiles();
const names = Object.keys(files);

describe("a network that loses parties", { timeout: 240_000 }, () => {
  inEachBrowser("pages are whole and right", ({ visit }) => {
    let network;
    before(async () => {
      network = await Network.healthy(files, { peer: ["--upload", "2MB/s"] });
    });
    after(() => network?.stop());

    async function inMidTransfer(happens) {
      const page = await visit(network.page());
      await page.untilWarm();
      const before = await page.verifiedBytes();
      const hashes = page.hashes(names);
      await until("the transfer is under way", async () => (await page.verifiedBytes()) > before + 500_000);
      const underWay = await page.verifiedBytes();
      assert.ok(underWay < files["data/film.bin"].length, `nothing left to lose after ${underWay} bytes`);
      await happens();
      assert.deepEqual(await hashes, expectedHashes(files));
      return page;
    }

    it("when the signaling server is killed in mid-transfer", async () => {
      const page = await inMidTransfer(() => network.signaling.kill());
      await page.close();
      await network.startSignaling();
      await until("the super-peer is back", async () => (await network.snapshot()).signaling.link === "connected");
    });

    it("when the super-peer is killed in mid-transfer", async (t) => {
      const page = await inMidTransfer(() => network.peer.kill());
      const why = await page.why();
      t.diagnostic(page.codes(why));
      assert.ok(page.saysWhy(why, "stalled") || page.saysWhy(why, "peer-lost"), page.codes(why));
      await page.close();
    });

    it("when only the signaling server runs", async (t) => {
      const page = await visit(network.page());
      assert.deepEqual(await page.hashes(names), expectedHashes(files));
      t.diagnostic(page.codes(await page.why()));
      assert.equal(await page.verifiedBytes(), 0);
      await page.close();
    });
  });

  inEachBrowser("pages are whole and right", ({ visit }) => {
    let network;
    before(async () => {
      network = await Network.with(files);
      await network.publish();
    });
    after(() => network?.stop());

    it("when neither was ever started", async (t) => {
      const page = await visit(network.page());
      assert.deepEqual(await page.hashes(names), expectedHashes(files));
      const why = await page.why();
      t.diagnostic(page.codes(why));
      assert.ok(page.saysWhy(why, "signaling-unreachable"), page.codes(why));
      await page.close();
    });
  });
});
