// The film once more, as a stream: HTTP Live Streaming in fragmented MP4, in two qualities. VP9, because every browser that has
// MediaSource plays it; H.264 is missing in Debian's Firefox where no codec of the system is found.
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { ffmpeg } from "./film.mjs";

const SEGMENT_SECONDS = 2;
const RATE = 24;
const MOST_BYTES = 6_000_000;
// The level in the codec's name is the lowest that allows the size at this rate (vp09.<profile>.<level>.<bits>).
const QUALITIES = [
  { name: "360p", width: 640, height: 360, kilobits: 320, codec: "vp09.00.21.08" },
  { name: "720p", width: 1280, height: 720, kilobits: 750, codec: "vp09.00.31.08" },
];

export async function makeStream(film, folder) {
  for (const quality of QUALITIES) await encode(film, folder, quality);
  writeFileSync(join(folder, "stream.m3u8"), masterPlaylist(folder));
  const bytes = sizes(folder).reduce((sum, size) => sum + size, 0);
  if (bytes > MOST_BYTES) throw new Error(`the stream has ${bytes} bytes, at most ${MOST_BYTES}`);
}

async function encode(film, folder, { name, width, height, kilobits }) {
  const out = join(folder, name);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const frames = String(SEGMENT_SECONDS * RATE);
  const encoder = ffmpeg(
    [
      "-i", film, "-an", "-vf", `scale=${width}:${height}`, "-r", String(RATE),
      "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-row-mt", "1", "-threads", "2",
      "-b:v", `${kilobits}k`, "-maxrate", `${kilobits * 1.2}k`, "-bufsize", `${kilobits * 2}k`, "-g", frames, "-keyint_min", frames,
      "-strict", "experimental", "-f", "hls", "-hls_segment_type", "fmp4", "-hls_time", String(SEGMENT_SECONDS),
      "-hls_playlist_type", "vod", "-hls_fmp4_init_filename", "init.mp4", "-hls_segment_filename", join(out, "%02d.m4s"),
      "-y", join(out, "index.m3u8"),
    ],
  );
  encoder.stdin.end();
  const [code] = await once(encoder, "close");
  if (code !== 0) throw new Error(`the stream could not be encoded (code ${code})`);
}

function masterPlaylist(folder) {
  const variants = QUALITIES.map(({ name, width, height, codec }) => {
    const largest = Math.max(...sizes(join(folder, name)));
    const peak = Math.ceil((8 * largest) / SEGMENT_SECONDS);
    return `#EXT-X-STREAM-INF:BANDWIDTH=${peak},RESOLUTION=${width}x${height},CODECS="${codec}",FRAME-RATE=${RATE}\n${name}/index.m3u8\n`;
  });
  return `#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n${variants.join("")}`;
}

const sizes = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => statSync(join(folder, name)))
    .filter((status) => status.isFile())
    .map(({ size }) => size);
