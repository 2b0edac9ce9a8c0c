import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Network } from "../lib/network.js";
import { oddNames, sha256 } from "../lib/site.js";
import { inEachBrowser } from "../lib/suite.js";
import { expectedHashes } from "../lib/visit.js";

const files = oddNames();

// Names that begin with a dot are not published: editors and tools keep there what nobody meant to show.
const isHidden = (name) => name.split("/").some((part) => part.startsWith("."));
const listed = Object.keys(files).filter((name) => !isHidden(name));
// On a busy machine the origin may be quicker with a small file: then it is asked for again.
const ROUNDS = 5;
const named = (path) => decodeURIComponent(path).slice(1);

describe("names of files", { timeout: 120_000 }, () => {
  let network;
  before(async () => {
    network = await Network.healthy({ ...files, "empty.txt": Buffer.alloc(0) });
  });
  after(() => network?.stop());

  inEachBrowser("whatever they are", ({ visit }) => {
    it("mean the same to publisher, origin, super-peer and page", async (t) => {
      const page = await visit(network.page());
      await page.untilWarm();
      assert.deepEqual(await page.hashes(Object.keys(files)), expectedHashes(files));
      assert.deepEqual(page.console, []);
      t.diagnostic(await page.brief());
      t.diagnostic(page.codes(await page.why()));
      let left = listed;
      for (let round = 0; ; round++) {
        const got = new Map((await page.stats()).files.map((file) => [named(file.path), file]));
        left = left.filter((name) => got.get(name)?.peerBytes !== files[name].length);
        if (left.length === 0 || round === ROUNDS) break;
        await page.reloadWithoutCache();
        await page.untilWarm();
        await page.hashes(left, 1);
      }
      assert.deepEqual(left, [], "names that never came from the super-peer");
      await page.close();
    });

    it("may be spelt with dot segments, needless escapes and raw characters", async () => {
      const page = await visit(network.page());
      await page.untilWarm();
      const spellings = {
        "/odd/./deep/../with%20space.bin": "odd/with space.bin",
        "/x/%2e%2e/odd/%77ith%20space.bin": "odd/with space.bin",
        "/odd/snowman-\u2603.bin": "odd/snowman-\u2603.bin",
        "/odd/quote'%22%3c%3E.bin": "odd/quote'\"<>.bin",
        "odd/Case.bin#fragment": "odd/Case.bin",
      };
      for (const [spelling, name] of Object.entries(spellings)) {
        assert.equal(await page.hashOf(spelling), sha256(files[name]), spelling);
      }
      await page.close();
    });

    it("that are not listed come from the origin as they are", async () => {
      const page = await visit(network.page());
      await page.untilWarm();
      const verified = await page.verifiedBytes();
      assert.equal(await page.hashOf("/empty.txt"), sha256(Buffer.alloc(0)));
      assert.equal(await page.hashOf("/odd/Case.bin?query"), sha256(files["odd/Case.bin"]));
      assert.equal(await page.verifiedBytes(), verified);
      await page.close();
    });
  });
});
