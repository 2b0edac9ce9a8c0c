import { once } from "node:events";
import { connect, createServer } from "node:net";
import { fileURLToPath } from "node:url";

/**
 * Brings connections from one network namespace into another: what comes to `from` goes on to `to`, each `{port, host}` or
 * `{path}` of a Unix domain socket, which has no namespace. Returns the server that listens.
 */
export async function bridge(from, to) {
  const server = createServer({ allowHalfOpen: true }, (near) => {
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
