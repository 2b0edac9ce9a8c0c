import { loadavg } from "node:os";
import { median, medianIsBelow, quantile } from "../../test-kit/e2e/lib/statistics.js";

/* Pairs of visits, one from the origin alone and one with DeployNet, and what they say together. */

/**
 * Both visits of a pair, each first in turn: `ways` has `alone` and `together`; `index` is the pair's. What `after` has is done
 * behind the visit with DeployNet.
 */
export async function pair(ways, index, after = {}) {
  const found = { load: loadavg()[0] };
  for (const way of index % 2 === 0 ? ["alone", "together"] : ["together", "alone"]) {
    found[way] = await result(ways[way]);
    if (way !== "together") continue;
    for (const [name, visit] of Object.entries(after)) found[name] = await result(visit);
  }
  return found;
}

/** What `visit` found, or `failure`: a visit that fails is a finding and does not end a measurement. */
export async function result(visit) {
  try {
    return await visit();
  } catch (e) {
    return { failure: e.message.split("\n")[0] };
  }
}

/** A pair in one line. */
export function said({ alone, together, returning, load }, { bytes }) {
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

/** Lines about all pairs of a page. `goals` may have what the `median` and its bound, and the `p95`, should not be above. */
export function summary(title, { bytes }, pairs, goals = {}) {
  const ratios = pairs.map(ratioOf).filter((ratio) => !Number.isNaN(ratio));
  const failed = pairs.filter(({ together }) => together.failure).length;
  const failedAlone = pairs.filter(({ alone }) => alone.failure).length;
  const whole = pairs.filter(({ together }) => !together.failure).map(({ together }) => together);
  const middle = median(ratios);
  const bound = medianIsBelow(ratios);
  const p95 = quantile(ratios, 0.95);
  const ms = (list) => `${(median(list.filter(({ failure }) => !failure).map(({ loadMs }) => loadMs)) / 1_000).toFixed(2)} s`;
  const verdicts = [
    ...(goals.median === undefined ? [] : [`goal ${goals.median}: ${verdict(middle, bound, goals.median)}`]),
    ...(goals.p95 === undefined ? [] : [`p95 ${goals.p95}: ${p95 <= goals.p95 ? "reached" : "missed"}`]),
  ];
  const lines = [
    `\n${title}`,
    `  ratio: median ${figure(middle)}, bound ${Number.isNaN(bound) ? "none, too few pairs" : figure(bound)}, p95 ${figure(p95)}; ${pairs.length} pairs${verdicts.map((each) => `; ${each}`).join("")}`,
    `  alone ${ms(pairs.map(({ alone }) => alone))}, with DeployNet ${ms(pairs.map(({ together }) => together))}; ` +
      `bytes from peers ${percent(median(whole.map(({ peerBytes }) => peerBytes / bytes)))}, over the origin's line ${percent(median(whole.map(({ lineBytes }) => lineBytes / bytes)))}; ` +
      `came twice or in vain ${percent(sum(whole.map(({ twiceBytes = 0 }) => twiceBytes)) / (whole.length * bytes))} of all, at most ${percent(Math.max(...whole.map(({ twiceBytes = 0 }) => twiceBytes / bytes)))}; load ${loadavg()[0].toFixed(1)}`,
  ];
  if (failed + failedAlone > 0) lines.push(`  FAILED: ${failed} visits with DeployNet, ${failedAlone} from the origin alone`);
  return lines;
}

function sum(values) {
  return values.reduce((all, value) => all + value, 0);
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
