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

const SOURCES = ["peer", "origin", "kept"];
const bytesFrom = (file) => SOURCES.map((source) => file[`${source}Bytes`]);

// Where most of a file came from.
export function mainSource(file) {
  const bytes = bytesFrom(file);
  return SOURCES[bytes.indexOf(Math.max(...bytes))];
}

function drawSums(bytes) {
  const all = sum(SOURCES.map((source) => bytes[source]));
  const of = (source) => percentOf(bytes[source], all);
  const isAllKept = all > 0 && bytes.kept === all;
  by("share").textContent = all === 0 ? "—" : isAllKept ? "100%" : `${of("peer")}%`;
  by("share-words").textContent =
    all === 0
      ? "waiting for the first file"
      : isAllKept
        ? "kept by this browser from an earlier visit"
        : `from volunteers’ computers${of("kept") > 0 ? `, ${of("kept")}% kept by this browser` : ""}`;
  for (const source of SOURCES) {
    by("bar").querySelector(`.${source}`).style.width = all === 0 ? "0" : `${(bytes[source] / all) * 100}%`;
    by(`from-${source}`).textContent = megabytes(bytes[source]);
  }
  by("bar").setAttribute(
    "aria-label",
    `${of("peer")} percent from super-peers, ${of("origin")} from the origin, ${of("kept")} kept by this browser`,
  );
}

const sum = (numbers) => numbers.reduce((all, number) => all + number, 0);
const percentOf = (part, all) => (all === 0 ? 0 : Math.floor((part / all) * 100));

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
  // A file that was let go before any of it came is not on this page: whoever asked took it another way.
  const shown = files.filter((file) => !file.aborted || sum(bytesFrom(file)) > 0);
  by("file-count").textContent = shown.length === 0 ? "" : `(${shown.length})`;
  by("files").replaceChildren(...shown.slice(-FILES_SHOWN).reverse().map(fileRow));
}

function fileRow(file) {
  const row = document.createElement("li");
  const dot = document.createElement("b");
  dot.className = `dot ${mainSource(file)}`;
  const name = document.createElement("span");
  name.textContent = file.path.length > LONGEST_NAME ? `…${file.path.slice(-LONGEST_NAME)}` : file.path;
  name.title =
    `${file.path}: ${megabytes(file.peerBytes)} from super-peers, ${megabytes(file.originBytes)} from the origin, ` +
    `${megabytes(file.keptBytes)} kept by this browser`;
  const size = document.createElement("small");
  size.textContent = howFar(file);
  row.append(dot, name, size);
  return row;
}

function howFar(file) {
  if (file.failed) return "failed";
  const percent = percentOf(Math.min(file.size, sum(bytesFrom(file))), file.size);
  if (file.aborted) return `let go at ${percent} %`;
  return file.endedAt === undefined ? `${percent} %` : kilobytes(file.size);
}

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
  const before = net.deploynet?.stats().bytes ?? { peer: 0, origin: 0, kept: 0 };
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
  const came = Object.fromEntries(SOURCES.map((source) => [source, after[source] - before[source]]));
  const share = (source) => percentOf(came[source], sum(Object.values(came)));
  const seconds = (performance.now() - begin) / 1000;
  state.textContent = failed > 0
    ? `${failed} files could not be fetched`
    : `${contents.length} files, ${megabytes(total)} in ${seconds.toFixed(1)} s, ${share("peer")}% from super-peers` +
      (came.kept > 0 ? `, ${share("kept")}% kept by this browser` : "");
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
