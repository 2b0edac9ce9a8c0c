import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { LabNetwork } from "./lab-network.js";
import { NatLab, PUBLIC } from "./nat-lab.js";
import { java, testKit } from "./network.js";
import { run, stopAll, until } from "./processes.js";
import { noise } from "./site.js";

const PASSPHRASE = "secret";
const FILE = "piece.bin";
const HOME = { router: "10.0.0.1", interface: "wan" };

/**
 * A super-peer on a host behind a router, whose network the tests change, and visitors in the public network who are served or not.
 * The super-peer reaches the signaling server by TLS over the router, as it would at home: over loopback nothing would break.
 */
export class ChangingNetwork extends LabNetwork {
  /** `lab` is ended by `stop`, too. */
  static async started() {
    const lab = await NatLab.of({ peer: "port-restricted", visitor: "none" });
    try {
      const network = await ChangingNetwork.of(lab, { [FILE]: noise("change", 60_000) });
      await network.#start();
      return network;
    } catch (e) {
      await lab.stop();
      throw e;
    }
  }

  async #start() {
    try {
      await this.startSignaling({ ownStun: true });
      await this.publish();
      await this.grant(1_000);
      await this.#answerByTls();
      await this.movePeerTo("peer");
      this.peerAddress = "10.0.0.2";
      await this.#startVisitors();
    } catch (e) {
      await this.stop();
      throw e;
    }
  }

  get superPeerUrl() {
    return `wss://${PUBLIC.servers}:${this.tlsPort}`;
  }

  placed(name, command) {
    const { env, ...where } = super.placed(name, command);
    const trust = `-Djavax.net.ssl.trustStore=${this.keys} -Djavax.net.ssl.trustStorePassword=${PASSPHRASE}`;
    return { ...where, env: name === "peer" ? { ...env, JDK_JAVA_OPTIONS: trust } : env };
  }

  async #answerByTls() {
    this.tlsPort = this.signalingPort + 1;
    this.keys = join(this.folder, "keys.p12");
    const made = await run("keytool", [
      ...[join(dirname(await java()), "keytool"), "-genkeypair", "-keyalg", "EC", "-alias", "server"],
      ...["-dname", `CN=${PUBLIC.servers}`, "-ext", `san=ip:${PUBLIC.servers}`, "-keystore", this.keys, "-storepass", PASSPHRASE],
    ]);
    assert.equal(made.code, 0, made.text);
    const from = { port: this.tlsPort, host: PUBLIC.servers, tls: this.keys, passphrase: PASSPHRASE };
    await this.bridgesOn("public", [{ from, to: { port: this.signalingPort, host: "127.0.0.1" } }]);
  }

  async #startVisitors() {
    this.visitors = this.lab.start("visitor", "visitors", [
      ...(await testKit("VisitorProcess")),
      ...[`ws://${PUBLIC.servers}:${this.signalingPort}/v1/visitor`, this.origin.url, this.siteId, join(this.site, FILE)],
    ], { input: null });
    await this.untilServed();
  }

  /** Until a new visitor has a verified piece over a link of its own; the milliseconds since `since`, by `performance.now()`. */
  async untilServed(since = performance.now(), withinMs = 60_000) {
    let last;
    const told = () => `the last try: ${last}\n${this.peer.tail()}`;
    await until("a new visitor is served", async () => (last = await this.#visit()) === "served", { withinMs, by: this.visitors, told });
    return performance.now() - since;
  }

  async #visit() {
    const before = this.visitors.output.length;
    this.visitors.child.stdin.write("next\n");
    await until("the visitor says how it went", () => this.visitors.output.indexOf("\n", before) > 0, { by: this.visitors, everyMs: 10 });
    return this.visitors.output.slice(before).trim();
  }

  /** The host's addresses and routes are changed by lines of `ip -batch`. */
  async ip(...lines) {
    await this.lab.asRoot("peer", "sh", "-c", `printf '${lines.join("\\n")}\\n' | ip -batch -`);
  }

  /** As another lease of the router's would: the old address is gone, and with it the route. */
  async changeAddress() {
    const old = this.peerAddress;
    const next = old === "10.0.0.2" ? "10.0.0.3" : "10.0.0.2";
    await this.ip(`address del ${old}/24 dev ${HOME.interface}`, `address add ${next}/24 dev ${HOME.interface}`, this.#defaultRoute());
    this.peerAddress = next;
  }

  #defaultRoute() {
    return `route replace default via ${HOME.router} dev ${HOME.interface}`;
  }

  async down() {
    await this.ip(`link set ${HOME.interface} down`);
  }

  async up() {
    await this.ip(`link set ${HOME.interface} up`, this.#defaultRoute());
  }

  /** A second interface that takes all traffic, by two routes that are closer than the default one, as VPNs do it. */
  async tunnelUp() {
    await this.lab.asRoot("public", "ip", "link", "add", "tunnel", "type", "veth", "peer", "name", "tun0", "netns", String(this.peer.pid));
    await this.lab.asRoot("public", "sh", "-c", "ip address add 198.51.100.201/30 dev tunnel && ip link set tunnel up");
    const via = "via 198.51.100.201 dev tun0";
    await this.ip("address add 198.51.100.202/30 dev tun0", "link set tun0 up", `route add 0.0.0.0/1 ${via}`, `route add 128.0.0.0/1 ${via}`);
  }

  async tunnelDown() {
    await this.lab.asRoot("public", "ip", "link", "del", "tunnel");
  }

  /** The names of the links that the super-peer thinks it has. */
  async links() {
    return (await this.ask("connections")).map(({ id }) => id);
  }

  /** Until none of these is there any more; the milliseconds it took. */
  async untilForgotten(links) {
    const since = performance.now();
    await until("dead links are forgotten", async () => {
      const open = await this.links();
      return !links.some((link) => open.includes(link));
    }, { withinMs: 60_000, by: this.peer });
    return performance.now() - since;
  }

  /** What the super-peer's process has of the system. */
  async resources() {
    const { pid } = this.peer;
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    return {
      threads: Number(/^Threads:\s+(\d+)/m.exec(status)[1]),
      descriptors: (await readdir(`/proc/${pid}/fd`)).length,
      residentBytes: Number(/^VmRSS:\s+(\d+)/m.exec(status)[1]) * 1024,
    };
  }

  async stop() {
    await stopAll(() => super.stop(), this.lab);
  }
}
