import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { LabNetwork } from "../lib/lab-network.js";
import { NatLab } from "../lib/nat-lab.js";
import { runDeploynet } from "../lib/network.js";
import { stopAll, until } from "../lib/processes.js";
import { noise } from "../lib/site.js";
import { Visit } from "../lib/visit.js";

const files = { "film.bin": noise("forwarding", 600_000), "style.css": noise("forwarding style", 9_000) };
const PORTS = 16;

/** A real miniupnpd as the router of each super-peer. Without it, none of these pages could connect (matrix.test.js). */
const ROUTERS = {
  pcp: { kind: "port-restricted", lines: ["enable_natpmp=yes", "enable_upnp=no"], page: "symmetric", before: "moderate" },
  upnp_igd: { kind: "symmetric", lines: ["enable_natpmp=no", "enable_upnp=yes"], page: "port-restricted", before: "strict" },
};

describe("ports that a router forwards", { timeout: 300_000 }, () => {
  let lab;
  let network;
  before(async () => {
    const hosts = Object.entries(ROUTERS).flatMap(([protocol, { kind, page }]) => [[host(protocol), kind], [`page-${page}`, page]]);
    lab = await NatLab.of(Object.fromEntries(hosts), { sides: "8.8.8" });
    network = await LabNetwork.of(lab, files);
    await network.startSignaling({ ownStun: true });
    await network.publish();
    await network.grant(1_000);
  });
  after(async () => {
    await stopAll(network, lab);
  });

  const host = (protocol) => `peer-${protocol.replace("_", "-")}`;
  const ports = (choice) => runDeploynet(["ports", choice, "--data", network.peerData]);

  async function tested(what, holds) {
    let report;
    const isSaid = async () => {
      report = await network.doctor();
      return !report.testing && report.natClass === what && holds(report.ports);
    };
    await until(`the super-peer says that it is ${what}`, isSaid, { told: () => JSON.stringify(report) });
    return report;
  }

  for (const [protocol, { kind, lines, page, before: without }] of Object.entries(ROUTERS)) {
    describe(`by ${protocol}, the router being ${kind}`, () => {
      let router;
      before(async () => {
        router = await lab.startMiniupnpd(host(protocol), network.folder, ...lines);
        await network.movePeerTo(host(protocol), "--ports", "automatic");
      });
      after(() => router?.daemon.stop());

      it("make it open, and the network's call says so", async (t) => {
        const report = await tested("open", (now) => now.open === PORTS);
        t.diagnostic(JSON.stringify(report.ports));
        assert.equal(report.evidence.find(({ finding }) => finding === "dialed_back")?.amount, 1);
        assert.equal(report.ports.attempts.find(({ outcome }) => outcome === "mapped")?.protocol, protocol);
        assert.equal(report.layers, "one", "the router told its outer address, which is the public one");
        assert.deepEqual([report.advice, report.steps], [[], []]);
        const { address, localAddress, model } = report.ports.router;
        assert.match(address, /^10\.\d+\.0\.1$/);
        assert.equal(localAddress, address.replace(/1$/, "2"));
        assert.equal(model !== "", protocol === "upnp_igd", "only UPnP has a name");
        assert.equal((await router.mappings()).length, PORTS);
      });

      it(`let in a page behind a ${page} router`, async (t) => {
        const visit = await Visit.of(await network.chromiumOn(`page-${page}`), network.page());
        await visit.page.evaluate(() => void DeployNet.ready);
        await visit.untilWarm();
        t.diagnostic(`${await visit.page.evaluate(() => Math.round(performance.now()))} ms from the page's start`);
        await visit.untilServed(files);
        await visit.close();
      });

      it("are given back when the owner does not want them, and asked for again when he does", async () => {
        assert.match((await ports("off")).output, /not asked/);
        assert.deepEqual(await router.mappings(), []);
        const { steps, ports: off } = await tested(without, (now) => now.open === 0);
        assert.match(steps[0], /deploynet ports automatic/);
        assert.ok(steps[1].includes(`http://${off.router.address} `), steps[1]);
        await ports("automatic");
        await tested("open", (now) => now.open === PORTS);
      });

      it("are given back at the end", async () => {
        await network.peer.stop();
        assert.deepEqual(await router.mappings(), []);
      });
    });
  }

  it("by hand let the world in, too", async () => {
    const peer = host("pcp");
    const rule = "add rule ip nat-lab ahead iifname wan udp dport 42000-42003 dnat to 10.0.0.2";
    await lab.nft(`${peer}-router`, rule);
    await network.movePeerTo(peer, "--ports", "42000-42003");
    const report = await tested("open", (now) => now.open === 4);
    assert.deepEqual(report.ports.attempts, [], "no router is asked");
    const visit = await Visit.of(await network.chromiumOn("page-symmetric"), network.page());
    await visit.page.evaluate(() => void DeployNet.ready);
    await visit.untilServed(files);
    await visit.close();
  });
});
