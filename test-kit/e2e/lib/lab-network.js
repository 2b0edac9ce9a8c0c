import assert from "node:assert/strict";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bridge } from "./bridge.js";
import { connectFirefox, launchChromiumBy, programOf } from "./browsers.js";
import { PUBLIC, TURN_SECRET } from "./nat-lab.js";
import { Network, runDeploynet } from "./network.js";
import { freePort, stopAll, until } from "./processes.js";

const bridgeProgram = fileURLToPath(new URL("bridge.js", import.meta.url));

/**
 * A {@link Network} in a NAT laboratory: the signaling server runs in its public network, each super-peer and browser on the
 * host that the test names. Browsers want a page by HTTP from loopback (a secure context), and both sides a signaling server
 * by WebSocket: so each host has the origin's and the server's ports on loopback, from where bridges lead over its own router
 * to the public network. The origin itself stays in the test's process. `lab` outlives the network.
 */
export class LabNetwork extends Network {
  #bridges = [];
  #browsers = [];
  #reached = new Set();

  static async of(lab, files) {
    const network = await this.with(files);
    network.lab = lab;
    try {
      await network.#layBridges();
    } catch (e) {
      await network.stop();
      throw e;
    }
    return network;
  }

  /** Starts, on a host, what `Network` starts; `peerHost` says where super-peers go. */
  placed(name, command) {
    return { command: this.lab.on(name === "signaling" ? "public" : this.peerHost, command), env: this.lab.env };
  }

  /**
   * The documentation's addresses, which the lab uses, count as private: the sides are allowed them by the tests' usual option.
   * STUN is the lab's coturn, or the signaling server's own on two addresses of each family where the test wants that. Super-peers
   * are lent the TURN servers `turn`.
   */
  async startSignaling({ ownStun = false, turn = [] } = {}) {
    const [first, firstIpv6] = [PUBLIC.stun[0], `[${PUBLIC.stunIpv6[0]}]`];
    const stun = ownStun
      ? [`${first}:3478,${PUBLIC.stun[1]}`, `${firstIpv6}:3478,[${PUBLIC.stunIpv6[1]}]`].flatMap((at) => ["--stun-listen", at])
      : [first, firstIpv6].flatMap((address) => ["--stun", `stun:${address}:3478`]);
    await super.startSignaling("--host", "::", ...stun, ...(turn.length > 0 ? await this.#lends(turn) : []));
  }

  async #lends(urls) {
    const file = join(this.folder, "turn.secret");
    await writeFile(file, `${TURN_SECRET}\n`, { mode: 0o600 });
    return ["--turn", urls.join(","), "--turn-secret-file", file];
  }

  /** The super-peer on `host`, with the data it had on another. */
  async movePeerTo(host, ...more) {
    await this.peer?.stop();
    await this.#reach(host);
    this.peerHost = host;
    await this.startPeer(...more);
    await this.untilKept();
    await until("it is online", async () => (await this.health()).superPeers === 1);
  }

  /** One more super-peer, on `host`. */
  async startOtherOn(host, ...more) {
    await this.#reach(host);
    const first = this.peerHost;
    this.peerHost = host;
    const other = this.startOther(...more);
    // It has been started there by now, and others may start meanwhile.
    this.peerHost = first;
    return other;
  }

  /** Chromium on `host`. */
  async chromiumOn(host) {
    await this.#reach(host);
    const program = join(this.folder, `chromium-${host}`);
    const line = this.lab.on(host, [programOf("chromium")]).map((word) => `'${word}'`);
    await writeFile(program, `#!/bin/sh\nexec ${line.join(" ")} "$@"\n`);
    await chmod(program, 0o700);
    const browser = await launchChromiumBy(program, this.lab.env);
    this.#browsers.push(browser);
    return browser;
  }

  /** Firefox on `host`. It is steered by TCP on its own loopback, to which bridges lead. */
  async firefoxOn(host) {
    await this.#reach(host);
    const [port, path, profile] = [await freePort(), join(this.folder, `firefox-${host}.bridge`), join(this.folder, `firefox-${host}`)];
    await mkdir(profile);
    const line = [programOf("firefox"), "--headless", `--remote-debugging-port=${port}`, "--no-remote", "--profile", profile];
    const firefox = this.lab.start(host, "firefox", line);
    await until("Firefox can be steered", () => firefox.text.includes("WebDriver BiDi listening"), { by: firefox });
    await this.bridgesOn(host, [{ from: { path }, to: { port, host: "127.0.0.1" } }]);
    this.#bridges.push(await bridge({ port, host: "127.0.0.1" }, { path }));
    const browser = await connectFirefox(port);
    this.#browsers.push(browser);
    return browser;
  }

  /** The browser of this name on `host`. */
  browserOn(name, host) {
    return name === "firefox" ? this.firefoxOn(host) : this.chromiumOn(host);
  }

  /** What the super-peer says of how it is reached; `more` are options of `doctor`. */
  doctor(...more) {
    return this.doctorOf(this.peerData, ...more);
  }

  /** The same of the super-peer with this data folder. */
  async doctorOf(data, ...more) {
    const result = await runDeploynet(["doctor", "--json", ...more, "--data", data]);
    assert.equal(result.errors, "");
    const report = JSON.parse(result.output);
    assert.equal(result.code, ["open", "moderate"].includes(report.natClass) ? 0 : 1);
    return report;
  }

  async stop() {
    const browsers = this.#browsers.map((browser) => () => browser.close());
    const bridges = this.#bridges.map((server) => () => void server.close());
    await stopAll(...browsers, () => super.stop(), ...bridges);
  }

  async #layBridges() {
    const { port } = this.origin;
    const [origin, signaling] = ["origin", "signaling"].map((name) => ({ path: join(this.folder, `${name}.bridge`) }));
    const serverInPublic = { port: this.signalingPort, host: "127.0.0.1" };
    this.#bridges.push(await bridge(origin, { port, host: "127.0.0.1" }), await bridge(serverInPublic, signaling));
    await this.bridgesOn("public", [
      { from: { port, host: "::" }, to: origin },
      { from: signaling, to: serverInPublic },
    ]);
  }

  /** A host's loopback has the origin and the signaling server from now on. */
  async #reach(name) {
    if (this.#reached.has(name)) return;
    this.#reached.add(name);
    const host = this.lab.kinds[name] === "ipv6-only" ? PUBLIC.serversIpv6 : PUBLIC.servers;
    const ports = [this.origin.port, this.signalingPort];
    await this.bridgesOn(name, ports.map((port) => ({ from: { port, host: "127.0.0.1" }, to: { port, host } })));
  }

  /** Bridges that listen on a host from now on. */
  async bridgesOn(host, bridges) {
    const program = this.lab.start(host, "bridges", [process.execPath, bridgeProgram, ...bridges.map((each) => JSON.stringify(each))]);
    this.programs.unshift(program);
    await until(`the bridges on ${host} are up`, () => program.output.includes("up"), { by: program });
  }
}
