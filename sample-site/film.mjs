// One turn of the Earth, drawn from NASA's day and night pictures and encoded as a film: the site's large file.
import { spawn } from "node:child_process";
import { chmodSync } from "node:fs";
import { once } from "node:events";
import installer from "@ffmpeg-installer/ffmpeg";

const WIDTH = 1280;
const HEIGHT = 720;
const FRAMES = 768;
const RATE = 24;
const MAP_WIDTH = 2048;
const MAP_HEIGHT = 1024;
const RADIUS = 322;
const TILT = (23.4 * Math.PI) / 180;

// A picture as raw RGB at the size of the maps.
async function map(path) {
  const decoder = ffmpeg(["-i", path, "-vf", `scale=${MAP_WIDTH}:${MAP_HEIGHT}`, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]);
  const chunks = [];
  for await (const chunk of decoder.stdout) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export function ffmpeg(words) {
  return spawn(installer.path, ["-hide_banner", "-loglevel", "error", ...words], { stdio: ["pipe", "pipe", "inherit"] });
}

// Of every pixel that shows the globe: where on the tilted sphere it is, and how bright the rim makes it.
function sphere() {
  const pixels = [];
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const u = (x - WIDTH / 2) / RADIUS;
      const v = (HEIGHT / 2 - y) / RADIUS;
      const rest = 1 - u * u - v * v;
      if (rest < 0) continue;
      const w = Math.sqrt(rest);
      const up = v * Math.cos(TILT) + u * Math.sin(TILT);
      const side = u * Math.cos(TILT) - v * Math.sin(TILT);
      pixels.push({
        at: (y * WIDTH + x) * 3,
        longitude: Math.atan2(side, w) / (2 * Math.PI),
        row: Math.min(MAP_HEIGHT - 1, Math.floor((0.5 - Math.asin(up) / Math.PI) * MAP_HEIGHT)),
        light: u * -0.82 + v * 0.28 + w * 0.5,
        rim: Math.pow(1 - w, 3),
        edge: Math.min(1, (1 - Math.hypot(u, v)) * RADIUS),
      });
    }
  }
  return pixels;
}

// Space around the globe: stars that stay where they are, and the thin air at the rim.
function background(sky) {
  const frame = Buffer.alloc(WIDTH * HEIGHT * 3);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const from = ((y + 150) * MAP_WIDTH + x + 380) * 3;
      const distance = Math.hypot(x - WIDTH / 2, y - HEIGHT / 2) / RADIUS - 1;
      const air = distance < 0 ? 0 : 90 * Math.exp(-distance * 26);
      const to = (y * WIDTH + x) * 3;
      frame[to] = Math.min(255, sky[from] * 0.8 + air * 0.35);
      frame[to + 1] = Math.min(255, sky[from + 1] * 0.8 + air * 0.6);
      frame[to + 2] = Math.min(255, sky[from + 2] * 0.8 + air);
    }
  }
  return frame;
}

function draw(frame, space, pixels, day, night, turn) {
  for (const p of pixels) {
    const column = Math.floor(((((p.longitude + turn) % 1) + 1) % 1) * MAP_WIDTH);
    const from = (p.row * MAP_WIDTH + column) * 3;
    const sun = Math.min(1, Math.max(0, p.light * 3 + 0.35));
    const bright = sun * (0.55 + 0.75 * Math.max(0, p.light));
    for (let c = 0; c < 3; c++) {
      const air = p.rim * (c === 2 ? 200 : c === 1 ? 130 : 70) * (0.15 + sun);
      const lit = day[from + c] * bright + night[from + c] * (1 - sun) * 1.1 + air;
      frame[p.at + c] = Math.min(255, lit * p.edge + space[p.at + c] * (1 - p.edge));
    }
  }
}

export async function makeFilm({ day, night, sky, out }) {
  chmodSync(installer.path, 0o755);
  const [dayMap, nightMap, skyMap] = await Promise.all([map(day), map(night), map(sky)]);
  const pixels = sphere();
  const space = background(skyMap);
  const encoder = ffmpeg([
    "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", `${WIDTH}x${HEIGHT}`, "-r", String(RATE), "-i", "-",
    "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-threads", "2",
    "-b:v", "8500k", "-minrate", "8500k", "-maxrate", "8500k", "-bufsize", "8500k", "-qmax", "40", "-g", "48", "-y", out,
  ]);
  for (let n = 0; n < FRAMES; n++) {
    const frame = Buffer.from(space);
    draw(frame, space, pixels, dayMap, nightMap, -n / FRAMES);
    if (!encoder.stdin.write(frame)) await once(encoder.stdin, "drain");
  }
  encoder.stdin.end();
  const [code] = await once(encoder, "close");
  if (code !== 0) throw new Error(`the film could not be encoded (code ${code})`);
}
