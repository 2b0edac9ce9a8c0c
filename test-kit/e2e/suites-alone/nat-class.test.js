import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { LabNetwork } from "../lib/lab-network.js";
import { KINDS, NatLab } from "../lib/nat-lab.js";
import { stopAll, until } from "../lib/processes.js";
import { noise } from "../lib/site.js";

/** What a super-peer behind each kind of router must say of itself, asked by STUN servers with two addresses. */
const CLASSES = {
  none: "open",
  "full-cone": "open",
  restricted: "moderate",
  "port-restricted": "moderate",
  symmetric: "strict",
  double: "moderate",
  "carrier-grade": "moderate",
  "udp-blocked": "blocked",
  "ipv6-only": "moderate",
  "dual-stack": "moderate",
};
const RUNS = Number(process.env.NAT_CLASS_RUNS ?? 1);

/** So many at once: a test mostly waits for answers that a router may not let in. */
const AT_ONCE = 4;

/** NAT_CLASS_RUNS=20 tests each kind so many times: about ten minutes. */
describe("a super-peer's own word for its NAT", { timeout: 200_000 + RUNS * 100_000, concurrency: AT_ONCE }, () => {
  let lab;
  let network;
  before(async () => {
    lab = await NatLab.of(Object.fromEntries(KINDS.map((kind) => [`peer-${kind}`, kind])));
    network = await LabNetwork.of(lab, { "a.txt": noise("nat class", 1_000) });
    await network.startSignaling({ ownStun: true });
    await network.publish();
  });
  after(async () => {
    await stopAll(network, lab);
  });

  for (const kind of KINDS) {
    it(`behind ${kind} is "${CLASSES[kind]}"`, async (t) => {
      const peer = await network.startOtherOn(`peer-${kind}`);
      // The first test is that of the welcome, the others are asked for.
      let report = await until("it has been tested", async () => {
        const { testedAt, testing, ...rest } = await network.doctorOf(peer.data);
        return testedAt && !testing && rest;
      });
      const found = [report.natClass];
      while (found.length < RUNS) {
        report = await network.doctorOf(peer.data, "--test");
        found.push(report.natClass);
      }
      const { natClass, mapping, filtering, layers, evidence } = report;
      t.diagnostic(JSON.stringify({ found: found.length, natClass, mapping, filtering, layers }));
      t.diagnostic(evidence.map(({ finding, amount }) => `${finding} ${amount}`).join(", "));
      assert.deepEqual([...new Set(found)], [CLASSES[kind]]);
      assert.equal((await network.snapshot(peer.data)).nat.type, CLASSES[kind], "every face says the same");
      await peer.stop();
    });
  }
});
