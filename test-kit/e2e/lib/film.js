import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tree } from "./network.js";

export const RATE = 24;

/** The one that the sample site's build brings; undefined where that is not built. */
export const ffmpeg = ffmpegOfTheSampleSite();

/**
 * A film of so many seconds in segments of 2 s, as HTTP Live Streaming: `film/index.m3u8`, `film/init.mp4`, `film/0.m4s` and so on. VP9, since
 * Debian's Firefox has no H.264 of its own; noise, so that segments have several pieces each.
 */
export function filmFiles(seconds) {
  const folder = mkdtempSync(join(tmpdir(), "dn-film-"));
  try {
    const words = [
      ...["-hide_banner", "-loglevel", "error", "-f", "lavfi", "-i", `testsrc2=s=640x360:r=${RATE}:d=${seconds},noise=alls=20:allf=t`],
      ...["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-row-mt", "1", "-b:v", "2000k", "-pix_fmt", "yuv420p"],
      ...["-g", String(2 * RATE), "-keyint_min", String(2 * RATE), "-strict", "experimental", "-f", "hls", "-hls_time", "2"],
      ...["-hls_segment_type", "fmp4", "-hls_playlist_type", "vod", "-hls_fmp4_init_filename", "init.mp4"],
      ...["-hls_segment_filename", join(folder, "%d.m4s"), join(folder, "index.m3u8")],
    ];
    const { status, stderr } = spawnSync(ffmpeg, words);
    assert.equal(status, 0, String(stderr));
    return Object.fromEntries(readdirSync(folder).map((name) => [`film/${name}`, readFileSync(join(folder, name))]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const isSegment = (path) => /^\/film\/.*\.(m4s|mp4)$/.test(path);

/** Where hls.js is, as the browser client's own tests have it. */
export const hlsScript = createRequire(join(tree, "browser-client/package.json")).resolve("hls.js/dist/hls.light.min.js");

function ffmpegOfTheSampleSite() {
  try {
    const { path } = createRequire(join(tree, "sample-site/package.json"))("@ffmpeg-installer/ffmpeg");
    chmodSync(path, 0o755);
    return path;
  } catch {
    return undefined;
  }
}
