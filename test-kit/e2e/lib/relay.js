import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect, createServer } from "node:net";

const SLICE_BYTES = 8 * 1024;
/** What a connection may have in the relay in one direction, waiting and on its way, before its source is not read any more. */
const CONNECTION_BYTES = 256 * 1024;
const QUEUE_BYTES = 256 * 1024;
const MAX_CLIENTS = 1024;

/** Monotonic milliseconds and timers; a test brings its own. */
export const systemClock = {
  now: () => performance.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * One direction of a line. Bytes go out one after the other at `mbits` and arrive `delayMs` later; the flows that have some
 * take turns, a slice each, as connections share a line. Time is counted on the line itself: a timer that comes late
 * delays what arrives, and costs no rate.
 */
export class Lane {
  /** What arrived. */
  bytes = 0;
  waitingBytes = 0;
  #turns = [];
  #onWay = [];
  #freeAt = Number.NEGATIVE_INFINITY;
  #cancelTimer = () => {};

  constructor({ clock = systemClock, delayMs = 0, mbits = Number.POSITIVE_INFINITY } = {}) {
    this.clock = clock;
    this.delayMs = delayMs;
    this.bytesPerMs = mbits * 125;
  }

  flow() {
    return new Flow(this);
  }

  /** `flow` has something to send, and had nothing before. */
  ready(flow) {
    this.#serve();
    // A line that had nothing to send is free now and not since then.
    if (this.#turns.length === 0) this.#freeAt = Math.max(this.#freeAt, this.clock.now());
    this.#turns.push(flow);
    this.#serve();
    this.#wake();
  }

  /** Nothing arrives any more. */
  stop() {
    this.#cancelTimer();
    this.#turns = [];
    this.#onWay = [];
  }

  #serve() {
    while (this.#turns.length > 0 && this.#freeAt <= this.clock.now()) {
      const flow = this.#turns.shift();
      const slice = flow.take();
      if (!slice) continue;
      this.waitingBytes -= slice.size;
      if (flow.hasMore) this.#turns.push(flow);
      this.#freeAt += slice.size / this.bytesPerMs;
      this.#onWay.push({ at: this.#freeAt + this.delayMs, slice });
    }
  }

  #wake() {
    this.#cancelTimer();
    const next = Math.min(this.#turns.length > 0 ? this.#freeAt : Number.POSITIVE_INFINITY, this.#onWay[0]?.at ?? Number.POSITIVE_INFINITY);
    if (next === Number.POSITIVE_INFINITY) return;
    this.#cancelTimer = this.clock.after(Math.max(0, next - this.clock.now()), () => {
      this.#serve();
      while (this.#onWay.length > 0 && this.#onWay[0].at <= this.clock.now()) {
        const { slice } = this.#onWay.shift();
        this.bytes += slice.size;
        slice.arrive();
      }
      this.#wake();
    });
  }
}

/** What one connection or client has on a lane: it keeps its order, and takes turns with the others. */
class Flow {
  #waiting = [];

  constructor(lane) {
    this.lane = lane;
  }

  get hasMore() {
    return this.#waiting.length > 0;
  }

  /** `arrive` is called when `size` bytes have come to the other end; 0 for a mark between bytes. */
  put(size, arrive) {
    this.#waiting.push({ size, arrive });
    this.lane.waitingBytes += size;
    if (this.#waiting.length === 1) this.lane.ready(this);
  }

  take() {
    return this.#waiting.shift();
  }

  /** Takes back what is not on the wire yet. */
  clear() {
    for (const { size } of this.#waiting.splice(0)) this.lane.waitingBytes -= size;
  }
}

/** Numbers in [0, 1) that depend on `seed` alone (mulberry32). */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Makes a program of this machine as far away as a test wants, without the kernel's netem, which not every machine has: a port
 * of 127.0.0.1 whose bytes go on to `to` ("host:port"), each direction late by `delayMs` and at `mbits` for all connections
 * together. There is no slow start and no loss in a connection: whoever is behind it looks faster than over a real line.
 */
export class Relay {
  static async tcp(options) {
    const relay = new TcpRelay(options);
    relay.server.listen(options.port ?? 0, "127.0.0.1");
    await once(relay.server, "listening");
    relay.port = relay.server.address().port;
    return relay;
  }

  /** `lossPercent` of the datagrams of each direction are lost, which ones `seed` decides; the queue is `queueBytes` long. */
  static async udp(options) {
    const relay = new UdpRelay(options);
    relay.socket.bind(options.port ?? 0, "127.0.0.1");
    await once(relay.socket, "listening");
    relay.port = relay.socket.address().port;
    return relay;
  }

  constructor({ to, ...line }) {
    const colon = to.lastIndexOf(":");
    this.host = to.slice(0, colon);
    this.target = Number(to.slice(colon + 1));
    this.clock = line.clock ?? systemClock;
    this.begin(line);
  }

  begin(line) {
    this.line = line;
    this.delayMs = line.delayMs ?? 0;
    /** From the clients, and to them. */
    this.up = new Lane(line);
    this.down = new Lane(line);
  }
}

class TcpRelay extends Relay {
  /** Connections that were accepted so far. */
  accepted = 0;
  /** Bytes that came for an end that was gone. */
  dropped = 0;
  #sockets = new Set();

  constructor(options) {
    super(options);
    // Nothing is read before the handshake is over, as the client would not have sent it.
    this.server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (socket) => this.#came(socket));
  }

  /** Ends all connections at once; new ones are taken. */
  hangUp() {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Another length of the line: each direction is late by `ms` from now on. Connections that there are end. */
  setDelay(ms) {
    this.hangUp();
    this.up.stop();
    this.down.stop();
    this.begin({ ...this.line, delayMs: ms });
  }

  async stop() {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.hangUp();
    this.up.stop();
    this.down.stop();
    await closed;
  }

  // A handshake is a round trip: only then does the client send, and what it sends is half a round trip on its way.
  #came(client) {
    this.accepted++;
    this.#keep(client);
    this.clock.after(2 * this.delayMs, () => {
      if (client.destroyed) return;
      const server = connect({ host: this.host, port: this.target, allowHalfOpen: true, noDelay: true });
      this.#keep(server);
      this.#pass(client, server, this.up);
      this.#pass(server, client, this.down);
    });
  }

  #keep(socket) {
    this.#sockets.add(socket);
    socket.on("error", () => {}); // close follows, and is passed on
    socket.on("close", () => this.#sockets.delete(socket));
  }

  #pass(from, to, lane) {
    const flow = lane.flow();
    let held = 0;
    const arrived = (slice) => {
      const done = (error) => {
        if (error) this.dropped += slice.length;
        held -= slice.length;
        if (held <= CONNECTION_BYTES) from.resume();
      };
      if (to.destroyed) done(true);
      else to.write(slice, done);
    };
    from.on("data", (chunk) => {
      held += chunk.length;
      if (held > CONNECTION_BYTES) from.pause();
      for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
        const slice = chunk.subarray(at, at + SLICE_BYTES);
        flow.put(slice.length, () => arrived(slice));
      }
    });
    from.on("end", () => flow.put(0, () => to.end()));
    from.on("close", (hadError) => {
      if (hadError) flow.clear();
      flow.put(0, () => to.destroySoon());
    });
    to.on("close", () => flow.clear());
    from.resume();
  }
}

class UdpRelay extends Relay {
  /** Datagrams that came, in both directions. */
  came = 0;
  /** Datagrams: lost by chance, and for lack of room. */
  lost = 0;
  dropped = 0;
  #clients = new Map();

  constructor(options) {
    super(options);
    this.loss = (options.lossPercent ?? 0) / 100;
    this.queueBytes = options.queueBytes ?? QUEUE_BYTES;
    this.chances = [chance(options.seed ?? 1), chance((options.seed ?? 1) + 1)];
    this.socket = createSocket("udp4");
    this.socket.on("error", () => {}); // an answer that says nobody listens there any more
    this.socket.on("message", (datagram, from) => this.#fromClient(datagram, from));
  }

  async stop() {
    this.up.stop();
    this.down.stop();
    for (const { socket } of this.#clients.values()) socket.close();
    this.#clients.clear();
    await new Promise((resolve) => this.socket.close(resolve));
  }

  #fromClient(datagram, { address, port }) {
    const client = this.#clients.get(`${address}:${port}`) ?? this.#newClient(address, port);
    if (client) this.#pass(datagram, client.up, this.chances[0], () => client.socket.send(datagram, this.target, this.host));
    else this.dropped++;
  }

  #newClient(address, port) {
    if (this.#clients.size === MAX_CLIENTS) return undefined;
    const client = { socket: createSocket("udp4"), up: this.up.flow(), down: this.down.flow() };
    client.socket.on("error", () => {});
    client.socket.on("message", (datagram) =>
      this.#pass(datagram, client.down, this.chances[1], () => this.socket.send(datagram, port, address)),
    );
    this.#clients.set(`${address}:${port}`, client);
    return client;
  }

  #pass(datagram, flow, next, send) {
    this.came++;
    if (next() < this.loss) this.lost++;
    else if (flow.lane.waitingBytes + datagram.length > this.queueBytes) this.dropped++;
    else flow.put(datagram.length, send);
  }
}
