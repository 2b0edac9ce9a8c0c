import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { fileURLToPath } from "node:url";

/**
 * Brings connections from one network namespace into another: what comes to `from` goes on to `to`, each `{port, host}` or
 * `{path}` of a Unix domain socket, which has no namespace. With `tls`, a PKCS #12 file and its `passphrase`, `from` is an end of TLS.
 * Returns the server that listens.
 */
export async function bridge({ tls, passphrase, ...from }, to) {
  const secret = tls ? { pfx: readFileSync(tls), passphrase } : {};
  const create = tls ? createTlsServer : createServer;
  const server = create({ allowHalfOpen: true, ...secret }, (near) => {
    const far = connect({ ...to, allowHalfOpen: true });
    near.on("error", () => far.destroy()).pipe(far);
    far.on("error", () => near.destroy()).pipe(near);
  });
  server.listen(from);
  await once(server, "listening");
  return server;
}

// As a program: each argument is one bridge, {from, to} as JSON.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { from, to } of process.argv.slice(2).map((text) => JSON.parse(text))) await bridge(from, to);
  console.log("bridges are up");
}
