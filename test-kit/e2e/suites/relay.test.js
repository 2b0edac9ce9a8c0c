import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { describe, it } from "node:test";
import { chance, Lane, Relay } from "../lib/relay.js";
import { noise, sha256 } from "../lib/site.js";

const MOST_TURNS = 1_000_000;

/** Time that stands still until a test moves it. */
class ManualClock {
  #now = 0;
  #timers = [];

  now = () => this.#now;

  after = (ms, task) => {
    const timer = { at: this.#now + ms, task };
    this.#timers.push(timer);
    this.#timers.sort((a, b) => a.at - b.at);
    return () => (this.#timers = this.#timers.filter((other) => other !== timer));
  };

  to(ms) {
    while (this.#timers[0]?.at <= ms) this.next();
    this.#now = ms;
  }

  next() {
    const timer = this.#timers.shift();
    if (!timer) return;
    this.#now = Math.max(this.#now, timer.at);
    timer.task();
  }

  /** Goes from timer to timer, and lets sockets have their say between, until `isOver`. */
  async run(isOver, look = () => {}) {
    for (let turn = 0; !isOver(); turn++) {
      assert.ok(turn < MOST_TURNS, "it never comes to that");
      await new Promise(setImmediate);
      this.next();
      look(this.#now);
    }
  }
}

describe("a lane of a relay", () => {
  it("delays what it carries, and carries as much as its rate allows, whenever its timer comes", () => {
    const clock = new ManualClock();
    const lane = new Lane({ clock, delayMs: 40, mbits: 8 }); // 1,000 bytes a millisecond
    const flow = lane.flow();
    const came = [];
    for (let i = 0; i < 10; i++) flow.put(1_000, () => came.push(i));
    clock.to(40.5);
    assert.deepEqual(came, []);
    clock.to(41);
    assert.deepEqual(came, [0]);
    clock.to(50);
    assert.deepEqual(came, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.equal(lane.bytes, 10_000);
    clock.to(500);
    flow.put(1_000, () => came.push("later"));
    clock.to(540.5);
    assert.equal(came.length, 10); // time in which nothing was sent is lost
    clock.to(541);
    assert.equal(came.length, 11);
  });

  it("lets flows take turns", () => {
    const clock = new ManualClock();
    const lane = new Lane({ clock, mbits: 8 });
    const order = [];
    const [first, second] = [lane.flow(), lane.flow()];
    for (let i = 0; i < 4; i++) first.put(1_000, () => order.push("a"));
    for (let i = 0; i < 2; i++) second.put(1_000, () => order.push("b"));
    clock.to(100);
    assert.deepEqual(order, ["a", "a", "b", "a", "b", "a"]); // the first one was on the wire before there were two
  });
});

describe("a relay of connections", () => {
  it("brings bytes unchanged and in order, both ways, and never faster than its rate", async () => {
    const clock = new ManualClock();
    const echo = createServer((socket) => socket.pipe(socket));
    await new Promise((resolve) => echo.listen(0, "127.0.0.1", resolve));
    const relay = await Relay.tcp({ to: `127.0.0.1:${echo.address().port}`, delayMs: 40, mbits: 20, clock });
    const [connections, size] = [3, 700_001];
    const found = [];
    for (let i = 0; i < connections; i++) {
      const socket = connect(relay.port, "127.0.0.1");
      const chunks = [];
      socket.on("data", (chunk) => chunks.push(chunk)).on("end", () => found.push(sha256(Buffer.concat(chunks))));
      socket.end(noise(`relay ${i}`, size));
    }
    await clock.run(
      () => found.length === connections,
      (now) => {
        // A handshake, and the way; 20 Mbit/s are 2,500 bytes a millisecond. The one more is for fractions.
        const allowed = Math.max(0, now - 3 * 40) * 2_500 + 1;
        for (const lane of [relay.up, relay.down]) assert.ok(lane.bytes <= allowed, `${lane.bytes} bytes after ${now} ms`);
      },
    );
    const sent = Array.from({ length: connections }, (_, i) => sha256(noise(`relay ${i}`, size)));
    assert.deepEqual(found.sort(), sent.sort());
    assert.equal(relay.up.bytes, connections * size);
    assert.equal(relay.down.bytes, connections * size);
    await relay.stop();
    echo.close();
  });

  it("reads no further than it may hold while the other end takes nothing", async () => {
    const clock = new ManualClock();
    const deaf = createServer((socket) => socket.pause());
    await new Promise((resolve) => deaf.listen(0, "127.0.0.1", resolve));
    const relay = await Relay.tcp({ to: `127.0.0.1:${deaf.address().port}`, mbits: 1, clock });
    const socket = connect(relay.port, "127.0.0.1");
    socket.on("error", () => {});
    socket.write(Buffer.alloc(16 * 1024 * 1024));
    await clock.run(() => relay.up.bytes > 64 * 1024);
    for (let turn = 0; turn < 1_000; turn++) await new Promise(setImmediate);
    assert.ok(relay.up.waitingBytes <= 256 * 1024 + 64 * 1024, `${relay.up.waitingBytes} bytes wait`);
    socket.destroy();
    await relay.stop();
    deaf.close();
  });

  it("passes on that an end is gone", async () => {
    const clock = new ManualClock();
    const ends = [];
    const server = createServer((socket) => socket.on("error", () => {}).on("close", () => ends.push("server")).resume());
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const relay = await Relay.tcp({ to: `127.0.0.1:${server.address().port}`, delayMs: 40, clock });
    const leaving = connect(relay.port, "127.0.0.1");
    leaving.write("x");
    await clock.run(() => relay.up.bytes === 1);
    leaving.resetAndDestroy();
    await clock.run(() => ends.length === 1);
    server.close();
    const refused = connect(relay.port, "127.0.0.1");
    refused.on("error", () => {}).on("close", () => ends.push("client"));
    await clock.run(() => ends.length === 2);
    assert.deepEqual(ends, ["server", "client"]);
    await relay.stop();
  });
});

describe("a relay of datagrams", () => {
  it("loses those that the seed says, and brings the others in order", async () => {
    const clock = new ManualClock();
    const came = [];
    const far = createSocket("udp4").on("message", (datagram) => came.push(datagram.readUInt32BE()));
    far.bind(0, "127.0.0.1");
    await once(far, "listening");
    const relay = await Relay.udp({ to: `127.0.0.1:${far.address().port}`, delayMs: 40, mbits: 20, lossPercent: 10, seed: 7, clock });
    const near = createSocket("udp4");
    const next = chance(7);
    const kept = [];
    for (let i = 0; i < 400; i++) {
      const datagram = Buffer.alloc(1_000);
      datagram.writeUInt32BE(i);
      if (next() >= 0.1) kept.push(i);
      near.send(datagram, relay.port, "127.0.0.1");
      await clock.run(() => relay.came > i); // one by one: the system itself drops what its buffers do not hold
    }
    await clock.run(() => came.length === kept.length);
    assert.deepEqual(came, kept);
    assert.deepEqual([relay.lost, relay.dropped], [400 - kept.length, 0]);
    assert.ok(relay.lost >= 20 && relay.lost <= 60, `${relay.lost} of 400 at 10 %`);
    near.close();
    far.close();
    await relay.stop();
  });

  it("drops what its queue has no room for, and answers each client by itself", async () => {
    const clock = new ManualClock();
    const echo = createSocket("udp4");
    echo.on("message", (datagram, { port }) => echo.send(datagram, port, "127.0.0.1")).bind(0, "127.0.0.1");
    await once(echo, "listening");
    const relay = await Relay.udp({ to: `127.0.0.1:${echo.address().port}`, mbits: 1, queueBytes: 10_000, clock });
    const answers = [];
    const clients = ["a", "b"].map((name) => {
      const socket = createSocket("udp4").on("message", (datagram) => answers.push(`${name} ${datagram}`));
      socket.send(name, relay.port, "127.0.0.1");
      return socket;
    });
    await clock.run(() => answers.length === 2);
    assert.deepEqual(answers.sort(), ["a a", "b b"]);
    const before = relay.came;
    for (let i = 0; i < 20; i++) {
      clients[0].send(Buffer.alloc(1_000), relay.port, "127.0.0.1");
      while (relay.came === before + i) await new Promise(setImmediate); // time stands still: nothing leaves the queue
    }
    assert.equal(relay.dropped, 9); // one is on the wire, ten wait
    for (const client of clients) client.close();
    echo.close();
    await relay.stop();
  });
});
