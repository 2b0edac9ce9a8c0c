import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Network } from "../../test-kit/e2e/lib/network.js";
import { Relay } from "../../test-kit/e2e/lib/relay.js";

const PAGE = "/pictures";
const WITHOUT = "/without";
const EMPTY = "/empty";

const COMPRESSED = { "/deploynet.js": "text/javascript", "/.well-known/deploynet/manifest.json": "application/json" };

/** As web servers send scripts and JSON. The pictures are noise, and no smaller for it. */
async function compressing(folder) {
  const bodies = new Map();
  for (const path of Object.keys(COMPRESSED)) bodies.set(path, gzipSync(await readFile(join(folder, path))));
  return (request, response, path) => {
    if (!bodies.has(path) || !/gzip/.test(request.headers["accept-encoding"] ?? "")) return false;
    const headers = { "content-type": COMPRESSED[path], "content-encoding": "gzip", "cache-control": "no-store" };
    response.writeHead(200, headers).end(bodies.get(path));
    return true;
  };
}

/**
 * A site whose origin, and whose signaling server unless it is near, are a line away from its visitors: `mbits` in all and half
 * of `roundTripMs` each way. The super-peer keeps all of it, and is as near and as fast as this machine. `localhost` is the site's
 * origin; at `127.0.0.1` the same line leads to the same pages in another origin of the browser, which no worker controls.
 */
export class FarSite {
  static async of(pictures, { mbits, roundTripMs, nearSignaling }) {
    const site = new FarSite();
    site.pictures = pictures;
    const network = await Network.with(pictures.files);
    network.worker = true;
    site.network = network;
    const { origin } = network;
    const to = `127.0.0.1:${origin.port}`;
    try {
      // The super-peer fetches the site before anything is measured: it need not wait for the line.
      const near = await Relay.tcp({ to });
      const { port } = near;
      origin.url = `http://localhost:${port}`;
      try {
        await network.becomeHealthy();
      } finally {
        await near.stop();
      }
      origin.intercept = await compressing(network.site);
      site.line = await Relay.tcp({ to, port, mbits, delayMs: roundTripMs / 2 });
      site.signaling = await Relay.tcp({ to: `127.0.0.1:${network.signalingPort}`, delayMs: nearSignaling ? 0 : roundTripMs / 2 });
      network.visitorsComeBy(site.signaling.port);
      site.url = network.page(pictures.elements, PAGE);
      const html = origin.pages.get(PAGE);
      const [tag] = /<script[^>]*><\/script>/.exec(html);
      site.urlWithout = origin.page(WITHOUT, html.replace(tag, ""));
      site.emptyUrl = origin.page(EMPTY, '<!doctype html><meta charset="utf-8"><title>empty</title><link rel="icon" href="data:,">');
      site.startUrl = network.page("", "/start");
      // In the site's own origin, whose worker controls it.
      site.urlWithoutScript = origin.url + WITHOUT;
      return site;
    } catch (e) {
      await site.stop();
      throw e;
    }
  }

  /** The same address in an origin that has no worker. */
  elsewhere(url) {
    return url.replace("//localhost:", "//127.0.0.1:");
  }

  /** No connection is left from what was before: whoever loads a page next makes its own. */
  hangUp() {
    this.line.hangUp();
    this.signaling.hangUp();
  }

  /** The origin ends the connection of whoever asks for `path`; what is returned lets it answer again. */
  block(path) {
    const { origin } = this.network;
    const { intercept } = origin;
    origin.intercept = (request, response, asked) => {
      if (asked === path) response.destroy();
      return asked === path || intercept(request, response, asked);
    };
    return () => (origin.intercept = intercept);
  }

  async stop() {
    await this.line?.stop();
    await this.signaling?.stop();
    await this.network.stop();
  }
}
