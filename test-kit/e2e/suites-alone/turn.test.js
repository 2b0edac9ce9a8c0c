import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { LabNetwork } from "../lib/lab-network.js";
import { NatLab, PUBLIC, TURN_SECRET } from "../lib/nat-lab.js";
import { stopAll, until } from "../lib/processes.js";
import { noise } from "../lib/site.js";
import { Visit } from "../lib/visit.js";

const files = { "film.bin": noise("turn", 600_000), "style.css": noise("turn style", 9_000) };
const size = Object.values(files).reduce((sum, bytes) => sum + bytes.length, 0);
const kinds = ["none", "port-restricted", "symmetric", "udp-blocked"];
const turn = [`turn:${PUBLIC.stun[0]}:3478`, `turn:${PUBLIC.stun[0]}:3478?transport=tcp`];

/** A page and a super-peer whose routers let no packets through, and some whose do, with coturn to relay. */
const PAIRS = [
  { page: "symmetric", peer: "symmetric", path: "relayed" },
  { page: "port-restricted", peer: "symmetric", path: "relayed" },
  { page: "symmetric", peer: "port-restricted", path: "relayed" },
  { page: "port-restricted", peer: "udp-blocked", path: "relayed" },
  { page: "port-restricted", peer: "port-restricted", path: "direct" },
  { page: "none", peer: "symmetric", path: "direct" },
  { page: "symmetric", peer: "none", path: "direct" },
];

describe("a super-peer that is lent a relay", { timeout: 300_000 }, () => {
  const browsers = new Map();
  let lab;
  let coturn;
  let network;
  before(async () => {
    lab = await NatLab.of(Object.fromEntries(kinds.flatMap((kind) => [[`peer-${kind}`, kind], [`page-${kind}`, kind]])));
    coturn = await lab.startTurn();
    network = await LabNetwork.of(lab, files);
    await network.startSignaling({ turn });
    await network.publish();
    await network.grant(1_000);
  });
  after(async () => {
    await stopAll(network, lab);
  });

  async function pageBehind(kind) {
    if (!browsers.has(kind)) browsers.set(kind, await network.chromiumOn(`page-${kind}`));
    return Visit.of(browsers.get(kind), network.page());
  }

  /** Where both cores are busy the origin may be asked as well: all of it has come from the super-peer at one visit of five. */
  async function bringsAllOfIt(page) {
    for (let visit = 1; (await page.untilServed(files)) < size && visit <= 5; visit++) await page.reloadWithoutCache();
    assert.equal(await page.peerBytes(), size, JSON.stringify(await page.why()));
  }

  for (const { page: ofPage, peer: ofPeer, path } of PAIRS) {
    it(`behind ${ofPeer} serves a page behind ${ofPage}, and its link is ${path}`, async (t) => {
      if (network.peerHost !== `peer-${ofPeer}`) await network.movePeerTo(`peer-${ofPeer}`);
      const page = await pageBehind(ofPage);
      await page.page.evaluate(() => void DeployNet.ready);
      await page.untilWarm();
      t.diagnostic(`${await page.page.evaluate(() => Math.round(performance.now()))} ms`);
      await bringsAllOfIt(page);
      // ICE may begin with a relayed pair and find a better one; what is looked at first may be either.
      await until(`the link says ${path}`, async () => {
        const paths = (await network.ask("connections")).map((link) => link.path);
        return paths.length === 1 && paths[0] === path;
      }, { withinMs: 20_000 });
      await page.close();
      await until("nobody is connected", async () => (await network.ask("connections")).length === 0, { withinMs: 20_000 });
    });
  }

  it("is led into nobody's private network by it", async () => {
    const tool = (peer) => ["turnutils_uclient", "-v", "-c", "-n", "1", "-W", TURN_SECRET, "-u", "somebody", "-e", peer, PUBLIC.stun[0]];
    const { code, text } = await lab.run("page-none", tool("10.1.0.2"));
    assert.notEqual(code, 0);
    assert.match(text, /error 403 \(Forbidden IP\)/);
  });

  // coturn's own log has the names, so that this finds them where they are.
  it("has what it is lent in no log of ours", () => {
    const secrets = new RegExp(`\\b1[0-9]{9}:[\\w-]{16}|${TURN_SECRET}`);
    assert.match(coturn.text, secrets);
    for (const program of network.programs) assert.doesNotMatch(program.text, secrets, program.name);
  });
});
