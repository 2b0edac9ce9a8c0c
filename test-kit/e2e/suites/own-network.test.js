import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { LabNetwork } from "../lib/lab-network.js";
import { NatLab } from "../lib/nat-lab.js";
import { runDeploynet } from "../lib/network.js";
import { stopAll, until } from "../lib/processes.js";
import { noise } from "../lib/site.js";
import { Visit, expectedHashes } from "../lib/visit.js";

const files = { "film.bin": noise("own network", 600_000), "style.css": noise("own network style", 9_000) };

/**
 * With no way in from outside, since no part is allowed the lab's STUN servers: a page behind the super-peer's own router can only
 * connect by the local network.
 */
describe("a browser on the super-peer's own network", { timeout: 240_000 }, () => {
  let lab;
  let network;
  before(async () => {
    lab = await NatLab.of({ home: "port-restricted", elsewhere: "port-restricted" }, { sides: "8.8.8" });
    network = await LabNetwork.of(lab, files);
    network.oneMachine = false;
    await network.startSignaling();
    await network.publish();
    await network.grant(1_000);
    await network.movePeerTo("home", "--ports", "off");
  });
  after(async () => {
    await stopAll(network, lab);
  });

  const browsers = new Map();
  async function pageAt(host) {
    if (!browsers.has(host)) browsers.set(host, await network.chromiumOn(host));
    const visit = await Visit.of(browsers.get(host), network.page());
    await visit.page.evaluate(() => void DeployNet.ready);
    return visit;
  }

  async function comesFromTheOrigin(host) {
    const visit = await pageAt(host);
    await until("why() says that no link came", async () => visit.saysWhy(await visit.why(), "connect-timeout"));
    assert.deepEqual(await visit.hashes(Object.keys(files)), expectedHashes(files));
    assert.equal(await visit.peerBytes(), 0);
    await visit.close();
  }

  const ownNetwork = async (choice) => {
    const { output, errors } = await runDeploynet(["ports", "--own-network", choice, "--data", network.peerData]);
    assert.equal(errors, "");
    return output;
  };

  it("is not told this computer's address before its owner wants that", () => comesFromTheOrigin("home"));

  it("is served over it when the owner wants that, and earns nothing", async () => {
    assert.match(await ownNetwork("on"), /Own network: Browsers on it are served directly/);
    const visit = await pageAt("home");
    await visit.untilWarm();
    await visit.untilServed(files);
    await visit.close();
    const earned = await until("the receipts are settled", async () => {
      const { credits, transfer } = await network.snapshot();
      return transfer.totalBytes > 0 && credits.pending !== null && credits;
    });
    assert.equal(earned.pending, 0);
    assert.ok((await network.doctor()).ownNetwork);
  });

  it("is none who comes from elsewhere", () => comesFromTheOrigin("elsewhere"));

  it("is not served over it any more when the owner says no", async () => {
    assert.match(await ownNetwork("off"), /not served directly/);
    await comesFromTheOrigin("home");
  });
});
