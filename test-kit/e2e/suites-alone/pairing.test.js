import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { browserNames } from "../lib/browsers.js";
import { LabNetwork } from "../lib/lab-network.js";
import { NatLab } from "../lib/nat-lab.js";
import { stopAll, until } from "../lib/processes.js";
import { noise } from "../lib/site.js";
import { Visit } from "../lib/visit.js";

const files = { "film.bin": noise("pairing", 600_000), "style.css": noise("pairing style", 9_000) };
const hosts = { "peer-open": "none", "peer-strict": "symmetric", "page-early": "none", "page-symmetric": "symmetric" };

/**
 * Two super-peers keep a site; the one that everybody can reach has visitors already, so that by room alone the other would be next.
 * That one is behind a symmetric router, and so are the pages: they could not connect (matrix.test.js).
 */
describe("pages behind a symmetric router", { timeout: 300_000 }, () => {
  let lab;
  let network;
  let strict;
  before(async () => {
    lab = await NatLab.of(hosts);
    network = await LabNetwork.of(lab, files);
    await network.startSignaling({ ownStun: true });
    await network.publish();
    await network.grant(1_000);
    await network.movePeerTo("peer-open");
    const early = await pageOn("page-early", "chromium");
    await early.page.evaluate(() => void DeployNet.ready);
    await early.untilWarm();
    strict = await network.startOtherOn("peer-strict");
    await until("the network knows both classes", async () => {
      const [first, other] = await Promise.all([reached(network.peerData), reached(strict.data)]);
      return first === "open" && other === "strict";
    });
  });
  after(async () => {
    await stopAll(network, lab);
  });

  const links = async (data) => (await network.ask("connections", undefined, data)).length;

  async function pageOn(host, name) {
    return Visit.of(await network.browserOn(name, host), network.page());
  }

  /** The class of a super-peer that the network has been told and has answered to. */
  async function reached(data) {
    const report = await network.ask("network", undefined, data);
    return report?.share && !report.testing ? report.natClass : undefined;
  }

  async function pair(visitor, peer) {
    return (await network.health()).pairs.find((each) => each.visitor === visitor && each.peer === peer);
  }

  for (const [done, name] of browserNames.entries()) {
    it(`get the super-peer that they can connect to, first time, in ${name}`, async (t) => {
      const others = await links(network.peerData);
      const page = await pageOn("page-symmetric", name);
      await page.page.evaluate(() => void DeployNet.ready);
      await page.untilWarm();
      t.diagnostic(`${await page.page.evaluate(() => Math.round(performance.now()))} ms from the page's start`);
      await page.untilServed(files);
      const why = await page.why();
      for (const code of ["connect-timeout", "connect-failed", "declined"]) assert.ok(!page.saysWhy(why, code), page.codes(why));
      assert.equal(await links(network.peerData), others + 1);
      assert.equal(await links(strict.data), 0);
      await until("the server has counted it as what it is", async () => (await pair("strict", "open"))?.connected > done);
      await page.close();
    });
  }

  it("are told from others by their candidates, and counted", async (t) => {
    const { pairs } = await network.health();
    t.diagnostic(JSON.stringify(pairs));
    const of = (peer) => pairs.filter((each) => each.peer === peer);
    assert.equal((await pair("moderate", "open"))?.connected, 1, "the early page, which nobody translates");
    assert.equal(of("strict").length, 0);
    const page = await (await fetch(`${network.signalingUrl}/`)).text();
    assert.match(page, /<td>open<\/td><td>strict<\/td>/);
  });

  it("are in what the owner is told", async () => {
    const { paired, connected } = (await network.health()).pairs.reduce(
      (sum, each) => ({ paired: sum.paired + each.tried, connected: sum.connected + each.connected }),
      { paired: 0, connected: 0 },
    );
    await until("the super-peer has the network's word", async () => {
      const { share } = await network.doctor("--test");
      return share?.paired === paired && share.connected === connected;
    });
  });
});
