import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Control } from "./control.js";
import { Origin } from "./origin.js";
import { freePort, Program, removeFolder, run, stopAll, until } from "./processes.js";
import { writeFiles } from "./site.js";

export const tree = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const built = { DEPLOYNET_NO_BUILD: "yes" };

/** The product's command line, as a person types it. */
export function deploynet(...words) {
  return [join(tree, "deploynet"), ...words];
}

export function runDeploynet(words, options = {}) {
  return run(`deploynet ${words[0]}`, deploynet(...words), { ...options, env: { ...built, ...options.env } });
}

/**
 * A network of its own in a temporary folder: an origin with a published site and, as each test wants, a signaling server,
 * super-peers and rogues, each a process. `stop` ends all of it.
 */
export class Network {
  programs = [];
  /** Whether pages use the service worker. It keeps files, so that a browser's second visit says nothing about the link. */
  worker = false;
  /** Whether the parts know that all is one machine: private addresses are allowed, and what comes from one prefix is paid. */
  oneMachine = true;

  static async with(files, options = {}) {
    const network = new this();
    network.folder = await mkdtemp(join(tmpdir(), "dn-"));
    network.site = join(network.folder, "site");
    await mkdir(network.site);
    await writeFiles(network.site, files);
    network.files = files;
    network.origin = await new Origin(network.site).start();
    network.signalingPort = await freePort();
    network.price = options.price;
    return network;
  }

  /** Everything a healthy network has; when this returns, the super-peer keeps the whole site. */
  static async healthy(files, options = {}) {
    const network = await Network.with(files, options);
    try {
      await network.becomeHealthy(options);
      return network;
    } catch (e) {
      await network.stop();
      throw e;
    }
  }

  /** Starts and publishes what is missing; when this returns, the super-peer keeps the whole site. */
  async becomeHealthy({ credits = 1_000, peer = [], signaling = [] } = {}) {
    await this.startSignaling(...signaling);
    await this.publish();
    await this.grant(credits);
    await this.startPeer(...peer);
    await this.untilKept();
  }

  get signalingUrl() {
    return `http://127.0.0.1:${this.signalingPort}`;
  }

  get superPeerUrl() {
    return this.signalingUrl;
  }

  get visitorUrl() {
    return `ws://127.0.0.1:${this.signalingPort}/v1/visitor`;
  }

  get signalingData() {
    return join(this.folder, "signaling");
  }

  /** The publisher's. */
  get key() {
    return join(this.folder, "publisher.key");
  }

  get peerData() {
    return join(this.folder, "peer");
  }

  start(name, ...words) {
    const { command, env } = this.placed(name, deploynet(...words));
    const program = new Program(name, command, { cwd: this.folder, env: { ...built, ...env } });
    this.programs.push(program);
    return program;
  }

  /** Where a part runs: its command line as it is, and what its environment has beside. */
  placed(_name, command) {
    return { command, env: {} };
  }

  async startSignaling(...more) {
    const price = this.price === undefined ? [] : ["--price", String(this.price)];
    this.signaling = this.start(
      "signaling",
      ...["signaling", "--data", this.signalingData, "--port", String(this.signalingPort)],
      ...["--allow-local-origin", this.origin.url, ...(this.oneMachine ? ["--allow-local-peers", "--pay-same-prefix"] : [])],
      ...price,
      ...more,
    );
    await until("the signaling server answers", () => this.#answers("/health"), { by: this.signaling });
  }

  async startPeer(...more) {
    this.peer = this.#startPeerIn(this.peerData, more);
    return this.peer;
  }

  /** One more super-peer, with a data folder of its own, `data`; when this returns, it keeps the whole site. */
  async startOther(...more) {
    const data = join(this.folder, `peer-${this.programs.length}`);
    const program = this.#startPeerIn(data, more);
    program.data = data;
    await this.untilKept(program, data);
    return program;
  }

  #startPeerIn(data, more) {
    return this.start(
      "peer",
      ...["peer", "--data", data, "--signaling", this.superPeerUrl],
      ...[...(this.oneMachine ? ["--allow-local-peers"] : []), "--allow-local-origin", this.origin.url],
      ...(more.includes("--upload") ? [] : ["--upload", "unlimited"]),
      ...more,
    );
  }

  /** A rogue super-peer with the site's files that tells `lie` (test-kit, class Lie). */
  async startRogue(lie) {
    const rogue = new Program(`rogue ${lie}`, [
      ...(await testKit("rogue.RogueSuperPeer")),
      ...[`ws://127.0.0.1:${this.signalingPort}/v1/super-peer`, this.site, lie],
    ]);
    this.programs.push(rogue);
    await until("the rogue serves", () => /^serving 1 /m.test(rogue.output), { by: rogue });
    return rogue;
  }

  /** Publishes the folder as it is now; registers it when a signaling server runs. */
  async publish(...more) {
    const announce = this.signaling && !this.signaling.ending ? ["--announce"] : [];
    const result = await runDeploynet(
      ["publish", this.site, "--origin", this.origin.url, "--signaling", this.signalingUrl, "--key", this.key, ...announce, ...more],
      { cwd: this.folder, env: { DEPLOYNET_DATA: join(this.folder, "publisher") } },
    );
    assert.equal(result.code, 0, `publish: ${result.text}`);
    this.tag = /<script[^>]*deploynet\.js[^>]*><\/script>/.exec(result.text)?.[0];
    assert.ok(this.tag, `publish prints the tag: ${result.text}`);
    this.siteId = /data-site="([0-9a-f]{40})"/.exec(this.tag)[1];
    return result;
  }

  /** Writes `files` into the site and publishes it once more. */
  async publishAgain(files) {
    await writeFiles(this.site, files);
    await this.publish();
  }

  async grant(credits) {
    if (credits > 0) await this.#admin("grant", { site: this.siteId, credits });
  }

  /** The operator switches super-peers off for this site, or on again. */
  async switchPeers(off) {
    await this.#admin("peers", { site: this.siteId, off });
  }

  async #admin(what, body) {
    const token = (await readFile(join(this.signalingData, "admin.token"), "utf8")).trim();
    const answer = await fetch(`${this.signalingUrl}/v1/admin/${what}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    assert.ok(answer.ok, `${what}: ${answer.status} ${await answer.text()}`);
  }

  /** The pages' tag leads to the signaling server by another port of this computer: a relay's, say. */
  visitorsComeBy(port) {
    const url = `ws://127.0.0.1:${port}/v1/visitor`;
    this.tag = this.tag.replace(this.visitorUrl, url);
    assert.ok(this.tag.includes(url), this.tag);
  }

  /** What the signaling server says of the site. */
  async siteStatus() {
    return (await fetch(`${this.signalingUrl}/v1/sites/${this.siteId}`)).json();
  }

  async health() {
    return (await fetch(`${this.signalingUrl}/health`)).json();
  }

  /** The engine's snapshot by its socket, undefined while none answers. */
  snapshot(data = this.peerData) {
    return this.ask("snapshot", undefined, data);
  }

  /**
   * Until the super-peer has in its book what this page has signed for, and `before` of earlier ones: a page that is closed
   * sooner takes with it the receipts that are on their way. Returns this page's bytes.
   */
  async untilBooked(page, before) {
    let receipted;
    await until("the super-peer has the page's receipts", async () => {
      receipted = await page.untilReceipted();
      return (await this.snapshot()).credits.receiptedBytes === before + receipted;
    });
    return receipted;
  }

  /** What the engine answers to a call of docs/control.md, undefined while none answers. */
  async ask(method, params, data = this.peerData) {
    const control = await Control.of(data);
    try {
      return await control?.call(method, params);
    } finally {
      control?.close();
    }
  }

  /** Until the super-peer keeps all of the site and the signaling server knows it. */
  async untilKept(peer = this.peer, data = this.peerData) {
    await until(
      "the super-peer keeps the site",
      async () => {
        const site = (await this.snapshot(data))?.sites.find((kept) => kept.site === this.siteId);
        return site && site.wantedBytes > 0 && site.keptBytes >= site.wantedBytes;
      },
      { by: peer, withinMs: 60_000 },
    );
  }

  /** A page of the origin with the tag in its head. */
  page(body = "", path = "/", attributes = "") {
    return this.origin.page(
      path,
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>e2e</title><link rel="icon" href="data:,">
${this.tag.replace(" async", ` ${attributes}${this.worker ? "" : ' data-worker="no"'} async`)}</head><body>${body}</body></html>`,
    );
  }

  async stop() {
    await stopAll(...this.programs.reverse(), this.origin, () => removeFolder(this.folder));
  }

  async #answers(path) {
    return fetch(`${this.signalingUrl}${path}`).then(
      (answer) => answer.ok,
      () => false,
    );
  }
}

/** The command line of a program of the test-kit. */
export async function testKit(main) {
  const path = [join(tree, "command/target/modules"), join(tree, "test-kit/target/classes")].join(":");
  return [
    ...[await java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"],
    ...["--add-modules", "ALL-MODULE-PATH", "--enable-native-access=webrtc.java"],
    ...["-p", path, "-m", `org.deploynet.testkit/org.deploynet.testkit.${main}`],
  ];
}

/** The JDK's own program that runs Java. */
export async function java() {
  const found = await run("java", ["sh", "-c", `for j in "$JAVA_HOME" /usr/lib/jvm/*; do
    grep -qs '^JAVA_VERSION="2[5-9]' "$j/release" && [ -x "$j/bin/java" ] && echo "$j/bin/java" && exit; done`]);
  return found.output.trim() || "java";
}
