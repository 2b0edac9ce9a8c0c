import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { browserNames, launch } from "../../test-kit/e2e/lib/browsers.js";
import { ffmpeg, filmFiles, hlsScript, isSegment } from "../../test-kit/e2e/lib/film.js";
import { Network } from "../../test-kit/e2e/lib/network.js";
import { Origin } from "../../test-kit/e2e/lib/origin.js";
import { until } from "../../test-kit/e2e/lib/processes.js";
import { Visit } from "../../test-kit/e2e/lib/visit.js";
import { settingsOf } from "./options.mjs";
import { noisyBitmap } from "./pictures.mjs";

/**
 * What many visitors of one site spare its origin: each comes for the first time, looks at several pages, and another time watches a
 * stream. Of all bytes that could come from super-peers, those count that the origin sent to browsers after all. Some visitors
 * watch the same stream from an origin alone: a stall that they have is not DeployNet's. Run by ./deploynet bench hot; see USAGE.
 */
const USAGE = `bench hot [--quick] [--visitors N] [--at-once N,N] [--browsers chromium,firefox] [--waits no,yes]
  --quick     two visitors
  --visitors  of the site, and of the stream (20)
  --at-once   how many of them are on the site, and watch the stream, at a time (1,4: on few cores more of them measure the cores)
  --waits     whether the site's tag has data-wait: no, yes or both`;
const GOAL = 0.95;
const PAGES = 5;
const SHARED = { count: 10, bytes: 60_000 };
const OWN = { count: 20, bytes: 60_000 };
const READING_MS = 1_000;
const SECONDS = 24;

const settings = settingsOf(USAGE, { names: ["visitors", "at-once", "browsers", "waits"], flags: ["quick"] }, ({ quick }, options) => {
  const [site, stream] = options.counts("at-once", [1, 4]);
  return {
    visitors: options.count("visitors", quick ? 2 : 20),
    atOnce: { site, stream },
    browsers: options.list("browsers", browserNames),
    waits: options.list("waits", ["no", "yes"]),
  };
});
const report = [];
for (const waits of settings.waits) {
  for (const name of settings.browsers) {
    await site(name, waits === "yes");
    await stream(name, waits === "yes");
  }
}
console.log(`\n${settings.visitors} visitors, ${settings.atOnce.site} on the site and ${settings.atOnce.stream} at the stream at once; load ${loadavg()[0].toFixed(1)}`);
for (const line of report) console.log(line);

/** Pages of pictures that are marked, as docs/browser.md says; some pictures are on every page. */
async function site(name, waits) {
  const files = {};
  const pictures = (folder, { count, bytes }) =>
    Array.from({ length: count }, (_, i) => {
      const path = `${folder}/${i}.bmp`;
      files[path] = noisyBitmap(path, bytes);
      return path;
    });
  const shared = pictures("shared", SHARED);
  const own = Array.from({ length: PAGES }, (_, i) => pictures(`page-${i}`, OWN));
  const network = await Network.healthy(files);
  network.worker = true;
  try {
    const urls = own.map((paths, i) => {
      const body = [...shared, ...paths].map((path) => `<img data-deploynet-src="/${path}" width="8" height="8" alt="">`).join("\n");
      return network.page(body, `/p${i}`, waits ? "data-wait" : "");
    });
    network.origin.log.length = 0;
    const reasons = {};
    let twiceBytes = 0;
    await visitors(name, settings.atOnce.site, async (browser) => {
      const visit = await Visit.opened(browser);
      for (const url of urls) {
        await visit.go(url);
        await visit.page.waitForFunction((count) => [...document.images].filter((image) => image.naturalWidth > 0).length === count, { timeout: 30_000 }, SHARED.count + OWN.count);
        await pause(READING_MS); // as a person who looks at it
        twiceBytes += (await visit.stats()).duplicateBytes;
        for (const { code, count } of await visit.why()) reasons[code] = (reasons[code] ?? 0) + count;
      }
      await visit.close();
    });
    const bytesOf = (paths) => paths.reduce((sum, path) => sum + files[path].length, 0);
    const eligible = settings.visitors * own.reduce((sum, paths) => sum + bytesOf(shared) + bytesOf(paths), 0);
    const sent = network.origin.browserBytes((path) => path.slice(1) in files);
    say(`${name}, site${waits ? " with data-wait" : ""}: ${settings.visitors} visitors of ${PAGES} pages of ${OWN.count + SHARED.count} pictures; came twice or in vain ${((100 * twiceBytes) / eligible).toFixed(2)} %; why ${JSON.stringify(reasons)}`, sent, eligible);
  } finally {
    await network.stop();
  }
}

async function stream(name, waits) {
  if (!ffmpeg) throw new Error("the sample site, whose ffmpeg this uses, is not built: ./deploynet build");
  const files = filmFiles(SECONDS);
  const network = await Network.healthy(files);
  network.worker = true;
  const alone = await new Origin(network.site).start();
  try {
    network.origin.page("/hls.js", readFileSync(hlsScript, "utf8"));
    alone.page("/hls.js", readFileSync(hlsScript, "utf8"));
    for (const origin of [network.origin, alone]) {
      origin.intercept = (_, response, path) => path === "/hls.js" && !!response.setHeader("content-type", "text/javascript").end(origin.pages.get(path));
    }
    const body = '<video id="film" muted></video><script src="/deploynet-video.js" defer></script><script src="/hls.js" defer></script>';
    const url = network.page(body, "/film", waits ? "data-wait" : "");
    const plainUrl = alone.page("/film", `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">${body.replace(/<script src="\/deploynet-video.js" defer><\/script>/, "")}`);
    network.origin.log.length = 0;
    const stalls = { with: 0, alone: 0 };
    const starts = { with: [], alone: [] };
    await visitors(name, settings.atOnce.stream, async (browser, index) => {
      const way = index % 2 === 0 ? "with" : "alone";
      const { stalled, startMs } = await watch(browser, way === "with" ? url : plainUrl);
      stalls[way] += stalled;
      starts[way].push(startMs);
    }, 2 * settings.visitors);
    const segments = Object.keys(files).filter((path) => isSegment(`/${path}`));
    const eligible = settings.visitors * segments.reduce((sum, path) => sum + files[path].length, 0);
    const middle = (list) => list.sort((a, b) => a - b)[list.length >> 1].toFixed(0);
    say(
      `${name}, stream of ${SECONDS} s${waits ? " with data-wait" : ""}: stalls ${stalls.with}, of as many visitors with the origin alone ${stalls.alone}; plays after ${middle(starts.with)} ms, alone ${middle(starts.alone)} ms (medians)`,
      network.origin.browserBytes(isSegment),
      eligible,
    );
  } finally {
    await alone.stop();
    await network.stop();
  }
}

/** From the page's beginning to the film's end. */
async function watch(browser, url) {
  const visit = await Visit.opened(browser);
  await visit.page.goto(url, { waitUntil: "load" });
  await visit.page.evaluate(() => {
    const video = document.getElementById("film");
    const seen = { stalled: 0, startMs: undefined, ended: false, error: undefined };
    globalThis.seen = seen;
    video.addEventListener("playing", () => (seen.startMs ??= performance.now()));
    video.addEventListener("waiting", () => {
      const at = video.currentTime;
      const ranges = Array.from({ length: video.buffered.length }, (_, i) => [video.buffered.start(i), video.buffered.end(i)]);
      const ahead = Math.max(0, ...ranges.filter(([from]) => from <= at + 0.1).map(([, to]) => to - at));
      // Chromium says it also where its decoder is late, whole segments being there, and at the end.
      if (seen.startMs !== undefined && at < video.duration - 0.2 && ahead < 0.2) seen.stalled++;
    });
    video.addEventListener("ended", () => (seen.ended = true));
    const loader = globalThis.DeployNet?.video?.hlsLoader(video);
    const hls = new Hls({ ...(loader ? { fLoader: loader } : {}), enableWorker: false });
    hls.on(Hls.Events.ERROR, (_, { fatal, details }) => fatal && (seen.error = details));
    hls.loadSource("/film/index.m3u8");
    hls.attachMedia(video);
    return video.play();
  });
  const seen = await until(
    "the film has ended",
    async () => {
      const now = await visit.page.evaluate(() => globalThis.seen);
      if (now.error) throw new Error(`the film failed: ${now.error}`);
      return now.ended && now;
    },
    { withinMs: (SECONDS + 30) * 1_000, everyMs: 500 },
  );
  await visit.close();
  return seen;
}

/** Each in a browser that has never seen the site, so many at once. */
async function visitors(name, atOnce, work, count = settings.visitors) {
  const browser = await launch(name);
  const queue = Array.from({ length: count }, (_, i) => i);
  const next = async () => {
    for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
      const context = await browser.createBrowserContext();
      await work(context, index);
      await context.close();
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, next));
  } finally {
    await browser.close();
  }
}

function say(title, sent, eligible) {
  const share = 1 - sent / eligible;
  const line = `${title}: ${(100 * share).toFixed(1)} % of ${(eligible / 1e6).toFixed(0)} MB not from the origin; goal ${100 * GOAL} %: ${share >= GOAL ? "reached" : "missed"}`;
  console.log(`${line} (load ${loadavg()[0].toFixed(1)})`);
  report.push(line);
}
