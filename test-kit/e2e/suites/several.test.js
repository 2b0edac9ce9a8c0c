import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Network } from "../lib/network.js";
import { until } from "../lib/processes.js";
import { noise } from "../lib/site.js";
import { inEachBrowser } from "../lib/suite.js";
import { expectedHashes } from "../lib/visit.js";

const FILM = "film.bin";
const files = { [FILM]: noise("several", 6 * 1024 * 1024) };
const NARROW = ["--upload", "8Mbit/s"];

/** A page that wants more than one narrow super-peer brings goes to others as well. */
describe("a network of narrow super-peers", { timeout: 300_000 }, () => {
  let network;
  before(async () => {
    network = await Network.healthy(files, { peer: NARROW, signaling: ["--holders", "3"] });
  });
  after(() => network?.stop());

  inEachBrowser("a page with a film", ({ visit }) => {
    let other;
    before(async () => {
      other = await network.startOther(...NARROW);
    });

    async function watched(meanwhile) {
      const page = await visit(network.page());
      await page.untilWarm();
      await page.page.evaluate(() => {
        globalThis.byPeer = {};
        DeployNet.addEventListener("source", ({ detail: { peer = "origin", bytes } }) => {
          byPeer[peer] = (byPeer[peer] ?? 0) + bytes;
        });
      });
      const hashes = page.hashes([FILM]);
      const byPeer = () => page.page.evaluate(() => byPeer);
      const isServed = async () => Object.keys(await byPeer()).filter((peer) => peer !== "origin").length >= 2;
      await until("two super-peers serve it", isServed);
      await meanwhile();
      assert.deepEqual(await hashes, expectedHashes(files));
      const bytes = await byPeer();
      await page.close();
      return bytes;
    }

    it("gets it from two at once, each byte once", async (t) => {
      const bytes = await watched(() => {});
      t.diagnostic(JSON.stringify(bytes));
      assert.equal(Object.values(bytes).reduce((sum, each) => sum + each, 0), files[FILM].length);
    });

    it("stays with the others when one is killed in its middle", async (t) => {
      const bytes = await watched(async () => {
        // Whoever it is: the page has links to both, and whoever is left brings the rest.
        await other.kill();
        other = undefined;
      });
      t.diagnostic(JSON.stringify(bytes));
      assert.ok((bytes.origin ?? 0) < files[FILM].length / 2, "most comes from who is left");
    });
  });
});
