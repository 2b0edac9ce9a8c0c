import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { browserNames, launch } from "../lib/browsers.js";
import { Network, runDeploynet } from "../lib/network.js";
import { until } from "../lib/processes.js";
import { noise } from "../lib/site.js";
import { Visit } from "../lib/visit.js";

const files = { "film.bin": noise("earnings", 3_000_000), "style.css": noise("earnings style", 9_000) };

/** What one visit earned, asked of every face that says it: the same figure from the same receipts. */
describe("what a super-peer earned", { timeout: 180_000 }, () => {
  let network;
  let receipted;
  before(async () => {
    network = await Network.healthy(files);
    const browser = await launch(browserNames[0]);
    const visit = await Visit.of(browser, network.page());
    receipted = await visit.untilServed(files);
    await visit.close();
    await browser.close();
    await until("the network has answered each receipt", async () => {
      const { all } = await earnings();
      return all.measured.bytes > 0 && all.measured.bytes === all.confirmed.bytes;
    });
  });
  after(() => network?.stop());

  async function command(...words) {
    const { code, output, errors } = await runDeploynet([...words, "--data", network.peerData]);
    assert.equal(code, 0, errors);
    return output;
  }

  const earnings = async (...more) => JSON.parse(await command("earnings", "--json", ...more));
  const csv = async (which) => {
    const [head, ...rows] = (await command("earnings", which, "--csv")).trimEnd().split("\r\n");
    return rows.map((row) => Object.fromEntries(row.split(",").map((cell, i) => [head.split(",")[i], cell])));
  };

  it("is the same by the browser's word, the book, the snapshot and the network's ledger", async () => {
    const report = await earnings();
    assert.equal(report.all.measured.bytes, receipted);
    assert.equal(report.all.waiting.bytes, 0);
    assert.deepEqual(report.all.refused, []);
    const { credits } = await network.snapshot();
    assert.equal(credits.receiptedBytes, receipted);
    assert.equal(credits.today, report.all.measured.microcredits);
    assert.equal(credits.confirmedToday, report.all.confirmed.microcredits);
    const { allBy, ...account } = report.network;
    assert.deepEqual(account, { pending: report.all.confirmed.microcredits, available: 0 });
    const hours = (Date.parse(allBy) - Date.now()) / 3_600_000;
    assert.ok(hours > 71 && hours <= 72, `it waits three days: ${allBy}`);
    assert.equal((await network.siteStatus()).settledBytes, receipted);
  });

  it("is what the network judges it by", async () => {
    // It asks once a minute.
    const word = await until(
      "the network's word has the visit",
      async () => {
        const { reputation } = await network.snapshot();
        return reputation?.facts.bytes === receipted && reputation;
      },
      { withinMs: 90_000 },
    );
    assert.equal(word.standing, "probation");
    assert.equal(word.probation.bytes, receipted);
    assert.equal(word.facts.connected, 1);
    assert.equal(word.facts.wrong, 0);
    const { served, connected, accepted, answers, days } = word.points;
    assert.equal(word.score, served + connected + accepted + answers + days);
    assert.match(await command("status"), new RegExp(`Reputation: On probation, ${word.score} of 100 points`));
  });

  it("is the same by site, by day and by receipt, in JSON and in CSV", async () => {
    const report = await earnings();
    const { measured, confirmed } = report.all;
    assert.deepEqual(report.sites.map((site) => [site.site, site.amounts]), [[network.siteId, report.all]]);
    assert.equal(report.days.length, 30);
    assert.equal(report.days.at(-1).measured, measured.microcredits);
    assert.equal(report.days.at(-1).confirmed, confirmed.microcredits);
    const [site] = await csv("--sites");
    assert.equal(Number(site.measured_microcredits), measured.microcredits);
    assert.equal(Number((await csv("--days")).at(-1).measured_microcredits), measured.microcredits);
    const receipts = await csv("--receipts");
    assert.equal(receipts.reduce((sum, row) => sum + Number(row.measured_microcredits), 0), measured.microcredits);
    assert.ok(receipts.every(({ state }) => state === "confirmed"));
  });

  it("can be checked offline, and meddling shows", async () => {
    const file = join(network.folder, "receipts.jsonl");
    await command("receipts", "export", file);
    await network.peer.stop();
    await network.signaling.stop();
    const { network: id } = JSON.parse((await readFile(file, "utf8")).split("\n")[0]);
    const whole = await runDeploynet(["receipts", "verify", file, "--network", id]);
    assert.equal(whole.code, 0, whole.text);
    assert.match(whole.output, /None is in doubt/);
    const stranger = await runDeploynet(["receipts", "verify", file, "--network", "ab".repeat(20)]);
    assert.equal(stranger.code, 1);
    assert.match(stranger.errors, /not by the network/);
  });
});
