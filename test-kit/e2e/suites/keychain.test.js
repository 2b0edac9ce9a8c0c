import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Keyring } from "../lib/keyring.js";
import { Network, runDeploynet } from "../lib/network.js";
import { stopAll, until } from "../lib/processes.js";

/** The key of a super-peer in the keychain of a desktop, as its owner meets it: with the product's own command line and a real keyring. */
describe("a key in the desktop's keychain", { timeout: 300_000 }, () => {
  let keyring;
  let network;
  let peer;

  before(async () => {
    keyring = await Keyring.start();
    await keyring.unlocked();
    network = await Network.with({});
    network.placed = (_name, command) => ({ command, env: keyring.env });
    await network.startSignaling();
    await network.startPeer();
    await untilConnected();
    peer = (await network.snapshot()).identity.peer;
  });
  after(async () => {
    await stopAll(network, keyring);
  });

  const file = () => readFile(join(network.peerData, "state", "identity.json"), "utf8");
  const hasSecret = async () => (await file()).includes('"d"');
  const deploynet = (...words) => runDeploynet([...words, "--data", network.peerData], { env: keyring.env });

  async function ok(...words) {
    const result = await deploynet(...words);
    assert.equal(result.code, 0, result.text);
    return result.output;
  }

  /** Until it is in the network, as the super-peer that it was. */
  async function untilConnected() {
    const snapshot = await until(
      "the super-peer is in the network",
      async () => {
        const now = await network.snapshot();
        return now?.signaling.link === "connected" && now;
      },
      { by: network.peer },
    );
    if (peer) assert.equal(snapshot.identity.peer, peer, "never another identity");
    return snapshot;
  }

  async function untilReason(reason) {
    const snapshot = await until(
      `its condition is ${reason}`,
      async () => {
        const now = await network.snapshot();
        return now?.condition.reason === reason && now;
      },
      { by: network.peer },
    );
    assert.equal(snapshot.condition.state, "problem");
    assert.equal(snapshot.identity.peer, peer, "never another identity");
    assert.equal(snapshot.identity.place, "keychain");
  }

  async function restart() {
    await network.peer.stop();
    await network.startPeer();
  }

  it("is a file at first, which is said with what it means", async () => {
    assert.match(await ok("status"), /whoever can read your files can take what you earn/);
    const { identity } = JSON.parse(await ok("status", "--json"));
    assert.deepEqual(identity, { peer, place: "file", trouble: null, keychainHere: true });
  });

  it("moves there while the engine runs, which then starts with it", async () => {
    assert.match(await ok("identity", "keychain", "on"), /in this desktop’s keychain/);
    assert.equal(await hasSecret(), false);
    assert.match(await keyring.secretOf(peer), /"d"/);
    assert.match(await ok("status"), /in this desktop’s keychain/);
    await restart();
    assert.equal((await untilConnected()).identity.place, "keychain");
    assert.match(await ok("identity", "show"), /The keychain is open and has the key/);
  });

  it("is waited for while the keychain is locked or gone, and never replaced", async () => {
    const pointer = await file();
    await network.peer.stop();
    await keyring.locked();
    await network.startPeer();
    await untilReason("key_locked");
    assert.match(await ok("status"), /is locked. Unlock it/);
    assert.match(await ok("identity", "show"), /The keychain is locked/);
    assert.equal((await deploynet("identity", "keychain", "off")).code, 1);
    await keyring.gone();
    await untilReason("keychain_away");
    assert.equal(await file(), pointer);
    await keyring.unlocked();
    await untilConnected();
    assert.equal(await file(), pointer);
  });

  it("is put back from a backup when the keychain has lost it", async () => {
    const passphrase = join(network.folder, "passphrase");
    await writeFile(passphrase, "correct horse battery\n");
    const backup = join(network.folder, "backup");
    const by = ["--passphrase-file", passphrase];
    await ok("identity", "backup", backup, ...by);
    await keyring.forget(peer);
    await restart();
    await untilReason("key_gone");
    await network.peer.stop();
    assert.match(await ok("identity", "restore", backup, ...by), new RegExp(peer));
    assert.equal(await hasSecret(), true);
    await network.startPeer();
    assert.equal((await untilConnected()).identity.place, "file");
  });

  it("moves without an engine, and back, and leaves another super-peer's entry alone", async () => {
    await network.peer.stop();
    const other = join(network.folder, "other");
    const program = network.start("peer", "peer", "--data", other);
    const second = await until("another super-peer runs", async () => (await network.snapshot(other))?.identity.peer, {
      by: program,
    });
    const moved = await runDeploynet(["identity", "keychain", "on", "--data", other], { env: keyring.env });
    assert.equal(moved.code, 0, moved.text);
    await program.stop();

    await ok("identity", "keychain", "on");
    assert.equal(await hasSecret(), false);
    assert.match(await ok("identity", "keychain", "off"), /in a file that only you can read/);
    assert.equal(await hasSecret(), true);
    assert.equal(await keyring.secretOf(peer), "");
    assert.match(await keyring.secretOf(second), /"d"/);
    await network.startPeer();
    await untilConnected();
  });
});
