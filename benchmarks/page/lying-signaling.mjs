import { once } from "node:events";
import { createRequire } from "node:module";

const { WebSocketServer } = createRequire(new URL("../../test-kit/e2e/package.json", import.meta.url))("ws");

const ID = "0123456789abcdef0123456789abcdef01234567";

/** What a signaling server can say that is not true, one after the other. Each is answered to a visitor's `hello`. */
const LIES = {
  /** Not a message. */
  noise: () => ["\u0000{]"],
  /** A manifest that the origin does not have: the page asks it in vain. */
  sequence: ({ ref }) => [{ ...welcome(ref), sequence: 2 ** 40 }],
  /** A ticket that the network's key did not sign. */
  ticket: ({ ref }) => [welcome(ref), { type: "link", ref, link: "l", peer: ID, ticket: "eyJ9.e30.AAAA" }],
  /** Nobody is there, ask again at once, for ever. */
  refusal: ({ ref }) => [welcome(ref), { type: "refused", ref, code: "no-peer", message: "no", retryAfterMs: 0 }],
  /** A welcome, and then nothing. */
  promise: ({ ref }) => [welcome(ref)],
};

/** A signaling server of which nothing is true: each visitor is told the next one of its lies. */
export class LyingSignaling {
  static async start() {
    const lying = new LyingSignaling();
    lying.server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
    lying.server.on("connection", (socket) => lying.#came(socket));
    await once(lying.server, "listening");
    lying.port = lying.server.address().port;
    return lying;
  }

  #next = 0;

  #came(socket) {
    const lies = Object.values(LIES);
    const lie = lies[this.#next++ % lies.length];
    socket.on("error", () => {});
    socket.on("message", (text) => {
      const message = JSON.parse(String(text));
      if (message.type !== "hello" && message.type !== "connect") return;
      for (const said of lie(message)) socket.send(typeof said === "string" ? said : JSON.stringify(said));
    });
  }

  async stop() {
    for (const socket of this.server.clients) socket.terminate();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function welcome(ref) {
  return { type: "welcome", ref, session: "s", time: Date.now(), network: ID, sequence: 1, stun: [] };
}
