import { writeFile, mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseGVariant } from "./gvariant.js";
import { deploynet, tree } from "./network.js";
import { Program, removeFolder, run, stopAll, until } from "./processes.js";

const WATCHER = "org.kde.StatusNotifierWatcher";
const ITEM = "org.kde.StatusNotifierItem";

/** A small real desktop (`test-kit/desktop`) for programs of a test. */
export class Desktop {
  static async with(panel) {
    const desktop = new Desktop();
    desktop.panel = panel;
    desktop.folder = await mkdtemp(join(tmpdir(), "dn-desktop-"));
    const told = join(desktop.folder, "environment");
    desktop.program = new Program(`desktop with ${panel}`, [
      ...[join(tree, "test-kit/desktop"), "--panel", panel],
      ...["sh", "-c", 'env -0 >"$0.part" && mv "$0.part" "$0" && exec sleep infinity', told],
    ]);
    const text = await until("the desktop is there", () => readFile(told, "utf8").catch(() => undefined), {
      by: desktop.program,
    });
    desktop.env = Object.fromEntries(
      text.split("\0").filter(Boolean).map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
    return desktop;
  }

  /** Runs a command there to its end. */
  run(...command) {
    return run(command[0], command, { env: this.env });
  }

  /** The desktop application of `data`. */
  async open(data, ...words) {
    const program = new Program("deploynet", deploynet("run", "--data", data, ...words), {
      env: { ...this.env, DEPLOYNET_NO_BUILD: "yes" },
    });
    return new Application(this, program);
  }

  /** Ends or starts the panel. */
  order(what) {
    return writeFile(this.env.DESKTOP_ORDERS, `${what}\n`);
  }

  async call(destination, path, method, ...parameters) {
    const { code, output, errors } = await this.run(
      ...["gdbus", "call", "--session", "--timeout", "5", "--dest", destination, "--object-path", path],
      ...["--method", method, "--", ...parameters],
    );
    if (code !== 0) throw new Error(`${method}: ${errors}`);
    return parseGVariant(output);
  }

  async property(destination, path, owner, name) {
    return (await this.call(destination, path, "org.freedesktop.DBus.Properties.Get", owner, name))[0];
  }

  /** The icons that are registered now. */
  async items() {
    return this.property(WATCHER, "/StatusNotifierWatcher", WATCHER, "RegisteredStatusNotifierItems").catch(() => []);
  }

  /** The middle of what has this colour, as `[x, y]`; undefined where nothing has. */
  async find(colour) {
    const { output } = await this.run(
      "sh",
      "-c",
      `import -window root png:- | convert png:- -fill black +opaque '${colour}' -fill white -opaque '${colour}' \
        -trim -format '%X %Y %w %h %k' info:`,
    );
    const [x, y, width, height, colours] = output.replaceAll("+", " ").trim().split(/\s+/).map(Number);
    return colours > 1 && width < 100 ? [Math.round(x + width / 2), Math.round(y + height / 2)] : undefined;
  }

  /** Ids of the windows that are shown (or, with `all`, also of those minimised) with this title. */
  async windows(title, { all = false } = {}) {
    const { output } = await this.run("xdotool", "search", ...(all ? [] : ["--onlyvisible"]), "--name", `^${title}$`);
    return output.split("\n").filter(Boolean);
  }

  /** `Normal`, `Iconic` or `Withdrawn`. */
  async windowState(id) {
    return /window state: (\w+)/.exec((await this.run("xprop", "-id", id, "WM_STATE")).output)?.[1];
  }

  async picture(file) {
    await this.run("import", "-window", "root", file);
  }

  async stop() {
    await stopAll(this.program, () => removeFolder(this.folder));
  }
}

/** The desktop application, seen from outside: by its icon and menu on the bus. */
class Application {
  constructor(desktop, program) {
    this.desktop = desktop;
    this.program = program;
    this.name = `${ITEM}-${program.pid}-1`;
  }

  /** Whether the panel knows its icon. */
  async isInTray() {
    return (await this.desktop.items()).some((item) => item.includes(this.name));
  }

  async untilInTray() {
    await until("the icon is in the tray", () => this.isInTray(), { by: this.program });
  }

  /** Its tooltip: title and text, one line each. */
  async tip() {
    const [, , title, text] = await this.desktop.property(this.name, "/StatusNotifierItem", ITEM, "ToolTip");
    return `${title}\n${text}`;
  }

  async untilTip(pattern) {
    let tip = "";
    await until(`the tooltip says ${pattern}`, async () => pattern.test((tip = await this.tip().catch(() => ""))), {
      by: this.program,
    });
    return tip;
  }

  activate() {
    return this.desktop.call(this.name, "/StatusNotifierItem", `${ITEM}.Activate`, "0", "0");
  }

  /** The menu's lines as `{id, label, enabled, chosen, below}`. */
  async menu() {
    const [, root] = await this.desktop.call(
      this.name,
      "/MenuBar",
      "com.canonical.dbusmenu.GetLayout",
      ...["0", "-1", "@as []"],
    );
    return lines(root);
  }

  /** Chooses the entry with this label below those labels, as a panel does. */
  async choose(...labels) {
    const entry = await until(`the menu has ${labels.join(" › ")}`, async () => {
      let level = await this.menu();
      let found;
      for (const label of labels) {
        found = level?.find((line) => line.label === label || (label instanceof RegExp && label.test(line.label)));
        level = found?.below;
      }
      return found;
    });
    await this.desktop
      .call(this.name, "/MenuBar", "com.canonical.dbusmenu.Event", ...[String(entry.id), "clicked", "<''>", "0"])
      // Who chooses Quit may be left without a reply.
      .catch((e) => {
        if (!/disconnected from message bus without replying/.test(e.message)) throw e;
      });
  }
}

function lines([, , children]) {
  return children.map((child) => ({
    id: child[0],
    label: child[1].label ?? "",
    enabled: child[1].enabled ?? false,
    chosen: child[1]["toggle-state"] === 1,
    below: lines(child),
  }));
}
