import { browserNames, launch } from "../../test-kit/e2e/lib/browsers.js";
import { chance } from "../../test-kit/e2e/lib/relay.js";
import { FarSite } from "./far-site.mjs";
import { LyingSignaling } from "./lying-signaling.mjs";
import { settingsOf } from "./options.mjs";
import { pair, said, summary } from "./pairs.mjs";
import { Pictures } from "./pictures.mjs";
import { Scene } from "./scene.mjs";
import { Visits } from "./visits.mjs";

/**
 * How long a page takes with DeployNet while something of DeployNet is broken, divided by the same page from its origin alone, in
 * interleaved pairs. A page must not notice. Run by ./deploynet bench faults; see USAGE.
 */
const USAGE = `bench faults [--quick] [--pairs N] [--minutes N] [--seed N] [--browsers chromium,firefox] [--size 5x30] [--faults NAME,…]
  --quick     one pair of each fault
  --pairs     pairs of each fault and browser (200)
  --minutes   each fault and browser is ended after so long, whatever was reached (20)
  --seed      of the moments at which a super-peer dies (1)
  --size      megabytes x files of the page`;
const LINE = { mbits: 20, roundTripMs: 80 };
const GOALS = { median: 1.02, p95: 1.05 };
const SLOW_MS = 1_500;
/** Longer than any visit. */
const SILENT_MS = 60_000;
const CLOSED_PORT = 1;
const DIES_WITHIN_MS = { least: 200, most: 1_500 };

/**
 * What is broken: `peer` names who serves (Scene), `visit` how the page is come to, and `during` is what happens for the visit
 * with DeployNet alone; what it returns is done after it.
 */
const FAULTS = {
  "nothing": { about: "no DeployNet in either visit: what the machine itself makes of a ratio", peer: "engine", visit: "alone" },
  "no-peer": { about: "no super-peer has the site", peer: "none" },
  "peer-dead": { about: "the super-peer's process stands still from the beginning, its network does not know it", peer: "engine", during: ({ scene }) => scene.freeze() },
  "peer-dies": { about: "the super-peer stands still from a random moment of the visit on", peer: "engine", during: ({ scene, random }) => scene.freezeAfter(between(DIES_WITHIN_MS, random)) },
  "peer-silent": { about: "a super-peer that takes every want and answers none", peer: "silence" },
  "peer-trickles": { about: "a super-peer that sends one byte a second", peer: "trickle" },
  "peer-lies": { about: "a super-peer whose every piece is that of another file", peer: "other-object" },
  "peer-busy": { about: "a super-peer that refuses everything as busy", peer: "busy" },
  "peer-overloaded": { about: "a super-peer with an upload limit of 2 Mbit/s", peer: "narrow" },
  "signaling-dead": { about: "the signaling server refuses connections", peer: "engine", during: ({ site }) => leadTo(site, CLOSED_PORT) },
  "signaling-silent": { about: "the signaling server takes the connection and says nothing", peer: "engine", during: ({ site }) => slowDown(site, SILENT_MS) },
  "signaling-slow": { about: `each message of the signaling server takes ${SLOW_MS / 1_000} s`, peer: "engine", during: ({ site }) => slowDown(site, SLOW_MS) },
  "signaling-lies": { about: "a signaling server of which nothing is true", peer: "engine", during: ({ site, lying }) => leadTo(site, lying.port) },
  "script-blocked": { about: "the worker is there from an earlier visit, the page's script is blocked", peer: "engine", visit: "without" },
  "worker-blocked": { about: "first visit; the worker's file cannot be had", peer: "engine", visit: "first", during: ({ site }) => site.block("/deploynet-sw.js") },
};

const settings = settingsOf(
  USAGE,
  { names: ["pairs", "minutes", "seed", "browsers", "size", "faults"], flags: ["quick"] },
  ({ quick }, options) => ({
    pairs: options.count("pairs", quick ? 1 : 200),
    minutes: options.count("minutes", 20),
    seed: options.count("seed", 1),
    browsers: options.list("browsers", browserNames),
    size: options.sizes("size", "5x30")[0],
    faults: options.list("faults", Object.keys(FAULTS)),
  }),
);
const report = [];
const site = await FarSite.of(new Pictures(...settings.size), LINE);
const lying = await LyingSignaling.start();
const scene = new Scene(site.network);
try {
  for (const name of settings.browsers) {
    await scene.play("engine");
    const browser = await launch(name);
    try {
      const visits = new Visits(browser, site);
      await visits.prepare();
      for (const fault of settings.faults) await measure(name, fault, visits);
    } finally {
      await browser.close();
    }
  }
} finally {
  await lying.stop();
  await site.stop();
}
console.log(`
Load time with DeployNet while something is broken / from the origin alone; ${site.pictures.name}, origin at ${LINE.mbits} Mbit/s and ${LINE.roundTripMs} ms, HTTP/1.1, seed ${settings.seed}
(bound: what the median is not above with 95 % confidence, by order statistics of the pairs; a visit that failed or showed a wrong byte counts as infinitely slow)`);
for (const line of report) console.log(line);

async function measure(browserName, faultName, visits) {
  const { about, peer, visit, during = () => {} } = FAULTS[faultName];
  await scene.play(peer);
  const random = chance(settings.seed);
  const ways = waysOf(visit, visits);
  const together = async () => {
    const undo = await during({ site, scene, lying, random });
    try {
      return await ways.together();
    } finally {
      await undo?.();
    }
  };
  const title = `${browserName}, ${faultName}: ${about}`;
  const pairs = [];
  const end = performance.now() + settings.minutes * 60_000;
  for (let i = 0; i < settings.pairs && performance.now() < end; i++) {
    const found = await pair({ ...ways, together }, i);
    console.log(`${browserName}, ${faultName}, pair ${i + 1} of ${settings.pairs}, ${said(found, site.pictures)}`);
    pairs.push(found);
  }
  report.push(...summary(title, site.pictures, pairs, visit === "alone" ? {} : GOALS));
}

function waysOf(visit, visits) {
  const alone = () => visits.originOnly();
  switch (visit) {
    case "alone":
      return { alone, together: alone };
    case "without":
      return { alone, together: () => visits.controlledWithout() };
    case "first":
      return { alone: () => visits.first(site.urlWithout), together: () => visits.first(site.url) };
    default:
      return { alone, together: () => visits.controlled() };
  }
}

function leadTo({ signaling }, port) {
  const { target } = signaling;
  signaling.target = port;
  return () => {
    signaling.target = target;
    signaling.hangUp();
  };
}

function slowDown({ signaling }, ms) {
  const { delayMs } = signaling;
  signaling.setDelay(ms);
  return () => signaling.setDelay(delayMs);
}

function between({ least, most }, random) {
  return least + random() * (most - least);
}
