import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { KINDS, NatLab, PUBLIC } from "../lib/nat-lab.js";
import { until } from "../lib/processes.js";

const INDEPENDENT = "Endpoint Independent";
const ADDRESS = "Address Dependent";
const ADDRESS_AND_PORT = "Address and Port Dependent";

/** What each kind is, in the words of RFC 4787. */
const ofIpv4 = {
  none: { mapping: INDEPENDENT, filtering: INDEPENDENT, translated: false },
  "full-cone": { mapping: INDEPENDENT, filtering: INDEPENDENT, translated: true },
  restricted: { mapping: INDEPENDENT, filtering: ADDRESS, translated: true },
  "port-restricted": { mapping: INDEPENDENT, filtering: ADDRESS_AND_PORT, translated: true },
  symmetric: { mapping: ADDRESS_AND_PORT, filtering: ADDRESS_AND_PORT, translated: true },
  double: { mapping: INDEPENDENT, filtering: ADDRESS_AND_PORT, translated: true },
  "carrier-grade": { mapping: INDEPENDENT, filtering: ADDRESS_AND_PORT, translated: true },
  "dual-stack": { mapping: INDEPENDENT, filtering: ADDRESS_AND_PORT, translated: true },
};
const ofIpv6 = {
  "ipv6-only": { mapping: INDEPENDENT, filtering: ADDRESS_AND_PORT, translated: false },
  "dual-stack": { mapping: INDEPENDENT, filtering: ADDRESS_AND_PORT, translated: false },
};

/** The laboratory by the measure of a program that knows nothing of it: coturn's behaviour discovery (RFC 5780). */
describe("the NAT laboratory", { timeout: 120_000 }, () => {
  let lab;
  before(async () => {
    lab = await NatLab.of(Object.fromEntries(KINDS.map((kind) => [kind, kind])));
    await lab.startCoturn();
  });
  after(() => lab?.stop());

  // What is filtered shows by seconds without an answer: all hosts ask at once.
  describe("is what it says", { concurrency: true }, () => {
    for (const [family, kinds, server] of [["IPv4", ofIpv4, PUBLIC.stun[0]], ["IPv6", ofIpv6, PUBLIC.stunIpv6[0]]]) {
      for (const [kind, expected] of Object.entries(kinds)) {
        it(`${kind}, over ${family}`, async () => assert.deepEqual(await discover(lab, kind, server), expected));
      }
    }

    it("udp-blocked: no answer over UDP, one over TCP", async () => {
      assert.match(await silence(lab, "udp-blocked", PUBLIC.stun[0]), /STUN receive timeout/);
      assert.equal((await lab.run("udp-blocked", ["bash", "-c", `exec 3<>/dev/tcp/${PUBLIC.stun[0]}/3478`])).code, 0);
    });

    it("ipv6-only: no way to an IPv4 address, and no IPv6 where it is not said", async () => {
      assert.equal(await wayTo(lab, "ipv6-only", PUBLIC.stun[0]), false);
      assert.equal(await wayTo(lab, "ipv6-only", PUBLIC.stunIpv6[0]), true);
      assert.equal(await wayTo(lab, "port-restricted", PUBLIC.stunIpv6[0]), false);
    });

    it("double and carrier-grade: the nearer router has no public address", async () => {
      assert.match(await wanOf(lab, "double-router"), /^192\.168\./);
      assert.match(await wanOf(lab, "carrier-grade-router"), /^100\.64\./);
      assert.match(await wanOf(lab, "port-restricted-router"), /^198\.51\.100\./);
    });
  });

  it("is there several times at once, and leaves nothing behind", async () => {
    const second = await NatLab.of({ left: "symmetric", right: "none" });
    assert.equal((await second.run("left", ["true"])).code, 0);
    assert.equal((await lab.run("left", ["true"])).code, 2, "the first lab knows nothing of the second one's hosts");
    await second.stop();
    assert.notEqual((await second.run("left", ["true"])).code, 0, "its namespaces are gone");
    assert.equal((await lab.run("none", ["true"])).code, 0);
  });
});

/** Which mapping and filtering coturn's tool finds between a host and `server`, and whether its address is another there. */
async function discover(lab, host, server) {
  const { output } = await lab.run(host, ["turnutils_natdiscovery", "-m", "-f", server]);
  const behaviour = (what) => new RegExp(`NAT with (.*) ${what}!`).exec(output)?.[1] ?? output;
  const reflexive = /UDP reflexive addr: (\S+):\d+/.exec(output)?.[1];
  const own = (await lab.run(host, ["ip", "-json", "address", "show", "dev", "wan"])).output;
  return { mapping: behaviour("Mapping"), filtering: behaviour("Filtering"), translated: !own.includes(`"${reflexive}"`) };
}

/** What the same tool says when its first question has no answer; it would ask for a minute. */
async function silence(lab, host, server) {
  const tool = lab.start(host, "discovery", ["stdbuf", "-oL", "turnutils_natdiscovery", "-m", server]);
  await until("the tool has waited", () => /timeout|reflexive/.test(tool.output), { by: tool });
  await tool.kill();
  return tool.output;
}

async function wayTo(lab, host, address) {
  return (await lab.run(host, ["ip", "route", "get", address])).code === 0;
}

async function wanOf(lab, host) {
  const { output } = await lab.run(host, ["ip", "-json", "-4", "address", "show", "dev", "wan"]);
  return JSON.parse(output)[0].addr_info[0].local;
}
