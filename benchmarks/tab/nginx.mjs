import { execFile, spawn } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const LONGEST_START_MS = 10_000;

/**
 * What an ordinary web server does on the same machine: nginx with HTTPS, HTTP/2 and a key of its own. `fingerprint` is the
 * key's, for a browser that is to take it.
 */
export class Nginx {
  static async serving(name, bytes) {
    const folder = await mkdtemp(join(tmpdir(), "deploynet-nginx-"));
    const port = await freePort();
    await writeFile(join(folder, name), bytes);
    await writeFile(join(folder, "index.html"), '<!doctype html><meta charset="utf-8"><title>nginx</title><link rel="icon" href="data:,">');
    await run("openssl", [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
      "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
      "-keyout", join(folder, "key.pem"), "-out", join(folder, "certificate.pem"),
    ]);
    await writeFile(join(folder, "nginx.conf"), configuration(folder, port));
    const server = new Nginx(folder, port, await fingerprint(join(folder, "certificate.pem")));
    await server.answers();
    return server;
  }

  constructor(folder, port, print) {
    this.folder = folder;
    this.port = port;
    this.url = `https://localhost:${port}/`;
    this.fingerprint = print;
    this.process = spawn("nginx", ["-p", folder, "-c", join(folder, "nginx.conf")], {
      stdio: ["ignore", "ignore", "inherit"],
    });
  }

  async answers() {
    for (let until = Date.now() + LONGEST_START_MS; Date.now() < until; ) {
      if (this.process.exitCode !== null) throw new Error("nginx ended");
      const socket = connect(this.port, "127.0.0.1");
      const open = await Promise.race([once(socket, "connect"), once(socket, "error").then(() => undefined)]).catch(() => undefined);
      socket.destroy();
      if (open) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error("nginx does not answer");
  }

  async stop() {
    const ended = once(this.process, "exit");
    this.process.kill();
    await ended;
    await rm(this.folder, { recursive: true });
  }
}

function configuration(folder, port) {
  return `daemon off;
worker_processes auto;
${process.getuid() === 0 ? "user root;" : ""}
pid ${folder}/nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  types { text/html html; }
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server {
    listen 127.0.0.1:${port} ssl http2;
    ssl_certificate ${folder}/certificate.pem;
    ssl_certificate_key ${folder}/key.pem;
    root ${folder};
  }
}
`;
}

async function fingerprint(file) {
  const { publicKey } = new X509Certificate(await readFile(file));
  return createHash("sha256").update(publicKey.export({ type: "spki", format: "der" })).digest("base64");
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
