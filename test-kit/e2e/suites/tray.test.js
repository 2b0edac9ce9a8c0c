import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Control } from "../lib/control.js";
import { Desktop } from "../lib/desktop.js";
import { Network } from "../lib/network.js";
import { stopAll, until } from "../lib/processes.js";

/** The icon's colours, only to find it on the screen: its shapes are told apart in ShapePainterTest. */
const COLOUR = { idle: "#7d8790", paused: "#4a86c8", problem: "#d9730d" };
const NAME = "DeployNet";
const files = { "index.html": Buffer.from("<!doctype html><title>x</title>"), "a.bin": Buffer.alloc(300_000, 7) };

/** The application on a desktop, attached to a real network: signaling server, origin with a site, and its own engine. */
class Scene {
  static async of(panel, ...words) {
    const scene = new Scene();
    scene.network = await Network.with(files);
    await scene.network.startSignaling();
    await scene.network.publish();
    await scene.network.grant(10);
    scene.desktop = await Desktop.with(panel);
    await scene.start(...words);
    return scene;
  }

  async start(...words) {
    this.application = await this.desktop.open(
      this.network.peerData,
      ...words,
      ...["--signaling", this.network.signalingUrl],
      ...["--", "--allow-local-peers", "--allow-local-origin", this.network.origin.url, "--free-floor", "0"],
    );
    await until("the engine answers", () => this.snapshot(), { by: this.application.program });
  }

  /** What the engine says, by its own socket. */
  snapshot() {
    return this.network.snapshot().catch(() => undefined);
  }

  until(what, question) {
    return until(what, async () => {
      const snapshot = await this.snapshot();
      return snapshot && question(snapshot);
    });
  }

  /** Only Quit ends the engine with its application; who is told to end by the system leaves it running. */
  async stop() {
    await stopAll(this.application?.program, () => this.#shutDown(), this.desktop, this.network);
  }

  async #shutDown() {
    const control = await Control.of(this.network.peerData);
    await control?.call("shutdown").catch(() => {});
    control?.close();
  }
}

for (const panel of ["xfce", "lxqt"]) {
  describe(`the tray on ${panel}-panel`, { timeout: 180_000 }, () => {
    let scene;
    let tray;
    before(async () => {
      scene = await Scene.of(panel, "--background");
      tray = scene.application;
      await tray.untilInTray();
      await scene.network.untilKept();
    });
    after(() => scene?.stop());

    // Whatever a test found out, the next one begins unpaused.
    const resumed = async () => {
      if ((await scene.snapshot())?.condition.state === "paused") await tray.choose("Resume");
    };
    const told = async () => {
      const { condition } = (await scene.snapshot()) ?? {};
      return `${(await scene.desktop.windows(NAME)).length} windows, ${JSON.stringify(condition)}`;
    };
    const seen = (state) => until(`the icon of ${state} is on the screen`, () => scene.desktop.find(COLOUR[state]), { told });

    // The window shows the state in the icon's colours, too: who looks for the icon closes it first.
    const closeWindow = async () => {
      const [window] = await scene.desktop.windows(NAME);
      // A window manager that is busy with the window's first moments may miss a key.
      await until(
        "the window is closed",
        async () => {
          if (!(await scene.desktop.windows(NAME)).includes(window)) return true;
          await scene.desktop.run("xdotool", "windowactivate", "--sync", window, "key", "alt+F4").catch(() => {});
          return false;
        },
        { everyMs: 1_000 },
      );
    };

    it("shows an icon, and in its tooltip the state, the rates and the reason", async (t) => {
      const tip = await tray.untilTip(/^Ready to share/);
      t.diagnostic(tip);
      assert.match(tip, /▲ 0\sB\/s {2}▼ \d+\s(B|kB|MB)\/s/);
      assert.match(tip, /No browser asks for what is kept here right now\./);
      const [x, y] = await seen("idle");
      assert.ok(y < 40, `the icon is in the panel, not at ${x}, ${y}`);
    });

    it("has the menu's entries in their order", async () => {
      const menu = await tray.menu();
      assert.deepEqual(
        menu.filter((line) => line.label).map((line) => line.label.replace(/\d.*(?= credits)|\d.*/, "#")),
        [
          ...["○ Ready to share", "Today # credits", "Reachability: Not known"],
          ...["Open DeployNet", "Pause", "Upload limit: Automatic (#", "Quit"],
        ],
      );
      assert.deepEqual(
        menu.filter((line) => line.label && !line.enabled).map((line) => line.id),
        menu.slice(0, 3).map((line) => line.id),
        "only what does nothing is not enabled",
      );
    });

    for (const [label, seconds] of [
      ["For 15 minutes", 900],
      ["For 1 hour", 3_600],
      ["For 4 hours", 14_400],
      [/^Until tomorrow, /, undefined],
      ["Until I resume", null],
    ]) {
      it(`pauses: ${label}`, async (t) => {
        const asked = Date.now();
        await tray.choose("Pause", label);
        t.after(resumed);
        const { condition } = await scene.until("the engine pauses", (now) => now.condition.state === "paused" && now);
        if (seconds === null) assert.equal(condition.until ?? null, null);
        if (seconds) assert.ok(Math.abs(Date.parse(condition.until) - asked - seconds * 1_000) < 20_000, condition.until);
        if (seconds === undefined) assert.match(new Date(condition.until).toString(), / 08:00:0[0-2] /);
        t.diagnostic(await tray.untilTip(/^Paused/));
        await seen("paused");
        await tray.choose("Resume");
        await scene.until("the engine shares again", (now) => now.condition.state === "idle");
        await tray.untilTip(/^Ready to share/);
      });
    }

    it("sets each upload limit, and marks the one that counts", async () => {
      const limits = (await tray.menu()).find((line) => line.label.startsWith("Upload limit")).below;
      assert.ok(limits.length >= 5);
      for (const { label } of limits) {
        await tray.choose(/^Upload limit/, label);
        const number = /^([\d.]+)\s(kB|MB)/.exec(label);
        const bytes = number ? Number(number[1]) * { kB: 1e3, MB: 1e6 }[number[2]] : label.toLowerCase();
        await scene.until(`the limit is ${label}`, ({ upload }) => upload === bytes);
        await until("the mark is there", async () => {
          const { below } = (await tray.menu()).find((line) => line.label.startsWith("Upload limit"));
          return below.filter((line) => line.chosen).map((line) => line.label).join() === label;
        });
      }
    });

    it("opens the window by a click on the icon, and by the menu under a real pointer", async () => {
      const [x, y] = await seen("idle");
      await scene.desktop.run("xdotool", "mousemove", String(x), String(y), "click", "1");
      await until("the window is there", async () => (await scene.desktop.windows(NAME)).length > 0, {
        by: tray.program,
      });
      await closeWindow();
      await scene.desktop.run("xdotool", "mousemove", String(x), String(y), "click", "3");
      await opensByKeys(scene.desktop);
      await closeWindow();
    });

    it("survives the panel's restart", async () => {
      await scene.desktop.order("stop");
      await until("the panel is gone", async () => !(await tray.isInTray()));
      await scene.desktop.order("start");
      await tray.untilInTray();
      await seen("idle");
      await tray.choose("Pause", "For 15 minutes");
      await scene.until("the engine pauses", (now) => now.condition.state === "paused");
      await tray.choose("Resume");
      await scene.until("the engine shares again", (now) => now.condition.state === "idle");
    });

    it("quits, and the engine that it started with it", async () => {
      const { engine } = await scene.snapshot();
      await tray.choose("Quit");
      assert.deepEqual(await tray.program.ended, { code: 0, signal: null });
      await until("the engine has ended", () => !alive(engine.pid));
    });
  });
}

/**
 * The open menu's first entry that does something is "Open DeployNet". Pressed again only after a while: what is pressed while
 * the window opens is pressed in the window.
 */
async function opensByKeys(desktop) {
  const isOpen = async () => (await desktop.windows(NAME)).length > 0;
  await until("the menu's entry opens the window", async () => {
    await desktop.run("xdotool", "key", "--delay", "50", "Down", "Return");
    return until("the window is there", isOpen, { withinMs: 8_000 }).catch(() => false);
  });
}

describe("without a tray", { timeout: 180_000 }, () => {
  it("the window is in the list of windows, minimised, and a second start shows it", async () => {
    const scene = await Scene.of("none", "--background");
    try {
      const [window] = await until("the window is minimised", async () => {
        const windows = await scene.desktop.windows(NAME, { all: true });
        return windows.length > 0 && (await scene.desktop.windowState(windows[0])) === "Iconic" && windows;
      });
      const second = await scene.desktop.open(scene.network.peerData);
      assert.equal((await second.program.ended).code, 0, second.program.text);
      await until("the window is shown", async () => (await scene.desktop.windowState(window)) === "Normal");
    } finally {
      await scene.stop();
    }
  });

  it("that vanishes, the window comes back by itself", async () => {
    const scene = await Scene.of("xfce", "--background");
    try {
      await scene.application.untilInTray();
      assert.deepEqual(await scene.desktop.windows(NAME, { all: true }), []);
      await scene.desktop.order("stop");
      await until("the window is minimised", async () => {
        const [window] = await scene.desktop.windows(NAME, { all: true });
        return window && (await scene.desktop.windowState(window)) === "Iconic";
      });
    } finally {
      await scene.stop();
    }
  });
});

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
