import { loadavg } from "node:os";
import { browserNames, launch } from "../../test-kit/e2e/lib/browsers.js";
import { Network } from "../../test-kit/e2e/lib/network.js";
import { noise } from "../../test-kit/e2e/lib/site.js";
import { median } from "../../test-kit/e2e/lib/statistics.js";
import { Visit } from "../../test-kit/e2e/lib/visit.js";

/**
 * What one page gets from 1, 2 and 4 super-peers with equal narrow lines, which keep the same site: one file, each time by a new
 * page in the same browser. Divided by what one brings; more than that many times as much is not possible. A page begins with one
 * link and asks for the others, so that the beginning is part of it. Run by ./deploynet bench several [ROUNDS].
 */
const ROUNDS = Number(process.argv[2] ?? 5);
const MBITS = 16;
const MEGABYTES = 24;
const COUNTS = [1, 2, 4];
const FILE = "film.bin";
const NARROW = ["--upload", `${MBITS}Mbit/s`];

const film = noise("several", MEGABYTES * 1_000_000);
const network = await Network.healthy({ [FILE]: film }, { peer: NARROW, signaling: ["--holders", String(Math.max(...COUNTS))] });
const rates = new Map();
try {
  let running = 1;
  for (const count of COUNTS) {
    for (; running < count; running++) await network.startOther(...NARROW);
    for (const name of browserNames) await measure(name, count);
  }
} finally {
  await network.stop();
}
console.log(`\n${MEGABYTES} MB into one tab, each super-peer at ${MBITS} Mbit/s, ${ROUNDS} rounds, load ${loadavg()[0].toFixed(1)}`);
for (const name of browserNames) {
  const one = median(rates.get(`${name} 1`));
  for (const count of COUNTS) {
    const found = median(rates.get(`${name} ${count}`));
    console.log(
      `${name}: ${count} super-peer${count > 1 ? "s" : " "}  ${found.toFixed(1).padStart(5)} Mbit/s of ${count * MBITS}; divided by one: ${(found / one).toFixed(2)}, at most ${count}`,
    );
  }
}

async function measure(name, count) {
  const browser = await launch(name);
  try {
    for (let round = 1; round <= ROUNDS; round++) {
      const { mbits, bytes } = await load(browser);
      rates.set(`${name} ${count}`, [...(rates.get(`${name} ${count}`) ?? []), mbits]);
      const parts = Object.entries(bytes).map(([from, each]) => `${(each / 1e6).toFixed(1)} MB ${from === "origin" ? "origin" : "peer"}`);
      console.log(`${name}, ${count} super-peers, round ${round} of ${ROUNDS}: ${mbits.toFixed(1)} Mbit/s (${parts.join(", ")})`);
    }
  } finally {
    await browser.close();
  }
}

async function load(browser) {
  const visit = await Visit.of(browser, network.page());
  try {
    await visit.untilWarm();
    const found = await visit.page.evaluate(async (name) => {
      const bytes = {};
      DeployNet.addEventListener("source", ({ detail }) => {
        const from = detail.peer ?? detail.from;
        bytes[from] = (bytes[from] ?? 0) + detail.bytes;
      });
      const start = performance.now();
      const body = await (await DeployNet.fetch(`/${name}`)).arrayBuffer();
      return { ms: performance.now() - start, length: body.byteLength, bytes };
    }, FILE);
    if (found.length !== film.length) throw new Error(`${found.length} of ${film.length} bytes came`);
    await visit.verifiedBytes();
    return { mbits: (film.length * 8) / 1_000 / found.ms, bytes: found.bytes };
  } finally {
    await visit.close();
  }
}
