import assert from "node:assert/strict";
import { until } from "./processes.js";
import { sha256, urlPath } from "./site.js";

/** A visit of a page in a real browser, with everything that reached its console. */
export class Visit {
  console = [];

  static async of(browser, url) {
    const visit = await Visit.opened(browser);
    await visit.go(url);
    return visit;
  }

  /** A visit that has gone nowhere yet; `browser` may be a context of one. */
  static async opened(browser) {
    const visit = new Visit();
    visit.page = await browser.newPage();
    // What Firefox says of an image that it could not draw does not name it.
    visit.page.on("console", (message) => visit.console.push([`${message.type()}: ${message.text()}`, message.location().url].filter(Boolean).join(" at ")));
    visit.page.on("pageerror", (error) => visit.console.push(`error: ${error.message}`));
    // The page lets the slower of two sources go: that is no failure, and no console shows it.
    visit.page.on("requestfailed", (request) => {
      if (!/ABORTED/.test(request.failure()?.errorText ?? "")) visit.console.push(`failed: ${request.url()}`);
    });
    return visit;
  }

  /** Until the page has loaded and DeployNet is there. */
  async go(url) {
    await this.page.goto(url, { waitUntil: "load" });
    await this.page.waitForFunction(() => typeof DeployNet === "object");
  }

  stats() {
    return this.page.evaluate(() => DeployNet.stats());
  }

  why() {
    return this.page.evaluate(() => DeployNet.why());
  }

  async untilWarm() {
    await until("the page has a warm link", async () => (await this.stats()).state === "warm", {
      withinMs: 20_000,
    }).catch(async (e) => {
      throw new Error(`${e.message}; why: ${JSON.stringify(await this.why())}; console: ${this.console.join(" | ")}`);
    });
  }

  /** Until the page knows whether it can use peers: what it then takes from the origin is not for lack of time. */
  untilSettled() {
    return this.page.evaluate(async () => void (await DeployNet.ready));
  }

  /** SHA-256 of each file as the page got it by DeployNet.fetch, `atOnce` at a time; `error: …` where it failed. */
  hashes(names, atOnce = 4) {
    return this.page.evaluate(
      async (list, width) => {
        const hex = (buffer) => [...new Uint8Array(buffer)].map((b) => b.toString(16).padStart(2, "0")).join("");
        const found = {};
        const queue = list.map(([name, path]) => ({ name, path }));
        const worker = async () => {
          for (let next = queue.shift(); next; next = queue.shift()) {
            try {
              const response = await DeployNet.fetch(next.path);
              const body = await response.arrayBuffer();
              found[next.name] = response.ok
                ? hex(await crypto.subtle.digest("SHA-256", body))
                : `error: status ${response.status}`;
            } catch (e) {
              found[next.name] = `error: ${e}`;
            }
          }
        };
        await Promise.all(Array.from({ length: width }, worker));
        return found;
      },
      names.map((name) => [name, urlPath(name)]),
      atOnce,
    );
  }

  /**
   * Gets all `files` as often as it takes until a super-peer brought some of it; each time all of it must be right. Where both
   * cores are busy a super-peer's first answer can take longer than the page waits for it, and the origin is the right choice.
   * Returns the payload that was receipted, in bytes.
   */
  async untilServed(files, times = 5) {
    let receipted = 0;
    for (let round = 1; receipted === 0 && round <= times; round++) {
      if (round > 1) await this.reloadWithoutCache();
      await this.untilWarm();
      assert.deepEqual(await this.hashes(Object.keys(files)), expectedHashes(files));
      receipted = await this.untilReceipted();
    }
    assert.ok(receipted > 0, `a super-peer brought nothing; why: ${JSON.stringify(await this.why())}`);
    return receipted;
  }

  /** Another visit in the same tab; nothing that this browser kept of the site is left. */
  async reloadWithoutCache() {
    await this.page.evaluate(() => caches.delete("deploynet-objects-1"));
    await this.page.reload({ waitUntil: "load" });
  }

  /** SHA-256 of what DeployNet.fetch gives for a URL in any spelling. */
  hashOf(url) {
    return this.page.evaluate(async (asked) => {
      const body = await (await DeployNet.fetch(asked)).arrayBuffer();
      return [...new Uint8Array(await crypto.subtle.digest("SHA-256", body))]
        .map((b) => b.toString(16).padStart(2, "0"))
        .join("");
    }, url);
  }

  /** Payload of pieces that this page verified on its present link: what its receipts must say. */
  async verifiedBytes() {
    return this.page.evaluate(async () => {
      await DeployNet.settle(); // a page that closes at once would keep its last receipt to itself
      return DeployNet.stats().receiptedBytes;
    });
  }

  /** Bytes from super-peers that reached the page. */
  async peerBytes() {
    return (await this.stats()).bytes.peer;
  }

  async rejectedPieces() {
    return (await this.stats()).rejectedPieces;
  }

  /** Reasons in few words, for a report. */
  codes(why) {
    const counts = {};
    for (const { code } of why) counts[code] = (counts[code] ?? 0) + 1;
    return JSON.stringify(counts);
  }

  saysWhy(why, code) {
    return why.some((reason) => reason.code === code);
  }

  /** Stats without the list of files, for a report. */
  async brief() {
    const { files, ...rest } = await this.stats();
    return JSON.stringify({ ...rest, files: files.length });
  }

  /** Until the page has signed for everything it verified, and all of that is sent; in bytes. */
  async untilReceipted() {
    await until("all receipts are sent", async () => {
      const receipted = await this.verifiedBytes();
      return receipted === (await this.stats()).links.reduce((sum, link) => sum + link.verifiedBytes, 0);
    });
    return this.verifiedBytes();
  }

  async close() {
    await this.page.close();
  }
}

/** What {@link Visit#hashes} must find. */
export function expectedHashes(files) {
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, sha256(bytes)]));
}
