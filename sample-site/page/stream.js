// The film as a stream: hls.js plays it, DeployNet brings its segments.
import Hls from "./lib/hls.js";
import { network } from "./network.js";
import { mainSource, panel } from "./panel.js";
import { typefaces } from "./writing.js";

const BUFFER_SECONDS = 12;
const by = (id) => document.getElementById(id);
const video = by("video");
const seen = { stalls: 0, started: false };

const net = await network();
panel(net);
typefaces(net).catch(() => {}); // the system's own stand in
if (Hls.isSupported()) {
  play();
} else {
  // Safari on an iPhone plays the list by itself, from the origin.
  video.src = video.dataset.path;
}

function play() {
  const hls = new Hls({
    // Without the video script hls.js loads by itself.
    fLoader: globalThis.DeployNet?.video?.hlsLoader(video),
    maxBufferLength: BUFFER_SECONDS,
    maxMaxBufferLength: BUFFER_SECONDS,
    enableWorker: false,
  });
  hls.on(Hls.Events.LEVEL_LOADED, (_, { details }) => lay(details.fragments));
  hls.on(Hls.Events.FRAG_CHANGED, (_, { frag }) => mark(frag.sn));
  hls.on(Hls.Events.ERROR, (_, { fatal, details }) => {
    if (fatal) by("video-state").textContent = `The stream cannot be played (${details})`;
  });
  net.deploynet?.addEventListener("file", ({ detail }) => paint(detail));
  video.addEventListener("playing", () => {
    seen.started = true;
    by("video-wait").hidden = true;
  });
  video.addEventListener("waiting", () => {
    if (seen.started && !video.seeking) seen.stalls++;
  });
  for (const type of ["timeupdate", "ended"]) video.addEventListener(type, () => figures(hls));
  hls.loadSource(video.dataset.path);
  hls.attachMedia(video);
  video.play().catch(() => {
    by("video-state").textContent = "Press play";
  });
}

function lay(fragments) {
  const list = by("segments");
  if (list.childElementCount === fragments.length) return;
  list.replaceChildren(...fragments.map((frag) => {
    const item = document.createElement("li");
    item.dataset.number = String(frag.sn);
    return item;
  }));
}

const itemOf = (number) => by("segments").querySelector(`[data-number="${number}"]`);

function paint(file) {
  const { path, peerBytes, originBytes, keptBytes } = file;
  const number = /^\/stream\/\w+\/(\d+)\.m4s$/.exec(path)?.[1];
  const item = number && itemOf(Number(number));
  if (!item) return;
  item.className = mainSource(file);
  item.title = `${path}: ${peerBytes} bytes from super-peers, ${originBytes} from the origin, ${keptBytes} kept`;
}

function mark(number) {
  for (const item of by("segments").children) item.classList.toggle("playing", item === itemOf(number));
}

function figures(hls) {
  const { width, height } = hls.levels[hls.currentLevel] ?? {};
  const ahead = video.buffered.length ? video.buffered.end(video.buffered.length - 1) - video.currentTime : 0;
  by("figures").textContent =
    `${video.currentTime.toFixed(0)} s of ${video.duration.toFixed(0)}, ${width ?? "—"} × ${height ?? "—"}, ` +
    `${ahead.toFixed(0)} s ahead, ${seen.stalls === 0 ? "never stood still" : `stood still ${seen.stalls} times`}`;
}
