import { until } from "../../test-kit/e2e/lib/processes.js";
import { Visit } from "../../test-kit/e2e/lib/visit.js";
import { keptObjects, untilControlled } from "../../test-kit/e2e/lib/worker.js";

const LONGEST_MS = 90_000;

/** The ways to come to the page of a far site. Each answers with how long the page took and where its bytes came from. */
export class Visits {
  constructor(browser, site) {
    this.browser = browser;
    this.site = site;
  }

  /** The site's worker is there, as after any visit, and the super-peer has served all of the page: neither is cold any more. */
  async prepare() {
    const visit = await Visit.of(this.browser, this.site.startUrl);
    try {
      await untilControlled(visit);
      await visit.untilServed(this.site.pictures.files);
    } finally {
      await visit.close();
    }
  }

  /** In a tab where another page of this browser was just seen, without the script, in an origin without the worker. */
  async originOnly() {
    const { site } = this;
    return this.#inTab(this.browser, async (visit) => {
      await visit.page.goto(site.elsewhere(site.emptyUrl));
      return this.#timed(visit, site.elsewhere(site.urlWithout));
    });
  }

  /** In a tab where another page of the site was just seen; the worker controls the page and keeps nothing of it. */
  controlled(trace) {
    return this.#controlled(this.site.url, trace);
  }

  /** The same, with a page that has no script: something in the browser took it out. */
  controlledWithout() {
    return this.#controlled(this.site.urlWithoutScript);
  }

  async #controlled(url, trace) {
    return this.#inTab(this.browser, async (visit) => {
      await this.#seeAnother(visit);
      await visit.page.evaluate(() => caches.delete("deploynet-objects-1"));
      const found = await this.#timed(visit, url, trace);
      await this.#untilAllKept(visit);
      return found;
    });
  }

  /** As `controlled`, but the worker keeps all of it from the visit before. */
  async returning() {
    const { site } = this;
    return this.#inTab(this.browser, async (visit) => {
      await this.#seeAnother(visit);
      return this.#timed(visit, site.url);
    });
  }

  /** In a browser that has never seen the site, with the script or without. */
  async first(url, trace) {
    const context = await this.browser.createBrowserContext();
    try {
      return await this.#inTab(context, (visit) => this.#timed(visit, url, trace));
    } finally {
      await context.close();
    }
  }

  /** A page of the site without the script, until the worker has nothing to do for it any more. */
  async #seeAnother(visit) {
    await visit.page.goto(this.site.emptyUrl);
    await untilControlled(visit);
    // The worker answers this itself, once it knows that its manifest still counts.
    await visit.page.evaluate(async () => void (await (await fetch("/.well-known/deploynet/manifest.json")).arrayBuffer()));
  }

  async #inTab(browser, work) {
    const visit = await Visit.opened(browser);
    visit.page.setDefaultTimeout(LONGEST_MS);
    try {
      return await work(visit);
    } finally {
      await visit.close();
    }
  }

  /** Goes to `url` with connections of its own; after the time is taken, the page is proven right. */
  async #timed(visit, url, trace) {
    const { site } = this;
    const { line, pictures } = site;
    await trace?.begin(visit);
    site.hangUp();
    const before = line.down.bytes;
    await visit.page.goto(url, { waitUntil: "load", timeout: LONGEST_MS });
    const lineBytes = line.down.bytes - before;
    const ended = await visit.page.waitForFunction(() => performance.getEntriesByType("navigation")[0].loadEventEnd);
    const loadMs = await ended.jsonValue();
    await trace?.end(visit);
    const fault = await pictures.fault(visit.page);
    if (fault) throw new Error(`the page is wrong: ${fault}`);
    return { loadMs, lineBytes, ...(await this.#sources(visit)) };
  }

  async #sources(visit) {
    if (!(await visit.page.evaluate(() => typeof DeployNet === "object"))) return { peerBytes: 0, receiptedBytes: 0, twiceBytes: 0, rejected: 0 };
    // A link that closed may have taken its last receipt with it: what is receipted may be less, and is said.
    const [peerBytes, receiptedBytes, rejected] = [await visit.peerBytes(), await visit.verifiedBytes(), await visit.rejectedPieces()];
    const { duplicateBytes: twiceBytes } = await visit.stats();
    return { peerBytes, receiptedBytes, twiceBytes, rejected, why: visit.codes(await visit.why()) };
  }

  // Whoever comes next must find all of it or nothing.
  async #untilAllKept(visit) {
    const { count } = this.site.pictures;
    await until("the browser keeps the page", async () => (await keptObjects(visit)) >= count);
  }
}
