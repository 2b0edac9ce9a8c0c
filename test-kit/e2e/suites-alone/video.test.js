import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { RATE, ffmpeg, filmFiles, hlsScript, isSegment } from "../lib/film.js";
import { Network } from "../lib/network.js";
import { until } from "../lib/processes.js";
import { inEachBrowser } from "../lib/suite.js";

const SECONDS = 6;
const FRAMES = SECONDS * RATE;
const TYPE = 'video/mp4; codecs="vp09.00.21.08"';

describe("a film", { timeout: 120_000, skip: !ffmpeg && "the sample site, whose ffmpeg this uses, is not built" }, () => {
  let network;
  let files;
  before(async () => {
    files = filmFiles(SECONDS);
    network = await Network.healthy(files);
    network.origin.page("/hls.js", readFileSync(hlsScript, "utf8"));
    const page = network.origin.intercept;
    network.origin.intercept = (request, response, path) => {
      // Both scripts of a site are its own files, and nothing else may run: what is forbidden shows in the console.
      if (path === "/film") response.setHeader("content-security-policy", POLICY);
      if (path === "/hls.js") return !!response.setHeader("content-type", "text/javascript").end(network.origin.pages.get(path));
      return page(request, response, path);
    };
  });
  after(() => network?.stop());

  const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self' ws: http:; media-src 'self' blob:; img-src data:";

  async function opened(visit) {
    network.origin.log.length = 0;
    const scripts = '<video id="film" muted></video><script src="/deploynet-video.js" defer></script><script src="/hls.js" defer></script>';
    const page = await visit(network.page(scripts, "/film"));
    await page.untilWarm();
    return page;
  }

  /** Starts the film and writes down on the page what happened to it. */
  function start(page, how) {
    return page.page.evaluate(
      (by, type) => {
        const video = document.getElementById("film");
        const seen = { stalls: [], hiccups: [], ended: false, error: null, started: false, from: {} };
        globalThis.seen = seen;
        DeployNet.addEventListener("file", ({ detail }) => (seen.from[detail.path] = detail));
        video.addEventListener("playing", () => (seen.started = true));
        video.addEventListener("waiting", () => {
          const at = video.currentTime;
          const ranges = Array.from({ length: video.buffered.length }, (_, i) => [video.buffered.start(i), video.buffered.end(i)]);
          const ahead = Math.max(0, ...ranges.filter(([from]) => from <= at + 0.1).map(([, to]) => to - at));
          // Chromium says it also where its decoder is late with the first frames, whole segments being there, and at the end.
          if (seen.started && at < video.duration - 0.2) (ahead < 0.2 ? seen.stalls : seen.hiccups).push([at, ahead]);
        });
        video.addEventListener("ended", () => (seen.ended = true));
        if (by === "hls.js") {
          const hls = new Hls({ fLoader: DeployNet.video.hlsLoader(video), enableWorker: false, maxBufferLength: 4, maxMaxBufferLength: 4 });
          hls.on(Hls.Events.ERROR, (_, { fatal, details }) => fatal && (seen.error = details));
          hls.loadSource("/film/index.m3u8");
          hls.attachMedia(video);
        } else {
          const segments = [0, 1, 2].map((n) => ({ url: `/film/${n}.m4s`, seconds: 2 }));
          const film = { type, init: "/film/init.mp4", segments };
          globalThis.playback = DeployNet.video.play(video, film, { bufferSeconds: 4, behindSeconds: 2 });
          globalThis.playback.ended.catch((e) => (seen.error = `${e.code}: ${e.message}`));
        }
        return video.play();
      },
      how,
      TYPE,
    );
  }

  const seenOn = (page) =>
    page.page.evaluate(() => {
      const video = document.getElementById("film");
      const { totalVideoFrames } = video.getVideoPlaybackQuality();
      return { ...globalThis.seen, at: video.currentTime, frames: totalVideoFrames, why: DeployNet.why().map(({ code, path }) => `${code} ${path}`) };
    });

  async function untilEnded(page) {
    await until("the film has ended", async () => (await seenOn(page)).ended, { withinMs: 15_000 }).catch(async (e) => {
      throw new Error(`${e.message}: ${JSON.stringify(await seenOn(page))}; console: ${page.console.join(" | ")}`);
    });
    return seenOn(page);
  }

  const shareOfPeer = ({ from }) => {
    const segments = Object.values(from).filter(({ path }) => isSegment(path));
    const sum = (name) => segments.reduce((all, file) => all + file[name], 0);
    return { peer: sum("peerBytes"), origin: sum("originBytes") };
  };
  const filmBytes = () => Object.entries(files).reduce((sum, [name, bytes]) => sum + (isSegment(`/${name}`) ? bytes.length : 0), 0);

  for (const how of ["hls.js", "MediaSource alone"]) {
    inEachBrowser(`played by ${how}`, ({ visit }) => {
      // Where both cores are busy a super-peer's first answer can take longer than a film may wait, and the origin is the right
      // choice: every time it must be whole and without a stall, and one of three times from the super-peer.
      it("comes from the super-peer, verified, to its end and without a stall", async (t) => {
        let most = 0;
        for (let time = 1; time <= 3 && most < 0.95 * filmBytes(); time++) {
          const page = await opened(visit);
          await start(page, how);
          const seen = await untilEnded(page);
          const { peer, origin } = shareOfPeer(seen);
          t.diagnostic(`${peer} of ${filmBytes()} bytes from the super-peer, ${origin} from the origin, ${seen.frames} frames, hiccups ${JSON.stringify(seen.hiccups)}`);
          t.diagnostic(`${seen.why}`);
          assert.deepEqual(seen.stalls, []);
          assert.equal(seen.error, null);
          assert.equal(peer + origin, filmBytes());
          assert.ok(seen.frames >= FRAMES - 2, `${seen.frames} of ${FRAMES} frames`);
          assert.deepEqual(page.console, []);
          await page.close();
          most = Math.max(most, peer);
        }
        assert.ok(most >= 0.95 * filmBytes(), `${most} of ${filmBytes()} bytes from the super-peer`);
      });
    });
  }

  inEachBrowser("whose super-peer is killed", ({ visit }) => {
    it("goes on from the origin to its end, without a stall and with all its frames", async (t) => {
      if (network.peer.ending) {
        await network.startPeer();
        await network.untilKept();
        await until("the engine is back at the network", async () => (await network.snapshot()).signaling.link === "connected");
      }
      const page = await opened(visit);
      await start(page, "hls.js");
      await until("the super-peer brings a segment", async () => shareOfPeer(await seenOn(page)).peer > 0, { everyMs: 5 });
      await network.peer.kill();
      const seen = await untilEnded(page);
      const { peer, origin } = shareOfPeer(seen);
      t.diagnostic(`${peer} bytes from the super-peer, ${origin} from the origin, ${seen.frames} frames, hiccups ${JSON.stringify(seen.hiccups)}`);
      t.diagnostic(`${seen.why}`);
      assert.deepEqual(seen.stalls, []);
      assert.equal(seen.error, null);
      assert.ok(peer > 0 && origin > 0);
      assert.equal(peer + origin, filmBytes());
      assert.ok(seen.frames >= FRAMES - 2, `${seen.frames} of ${FRAMES} frames`);
      await page.close();
    });
  });
});
