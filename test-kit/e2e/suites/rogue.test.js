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
  // A gap before another piece breaks the protocol; one at the end may be a lost packet, and is accused after 3 s.
  cut: { code: ["protocol", "stalled"], rejects: false },
  longer: { code: "protocol", rejects: true },
  unasked: { code: "protocol", rejects: false },
  stranger: { code: "flooded", rejects: false },
  silence: { code: ["stalled", "overtaken", "late"], rejects: false },
  // One byte a second is as good as none.
  trickle: { code: ["stalled", "overtaken", "late"], rejects: false },
  busy: { code: "refused-busy", rejects: false },
};

/** How a page says that it did not wait for a peer. */
const gaveUp = ["stalled", "overtaken", "late"];

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
        if (lie === "none") {
          it("and serves it when it does not lie", async (t) => {
            const page = await visit(network.page());
            await page.untilServed(files);
            t.diagnostic(`${await page.brief()} ${page.codes(await page.why())}`);
            assert.equal(await page.rejectedPieces(), 0);
            await page.close();
          });
        } else {
          it("and is found out", async (t) => {
            // On a machine that stands still for 300 ms the page gives up on a peer before the lie is told.
            for (let visits = 1; !(await isFoundOut(visit, t, lie)); visits++) {
              assert.ok(visits < 4, "never found out");
            }
          });
        }
      });
    });
  }

  async function isFoundOut(visit, t, lie) {
    const page = await visit(network.page());
    await page.untilWarm();
    assert.deepEqual(await page.hashes(names), expectedHashes(files));
    const why = await page.why();
    const rejected = await page.rejectedPieces();
    t.diagnostic(`${await page.brief()} ${page.codes(why)}`);
    const { code, rejects } = lies[lie];
    const isFound = [code].flat().some((one) => page.saysWhy(why, one));
    assert.ok(isFound || gaveUp.some((one) => page.saysWhy(why, one)), page.codes(why));
    if (isFound) {
      assert.equal(rejected > 0, rejects);
      // What verified before the lie came is used, so the lie was met where it was told.
      if (lie.startsWith("flip")) assert.ok((await page.peerBytes()) > 0);
    }
    await page.close();
    return isFound;
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
        const expected = expectedHashes(files);
        let shown = expected;
        // As above: a page that stood still took the middle piece from the origin.
        for (let visits = 1; visits < 4 && shown["film.bin"] === expected["film.bin"]; visits++) {
          const page = await visit(network.page());
          await page.untilWarm();
          shown = await page.hashes(names);
          await page.close();
        }
        assert.throws(() => assert.deepEqual(shown, expected), assert.AssertionError);
        assert.equal(shown["small.bin"], expected["small.bin"]);
      });
    });
  });
});
