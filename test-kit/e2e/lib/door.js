import { connect, createServer } from "node:net";

/** A port that leads to another one and counts who comes through. */
export class Door {
  static async to(port) {
    const door = new Door();
    door.count = 0;
    door.server = createServer((outside) => {
      door.count++;
      const inside = connect(port, "127.0.0.1");
      for (const [one, other] of [
        [outside, inside],
        [inside, outside],
      ]) {
        one.on("error", () => other.destroy()).on("close", () => other.destroy());
        one.pipe(other);
      }
    });
    await new Promise((done) => door.server.listen(0, "127.0.0.1", done));
    door.port = door.server.address().port;
    return door;
  }

  async close() {
    await new Promise((done) => this.server.close(done));
  }
}
