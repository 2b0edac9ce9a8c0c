import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { Network } from "../lib/network.js";
import { stopAll, until } from "../lib/processes.js";
import { Relay } from "../lib/relay.js";
import { noise } from "../lib/site.js";
import { inEachBrowser } from "../lib/suite.js";
import { expectedHashes } from "../lib/visit.js";

const files = Object.fromEntries(["one", "two", "three", "four", "five"].map((name) => [`${name}.bin`, noise(name, 300_000)]));
const MINUTE = 60_000;

/** Super-peers are switched off, by the network's operator or by the visitor, and on again. */
describe("super-peers that are switched off", { timeout: 240_000 }, () => {
  let network;
  let door;
  const open = [];
  before(async () => {
    network = await Network.healthy(files);
    door = await Relay.tcp({ to: `127.0.0.1:${network.signalingPort}` });
    network.visitorsComeBy(door.port);
    assert.match(network.tag, new RegExp(`:${door.port}/v1/visitor`));
  });
  after(async () => {
    await stopAll(network, door);
  });
  afterEach(async () => {
    for (const visit of open.splice(0)) {
      await visit.page.evaluate(() => localStorage.clear()).catch(() => {});
      await visit.close().catch(() => {});
    }
  });

  async function opened(visit, url = network.page()) {
    const page = await visit(url);
    open.push(page);
    return page;
  }

  /** Gets `name`, and says how many bytes of it came from super-peers. */
  async function peerBytesOf(page, name) {
    const before = await page.peerBytes();
    assert.deepEqual(await page.hashes([name]), { [name]: expectedHashes(files)[name] });
    return (await page.peerBytes()) - before;
  }

  // Nothing is kept without the worker, so each time it is fetched anew; on a busy computer the origin may be faster once.
  const untilUsed = (page, name) => until(`${name} comes from a super-peer`, async () => (await peerBytesOf(page, name)) > 0);

  const untilOff = (page, code) =>
    until(`the page says ${code}`, async () => (await page.stats()).state === "off" && page.saysWhy(await page.why(), code));
  const untilLeft = (page) => until("all links are closed", async () => (await page.stats()).links.length === 0);

  inEachBrowser("by the operator", ({ visit }) => {
    it("are left at once by an open page, asked by no further one, and used again when the time has passed", async () => {
      const page = await opened(visit);
      await page.untilServed({ "one.bin": files["one.bin"] });
      try {
        await network.switchPeers(true);
        assert.equal((await network.health()).sitesOff, 1);
        await untilOff(page, "switched-off");
        await untilLeft(page);
        assert.equal(await peerBytesOf(page, "two.bin"), 0);
        const until = await page.page.evaluate(() => Number(localStorage.getItem("deploynet:off-until")) - Date.now());
        assert.ok(until > 9 * MINUTE && until <= 10 * MINUTE, `${until} ms`);
        const before = door.accepted;
        const late = await opened(visit);
        await late.untilSettled();
        assert.equal(await peerBytesOf(late, "three.bin"), 0);
        await untilOff(late, "switched-off");
        assert.equal(door.accepted, before, "a page that is loaded meanwhile asks nobody");
      } finally {
        await network.switchPeers(false);
      }
      assert.equal(await peerBytesOf(page, "four.bin"), 0, "the page asks again only when the time has passed");
      const [, late] = open;
      // As if the ten minutes were over; the other tab hears of it.
      await late.page.evaluate(() => localStorage.setItem("deploynet:off-until", "1"));
      await page.untilWarm();
      await untilUsed(page, "five.bin");
    });
  });

  inEachBrowser("by the visitor", ({ visit }) => {
    it("are left at once in all tabs, also after a reload, until they are switched on", async () => {
      const page = await opened(visit);
      const other = await opened(visit);
      await page.untilServed({ "one.bin": files["one.bin"] });
      await other.untilWarm();
      assert.equal(await page.page.evaluate(() => DeployNet.allowed), undefined);
      await page.page.evaluate(() => DeployNet.setAllowed(false));
      for (const tab of [page, other]) {
        await untilOff(tab, "visitor-off");
        await untilLeft(tab);
        assert.equal(await tab.page.evaluate(() => DeployNet.allowed), false);
        assert.equal(await peerBytesOf(tab, "two.bin"), 0);
      }
      const before = door.accepted;
      await page.page.reload({ waitUntil: "load" });
      await page.untilSettled();
      assert.equal(await peerBytesOf(page, "three.bin"), 0);
      assert.ok(page.saysWhy(await page.why(), "visitor-off"));
      assert.equal(door.accepted, before);
      await page.page.evaluate(() => DeployNet.setAllowed(true));
      for (const tab of [page, other]) {
        await tab.untilWarm();
        await untilUsed(tab, "four.bin");
      }
    });
  });

  inEachBrowser("until the visitor was asked", ({ visit }) => {
    it("are contacted by nobody before a yes", async () => {
      const before = door.accepted;
      const page = await opened(visit, network.page("", "/asks", 'data-consent="ask"'));
      await page.untilSettled();
      assert.equal(await peerBytesOf(page, "one.bin"), 0);
      await untilOff(page, "no-consent");
      assert.equal(door.accepted, before);
      await page.page.evaluate(() => DeployNet.setAllowed(true));
      await page.untilWarm();
      await untilUsed(page, "two.bin");
      assert.ok(door.accepted > before);
    });
  });
});
