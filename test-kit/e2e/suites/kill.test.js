import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Network } from "../lib/network.js";
import { until } from "../lib/processes.js";
import { PIECE, noise, sha256, writeFiles } from "../lib/site.js";
import { browser } from "../lib/suite.js";
import { Visit, expectedHashes } from "../lib/visit.js";

/** A hundred are a proof of their own, half an hour long. */
const KILLS = Number(process.env.KILLS ?? 4);
const SEED = process.env.SEED ?? String(Date.now());

/**
 * The engine is killed at a random moment while it fetches new files from the origin, serves a page and books receipts.
 * Acknowledged is what it had told others before: kept bytes and receipted bytes of its snapshot.
 */
describe(`an engine killed ${KILLS} times under load (SEED=${SEED})`, { timeout: 60_000 + KILLS * 30_000 }, () => {
  const files = { "film.bin": noise("film", 12 * PIECE + 77), "small.bin": noise("small", 5_000) };
  let network;

  before(async () => {
    network = await Network.healthy(files);
  });
  after(async () => {
    await network?.stop();
  });

  it("loses nothing it had acknowledged and serves at the next start", async (t) => {
    const startsMs = [];
    let served = 0;
    for (let round = 1; round <= KILLS; round++) {
      const page = await Visit.of(await browser("chromium"), network.page());
      await page.untilWarm();
      await addFile(round);
      const load = page.hashes([...Object.keys(files), ...Object.keys(files)], 3);
      const acknowledged = await watchFor(Number.parseInt(sha256(`${SEED} ${round}`).slice(0, 8), 16) % 1_200);
      await network.peer.kill();

      assert.deepEqual(await load, expectedHashes(files), `round ${round}: the page is whole and right`);
      served += await page.verifiedBytes();
      await page.close();

      network.origin.log.length = 0;
      const startedAt = performance.now();
      await network.startPeer();
      const first = await until("the engine answers", () => network.snapshot(), { by: network.peer });
      startsMs.push(performance.now() - startedAt);
      assertReceiptsAreThere(first, acknowledged, round);
      await network.untilKept();
      assertPiecesWereThere(await network.snapshot(), acknowledged, round);
      await until("the engine is back at the network", async () => (await network.snapshot()).signaling.link === "connected");
    }
    const last = await Visit.of(await browser("chromium"), network.page());
    await last.untilServed(files);
    await last.close();
    startsMs.sort((a, b) => a - b);
    t.diagnostic(
      `${KILLS} kills, 0 losses, SEED=${SEED}; ${served} bytes served meanwhile; start to first answer: ` +
        `median ${Math.round(startsMs[KILLS >> 1])} ms, worst ${Math.round(startsMs.at(-1))} ms`,
    );
  });

  /** A newer manifest with one more file, so that the cache is filling when the kill comes. */
  async function addFile(round) {
    const added = { [`added/${round}.bin`]: noise(`added ${round}`, 3 * PIECE + round) };
    delete files[`added/${round - 3}.bin`];
    Object.assign(files, added);
    await writeFiles(network.site, added);
    await network.publish();
  }

  /** What the engine said of itself until just before the kill. */
  async function watchFor(ms) {
    const end = performance.now() + ms;
    let seen = await network.snapshot();
    while (performance.now() < end) {
      await pause(20);
      seen = (await network.snapshot()) ?? seen;
    }
    return seen;
  }

  function assertReceiptsAreThere(now, acknowledged, round) {
    const [before, after] = [acknowledged.credits.receiptedBytes, now.credits.receiptedBytes];
    assert.ok(after >= before, `round ${round}: ${before} bytes were booked, ${after} after the kill`);
  }

  /** What was kept before is not fetched again: so it was there. */
  function assertPiecesWereThere(now, acknowledged, round) {
    const site = (snapshot) => snapshot.sites.find((found) => found.site === network.siteId);
    const fetched = network.origin.log
      .filter((entry) => entry.agent === "program" && !entry.path.startsWith("/.well-known/"))
      .reduce((sum, entry) => sum + entry.bytes, 0);
    const kept = site(acknowledged)?.sequence === site(now).sequence ? site(acknowledged).keptBytes : 0;
    assert.ok(
      fetched <= site(now).wantedBytes - kept,
      `round ${round}: ${kept} of ${site(now).wantedBytes} bytes were kept, yet ${fetched} were fetched after the kill`,
    );
  }
});
