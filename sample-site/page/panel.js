// Where each byte came from, live.
import { say } from "/why.js";

const FILES_SHOWN = 80;
const WHYS_SHOWN = 12;
const AT_ONCE = 6;
const LONGEST_NAME = 31;

const by = (id) => document.getElementById(id);
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 1)} MB`;

export function panel(net) {
  by("everything")?.addEventListener("click", () => fetchEverything(net));
  if (!net.deploynet) {
    by("share-words").textContent = "DeployNet is not on this page";
    by("state").lastElementChild.textContent = "Everything comes from the origin";
    return;
  }
  const redraw = atMostEvery(200, () => draw(net.deploynet));
  for (const type of ["source", "file", "state", "why"]) net.deploynet.addEventListener(type, redraw);
  redraw();
}

function draw(deploynet) {
  const stats = deploynet.stats();
  drawSums(stats.bytes);
  drawState(stats);
  drawFiles(stats.files);
  drawWhy(deploynet.why());
}

function drawSums({ peer, origin }) {
  const all = peer + origin;
  const share = all === 0 ? 0 : peer / all;
  by("share").textContent = all === 0 ? "—" : `${Math.floor(share * 100)}%`;
  by("share-words").textContent = all === 0 ? "waiting for the first file" : "from volunteers’ computers";
  const [peerBar, originBar] = by("bar").children;
  peerBar.style.width = `${share * 100}%`;
  originBar.style.width = all === 0 ? "0" : `${(1 - share) * 100}%`;
  by("bar").setAttribute("aria-label", `${Math.floor(share * 100)} percent from super-peers`);
  by("from-peer").textContent = megabytes(peer);
  by("from-origin").textContent = megabytes(origin);
}

const STATES = {
  warm: "Connected to a super-peer",
  connecting: "Connecting to a super-peer",
  idle: "No super-peer yet; the origin answers",
  off: "Without peers; the origin answers",
};

function drawState({ state, links, rejectedPieces }) {
  const rate = links.reduce((sum, link) => sum + link.bytesPerSecond, 0);
  const thrownAway = rejectedPieces === 0 ? "" : `, ${rejectedPieces} wrong pieces thrown away`;
  by("state").classList.toggle("on", state === "warm");
  by("state").lastElementChild.textContent =
    STATES[state] + (state === "warm" && rate > 0 ? `, ${(rate / 1e6).toFixed(1)} MB/s` : "") + thrownAway;
}

function drawFiles(files) {
  by("file-count").textContent = files.length === 0 ? "" : `(${files.length})`;
  by("files").replaceChildren(...files.slice(-FILES_SHOWN).reverse().map(fileRow));
}

function fileRow(file) {
  const row = document.createElement("li");
  const dot = document.createElement("b");
  dot.className = `dot ${file.peerBytes >= file.originBytes ? "peer" : "origin"}`;
  const name = document.createElement("span");
  name.textContent = file.path.length > LONGEST_NAME ? `…${file.path.slice(-LONGEST_NAME)}` : file.path;
  name.title = `${file.path}: ${megabytes(file.peerBytes)} from super-peers, ${megabytes(file.originBytes)} from the origin`;
  const size = document.createElement("small");
  size.textContent = file.failed ? "failed" : file.endedAt === undefined ? `${percent(file)} %` : kilobytes(file.size);
  row.append(dot, name, size);
  return row;
}

const percent = (file) => Math.floor((100 * Math.min(file.size, file.peerBytes + file.originBytes)) / file.size);
const kilobytes = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : megabytes(bytes));

function drawWhy(reasons) {
  if (reasons.length === 0) return;
  const sums = new Map();
  for (const why of reasons) sums.set(why.code, { text: say(why), count: (sums.get(why.code)?.count ?? 0) + why.count });
  const rows = [...sums.values()].slice(-WHYS_SHOWN).reverse().map(({ text, count }) => {
    const row = document.createElement("li");
    row.textContent = count > 1 ? `${text} (${count} times)` : text;
    return row;
  });
  by("why").replaceChildren(...rows);
}

// Every file of the site once more, six at a time.
async function fetchEverything(net) {
  const button = by("everything");
  const progress = by("everything-progress");
  const state = by("everything-state");
  button.disabled = true;
  progress.hidden = false;
  const contents = await (await net.fetch("/contents.json")).json();
  const total = contents.reduce((sum, file) => sum + file.size, 0);
  const before = net.deploynet?.stats().bytes ?? { peer: 0, origin: 0 };
  const begin = performance.now();
  let done = 0;
  let failed = 0;
  const rest = contents.values();
  const worker = async () => {
    for (const file of rest) {
      try {
        const bytes = await (await net.fetch(file.path)).arrayBuffer();
        if (bytes.byteLength !== file.size) failed++;
      } catch {
        failed++;
      }
      done += file.size;
      progress.value = done / total;
      const seconds = (performance.now() - begin) / 1000;
      state.textContent = `${megabytes(done)} of ${megabytes(total)}, ${(done / 1e6 / seconds).toFixed(1)} MB/s`;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const after = net.deploynet?.stats().bytes ?? before;
  const fromPeers = after.peer - before.peer;
  const share = fromPeers / Math.max(1, fromPeers + after.origin - before.origin);
  const seconds = (performance.now() - begin) / 1000;
  state.textContent = failed > 0
    ? `${failed} files could not be fetched`
    : `${contents.length} files, ${megabytes(total)} in ${seconds.toFixed(1)} s, ${Math.floor(share * 100)}% from super-peers`;
  button.disabled = false;
}

function atMostEvery(milliseconds, action) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      action();
    }, milliseconds);
  };
}
