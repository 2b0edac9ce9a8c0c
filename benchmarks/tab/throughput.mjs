import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { launch } from "../../test-kit/e2e/lib/browsers.js";
import { Network } from "../../test-kit/e2e/lib/network.js";
import { noise } from "../../test-kit/e2e/lib/site.js";
import { median } from "../../test-kit/e2e/lib/statistics.js";
import { Visit } from "../../test-kit/e2e/lib/visit.js";
import { Nginx } from "./nginx.mjs";

/**
 * Bytes into one Chromium tab, five ways in turns, each with a new page and a new connection:
 * bare webrtc-java and node-datachannel into a page that looks at nothing; the engine into such a page; the engine into the
 * client, which verifies; nginx by HTTPS, four requests of 1 MiB at a time. Ratios are of the same round. Run by ./deploynet bench tab [ROUNDS]; WAYS=bare,engine measures only
 * those, for who works on one of them.
 */
const here = dirname(fileURLToPath(import.meta.url));
const ROUNDS = Number(process.argv[2] ?? 7);
const BYTES = Number(process.env.BYTES ?? 48) * 1024 * 1024;
const WAYS = (process.env.WAYS ?? "bare,engine,client,nodeDataChannel,nginx").split(",");
const LONGEST_MS = 60_000;
const FILE = "film.bin";
const javaSender = [...process.env.BENCHMARKS.split(/\s+/), "bare-sender"];

const receiver = await serveBarePage();
const film = noise("tab", BYTES);
const network = await Network.healthy({ [FILE]: film });
const nginx = await Nginx.serving(FILE, film);
const browser = await launch("chromium", [`--ignore-certificate-errors-spki-list=${nginx.fingerprint}`]);
const ways = {
  bare: () => bare(javaSender),
  engine: () => engine(discarding),
  client,
  nodeDataChannel: () => bare([process.execPath, join(here, "node-datachannel-sender.mjs")]),
  nginx: byRequests,
};
const rates = Object.fromEntries(WAYS.map((way) => [way, []]));
let discarding;
try {
  discarding = network.origin.page("/discard.html", await discardingPage());
  for (let round = 0; round < ROUNDS; round++) {
    for (const way of WAYS) {
      const mbits = (BYTES * 8) / 1_000 / (await bounded(ways[way]));
      rates[way].push(mbits);
      const said = mbits === 0 ? `nothing for ${LONGEST_MS / 1000} s` : `${mbits.toFixed(0).padStart(5)} Mbit/s`;
      console.log(`round ${round + 1} of ${ROUNDS}: ${way.padEnd(16)} ${said}`);
    }
  }
  report();
} finally {
  await browser.close();
  await nginx.stop();
  await network.stop();
  receiver.server.close();
  receiver.server.closeAllConnections();
}

/** What `measure` finds; infinite where a transfer stands still: that round has no ratio, and the report says so. */
async function bounded(measure) {
  let timer;
  const longest = new Promise((resolve) => {
    timer = setTimeout(() => resolve(Number.POSITIVE_INFINITY), LONGEST_MS);
  });
  const measured = measure();
  measured.catch(() => {}); // what comes of it after its time is nobody's
  try {
    return await Promise.race([measured, longest]);
  } finally {
    clearTimeout(timer);
  }
}

/** Milliseconds for BYTES from a sender without anything of ours. */
async function bare([program, ...words]) {
  const sender = spawn(program, words, { stdio: ["pipe", "pipe", "ignore"] });
  const page = await browser.newPage();
  try {
    await page.goto(receiver.url);
    const lines = createInterface({ input: sender.stdout });
    const answered = new Promise((resolve, reject) => {
      const candidates = [];
      let sdp;
      // The candidates of a machine with one address come at once, before or after the answer.
      const ready = () => sdp && candidates.length > 0 && resolve({ sdp, candidates });
      lines.on("line", (line) => {
        if (line.startsWith("candidate ")) candidates.push(JSON.parse(line.slice(10)));
        if (line.startsWith("answer ")) sdp = Buffer.from(line.slice(7), "base64").toString();
        ready();
      });
      sender.once("exit", () => reject(new Error(`${program} ended`)));
    });
    const offer = await page.evaluate(() => offer());
    sender.stdin.write(`offer ${Buffer.from(offer).toString("base64")}\n`);
    const { sdp, candidates } = await answered;
    await page.evaluate((answerSdp, list) => answer(answerSdp, list), sdp, candidates);
    return await page.evaluate((bytes) => receive(bytes), BYTES);
  } finally {
    sender.kill(); // first: a page whose transfer stands still may not close before its browser does
    await page.close();
  }
}

async function engine(url) {
  const page = await browser.newPage();
  try {
    await page.goto(url);
    const object = await objectOf(page);
    return await page.evaluate((id, bytes) => discard(id, bytes), object, BYTES);
  } finally {
    await page.close();
  }
}

function objectOf(page) {
  return page.evaluate(async (name) => {
    const manifest = await (await fetch("/.well-known/deploynet/manifest.json")).json();
    return manifest.files[`/${name}`].id;
  }, FILE);
}

async function client() {
  const visit = await Visit.of(browser, network.page());
  try {
    await visit.untilWarm();
    const took = await visit.page.evaluate(async (name) => {
      const start = performance.now();
      await (await DeployNet.fetch(`/${name}`)).arrayBuffer();
      return performance.now() - start;
    }, FILE);
    const peer = await visit.peerBytes();
    if (peer < BYTES) console.log(`  (only ${peer} of ${BYTES} bytes came from the super-peer: ${JSON.stringify(await visit.why())})`);
    await visit.verifiedBytes();
    return took;
  } finally {
    await visit.close();
  }
}

/** Milliseconds for BYTES by requests of 1 MiB, four at a time. */
async function byRequests() {
  const page = await browser.newPage();
  try {
    await page.goto(nginx.url);
    return await page.evaluate(
      async (name, bytes, part) => {
        let next = 0;
        const start = performance.now();
        const some = async () => {
          while (next < bytes) {
            const range = `bytes=${next}-${(next += part) - 1}`;
            const answer = await fetch(`/${name}`, { headers: { range }, cache: "no-store" });
            if (answer.status !== 206 || (await answer.arrayBuffer()).byteLength !== part) throw new Error("not a part");
          }
        };
        await Promise.all([some(), some(), some(), some()]);
        return performance.now() - start;
      },
      FILE,
      BYTES,
      1024 * 1024,
    );
  } finally {
    await page.close();
  }
}

/** The client's road with the discarding link in the place of its own. */
async function discardingPage() {
  const swap = {
    name: "swap",
    setup: ({ onResolve }) =>
      onResolve({ filter: /link\/link$/ }, () => ({ path: join(here, "discarding-link.ts") })),
  };
  const { outputFiles } = await build({
    entryPoints: [join(here, "discarding-page.ts")],
    bundle: true,
    format: "iife",
    target: "chrome100",
    write: false,
    plugins: [swap],
  });
  const script = outputFiles[0].text.replaceAll("</script", "<\\/script");
  return `<!doctype html><meta charset="utf-8"><title>discard</title><link rel="icon" href="data:,">
<script data-site="${network.siteId}" data-signaling="${network.visitorUrl}">${script}</script>`;
}

async function serveBarePage() {
  const script = await readFile(join(here, "bare-page.js"), "utf8");
  const html = `<!doctype html><meta charset="utf-8"><title>bare</title><link rel="icon" href="data:,"><script>${script}</script>`;
  const server = createServer((_, answer) => answer.writeHead(200, { "content-type": "text/html" }).end(html));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${server.address().port}/` };
}

function report() {
  console.log(`\n${BYTES / 1024 / 1024} MiB into one Chromium tab, ${ROUNDS} rounds, load ${loadavg()[0].toFixed(1)}`);
  for (const [name, all] of Object.entries(rates)) {
    const values = all.filter((rate) => rate > 0);
    const [low, high] = [Math.min(...values), Math.max(...values)].map((rate) => rate.toFixed(0));
    const still = values.length < all.length ? `, stood still ${all.length - values.length} times` : "";
    console.log(`${name.padEnd(16)} median ${median(values).toFixed(0).padStart(5)} Mbit/s (${low} to ${high})${still}`);
  }
  ratio("engine into a discarding page / bare webrtc-java", "engine", "bare", 0.97);
  ratio("verifying client / bare webrtc-java", "client", "bare", 0.9);
  ratio("verifying client / node-datachannel", "client", "nodeDataChannel", 0.9);
  ratio("verifying client / nginx, HTTPS, 1 MiB requests 4 at a time", "client", "nginx", 0.85);
}

function ratio(what, one, other, goal) {
  const found = median((rates[one] ?? []).map((rate, round) => rate / rates[other]?.[round]).filter((found) => found > 0 && Number.isFinite(found)));
  if (Number.isNaN(found)) return;
  console.log(`${what}: ${found.toFixed(3)}, goal ${goal}: ${found >= goal ? "reached" : "missed"}`);
}
