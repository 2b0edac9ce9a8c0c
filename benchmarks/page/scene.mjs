/** Who serves the site: our engine, one with a narrow line, a rogue, or nobody. One at a time. */
export class Scene {
  #playing = "engine";
  #program;

  constructor(network) {
    this.network = network;
    this.#program = network.peer;
  }

  async engine() {
    await this.#play("engine", async () => {
      const peer = await this.network.startPeer();
      await this.network.untilKept();
      return peer;
    });
  }

  async narrow() {
    await this.#play("narrow", async () => {
      const peer = await this.network.startPeer("--upload", "2Mbit/s");
      await this.network.untilKept();
      return peer;
    });
  }

  async rogue(lie) {
    await this.#play(lie, () => this.network.startRogue(lie));
  }

  async none() {
    await this.#play("none", async () => undefined);
  }

  /** The super-peer's process stands still, as one whose line was cut; what is returned lets it go on. */
  freeze() {
    const { pid } = this.#program;
    process.kill(pid, "SIGSTOP");
    return () => process.kill(pid, "SIGCONT");
  }

  /** The same, `ms` from now. */
  freezeAfter(ms) {
    let goOn = () => {};
    const timer = setTimeout(() => (goOn = this.freeze()), ms);
    return () => {
      clearTimeout(timer);
      goOn();
    };
  }

  async #play(name, start) {
    if (this.#playing === name) return;
    await this.#program?.stop();
    this.#program = await start();
    this.#playing = name;
  }
}
