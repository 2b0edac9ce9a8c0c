import { readFile, readdir } from "node:fs/promises";
import { launch } from "../../test-kit/e2e/lib/browsers.js";
import { Network } from "../../test-kit/e2e/lib/network.js";
import { noise } from "../../test-kit/e2e/lib/site.js";
import { Visit } from "../../test-kit/e2e/lib/visit.js";

/**
 * One Chromium tab that opens a link, gets a file over it and leaves it, over and over, as a page that goes and comes back does:
 * what is left of each. Heap after a collection, live connections and listeners by the DevTools protocol, and what the tab's process has of the
 * system. Run by ./deploynet bench cycles [--quick | CYCLES].
 */
const [, , word] = process.argv;
const CYCLES = word === "--quick" ? 40 : Number(word ?? 1_000);
const READINGS = 10;
/** What a browser allocates the first times belongs to the start. */
const WARM_UP = Math.ceil(CYCLES / READINGS);
const FILE = "file.bin";
const GROWN = 0.1;

const network = await Network.healthy({ [FILE]: noise("cycles", 100_000) });
const browser = await launch("chromium");
try {
  const visit = await Visit.of(browser, network.page());
  await visit.untilWarm();
  const devTools = await visit.page.createCDPSession();
  await devTools.send("Performance.enable");
  const process = await rendererOf(devTools);
  const readings = [];
  for (let done = 0; done <= CYCLES; ) {
    const reading = await read(visit, devTools, process);
    if (done >= WARM_UP) readings.push(reading);
    console.log(`${String(done).padStart(5)} cycles: ${said(reading)}`);
    if (done === CYCLES) break;
    const more = Math.min(Math.ceil(CYCLES / READINGS), CYCLES - done);
    await cycle(visit, more);
    done += more;
  }
  const { bytes } = await visit.stats();
  console.log(`${CYCLES} cycles, of ${bytes.peer + bytes.origin} bytes ${bytes.peer} from the super-peer`);
  const [first, last] = [readings[0], readings.at(-1)];
  const perCycle = (last.heap - first.heap) / (CYCLES - WARM_UP);
  const isFlat = last.heap <= first.heap * (1 + GROWN) && last.connections <= first.connections;
  console.log(
    `after ${WARM_UP} cycles and at the end: heap ${mega(first.heap)} and ${mega(last.heap)} MB (${perCycle.toFixed(0)} bytes a cycle), ${first.connections} and ${last.connections} open connections; flat within ${GROWN * 100} %: ${isFlat ? "reached" : "missed"}`,
  );
} finally {
  await browser.close();
  await network.stop();
}

async function cycle(visit, times) {
  const wrong = await visit.page.evaluate(
    async (name, count) => {
      const isWarm = () =>
        DeployNet.stats().state === "warm"
          ? Promise.resolve()
          : new Promise((resolve) => {
              const look = ({ detail }) => {
                if (detail.state !== "warm") return;
                DeployNet.removeEventListener("state", look);
                resolve();
              };
              DeployNet.addEventListener("state", look);
            });
      let wrong = 0;
      for (let i = 0; i < count; i++) {
        await isWarm();
        const body = await (await DeployNet.fetch(`/${name}`)).arrayBuffer();
        wrong += body.byteLength === 100_000 ? 0 : 1;
        await DeployNet.settle();
        dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
        dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
      }
      await isWarm();
      return wrong;
    },
    FILE,
    times,
  );
  if (wrong > 0) throw new Error(`${wrong} files were not whole`);
}

async function read(visit, devTools, pid) {
  await devTools.send("HeapProfiler.collectGarbage");
  const prototype = await visit.page.evaluateHandle(() => RTCPeerConnection.prototype);
  const live = await visit.page.queryObjects(prototype);
  const connections = await live.evaluate((all) => all.filter((one) => one.connectionState !== "closed").length);
  const objects = await live.evaluate((all) => all.length);
  await live.dispose();
  await prototype.dispose();
  const { metrics } = await devTools.send("Performance.getMetrics");
  const of = (name) => metrics.find((metric) => metric.name === name).value;
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return {
    heap: of("JSHeapUsedSize"),
    listeners: of("JSEventListeners"),
    connections,
    objects,
    resident: Number(/^VmRSS:\s+(\d+)/m.exec(status)[1]) * 1024,
    threads: Number(/^Threads:\s+(\d+)/m.exec(status)[1]),
    descriptors: (await readdir(`/proc/${pid}/fd`)).length,
  };
}

/** The process whose name says that it draws pages, and which has this one: the one that works when it is asked to. */
async function rendererOf(devTools) {
  const session = await browser.target().createCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const before = new Map(processInfo.filter(({ type }) => type === "renderer").map(({ id, cpuTime }) => [id, cpuTime]));
  await devTools.send("Runtime.evaluate", { expression: "for (const end = performance.now() + 300; performance.now() < end; );" });
  const after = (await session.send("SystemInfo.getProcessInfo")).processInfo.filter(({ id }) => before.has(id));
  return after.sort((a, b) => b.cpuTime - before.get(b.id) - (a.cpuTime - before.get(a.id)))[0].id;
}

function said({ heap, listeners, connections, objects, resident, threads, descriptors }) {
  return `heap ${mega(heap)} MB, ${connections} open of ${objects} connections, ${listeners} listeners; process ${mega(resident)} MB, ${threads} threads, ${descriptors} descriptors`;
}

function mega(bytes) {
  return (bytes / 1e6).toFixed(2);
}
