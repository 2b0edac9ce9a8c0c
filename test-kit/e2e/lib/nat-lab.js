import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Program, run, until } from "./processes.js";

const script = join(dirname(fileURLToPath(import.meta.url)), "../../nat-lab");

/** The kinds that test-kit/nat-lab knows. */
export const KINDS = [
  ...["none", "full-cone", "restricted", "port-restricted", "symmetric"],
  ...["double", "carrier-grade", "udp-blocked", "ipv6-only", "dual-stack"],
];

/** Addresses of the lab's public network, for whoever serves there. */
export const PUBLIC = {
  stun: ["192.0.2.1", "192.0.2.2"],
  stunIpv6: ["2001:db8::1", "2001:db8::2"],
  servers: "192.0.2.3",
  serversIpv6: "2001:db8::3",
};

/** A small internet (test-kit/nat-lab) that lasts until `stop`; programs are started on its hosts. */
export class NatLab {
  programs = [];

  /** @param {Record<string, string>} kinds what each host is behind, by the host's name */
  static async of(kinds) {
    const lab = new NatLab();
    lab.kinds = kinds;
    const sides = Object.entries(kinds).map(([name, kind]) => `${name}=${kind}`);
    lab.program = new Program("nat-lab", [script, ...sides, "--", "sh", "-c", 'echo "$NAT_LAB" && exec sleep infinity']);
    await until("the NAT laboratory is up", () => lab.program.output.includes("\n"), { by: lab.program, everyMs: 10 });
    lab.env = { NAT_LAB: lab.program.output.split("\n")[0] };
    return lab;
  }

  /** The command line that runs `command` on a host; it wants `env`. */
  on(host, command) {
    return [script, "exec", host, ...command];
  }

  start(host, name, command, options = {}) {
    const program = new Program(`${name} on ${host}`, this.on(host, command), { ...options, env: { ...this.env, ...options.env } });
    this.programs.push(program);
    return program;
  }

  /** Runs a command on a host to its end. */
  run(host, command) {
    return run(`${command[0]} on ${host}`, this.on(host, command), { env: this.env });
  }

  /** coturn with two addresses of each family, which a server for behaviour discovery (RFC 5780) needs. */
  async startCoturn(...more) {
    const addresses = [...PUBLIC.stun, ...PUBLIC.stunIpv6].flatMap((address) => ["--listening-ip", address]);
    const coturn = this.start("public", "coturn", [
      ...["turnserver", "-n", ...addresses, "--no-cli", "--no-tls", "--no-dtls"],
      ...["--log-file", "stdout", "--pidfile", "/dev/null", "--userdb", ":memory:"],
      ...(more.length > 0 ? more : ["--no-auth", "--stun-only"]),
    ]);
    await until("coturn has opened its sockets", () => coturn.output.includes("Total General servers"), { by: coturn });
    return coturn;
  }

  async stop() {
    for (const program of this.programs.reverse()) await program.stop();
    await this.program.stop();
  }
}
