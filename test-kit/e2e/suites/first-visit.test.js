import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Network } from "../lib/network.js";
import { until } from "../lib/processes.js";
import { noise } from "../lib/site.js";
import { browser, inEachBrowser } from "../lib/suite.js";
import { Visit } from "../lib/visit.js";

const IMAGE = Buffer.from("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==", "base64");
const PICTURE = '<img src="/picture.gif" alt="">';

/** Before a site's worker is there only a page's own script can ask super-peers for something. */
describe("a first visit", { timeout: 120_000 }, () => {
  let network;
  let release;
  before(async () => {
    network = await Network.healthy({ "marked.bin": noise("marked", 100_000) });
    network.origin.intercept = (_, response, path) => {
      if (path !== "/picture.gif") return false;
      release = () => response.writeHead(200, { "content-type": "image/gif", "cache-control": "no-store" }).end(IMAGE);
      return true;
    };
  });
  after(() => network?.stop());

  const manifestsAsked = () => network.origin.log.filter(({ path, agent }) => agent === "browser" && /manifest/.test(path)).length;

  /** Opens a page that does not load before `release`. */
  async function loading(name, body) {
    network.origin.log.length = 0;
    release = undefined;
    const page = await Visit.opened(await browser(name));
    const going = page.page.goto(network.page(body), { waitUntil: "load" });
    await until("the page waits for its picture", () => release !== undefined);
    await page.page.waitForFunction(() => typeof DeployNet === "object");
    return { page, going };
  }

  inEachBrowser("of a page", ({ name }) => {
    it("asks for no manifest and opens no link before the page has loaded, and does both then", async () => {
      const { page, going } = await loading(name, PICTURE);
      assert.equal((await page.stats()).state, "idle");
      assert.equal(manifestsAsked(), 0);
      release();
      await going;
      await page.untilWarm();
      assert.ok(manifestsAsked() > 0);
      await page.close();
    });

    it("begins at once where the page fetches something by itself, or asks whether it could", async () => {
      for (const begins of ["void DeployNet.fetch('/marked.bin')", "void DeployNet.ready"]) {
        const { page, going } = await loading(name, PICTURE);
        await page.page.evaluate(begins);
        await page.untilWarm();
        assert.ok(manifestsAsked() > 0);
        release();
        await going;
        await page.close();
      }
    });
  });
});
