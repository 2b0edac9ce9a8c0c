import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";

/**
 * A web server for one folder that a test can look into and interfere with: it knows who asked for what, counts the bytes
 * of bodies, and serves the pages of the test beside the folder's files.
 */
const types = {
  ".css": "text/css",
  ".js": "text/javascript",
  ".json": "application/json",
  ".jws": "application/jose",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".bmp": "image/bmp",
  ".html": "text/html; charset=utf-8",
};

export class Origin {
  constructor(folder) {
    this.folder = resolve(folder);
    this.pages = new Map();
    /** Sent with pages, beside type and length. */
    this.pageHeaders = {};
    /** Each answer: {path, range, agent, status, bytes}; `agent` is "browser" or "program". */
    this.log = [];
    /** May answer instead: (request, response, path) => true when it did. */
    this.intercept = () => false;
    this.server = createServer((request, response) => this.#answer(request, response));
  }

  async start(port = 0) {
    await new Promise((done) => this.server.listen(port, "127.0.0.1", done));
    this.port = this.server.address().port;
    this.url = `http://localhost:${this.port}`;
    return this;
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  page(path, html) {
    this.pages.set(path, html);
    return `${this.url}${path}`;
  }

  /** Bytes of bodies that browsers took of paths for which `counts` holds. */
  browserBytes(counts = () => true) {
    return this.log
      .filter((entry) => entry.agent === "browser" && counts(entry.path))
      .reduce((sum, entry) => sum + entry.bytes, 0);
  }

  async #answer(request, response) {
    const path = request.url.split("?")[0];
    const entry = {
      path,
      range: request.headers.range,
      agent: /Mozilla/.test(request.headers["user-agent"] ?? "") ? "browser" : "program",
      status: 0,
      bytes: 0,
    };
    this.log.push(entry);
    response.on("error", () => {});
    const write = response.write;
    response.write = (chunk, ...rest) => {
      entry.bytes += chunk?.length ?? 0;
      return write.call(response, chunk, ...rest);
    };
    response.on("close", () => (entry.status = response.statusCode));
    try {
      if (this.intercept(request, response, path)) return;
      if (this.pages.has(path)) return send(response, 200, "text/html; charset=utf-8", this.pages.get(path), this.pageHeaders);
      await this.#file(request, response, path);
    } catch {
      send(response, 404, "text/plain", "not found");
    }
  }

  async #file(request, response, path) {
    const file = resolve(join(this.folder, ...path.split("/").map(decodeURIComponent)));
    if (!file.startsWith(this.folder + sep)) throw new Error("outside");
    const { size } = await stat(file).then((found) => (found.isFile() ? found : Promise.reject(new Error("no file"))));
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
    const first = range ? Number(range[1]) : 0;
    const last = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
    if (range && first >= size) {
      response.writeHead(416, { "content-range": `bytes */${size}` }).end();
      return;
    }
    response.writeHead(range ? 206 : 200, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      "content-length": last - first + 1,
      "accept-ranges": "bytes",
      "cache-control": "no-store",
      etag: `"${size}"`,
      ...(range ? { "content-range": `bytes ${first}-${last}/${size}` } : {}),
    });
    if (request.method === "HEAD" || size === 0) {
      response.end();
      return;
    }
    createReadStream(file, { start: first, end: last }).on("error", () => response.destroy()).pipe(response);
  }
}

function send(response, status, type, text, headers = {}) {
  const body = Buffer.from(text);
  response.writeHead(status, { ...headers, "content-type": type, "content-length": body.length });
  response.write(body);
  response.end();
}
