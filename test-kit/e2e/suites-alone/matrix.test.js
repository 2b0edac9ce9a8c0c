import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { browserNames } from "../lib/browsers.js";
import { LabNetwork } from "../lib/lab-network.js";
import { KINDS, NatLab } from "../lib/nat-lab.js";
import { stopAll, until } from "../lib/processes.js";
import { noise } from "../lib/site.js";
import { Visit, expectedHashes } from "../lib/visit.js";

const files = { "film.bin": noise("matrix", 600_000), "style.css": noise("matrix style", 9_000) };
const full = process.env.NAT_MATRIX === "full";
const kinds = full ? KINDS : ["none", "full-cone", "restricted", "port-restricted", "symmetric"];
/** Firefox is behind these alone unless all is asked for: what the routers do is the same, its ICE is another. */
const ofFirefox = full ? KINDS : ["port-restricted", "symmetric"];

// Of each kind what counts for hole punching (RFC 5128): whether there is IPv6, and what is between a host and IPv4.
const withIpv6 = ["ipv6-only", "dual-stack"];
const withoutIpv4 = ["ipv6-only", "udp-blocked"];
const onlyToWhomItSent = ["port-restricted", "double", "carrier-grade", "dual-stack"];

/**
 * Whether theory lets two hosts connect without a relay. Over IPv6 nothing is translated, and firewalls let answers in. Over
 * IPv4 a symmetric router takes another port for each destination, and nobody can tell the other side which: that side must
 * let in packets from a port that it has sent nothing to.
 */
function connects(one, other) {
  if (withIpv6.includes(one) && withIpv6.includes(other)) return true;
  if (withoutIpv4.includes(one) || withoutIpv4.includes(other)) return false;
  const unreachable = (kind) => kind === "symmetric" || onlyToWhomItSent.includes(kind);
  return !((one === "symmetric" && unreachable(other)) || (other === "symmetric" && unreachable(one)));
}

/** Browsers behind each kind of router ask a super-peer behind each. NAT_MATRIX=full takes all kinds: about half an hour. */
describe("pages and super-peers behind routers", { timeout: full ? 3_600_000 : 400_000 }, () => {
  const took = {};
  const browsers = new Map();
  let lab;
  let network;
  before(async () => {
    lab = await NatLab.of(Object.fromEntries(kinds.flatMap((kind) => [[`peer-${kind}`, kind], [`page-${kind}`, kind]])));
    await lab.startCoturn();
    network = await LabNetwork.of(lab, files);
    await network.startSignaling();
    await network.publish();
    await network.grant(1_000);
  });
  after(async () => {
    for (const name of browserNames) console.log(tableOf(name, took[name] ?? {}));
    await stopAll(network, lab);
  });

  async function pageBehind(kind, name) {
    const key = `${name} behind ${kind}`;
    if (!browsers.has(key)) browsers.set(key, network.browserOn(name, `page-${kind}`));
    return Visit.of(await browsers.get(key), network.page());
  }

  async function isServed(page) {
    await page.page.evaluate(() => void DeployNet.ready);
    await page.untilWarm();
    const ms = await page.page.evaluate(() => Math.round(performance.now()));
    await page.untilServed(files);
    return `${ms} ms`;
  }

  async function isWhole(page) {
    assert.deepEqual(await page.hashes(Object.keys(files)), expectedHashes(files));
  }

  // What is asked for while a link is being tried must not wait for it, and none comes later either.
  async function comesFromTheOrigin(page) {
    await isWhole(page);
    const early = await page.why();
    assert.ok(!page.saysWhy(early, "connect-timeout"), page.codes(early));
    await until("why() says that no link came", async () => page.saysWhy(await page.why(), "connect-timeout"));
    await isWhole(page);
    const late = await page.why();
    assert.ok(page.saysWhy(late, "no-link"), page.codes(late));
    assert.equal(await page.peerBytes(), 0);
    return "origin";
  }

  /** A suite of the pages that can connect to this super-peer, or of those that cannot; none where there are no such pages. */
  function cells(ofPeer, connected, { title, says, holds, ...options }) {
    const pages = browserNames
      .flatMap((name) => (name === "firefox" ? ofFirefox : kinds).map((ofPage) => ({ name, ofPage })))
      .filter(({ ofPage }) => connects(ofPage, ofPeer) === connected);
    if (pages.length === 0) return;
    describe(title, options, () => {
      for (const { name, ofPage } of pages) {
        it(`a page in ${name} behind ${ofPage} ${says}`, async (t) => {
          const page = await pageBehind(ofPage, name);
          const result = await holds(page);
          ((took[name] ??= {})[ofPeer] ??= {})[ofPage] = result;
          t.diagnostic(`${name} behind ${ofPage} to ${ofPeer}: ${result}`);
          await page.close();
        });
      }
    });
  }

  for (const ofPeer of kinds) {
    describe(`a super-peer behind ${ofPeer}`, () => {
      before(() => network.movePeerTo(`peer-${ofPeer}`));

      cells(ofPeer, true, { title: "with the pages that can connect to it", says: "is served by it", holds: isServed });
      // They wait for time-outs: all at once.
      cells(ofPeer, false, {
        title: "with the pages that cannot",
        says: "comes from the origin, whole and without waiting",
        holds: comesFromTheOrigin,
        concurrency: true,
      });
    });
  }
});

/** From the page's start until it had a link, a line for each kind of the super-peer's router. */
function tableOf(name, took) {
  const row = (cells) => cells.map((cell) => String(cell ?? "-").padEnd(16)).join("");
  const rows = Object.entries(took).map(([kind, cells]) => row([kind, ...kinds.map((page) => cells[page])]));
  const title = `a page's first link in ${name} (columns: its router, rows: the super-peer's)`;
  return [title, row(["", ...kinds]), ...rows].join("\n");
}
