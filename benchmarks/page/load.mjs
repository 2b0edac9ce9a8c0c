import { browserNames, launch } from "../../test-kit/e2e/lib/browsers.js";
import { FarSite } from "./far-site.mjs";
import { settingsOf } from "./options.mjs";
import { pair, result, said, summary } from "./pairs.mjs";
import { Pictures } from "./pictures.mjs";
import { Trace } from "./trace.mjs";
import { Visits } from "./visits.mjs";

/**
 * How long a page takes to load with DeployNet, divided by the same page from its origin alone, in pairs of the same run, one after
 * the other and each first in turn. The origin is 80 ms of round trip away and sends 20 Mbit/s in all; the signaling server
 * is as far away. Run by ./deploynet bench page; see USAGE.
 */
const USAGE = `bench page [--quick] [--pairs N] [--browsers chromium,firefox] [--sizes 20x30,5x30,20x300,5x300]
           [--situations controlled,first] [--near-signaling] [--explain]
  --quick           one pair of the small page of few files
  --pairs           pairs of each page, browser and situation (11); with fewer than 5 a median has no bound
  --sizes           megabytes x files of each page
  --situations      controlled: the site's worker is there and keeps nothing; what a returning visitor finds is measured after
                    each. first: a browser that has never seen the site
  --near-signaling  the signaling server is as near as the super-peer
  --explain         one more load of each, which does not count, with what happened when`;
const LINE = { mbits: 20, roundTripMs: 80 };
const GOALS = { controlled: { 20: 0.5, 5: 0.85 }, first: { 20: 1.02, 5: 1.02 } };
const TITLES = {
  controlled: "the worker controls the page and keeps nothing of it",
  first: "first visit ever",
  returning: "the worker keeps all of it (for information)",
};

const settings = settingsOf(
  USAGE,
  { names: ["pairs", "browsers", "sizes", "situations"], flags: ["quick", "near-signaling", "explain"] },
  ({ quick, "near-signaling": nearSignaling, explain }, options) => ({
    pairs: options.count("pairs", quick ? 1 : 11),
    browsers: options.list("browsers", browserNames),
    sizes: options.sizes("sizes", quick ? "5x30" : "20x30,5x30,20x300,5x300"),
    situations: options.list("situations", ["controlled", "first"]),
    nearSignaling,
    explain,
  }),
);
const report = [];
for (const [megabytes, count] of settings.sizes) {
  const site = await FarSite.of(new Pictures(megabytes, count), { ...LINE, nearSignaling: settings.nearSignaling });
  try {
    for (const name of settings.browsers) await measure(site, name);
  } finally {
    await site.stop();
  }
}
console.log(`
Load time with DeployNet / from the origin alone; origin at ${LINE.mbits} Mbit/s and ${LINE.roundTripMs} ms, HTTP/1.1; signaling server ${settings.nearSignaling ? "near" : "as far"}; super-peer near
(bound: what the median is not above with 95 % confidence, by order statistics of the pairs; a visit that failed counts as infinitely slow)`);
for (const line of report) console.log(line);

async function measure(site, name) {
  const browser = await launch(name);
  try {
    const visits = new Visits(browser, site);
    await visits.prepare();
    for (const situation of settings.situations) {
      const ways = {
        controlled: { alone: () => visits.originOnly(), together: (trace) => visits.controlled(trace) },
        first: { alone: () => visits.first(site.urlWithout), together: (trace) => visits.first(site.url, trace) },
      }[situation];
      const title = `${site.pictures.name}, ${name}`;
      if (settings.explain) await explain(ways.together, site, `${title}, ${TITLES[situation]}`);
      const pairs = [];
      for (let i = 0; i < settings.pairs; i++) {
        const found = await pair(ways, i, followed(situation, visits));
        console.log(`${title}, ${situation}, pair ${i + 1} of ${settings.pairs}, ${said(found, site.pictures)}`);
        if (found.together.rejected > 0) throw new Error(`${found.together.rejected} pieces of an honest super-peer were rejected`);
        pairs.push(found);
      }
      const goal = GOALS[situation][site.pictures.megabytes];
      report.push(...summary(`${title}: ${TITLES[situation]}`, site.pictures, pairs, { median: goal }));
      if (situation === "controlled") {
        const later = pairs.map(({ alone, returning }) => ({ alone, together: returning }));
        report.push(...summary(`${title}: ${TITLES.returning}`, site.pictures, later));
      }
    }
  } finally {
    await browser.close();
  }
}

/** What a visitor who returns finds after a visit of the worker's that kept nothing. */
function followed(situation, visits) {
  return situation === "controlled" ? { returning: () => visits.returning() } : {};
}

async function explain(visit, site, title) {
  const trace = new Trace(site.network.origin);
  const { failure, why } = await result(() => visit(trace));
  console.log(`\n${title}: ${failure ?? `why ${why}`}`);
  for (const line of trace.lines ?? []) console.log(line);
  console.log();
}
