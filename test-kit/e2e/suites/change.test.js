import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { ChangingNetwork } from "../lib/changing-network.js";
import { until } from "../lib/processes.js";

/** Longer than the engine takes for a process that did not run (ChangeSettler.AWAY). */
const SUSPENDED_MS = 9_000;
/** Without a look at the network, a connection that is dead is noticed after 65 s of silence. */
const patience = { withinMs: 30_000 };

/** `./deploynet bench changes` does the first two hundred times, and says how long it takes. */
describe("a super-peer whose network changes serves again", { timeout: 240_000 }, () => {
  let network;
  let told;
  before(async () => {
    network = await ChangingNetwork.started();
  });
  beforeEach(() => {
    told = network.peer.text.length;
  });
  after(() => network?.stop());

  const saysOnlyNow = (word) =>
    until(`the engine says ${word}`, () => network.peer.text.slice(told).includes(word), { by: network.peer });

  async function servesAgain(t) {
    t.diagnostic(`served again after ${Math.round(await network.untilServed(performance.now(), patience.withinMs))} ms`);
  }

  it("after each of five addresses, and forgets the links of the old ones", async (t) => {
    const dead = new Set();
    for (let change = 1; change <= 5; change++) {
      const open = await network.links();
      assert.ok(open.length > 0, "the visitor's link is open");
      open.forEach((link) => dead.add(link));
      await network.changeAddress();
      await servesAgain(t);
    }
    t.diagnostic(`the last was forgotten after ${Math.round(await network.untilForgotten([...dead]))} ms more`);
    assert.equal((await network.links()).length, 1, "of the visitor who was served last");
    await saysOnlyNow("ADDRESS");
  });

  it("after its interface went down and came up", async (t) => {
    await network.down();
    await saysOnlyNow("the network changed");
    await network.up();
    await servesAgain(t);
  });

  it("while a second interface takes all traffic, and after it", async (t) => {
    await network.tunnelUp();
    await saysOnlyNow("ROUTE");
    await servesAgain(t);
    await network.tunnelDown();
    await servesAgain(t);
  });

  it("after it was suspended", async (t) => {
    const { pid } = network.peer;
    const stopped = performance.now();
    process.kill(pid, "SIGSTOP");
    try {
      await until("it was away for long", () => performance.now() - stopped > SUSPENDED_MS);
    } finally {
      process.kill(pid, "SIGCONT");
    }
    await saysOnlyNow("RESUMED");
    await servesAgain(t);
  });

  it("and has tested what NAT it is behind since the last change", async () => {
    await network.changeAddress();
    await network.untilServed();
    const { nat } = await network.snapshot();
    await until("it was tested again", async () => {
      const now = await network.snapshot();
      return now.nat.type === "moderate" && now.nat.testedAt !== nat.testedAt;
    });
  });
});
