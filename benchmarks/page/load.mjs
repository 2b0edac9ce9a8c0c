import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { browserNames, launch } from "../../test-kit/e2e/lib/browsers.js";
import { median, medianIsBelow, quantile } from "../../test-kit/e2e/lib/statistics.js";
import { FarSite } from "./far-site.mjs";
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

const settings = settingsOf(process.argv.slice(2));
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
        const found = await pair(ways, visits, situation, i);
        console.log(`${title}, ${situation}, pair ${i + 1} of ${settings.pairs}, ${said(found, site.pictures)}`);
        pairs.push(found);
      }
      summarize(`${title}: ${TITLES[situation]}`, site.pictures, pairs, GOALS[situation][site.pictures.megabytes]);
      if (situation === "controlled") {
        const later = pairs.map(({ alone, returning }) => ({ alone, together: returning }));
        summarize(`${title}: ${TITLES.returning}`, site.pictures, later);
      }
    }
  } finally {
    await browser.close();
  }
}

/** Both visits of a pair, and what a visitor who returns finds after it. */
async function pair(ways, visits, situation, index) {
  const found = { load: loadavg()[0] };
  for (const way of index % 2 === 0 ? ["alone", "together"] : ["together", "alone"]) {
    found[way] = await result(ways[way]);
    if (way === "together" && situation === "controlled") found.returning = await result(() => visits.returning());
  }
  return found;
}

async function result(visit) {
  try {
    return await visit();
  } catch (e) {
    return { failure: e.message.split("\n")[0] };
  }
}

async function explain(visit, site, title) {
  const trace = new Trace(site.network.origin);
  const { failure, why } = await result(() => visit(trace));
  console.log(`\n${title}: ${failure ?? `why ${why}`}`);
  for (const line of trace.lines ?? []) console.log(line);
  console.log();
}

function said({ alone, together, returning, load }, { bytes }) {
  const one = (found) => (found?.failure ? `failed (${found.failure})` : `${found.loadMs.toFixed(0)} ms`);
  const share = together.failure ? "" : `, peers ${percent(together.peerBytes / bytes)} (${percent(together.receiptedBytes / bytes)} receipted), why ${together.why}`;
  const ratio = ratioOf({ alone, together });
  return `load ${load.toFixed(1)}: alone ${one(alone)}, together ${one(together)}, ratio ${ratio.toFixed(3)}${share}${returning ? `; returning ${one(returning)}` : ""}`;
}

/** NaN where the origin alone failed, too: then there is nothing to compare with. */
function ratioOf({ alone, together }) {
  if (alone.failure) return Number.NaN;
  return together.failure ? Number.POSITIVE_INFINITY : together.loadMs / alone.loadMs;
}

function summarize(title, { bytes }, pairs, goal) {
  const ratios = pairs.map(ratioOf).filter((ratio) => !Number.isNaN(ratio));
  const failed = pairs.filter(({ together }) => together.failure).length;
  const failedAlone = pairs.filter(({ alone }) => alone.failure).length;
  const whole = pairs.filter(({ together }) => !together.failure).map(({ together }) => together);
  const middle = median(ratios);
  const bound = medianIsBelow(ratios);
  const ms = (list) => `${(median(list.filter(({ failure }) => !failure).map(({ loadMs }) => loadMs)) / 1_000).toFixed(2)} s`;
  report.push(
    `\n${title}`,
    `  ratio: median ${figure(middle)}, bound ${Number.isNaN(bound) ? "none, too few pairs" : figure(bound)}, p95 ${figure(quantile(ratios, 0.95))}; ${pairs.length} pairs` +
      `${goal === undefined ? "" : `; goal ${goal}: ${verdict(middle, bound, goal)}`}`,
    `  alone ${ms(pairs.map(({ alone }) => alone))}, with DeployNet ${ms(pairs.map(({ together }) => together))}; ` +
      `bytes from peers ${percent(median(whole.map(({ peerBytes }) => peerBytes / bytes)))}, over the origin's line ${percent(median(whole.map(({ lineBytes }) => lineBytes / bytes)))}; load ${loadavg()[0].toFixed(1)}`,
  );
  if (failed + failedAlone > 0) report.push(`  FAILED: ${failed} visits with DeployNet, ${failedAlone} from the origin alone`);
}

function verdict(middle, bound, goal) {
  if (!(middle <= goal)) return "missed";
  return bound <= goal ? "reached" : "reached by the median, not by its bound";
}

function figure(value) {
  return Number.isFinite(value) ? value.toFixed(3) : Number.isNaN(value) ? "none" : "infinite";
}

function percent(share) {
  return Number.isNaN(share) ? "unknown" : `${(100 * share).toFixed(1)} %`;
}

function settingsOf(words) {
  const options = Object.fromEntries(["pairs", "browsers", "sizes", "situations"].map((name) => [name, { type: "string" }]));
  for (const name of ["quick", "near-signaling", "explain"]) options[name] = { type: "boolean", default: false };
  try {
    const { values } = parseArgs({ args: words, options });
    const { quick } = values;
    const list = (text, allowed) => {
      const found = text.split(",");
      for (const word of found) if (!allowed(word)) throw new Error(`not known: ${word}`);
      return found;
    };
    const pairs = Number(values.pairs ?? (quick ? 1 : 11));
    if (!(Number.isInteger(pairs) && pairs > 0)) throw new Error(`no number of pairs: ${values.pairs}`);
    const sizes = list(values.sizes ?? (quick ? "5x30" : "20x30,5x30,20x300,5x300"), (word) => /^[1-9]\d{0,2}x([2-9]|[1-9]\d{1,2})$/.test(word));
    return {
      pairs,
      browsers: list(values.browsers ?? browserNames.join(), (word) => browserNames.includes(word)),
      sizes: sizes.map((word) => word.split("x").map(Number)),
      situations: list(values.situations ?? "controlled,first", (word) => word in GOALS),
      nearSignaling: values["near-signaling"],
      explain: values.explain,
    };
  } catch (e) {
    console.error(`${e.message}\n${USAGE}`);
    process.exit(2);
  }
}
