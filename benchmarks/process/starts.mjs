import { mkdtemp, readFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { deploynet } from "../../test-kit/e2e/lib/network.js";
import { freePort, Program, removeFolder, until } from "../../test-kit/e2e/lib/processes.js";
import { median } from "../../test-kit/e2e/lib/statistics.js";

/**
 * What a start of an engine and of a signaling server costs: processor time of the process in its first 7 s, and how long until it
 * says that it is ready. As it is started, and with the JVM's own thresholds for compiling, in turn. Linux.
 * Run by ./deploynet bench starts [ROUNDS].
 */
const ROUNDS = Number(process.argv[2] ?? 5);
const LOOKED_AT_MS = 7_000;
const LATER = /^-XX:CompileThresholdScaling=/;
// What Linux counts in, on every machine that this was seen on (getconf CLK_TCK).
const TICKS_A_SECOND = 100;
const NOBODY = "http://127.0.0.1:9";

const parts = {
  engine: async (data) => ["peer", "--data", data, "--signaling", NOBODY],
  "signaling server": async (data) => ["signaling", "--data", data, "--port", String(await freePort())],
};

async function processorSeconds(pid) {
  const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).replace(/.*\) /, "").split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

async function commandOf(pid) {
  return (await readFile(`/proc/${pid}/cmdline`, "utf8")).split("\0").slice(0, -1);
}

/** Runs `command` for a while. */
async function start(name, command) {
  const begun = performance.now();
  const program = new Program(name, command, { env: { DEPLOYNET_NO_BUILD: "yes" } });
  try {
    await until(`the ${name} is ready`, () => program.output.includes("\n"), { by: program, everyMs: 10 });
    const readyMs = performance.now() - begun;
    await until("it has settled", () => performance.now() - begun >= LOOKED_AT_MS, { by: program });
    return { readyMs, seconds: await processorSeconds(program.pid), command: await commandOf(program.pid) };
  } finally {
    await program.stop();
  }
}

async function inNewFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), "dn-starts-"));
  try {
    return await work(folder);
  } finally {
    await removeFolder(folder);
  }
}

for (const [name, words] of Object.entries(parts)) {
  const found = { "as it is started": [], "with the JVM's thresholds": [] };
  for (let round = 0; round < ROUNDS; round++) {
    const own = await inNewFolder(async (folder) => start(name, deploynet(...(await words(join(folder, "data"))))));
    if (!own.command.some((word) => LATER.test(word))) throw new Error(`the ${name} is started without ${LATER}`);
    const jvm = own.command.slice(0, own.command.findIndex((word) => word === "-m") + 2).filter((word) => !LATER.test(word));
    const plain = await inNewFolder(async (folder) => start(name, [...jvm, ...(await words(join(folder, "data")))]));
    found["as it is started"].push(own);
    found["with the JVM's thresholds"].push(plain);
  }
  for (const [how, starts] of Object.entries(found)) {
    const seconds = median(starts.map((one) => one.seconds));
    const readyMs = median(starts.map((one) => one.readyMs));
    console.log(
      `${name}, ${how}: ${seconds.toFixed(2)} s of processor time in its first ${LOOKED_AT_MS / 1000} s, ready after ${Math.round(readyMs)} ms (medians of ${ROUNDS})`,
    );
  }
}
console.log(`load ${loadavg()[0].toFixed(1)}`);
