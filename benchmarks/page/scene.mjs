const STARTS = {
  engine: (network) => engine(network),
  narrow: (network) => engine(network, "--upload", "2Mbit/s"),
  none: async () => undefined,
};

async function engine(network, ...words) {
  const peer = await network.startPeer(...words);
  await network.untilKept();
  return peer;
}

/** Who serves the site: our engine, one with a narrow line, a rogue, or nobody. One at a time. */
export class Scene {
  #playing = "engine";
  #program;

  constructor(network) {
    this.network = network;
    this.#program = network.peer;
  }

  /** `name` is a key of `STARTS`, or what a rogue lies by (test-kit, class Lie). */
  async play(name) {
    if (this.#playing === name) return;
    await this.#program?.stop();
    const start = STARTS[name] ?? ((network) => network.startRogue(name));
    this.#program = await start(this.network);
    this.#playing = name;
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
}
