import assert from "node:assert/strict";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Control } from "../lib/control.js";
import { Desktop } from "../lib/desktop.js";
import { deploynet } from "../lib/network.js";
import { Program, until } from "../lib/processes.js";

const KILLS = Number(process.env.KILLS ?? 5);
/** The desktop gives up at more than ten ends within a minute; who kills more often than that tests something else. */
const ENDS_AT_MOST = 10;

/** The engine under the desktop application: whoever of the two is killed, the other one goes on. */
describe("the supervised engine", { timeout: 120_000 + KILLS * 10_000 }, () => {
  let desktop;
  let data;
  before(async () => {
    desktop = await Desktop.with("xfce");
    data = join(desktop.folder, "data");
  });
  after(() => desktop?.stop());

  const engine = () => answer(data);

  it(`is killed ${KILLS} times: each time the desktop says why, and it serves again`, async (t) => {
    const application = await desktop.open(data, "--background");
    try {
      await application.untilInTray();
      let before = await until("the engine answers", engine, { by: application.program });
      const times = [];
      const kills = [];
      for (let kill = 0; kill < KILLS; kill++) {
        await until("a kill is one of at most ten a minute", () => kills.length < ENDS_AT_MOST || Date.now() - kills.at(-ENDS_AT_MOST) > 61_000, {
          withinMs: 70_000,
        });
        kills.push(Date.now());
        const startedAt = performance.now();
        process.kill(before.engine.pid, "SIGKILL");
        const told = application.untilTip(/signal 9/);
        const next = await until("the engine answers again", async () => {
          const now = await engine();
          return now && now.engine.pid !== before.engine.pid && now;
        }, { by: application.program });
        times.push(performance.now() - startedAt);
        if (kill === 0) t.diagnostic(await told);
        await told;
        await application.untilTip(/▲ /);
        before = next;
      }
      times.sort((one, other) => one - other);
      t.diagnostic(`serving again after a kill: median ${Math.round(times[times.length >> 1])} ms, slowest ${Math.round(times.at(-1))} ms of ${times.length}`);
      await application.choose("Quit");
      assert.equal((await application.program.ended).code, 0, application.program.text);
    } finally {
      await application.program.stop();
    }
  });

  it("goes on when the desktop is killed, and a new desktop attaches to it and can end it", async () => {
    const first = await desktop.open(data, "--background");
    await first.untilInTray();
    const { engine: running } = await until("the engine answers", engine, { by: first.program });
    await first.program.kill();
    assert.equal((await engine())?.engine.pid, running.pid, "the engine goes on");
    const second = await desktop.open(data, "--background");
    try {
      await second.untilInTray();
      await second.untilTip(/▲ /);
      assert.equal((await engine()).engine.pid, running.pid, "it is the same engine");
      await second.choose("Quit");
      assert.equal((await second.program.ended).code, 0, second.program.text);
      await until("the engine has ended", async () => !(await engine()));
    } finally {
      await second.program.stop();
    }
  });

  it("that somebody else started is used and left running", async () => {
    const other = join(desktop.folder, "other");
    const peer = new Program("peer", deploynet("peer", "--data", other), { env: { DEPLOYNET_NO_BUILD: "yes" } });
    try {
      await until("the engine answers", () => answer(other), { by: peer });
      const application = await desktop.open(other, "--background");
      await application.untilTip(/▲ /);
      await application.choose("Quit");
      assert.equal((await application.program.ended).code, 0, application.program.text);
      assert.equal((await answer(other))?.engine.pid, peer.pid);
    } finally {
      await peer.stop();
    }
  });

  it("that cannot start is tried again and then left in safe mode with the reason, until a person resumes it", async (t) => {
    const broken = join(desktop.folder, "broken");
    await mkdir(broken);
    await writeFile(join(broken, "cache"), "a file in its way");
    const application = await desktop.open(broken, "--background");
    try {
      t.diagnostic(await application.untilTip(/^Interrupted.*\n.*cache folder/));
      t.diagnostic(await application.untilTip(/\nSafe mode: .*folder/));
      assert.match((await answer(broken)).condition.reason, /^safe_/);
      assert.match(await readFile(join(broken, "state/engine.log"), "utf8"), /cache/);
      assert.equal(await readFile(join(broken, "cache"), "utf8"), "a file in its way", "nobody's file is touched");
      await rm(join(broken, "cache"));
      await application.choose("Resume");
      await application.untilTip(/▲ /);
      assert.doesNotMatch((await answer(broken)).condition.reason, /^safe_/);
      await application.choose("Quit");
      assert.equal((await application.program.ended).code, 0, application.program.text);
    } finally {
      await application.program.stop();
    }
  });

  it("that cannot even write down why is left alone with the reason, until a person starts it again", async (t) => {
    const broken = join(desktop.folder, "stateless");
    await mkdir(join(broken, "state"), { recursive: true });
    await mkdir(join(broken, "state", "failed-starts.json"));
    await writeFile(join(broken, "cache"), "a file in its way");
    const application = await desktop.open(broken, "--background");
    try {
      await until("it gives up", async () => /^Stopped/.test(await application.tip().catch(() => "")), {
        withinMs: 90_000,
        by: application.program,
      });
      t.diagnostic(await application.tip());
      assert.match(await application.tip(), /cache folder/);
      await rm(join(broken, "cache"));
      await application.choose("Start again");
      await application.untilTip(/▲ /);
      await application.choose("Quit");
      assert.equal((await application.program.ended).code, 0, application.program.text);
    } finally {
      await application.program.stop();
    }
  });
});

async function answer(data) {
  const control = await Control.of(data);
  try {
    return await control?.snapshot();
  } catch {
    return undefined;
  } finally {
    control?.close();
  }
}
