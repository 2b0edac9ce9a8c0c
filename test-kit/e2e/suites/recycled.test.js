import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Network } from "../lib/network.js";
import { until } from "../lib/processes.js";
import { PIECE, noise } from "../lib/site.js";
import { browser } from "../lib/suite.js";
import { Visit, expectedHashes } from "../lib/visit.js";

/** Every engine takes that much: it starts afresh at the second look at its memory, 10 s after the first one. */
const AT_ONCE = ["--memory-mark", "1 MB"];
const RECYCLED = 7;

/** An engine that has taken too much memory starts afresh; whoever uses it hears nothing of that but `drain`. */
describe("an engine that has taken too much memory", { timeout: 180_000 }, () => {
  const files = { "film.bin": noise("film", 9 * PIECE + 77), "small.bin": noise("small", 5_000) };
  const names = Object.keys(files);
  let network;

  before(async () => {
    network = await Network.healthy(files, { peer: [...AT_ONCE, "--supervised"] });
  });
  after(() => network?.stop());

  const identity = () => readFile(join(network.peerData, "state", "identity.json"), "utf8");

  it("ends with a status of its own, and the next one goes on where it stopped", async () => {
    const before = await identity();
    const page = await Visit.of(await browser("chromium"), network.page());
    const receipted = await page.untilServed(files);
    const { code } = await network.peer.ended;
    assert.equal(code, RECYCLED, network.peer.text);
    await page.reloadWithoutCache();
    assert.deepEqual(await page.hashes(names), expectedHashes(files), "the page is whole without it");
    await page.close();

    network.origin.log.length = 0;
    await network.startPeer();
    await network.untilKept();
    assert.equal(await identity(), before);
    assert.ok((await network.snapshot()).credits.receiptedBytes >= receipted, "no receipt is lost");
    assert.deepEqual(
      network.origin.log.filter((entry) => entry.agent === "program" && !entry.path.startsWith("/.well-known/")),
      [],
      "nothing is fetched again",
    );
    await untilSettled();
    await servesAgain();
    await network.peer.stop();
  });

  it("starts again in its own process where nobody looks after it", async () => {
    await network.startPeer(...AT_ONCE);
    await network.untilKept();
    const first = await network.snapshot();
    const page = await Visit.of(await browser("chromium"), network.page());
    await page.untilServed(files);
    const receipted = (await network.snapshot()).credits.receiptedBytes;
    const next = await until("another engine answers in that process", async () => {
      const now = await network.snapshot().catch(() => undefined);
      return now && now.engine.startedAt !== first.engine.startedAt && now;
    }, { by: network.peer });
    assert.equal(next.engine.pid, first.engine.pid);
    assert.ok(next.credits.receiptedBytes >= receipted, "no receipt is lost");
    await page.close();
    // It answers before it is back in the network, and a page that is told of no peer does not ask again at once.
    await network.untilKept();
    await servesAgain();
    assert.equal((await network.peer.stop()).code, 0, network.peer.text);
  });

  async function servesAgain() {
    const page = await Visit.of(await browser("chromium"), network.page());
    await page.untilServed(files);
    await page.close();
  }

  /** Until the network has paid for every receipt. */
  function untilSettled() {
    return until("all receipts are settled", async () => {
      const { credits } = await network.snapshot();
      return credits.settledBytes === credits.receiptedBytes && credits.refused === 0;
    });
  }
});
