import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Program, removeFolder, run, stopAll, until } from "./processes.js";

const PASSWORD = "correct horse";
const SECRETS = "org.freedesktop.secrets";
const COLLECTION = "/org/freedesktop/secrets/collection/login";

/**
 * A GNOME Keyring on a message bus of its own, which starts no service by itself: a desktop's session as far as secrets go. Its
 * files are in a temporary folder.
 */
export class Keyring {
  static async start() {
    const keyring = new Keyring();
    keyring.folder = await mkdtemp(join(tmpdir(), "dn-keyring-"));
    const runtime = join(keyring.folder, "run");
    await mkdir(runtime, { mode: 0o700 });
    const config = join(keyring.folder, "bus.conf");
    await writeFile(
      config,
      `<busconfig><type>session</type><listen>unix:dir=${runtime}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`,
    );
    keyring.bus = new Program("bus", ["dbus-daemon", `--config-file=${config}`, "--nofork", "--print-address=1"]);
    await until("the bus says where it is", () => keyring.bus.output.includes("\n"), { by: keyring.bus });
    keyring.env = {
      DBUS_SESSION_BUS_ADDRESS: keyring.bus.output.trim(),
      XDG_RUNTIME_DIR: runtime,
      XDG_DATA_HOME: join(keyring.folder, "data"),
      DISPLAY: "",
      WAYLAND_DISPLAY: "",
    };
    return keyring;
  }

  /** Its owner logs in. */
  async unlocked() {
    await this.#daemon("false", "--unlock");
  }

  /** It runs, and nobody has given its password. */
  async locked() {
    await this.#daemon("true");
  }

  async #daemon(locked, ...more) {
    await this.gone();
    this.daemon = new Program(
      "gnome-keyring-daemon",
      ["gnome-keyring-daemon", "--foreground", "--components=secrets", ...more],
      { env: this.env, input: PASSWORD },
    );
    await until(`the keyring is locked: ${locked}`, async () => (await this.#isLocked()) === locked, { by: this.daemon });
  }

  /** Its owner logs out. */
  async gone() {
    await this.daemon?.stop();
    this.daemon = undefined;
  }

  async #isLocked() {
    const { output } = await run(
      "dbus-send",
      [
        ...["dbus-send", `--bus=${this.env.DBUS_SESSION_BUS_ADDRESS}`, `--dest=${SECRETS}`, "--print-reply", COLLECTION],
        ...["org.freedesktop.DBus.Properties.Get", "string:org.freedesktop.Secret.Collection", "string:Locked"],
      ],
      { env: this.env },
    );
    return /boolean (true|false)/.exec(output)?.[1];
  }

  /** What another client of it reads of this super-peer. */
  async secretOf(peer) {
    const attributes = ["application", "deploynet", "super-peer", peer];
    return (await run("secret-tool", ["secret-tool", "lookup", ...attributes], { env: this.env })).output;
  }

  /** Its owner deletes what it has of this super-peer. */
  async forget(peer) {
    const attributes = ["application", "deploynet", "super-peer", peer];
    await run("secret-tool", ["secret-tool", "clear", ...attributes], { env: this.env });
  }

  async stop() {
    await stopAll(() => this.gone(), this.bus, () => removeFolder(this.folder));
  }
}
