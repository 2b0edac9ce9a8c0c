import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Network } from "../lib/network.js";
import { until } from "../lib/processes.js";
import { edgeFiles } from "../lib/site.js";
import { inEachBrowser } from "../lib/suite.js";
import { expectedHashes } from "../lib/visit.js";

const files = edgeFiles();
const names = Object.keys(files);

/** Pages stay whole and right whoever is lost. The order of the tests saves starts: each leaves what the next one needs. */
describe("a network that loses parties", { timeout: 300_000 }, () => {
  let network;
  before(async () => {
    network = await Network.with(files);
    await network.publish();
  });
  after(() => network?.stop());

  inEachBrowser("before anything was ever started", ({ visit }) => {
    it("pages come from the origin", async (t) => {
      const page = await visit(network.page());
      assert.deepEqual(await page.hashes(names), expectedHashes(files));
      await until("why() says so", async () => page.saysWhy(await page.why(), "signaling-unreachable"));
      t.diagnostic(page.codes(await page.why()));
      await page.close();
    });
  });

  inEachBrowser("pages are whole and right", ({ visit }) => {
    before(async () => {
      await network.startSignaling();
      await network.publish();
      await network.grant(1_000);
      await network.startPeer("--upload", "2MB/s");
      await network.untilKept();
    });

    async function inMidTransfer(happens) {
      const page = await visit(network.page());
      await page.untilWarm();
      const hashes = page.hashes(names);
      await until("the transfer is under way", async () => (await page.peerBytes()) > 500_000);
      const underWay = await page.peerBytes();
      assert.ok(underWay < files["data/film.bin"].length, `nothing left to lose after ${underWay} bytes`);
      await happens();
      assert.deepEqual(await hashes, expectedHashes(files));
      return page;
    }

    it("when the super-peer is killed in mid-transfer", async (t) => {
      const page = await inMidTransfer(() => network.peer.kill());
      const why = await page.why();
      t.diagnostic(page.codes(why));
      assert.ok(page.saysWhy(why, "stalled") || page.saysWhy(why, "peer-lost"), page.codes(why));
      await page.close();
    });

    it("when only the signaling server runs", async (t) => {
      const page = await visit(network.page());
      await page.untilSettled();
      assert.deepEqual(await page.hashes(names), expectedHashes(files));
      t.diagnostic(page.codes(await page.why()));
      assert.equal(await page.peerBytes(), 0);
      await page.close();
    });

    it("when the signaling server is killed in mid-transfer, and bytes go on flowing", async (t) => {
      await network.startPeer("--upload", "2MB/s");
      await network.untilKept();
      const page = await inMidTransfer(() => network.signaling.kill());
      t.diagnostic(`${await page.brief()} ${page.codes(await page.why())}`);
      assert.ok((await page.peerBytes()) > 1_000_000, "an open link lives on without the server");
      await page.close();
      await network.peer.kill();
    });
  });
});
