import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** Programs that the tests start: each is ended by its own process id, and what it printed is kept for the report. */

const running = new Set();
const MAX_OUTPUT_CHARS = 200_000;

export class Program {
  /** Starts `command` (an array) at once; `name` is for messages. `input` is all that it reads, or null to write to it later. */
  constructor(name, command, { cwd, env = {}, input } = {}) {
    this.name = name;
    this.output = "";
    this.errors = "";
    this.child = spawn(command[0], command.slice(1), {
      cwd,
      env: { ...process.env, ...env },
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    if (typeof input === "string") this.child.stdin.end(input);
    this.child.stdout.on("data", (text) => (this.output = (this.output + text).slice(-MAX_OUTPUT_CHARS)));
    this.child.stderr.on("data", (text) => (this.errors = (this.errors + text).slice(-MAX_OUTPUT_CHARS)));
    running.add(this);
    this.ended = new Promise((resolve) => {
      this.child.on("error", (error) => resolve({ code: null, signal: null, error }));
      this.child.on("close", (code, signal) => resolve({ code, signal }));
    }).then((ending) => {
      running.delete(this);
      this.ending = ending;
      return ending;
    });
  }

  get pid() {
    return this.child.pid;
  }

  get text() {
    return `${this.output}${this.errors}`;
  }

  /** As the power cut does it: nothing of the program runs any more when this returns. */
  async kill() {
    this.child.kill("SIGKILL");
    return this.ended;
  }

  /** Asks it to end; after 15 s it is made to, and that is a failure of the program. */
  async stop() {
    if (this.ending) return this.ending;
    this.child.kill("SIGTERM");
    const patience = pause(15_000, "late", { ref: false });
    if ((await Promise.race([this.ended, patience])) === "late") {
      await this.kill();
      throw new Error(`${this.name} (process ${this.pid}) did not end within 15 s of SIGTERM\n${this.tail()}`);
    }
    return this.ending;
  }

  tail() {
    return this.text.split("\n").slice(-30).join("\n");
  }
}

/** Runs a command to its end. */
export async function run(name, command, options) {
  const program = new Program(name, command, options);
  const { code } = await program.ended;
  return { code, output: program.output, errors: program.errors, text: program.text };
}

/**
 * Stops each of them in this order, those that there are, also after one that fails: what is left running keeps a suite from ending.
 * One is a thing with `stop`, or a function.
 */
export async function stopAll(...parts) {
  const failures = [];
  for (const part of parts) {
    try {
      await (typeof part === "function" ? part() : part?.stop());
    } catch (e) {
      failures.push(e);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** With all in it. A browser's last process may still write there for a moment. */
export function removeFolder(folder) {
  return rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

// A suite that breaks must not leave programs behind.
process.on("exit", () => running.forEach((program) => program.child.kill("SIGKILL")));

/**
 * The first truthy answer of `question`, asked every 50 ms or as said; `what` is for the message when it never comes, and what
 * `told` gives then.
 */
export async function until(what, question, { withinMs = 30_000, everyMs = 50, by, told } = {}) {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await question();
    if (answer) return answer;
    if (by?.ending) throw new Error(`${by.name} ended (${JSON.stringify(by.ending)}) before ${what}\n${by.tail()}`);
    if (Date.now() > deadline) {
      throw new Error(`not within ${withinMs} ms: ${what}${told ? `; ${await told()}` : ""}${by ? `\n${by.tail()}` : ""}`);
    }
    await pause(everyMs);
  }
}

/**
 * A TCP port that is free now, below those that the system itself gives out: two suites run at once in one network namespace,
 * and whatever they connect must not take it meanwhile.
 */
export async function freePort() {
  for (let tries = 0; tries < 100; tries++) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const server = createServer();
    const free = await new Promise((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
    await new Promise((resolve) => server.close(resolve));
    if (free) return port;
  }
  throw new Error("no free port in 100 tries");
}
