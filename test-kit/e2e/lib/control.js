import { connect } from "node:net";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** A face of a super-peer (docs/control.md): JSON-RPC over its Unix domain socket, without the start of a Java. */
export class Control {
  #socket;
  #waiting = new Map();
  #lastId = 0;

  /** Connects to the engine of `data`; undefined while none answers. */
  static async of(data) {
    const folder = join(data, "run");
    const names = await readdir(folder).catch(() => []);
    const name = names.find((found) => found.endsWith(".sock"));
    return name && Control.at(join(folder, name)).catch(() => undefined);
  }

  /** By the path of its socket. */
  static async at(path) {
    const control = new Control();
    const socket = connect(path).unref();
    control.#socket = socket;
    await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk;
      for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
        control.#take(JSON.parse(text.slice(0, end)));
        text = text.slice(end + 1);
      }
    });
    const gone = () => control.#waiting.forEach(({ reject }) => reject(new Error("the engine is gone")));
    socket.on("error", gone).on("close", gone);
    await control.call("hello", { protocol: 1, build: "e2e", owner: "e2e" });
    return control;
  }

  call(method, params = {}) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
    });
  }

  snapshot() {
    return this.call("snapshot");
  }

  close() {
    this.#socket.destroy();
  }

  #take(message) {
    const asked = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) asked?.reject(new Error(message.error.message));
    else asked?.resolve(message.result);
  }
}
