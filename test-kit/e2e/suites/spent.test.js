import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { browserNames, launch } from "../lib/browsers.js";
import { Network, runDeploynet } from "../lib/network.js";
import { until } from "../lib/processes.js";
import { noise } from "../lib/site.js";
import { Visit } from "../lib/visit.js";

const files = { "film.bin": noise("spent", 6_000_000) };

/** Credits that a visit earned and their owner gave to the site: the same figure on every face, also after a kill. */
describe("what a super-peer gives away", { timeout: 300_000 }, () => {
  let network;
  before(async () => {
    // What is earned waits a second here; the server looks once a minute what has waited long enough.
    network = await Network.healthy(files, { signaling: ["--pending", "PT1S"] });
    const browser = await launch(browserNames[0]);
    const visit = await Visit.of(browser, network.page());
    await visit.untilServed(files);
    await visit.close();
    await browser.close();
    await until("the network has answered each receipt", async () => {
      const { all } = await report();
      return all.measured.bytes > 0 && all.measured.bytes === all.confirmed.bytes;
    });
  });
  after(() => network?.stop());

  const run = (...words) => runDeploynet([...words, "--data", network.peerData]);

  async function said(...words) {
    const { code, output, errors } = await run(...words);
    assert.equal(code, 0, errors);
    return output;
  }

  const report = async () => JSON.parse(await said("earnings", "--json"));
  const budget = async () => {
    const { granted, budget, reserved } = await network.siteStatus();
    return granted + budget + reserved;
  };
  const table = async () => {
    const [head, ...rows] = (await said("earnings", "transfers", "--csv")).trimEnd().split("\r\n");
    return rows.map((row) => Object.fromEntries(row.split(",").map((cell, i) => [head.split(",")[i], cell])));
  };

  it("asks before, and without a terminal does nothing", async () => {
    const { code, errors } = await run("earnings", "transfer", "0.001", network.siteId);
    assert.equal(code, 2);
    assert.match(errors, /cannot take them back/);
    assert.deepEqual((await report()).spending, { spent: 0, earlier: 0, transfers: [] });
  });

  it("takes no amount that is none", async () => {
    for (const amount of ["0", "-1", "0.0000001", "99999999999999", "lots"]) {
      assert.equal((await run("earnings", "transfer", "--yes", amount, network.siteId)).code, 2, amount);
    }
  });

  it("is refused in words while it is not available, and for a site that nobody knows", async () => {
    const early = await run("earnings", "transfer", "--yes", "1000", network.siteId);
    assert.equal(early.code, 1);
    assert.match(early.errors, /fewer credits are available/);
    const unknown = await run("earnings", "transfer", "--yes", "0.001", "ab".repeat(20));
    assert.equal(unknown.code, 1);
    assert.match(unknown.errors, /does not know the site/);
  });

  it("goes into the budget once, and every face says the same of it, also after a kill", async () => {
    const before = await budget();
    await until(
      "it is available",
      async () => (await run("earnings", "transfer", "--yes", "0.002", network.siteId)).code === 0,
      { withinMs: 150_000 },
    );
    assert.equal(await budget(), before + 2_000);
    const agrees = async () => {
      const { spending, network: account, all } = await report();
      assert.equal(spending.spent, 2_000);
      assert.equal(account.pending + account.available + spending.spent, all.confirmed.microcredits);
      const rows = await table();
      const done = rows.filter(({ state }) => state === "done");
      assert.equal(done.reduce((sum, row) => sum + Number(row.microcredits), 0), 2_000);
      assert.deepEqual(
        rows.map(({ transfer }) => transfer),
        spending.transfers.map(({ id }) => id),
      );
      assert.match(await said("earnings"), /Spent: 0\.0020, given to the budgets of sites\./);
      assert.match(await said("earnings", "transfers"), /Spent: 0\.0020/);
    };
    await agrees();
    await network.peer.kill();
    await network.startPeer();
    await until("the network has said what its ledger has", async () => {
      const { code, output } = await run("earnings", "--json");
      return code === 0 && JSON.parse(output).network !== undefined;
    });
    await agrees();
    assert.equal(await budget(), before + 2_000);
  });

  it("has a ledger that nobody has to accept", async () => {
    const { code, errors } = await run("earnings", "accept-ledger", "--yes");
    assert.equal(code, 1);
    assert.match(errors, /nothing to accept/);
  });
});
