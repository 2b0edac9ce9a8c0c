import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { browserNames } from "../lib/browsers.js";
import { example } from "../lib/example.js";
import { Network, runDeploynet } from "../lib/network.js";
import { run, until } from "../lib/processes.js";
import { noise } from "../lib/site.js";
import { browser, inEachBrowser } from "../lib/suite.js";
import { Visit } from "../lib/visit.js";

const files = { "film.bin": noise("page tokens", 2_000_000), "style.css": noise("page tokens style", 9_000) };
const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, "bin", "java") : "java";
const origins = { Node: ["node", "page-token.js"], Java: [java, "PageToken.java"] };

describe("page tokens", { timeout: 300_000 }, () => {
  let network;
  let secret;
  /** What super-peers have in their books of all visits. */
  let booked = 0;
  before(async () => {
    network = await Network.healthy(files);
    secret = (await site("tokens", "on")).trim();
  });
  after(() => network?.stop());

  async function site(...words) {
    const { code, output, errors } = await runDeploynet(["site", ...words, "--signaling", network.signalingUrl, "--key", network.key]);
    assert.equal(code, 0, errors);
    return output;
  }

  async function mint(origin) {
    const env = { PAGE_TOKEN_SECRET: secret, SITE: network.siteId };
    const { code, output, text } = await run(`mint with ${origin}`, origins[origin], { cwd: example("page-tokens"), env });
    assert.equal(code, 0, text);
    return output.trim();
  }

  /**
   * Somebody who was never here before opens a page with the token that `next` gives; once more, with another one, where super-peers
   * brought nothing. Returns their bytes and the token.
   */
  async function visit(name, next = () => "") {
    for (let time = 1; ; time++) {
      const token = await next();
      const context = await (await browser(name)).createBrowserContext();
      const page = await Visit.of(context, network.page("", "/", token && `data-page-token="${token}"`));
      const served = await page.untilServed(files, 1).catch((e) => {
        if (time === 5 || !/brought nothing/.test(e.message)) throw e;
      });
      const bytes = served ? await network.untilBooked(page, booked) : 0;
      booked += bytes;
      assert.deepEqual(page.console, []);
      await context.close();
      if (bytes > 0) return { token };
    }
  }

  /** What the site has spent and how often nobody was paid for want of a token, once every receipt is answered. */
  async function account() {
    await until("the network has answered each receipt", async () => (await network.siteStatus()).settledBytes === booked);
    const { days, refused } = JSON.parse(await site("status", "--json"));
    return { spent: days[0]?.spent ?? 0, unpaid: refused.find(({ what }) => what === "no-token")?.times ?? 0 };
  }

  inEachBrowser("a visitor", ({ name }) => {
    // Who minted a token makes no difference to a browser.
    for (const origin of name === browserNames[0] ? Object.keys(origins) : ["Node"]) {
      it(`whose page has a token of an origin in ${origin} is paid for, and who copies it is not`, async () => {
        const before = await account();
        const { token } = await visit(name, () => mint(origin));
        const paid = await account();
        assert.ok(paid.spent > before.spent, `${paid.spent} after ${before.spent}`);
        await visit(name, () => token);
        const copied = await account();
        assert.equal(copied.spent, paid.spent);
        assert.ok(copied.unpaid > paid.unpaid);
      });
    }

    it("whose page has none is served, and nobody is paid", async () => {
      const before = await account();
      await visit(name);
      assert.equal((await account()).spent, before.spent);
    });
  });

  it("are worth nothing with the secret of before", async () => {
    const old = secret;
    secret = (await site("tokens", "again")).trim();
    assert.notEqual(secret, old);
    secret = old;
    const before = await account();
    await visit(browserNames[0], () => mint("Node"));
    assert.ok((await account()).unpaid > before.unpaid);
  });

  it("are not wanted once they are off", async () => {
    assert.match(await site("tokens", "off"), /pays for every page again/);
    const before = await account();
    await visit(browserNames[0]);
    assert.ok((await account()).spent > before.spent);
  });
});
