import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import { browserNames, launch } from "../lib/browsers.js";
import { Network, runDeploynet } from "../lib/network.js";
import { until } from "../lib/processes.js";
import { noise } from "../lib/site.js";
import { inEachBrowser } from "../lib/suite.js";
import { Visit, expectedHashes } from "../lib/visit.js";

const small = { "one.bin": noise("sites one", 300_000), "two.bin": noise("sites two", 300_000) };
const large = { "film.bin": noise("sites film", 6_000_000) };
const files = { ...small, ...large };

/** What its owner decides about a site, as browsers and the network notice it. */
describe("a site that its owner decides about", { timeout: 300_000 }, () => {
  let network;
  const open = [];
  before(async () => {
    network = await Network.healthy(files);
  });
  after(() => network?.stop());
  afterEach(async () => {
    for (const visit of open.splice(0)) await visit.close().catch(() => {});
  });

  async function command(...words) {
    const { code, output, errors } = await runDeploynet([...words, "--data", network.peerData]);
    assert.equal(code, 0, errors);
    return output;
  }

  const report = async () => JSON.parse(await command("sites", "--json"));
  const site = async () => (await report()).sites.find((one) => one.site === network.siteId);

  async function opened(visit) {
    const page = await visit(network.page());
    open.push(page);
    return page;
  }

  /** Until the network knows that this super-peer may be asked for the site, and it has it. */
  const untilServed = () => network.untilKept();

  inEachBrowser("by blocking and allowing it", ({ visit }) => {
    it("is left in the middle of a page, which is whole, and nothing more of it is served until it is allowed", async () => {
      const page = await opened(visit);
      await page.untilServed(small);
      // So slow that a file is still under way when the site is blocked.
      await command("limit", "--up", "400kB/s");
      const loading = page.hashes(Object.keys(large));
      await until("the file is under way", async () => (await page.stats()).links.some((link) => link.verifiedBytes > 900_000));
      assert.match(await command("sites", "block", "--keep", network.siteId), /is blocked/);
      assert.deepEqual(await loading, expectedHashes(large));
      const why = await page.why();
      assert.ok(page.saysWhy(why, "refused-blocked"), page.codes(why));
      await until("the link is closed", async () => (await page.stats()).links.length === 0);
      assert.ok(page.saysWhy(await page.why(), "bye-limit"), page.codes(await page.why()));
      await command("limit", "--up", "unlimited");

      const blocked = await site();
      assert.equal(blocked.state, "blocked");
      assert.ok(blocked.kept.bytes > 6_000_000 && blocked.kept.although, "what is kept stays");
      const late = await opened(visit);
      await late.untilSettled();
      assert.deepEqual(await late.hashes(Object.keys(files)), expectedHashes(files));
      assert.equal(await late.peerBytes(), 0);
      const { sent } = await site();
      assert.equal(sent.total, blocked.sent.total, "nothing of it was served after");
      await until("the network names nobody", async () => late.saysWhy(await late.why(), "no-peer"));

      await command("sites", "allow", network.siteId);
      await untilServed();
      const again = await opened(visit);
      await again.untilServed(small);
      assert.equal((await site()).state, "serving");
    });
  });

  it("has the same figures by the browser, the report and the earnings", async () => {
    const before = await site();
    const browser = await launch(browserNames[0]);
    try {
      const page = await Visit.of(browser, network.page());
      await page.untilServed(files);
      const receipted = await network.untilBooked(page, before.measured.bytes);
      const now = await site();
      const earnings = JSON.parse(await command("earnings", "--json"));
      assert.equal(now.measured.bytes - before.measured.bytes, receipted);
      assert.deepEqual(now.measured, earnings.sites.find((one) => one.site === network.siteId).amounts.measured);
      assert.equal(now.sent.total, earnings.sentBytes);
      assert.equal(now.sent.today, now.sent.total);
      assert.equal(now.sent.month, now.sent.total);
      assert.ok(now.sent.total >= now.measured.bytes);
      assert.ok(Math.abs(Date.now() - Date.parse(now.lastServed)) < 300_000, now.lastServed);
    } finally {
      await browser.close();
    }
  });

  it("is gone from the disk when it is purged or blocked, and stays so over a restart", async () => {
    const { kept } = await site();
    assert.match(await command("sites", "purge", network.siteId), /were deleted/);
    assert.equal((await site()).kept.bytes, 0);
    assert.match(await command("sites", "block", network.siteId), /is blocked/);
    await network.peer.stop();
    await network.startPeer();
    await until("the engine answers", () => network.snapshot());
    await until("the network has told it of the site", async () => (await site())?.state === "blocked");
    assert.equal((await site()).kept.bytes, 0);
    assert.deepEqual((await network.snapshot()).sites, []);
    await command("sites", "allow", network.siteId);
    await untilServed();
    assert.equal((await site()).kept.bytes, kept.bytes);
  });

  it("is not served while a denylist names it that its owner subscribed to, until he allows it", async () => {
    const ids = join(network.folder, "ids");
    const lists = join(network.folder, "lists");
    const sign = async (sequence, ...named) => {
      await writeFile(ids, named.join("\n"));
      const words = ["denylist", "sign", ids, join(lists, "list"), "--key", join(network.folder, "list.key"), "--name", "A list"];
      const { code, errors } = await runDeploynet([...words, "--sequence", String(sequence)]);
      assert.equal(code, 0, errors);
    };
    await mkdir(lists);
    await sign(2, network.siteId);
    assert.match(await command("sites", "denylist", "add", join(lists, "list")), /edition 2: 1 entries/);
    const denied = await site();
    assert.equal(denied.state, "denylist");
    assert.equal(denied.list, "A list");
    await until("what was kept is gone", async () => (await site()).kept.bytes === 0);
    await until("the network took the site back", async () => (await network.snapshot()).sites.length === 0);
    await sign(1);
    assert.match(await command("sites", "denylist", "refresh"), /older than the edition that counts/);
    assert.equal((await site()).state, "denylist");
    await command("sites", "allow", network.siteId);
    await untilServed();
    assert.equal((await site()).state, "serving");
  });

  it("is not asked for unpaid visits where its owner serves none, and the network knows", async () => {
    const free = await Network.healthy(small, { price: 0 });
    try {
      const browser = await launch(browserNames[0]);
      try {
        const off = await runDeploynet(["sites", "unpaid", "off", "--data", free.peerData]);
        assert.match(off.output, /are declined/);
        await until("the network took the site back", async () => (await free.snapshot()).sites.length === 0);
        const page = await Visit.of(browser, free.page());
        await page.untilSettled();
        assert.deepEqual(await page.hashes(Object.keys(small)), expectedHashes(small));
        assert.equal(await page.peerBytes(), 0);
        await until("the network names nobody", async () => page.saysWhy(await page.why(), "no-peer"));
        await runDeploynet(["sites", "unpaid", "on", "--data", free.peerData]);
        await free.untilKept();
        const again = await Visit.of(browser, free.page());
        await again.untilServed(small);
      } finally {
        await browser.close();
      }
    } finally {
      await free.stop();
    }
  });
});
