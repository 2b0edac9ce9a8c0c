import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Program, run, stopAll, until } from "./processes.js";

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

/** What the lab's TURN server and the signaling server share. */
export const TURN_SECRET = "the-secret-of-the-laboratory";

/** Nobody may have packets relayed into the operator's own networks (RFC 6890); docs/nat.md has the same list. */
const NEVER_RELAYED_TO = [
  ...["0.0.0.0-0.255.255.255", "10.0.0.0-10.255.255.255", "100.64.0.0-100.127.255.255", "127.0.0.0-127.255.255.255"],
  ...["169.254.0.0-169.254.255.255", "172.16.0.0-172.31.255.255", "192.168.0.0-192.168.255.255"],
  ...["::1", "64:ff9b::-64:ff9b::ffff:ffff", "fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
  "fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
];

/** A small internet (test-kit/nat-lab) that lasts until `stop`; programs are started on its hosts. */
export class NatLab {
  programs = [];

  /**
   * @param {Record<string, string>} kinds what each host is behind, by the host's name
   * @param {{ sides?: string }} options the first three parts of the sides' public addresses
   */
  static async of(kinds, { sides = "198.51.100" } = {}) {
    const lab = new NatLab();
    lab.sides = sides;
    lab.kinds = kinds;
    const places = Object.entries(kinds).map(([name, kind]) => `${name}=${kind}`);
    lab.program = new Program("nat-lab", [script, ...places, "--", "sh", "-c", 'echo "$NAT_LAB" && exec sleep infinity'], {
      env: { NAT_LAB_SIDES: sides },
    });
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

  /** Adds rules to a router's. */
  async nft(router, rules) {
    const { code, errors } = await this.run(router, ["nft", rules]);
    if (code !== 0) throw new Error(`nft on ${router}: ${errors}`);
  }

  /** The same as root of the lab, for a host's own interfaces; what it prints, and an error where it fails. */
  async asRoot(host, ...command) {
    const { code, text } = await run(`${command[0]} on ${host}`, [script, "exec", "--root", host, ...command], { env: this.env });
    if (code !== 0) throw new Error(`${command.join(" ")} on ${host}: ${text}`);
    return text;
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

  /** The same as a TURN server, as docs/nat.md tells operators to run it. */
  startTurn() {
    return this.startCoturn(
      ...["--verbose", "--realm=lab.example", "--use-auth-secret", `--static-auth-secret=${TURN_SECRET}`],
      ...["--no-multicast-peers", "--user-quota=16", ...NEVER_RELAYED_TO.map((range) => `--denied-peer-ip=${range}`)],
    );
  }

  /**
   * miniupnpd on a host's router, with these lines in its settings. It forwards only where the sides look public. The file
   * `leases` has a line for each mapping.
   */
  async startMiniupnpd(host, folder, ...lines) {
    const [router, settings, leases] = [`${host}-router`, join(folder, `${host}.conf`), join(folder, `${host}.leases`)];
    const chains = ["miniupnpd", "prerouting_miniupnpd", "postrouting_miniupnpd"];
    const hooks = [
      "chain forward { type filter hook forward priority 10; jump miniupnpd; }",
      "chain prerouting { type nat hook prerouting priority -101; jump prerouting_miniupnpd; }",
      "chain postrouting { type nat hook postrouting priority 99; jump postrouting_miniupnpd; }",
    ];
    await this.nft(router, ["table inet filter {", ...chains.map((chain) => `chain ${chain} {}`), ...hooks, "}"].join("\n"));
    await writeFile(
      settings,
      [
        ...["ext_ifname=wan", "listening_ip=lan", "ipv6_disable=yes", "min_lifetime=2", "secure_mode=yes", "system_uptime=no"],
        ...[`lease_file=${leases}`, "uuid=355ff202-f47e-4ce7-8b32-40998b2aa447", ...lines],
        ...["allow 1024-65535 10.0.0.0/8 1024-65535", "deny 0-65535 0.0.0.0/0 0-65535", ""],
      ].join("\n"),
    );
    const daemon = this.start(router, "miniupnpd", ["miniupnpd", "-d", "-f", settings, "-P", join(folder, `${host}.pid`)]);
    const said = () => daemon.output + daemon.errors;
    await until("miniupnpd listens", () => /HTTP listening|Listening for NAT-PMP/.test(said()), { by: daemon });
    return { daemon, mappings: () => readLeases(leases) };
  }

  async stop() {
    await stopAll(...this.programs.reverse(), this.program);
  }
}

/** Lines as `UDP:50000:10.0.0.2:50000:EXPIRES:DESCRIPTION`; none where there is no such file yet. */
async function readLeases(path) {
  const text = await readFile(path, "utf8").catch((e) => (e.code === "ENOENT" ? "" : Promise.reject(e)));
  return text.split("\n").filter((line) => line !== "");
}
