import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Control } from "../lib/control.js";
import { deploynet, runDeploynet } from "../lib/network.js";
import { Program, removeFolder, until } from "../lib/processes.js";

/** What the build wrote down of a start is used by every later one: it halves its time. */
describe("a start that was recorded", { timeout: 60_000 }, () => {
  it("is what an engine begins with", async () => {
    const data = await mkdtemp(join(tmpdir(), "dn-"));
    const peer = new Program("peer", deploynet("peer", "--data", data), { env: { DEPLOYNET_NO_BUILD: "yes" } });
    try {
      (await until("the engine answers", () => Control.of(data), { by: peer })).close();
      assert.match(await readFile(`/proc/${peer.pid}/maps`, "utf8"), /start-cache\/engine\.aot/);
    } finally {
      await peer.stop();
      await removeFolder(data);
    }
  });
});

/** Bad input at start: a clear sentence and the exit code of the product page, or a right result. */
describe("a start that cannot be", { timeout: 120_000 }, () => {
  let folder;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "dn-"));
  });
  after(() => removeFolder(folder));

  const peer = (data) =>
    new Program("peer", deploynet("peer", "--data", data), { env: { DEPLOYNET_NO_BUILD: "yes" } });
  const answers = (data, program) => until("the engine answers", () => Control.of(data), { by: program });

  it("of a second engine on the same data ends with 3 and leaves the first one alone", async (t) => {
    const data = join(folder, "twice");
    const first = peer(data);
    try {
      const control = await answers(data, first);
      const second = await runDeploynet(["peer", "--data", data]);
      t.diagnostic(second.text.trim());
      assert.equal(second.code, 3);
      assert.match(second.text, /running/i);
      assert.equal((await control.snapshot()).engine.pid, first.pid);
      control.close();
    } finally {
      await first.stop();
    }
  });

  it("of an engine after a kill takes over its lock and its socket", async () => {
    const data = join(folder, "killed");
    const first = peer(data);
    (await answers(data, first)).close();
    await first.kill();
    const second = peer(data);
    const control = await answers(data, second);
    assert.equal((await control.snapshot()).engine.pid, second.pid);
    control.close();
    assert.deepEqual(await second.stop(), { code: 0, signal: null });
  });

  it("of a signaling server on a taken port says which port", async (t) => {
    const taken = createServer();
    await new Promise((done) => taken.listen(0, "127.0.0.1", done));
    const { port } = taken.address();
    const data = join(folder, "signaling");
    const result = await runDeploynet(["signaling", "--data", data, "--port", String(port)]);
    await new Promise((done) => taken.close(done));
    t.diagnostic(result.text.trim());
    assert.equal(result.code, 1);
    assert.match(result.text, new RegExp(String(port)));
    assert.doesNotMatch(result.text, /\tat /);
  });

  for (const [what, place] of [
    ["a file in its way", async (path) => writeFile(path, "not a folder").then(() => path)],
    ["no right to write", async (path) => mkdir(path).then(() => chmod(path, 0o500).then(() => path))],
    ["a file system that takes no files", async () => "/proc/deploynet"],
  ]) {
    const skip = what === "no right to write" && process.getuid() === 0 && "root may write everywhere";
    it(`of an engine whose data folder has ${what} says so`, { skip }, async (t) => {
      const data = await place(join(folder, what.replaceAll(" ", "-")));
      const result = await runDeploynet(["peer", "--data", data]);
      t.diagnostic(`${result.code}: ${result.text.trim()}`);
      assert.ok([1, 2, 5].includes(result.code), `exit code ${result.code}`);
      assert.ok(result.text.includes(data), result.text);
      assert.doesNotMatch(result.text, /\tat /);
    });
  }

  it("with damaged settings keeps them aside, uses the defaults and says so", async (t) => {
    const data = join(folder, "damaged");
    await mkdir(join(data, "config"), { recursive: true });
    await writeFile(join(data, "config", "settings.json"), '{"quotaBytes": 1e999, ');
    const engine = peer(data);
    try {
      const control = await answers(data, engine);
      const { events, cache } = await control.snapshot();
      control.close();
      t.diagnostic(JSON.stringify(events));
      const [event] = events.filter((found) => found.type === "settings-damaged");
      assert.ok(event, "an event says so");
      assert.match(await readFile(event.keptAs, "utf8"), /1e999/);
      assert.equal(cache.quotaBytes, 20_000_000_000);
      const status = await runDeploynet(["status", "--data", data]);
      assert.ok(status.text.includes(event.keptAs) || engine.text.includes(event.keptAs), "people are told where");
      assert.ok((await readdir(join(data, "config"))).length >= 1);
    } finally {
      await engine.stop();
    }
  });

  it("with a damaged state keeps it aside, begins a new one and says so", async () => {
    const data = join(folder, "damaged-state");
    await mkdir(join(data, "state"), { recursive: true });
    await writeFile(join(data, "state", "state.db"), "nothing that SQLite knows ".repeat(400));
    const engine = peer(data);
    try {
      const control = await answers(data, engine);
      const { events } = await control.snapshot();
      control.close();
      const [event] = events.filter((found) => found.type === "state-damaged");
      assert.ok(event, "an event says so");
      assert.match(await readFile(event.keptAs, "utf8"), /^nothing that SQLite knows/);
      const status = await runDeploynet(["status", "--data", data]);
      assert.ok(status.text.includes(event.keptAs), status.text);
    } finally {
      await engine.stop();
    }
  });

  it("of a question without an engine ends with 4", async (t) => {
    const result = await runDeploynet(["status", "--data", join(folder, "nobody")]);
    t.diagnostic(result.text.trim());
    assert.equal(result.code, 4);
  });

  it("of publish without a folder it can read says so", async (t) => {
    for (const path of [join(folder, "nowhere"), join(folder, "a-file-in-its-way")]) {
      if (path.endsWith("way")) await writeFile(path, "x").catch(() => {});
      const words = ["publish", path, "--origin", "http://localhost:1", "--signaling", "http://127.0.0.1:1"];
      const result = await runDeploynet(words, { env: { DEPLOYNET_DATA: join(folder, "publisher") } });
      t.diagnostic(`${result.code}: ${result.text.trim()}`);
      assert.ok([1, 2].includes(result.code));
      assert.ok(result.text.includes(path), result.text);
      assert.doesNotMatch(result.text, /\tat /);
    }
  });

  it("with words that mean nothing ends with 2", async () => {
    assert.equal((await runDeploynet(["peer", "--no-such-option"])).code, 2);
    assert.equal((await runDeploynet(["limit", "--up", "a lot", "--data", join(folder, "nobody")])).code, 2);
  });
});
