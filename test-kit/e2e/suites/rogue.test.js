import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { mutant } from "../lib/mutant.js";
import { Network } from "../lib/network.js";
import { PIECE, noise } from "../lib/site.js";
import { inEachBrowser } from "../lib/suite.js";
import { expectedHashes } from "../lib/visit.js";

const files = {
  "small.bin": noise("small", 20_000),
  "one-piece.bin": noise("one", PIECE),
  "three.bin": noise("three", 2 * PIECE + 1_000),
  "film.bin": noise("film", 5 * PIECE),
};
const names = Object.keys(files);

/** What why() must say, and whether a piece was rejected, for each lie of test-kit's class Lie. */
const lies = {
  "flip-first": { code: "wrong-hash", rejects: true },
  "flip-middle": { code: "wrong-hash", rejects: true },
  "flip-last": { code: "wrong-hash", rejects: true },
  swap: { code: "wrong-hash", rejects: true },
  "other-object": { code: "wrong-hash", rejects: true },
  "other-layer": { code: "wrong-hash", rejects: true },
  truncate: { code: "protocol", rejects: true },
  cut: { code: "protocol", rejects: false },
  longer: { code: "protocol", rejects: true },
  unasked: { code: "protocol", rejects: false },
  stranger: { code: "flooded", rejects: false },
  silence: { code: "stalled", rejects: false },
};

describe("a rogue super-peer", { timeout: 300_000 }, () => {
  let network;
  before(async () => {
    network = await Network.with(files);
    await network.startSignaling();
    await network.publish();
    await network.grant(1_000);
  });
  after(() => network?.stop());

  for (const lie of ["none", ...Object.keys(lies)]) {
    describe(`that lies by ${lie}`, () => {
      let rogue;
      before(async () => {
        rogue = await network.startRogue(lie);
      });
      after(() => rogue?.stop());

      inEachBrowser("shows the page no wrong byte", ({ visit }) => {
        it(lie === "none" ? "and serves it when it does not lie" : "and is found out", async (t) => {
          const page = await visit(network.page());
          await page.untilWarm();
          assert.deepEqual(await page.hashes(names), expectedHashes(files));
          const why = await page.why();
          t.diagnostic(`${await page.brief()} ${page.codes(why)}`);
          if (lie === "none") {
            assert.equal(await page.rejectedPieces(), 0);
            assert.ok((await page.verifiedBytes()) > 0);
          } else {
            assert.ok(page.saysWhy(why, lies[lie].code), page.codes(why));
            assert.equal((await page.rejectedPieces()) > 0, lies[lie].rejects);
            // What verified before the lie came is used, so the lie was met where it was told.
            if (lie.startsWith("flip")) assert.ok((await page.peerBytes()) > 0);
          }
          await page.close();
        });
      });
    });
  }

  // A known video platform shipped an inverted integrity check for years: this shows that the tests above can fail.
  describe("against a verifier that always says yes", () => {
    let rogue;
    before(async () => {
      const script = await mutant(
        "content/piece-layer.ts",
        "return equal(await pieceHash(bytes, this.size), hash);",
        "return true;",
      );
      network.origin.intercept = (_, response, path) =>
        path === "/deploynet.js" && !!response.setHeader("content-type", "text/javascript").end(script);
      rogue = await network.startRogue("flip-middle");
    });
    after(async () => {
      network.origin.intercept = () => false;
      await rogue?.stop();
    });

    inEachBrowser("wins", ({ visit }) => {
      it("so that these tests turn red", async () => {
        const page = await visit(network.page());
        await page.untilWarm();
        const shown = await page.hashes(names);
        assert.throws(() => assert.deepEqual(shown, expectedHashes(files)), assert.AssertionError);
        assert.notEqual(shown["film.bin"], expectedHashes(files)["film.bin"]);
        assert.equal(shown["small.bin"], expectedHashes(files)["small.bin"]);
        await page.close();
      });
    });
  });
});
