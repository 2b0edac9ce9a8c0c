import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { browserNames, launch } from "../lib/browsers.js";
import { Network, runDeploynet } from "../lib/network.js";
import { until } from "../lib/processes.js";
import { noise } from "../lib/site.js";
import { Visit } from "../lib/visit.js";

const files = { "film.bin": noise("pages", 3_000_000), "style.css": noise("pages style", 9_000) };

/** What the publisher and the operator see in a browser: the ledger's figures, for nobody else. */
describe("the pages of publisher and operator", { timeout: 240_000 }, () => {
  let network;
  let receipted;
  before(async () => {
    network = await Network.healthy(files);
    const browser = await launch(browserNames[0]);
    const visit = await Visit.of(browser, network.page());
    await visit.untilServed(files);
    receipted = await network.untilBooked(visit, 0);
    await visit.close();
    await browser.close();
    await until("the network has paid for all of it", async () => (await report()).status.settledBytes === receipted);
  });
  after(() => network?.stop());

  async function command(...words) {
    const { code, output, errors } = await runDeploynet(words);
    assert.equal(code, 0, errors);
    return output;
  }

  const ofSite = () => ["--signaling", network.signalingUrl, "--key", network.key];
  const report = async () => JSON.parse(await command("site", "status", "--json", ...ofSite()));
  const address = {
    site: () => command("site", "page", ...ofSite()),
    operator: () => command("signaling", "page", "--data", network.signalingData),
  };

  for (const name of browserNames) {
    describe(name, () => {
      let browser;
      before(async () => {
        browser = await launch(name);
      });
      after(() => browser?.close());

      const open = async (url) => {
        const page = await browser.newPage();
        const answer = await page.goto(url.trim());
        const text = await page.evaluate(() => document.body.innerText);
        const seen = { status: answer.status(), url: page.url(), text, html: await page.content() };
        await page.close();
        return seen;
      };

      it("shows the publisher the day's spending, as the command and the ledger say it", async () => {
        const { days, status } = await report();
        assert.equal(days.length, 1);
        assert.equal(days[0].spent, 1_000_000_000 - status.granted - status.budget - status.reserved);
        const page = await open(await address.site());
        assert.equal(page.status, 200);
        assert.match(page.text, new RegExp(`${(receipted / 1e9).toFixed(3)} GB`));
        assert.ok(page.text.includes((days[0].spent / 1e6).toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 6 })));
        assert.ok(page.text.includes(network.siteId));
      });

      it("shows what the publisher lets the site pay for, as the command set it", async () => {
        const caps = (...more) => command("site", "caps", ...more, ...ofSite());
        const said = await caps("--hour", "3GB", "--prefix", "none", "--day", "2.5");
        assert.match(said, /All visitors in an hour: 3 GB \(yours: 3 GB, the network’s: no cap\)\./);
        assert.match(said, /On a day: 2\.5 credits \(yours\)/);
        const { days, caps: told } = await report();
        assert.deepEqual(told.own, { hourBytes: 3e9, dayMicrocredits: 2_500_000 });
        assert.equal(told.spentToday, days[0].spent);
        const page = await open(await address.site());
        assert.match(page.text, /Paid for at most/);
        assert.match(page.text, /all visitors in an hour\s+3\.000 GB\s+no such cap/);
        assert.match(page.text, /Not known: the operator of this network has no file/);
        await caps("--day", "none");
        assert.deepEqual((await report()).caps.own, { hourBytes: 3e9 });
        assert.match(await command("site", "status", ...ofSite()), /All visitors in an hour: 3 GB/);
        await caps("--hour", "none");
        const wrong = await runDeploynet(["site", "caps", "--hour", "2PB", ...ofSite()]);
        assert.equal(wrong.code, 2);
      });

      it("shows the operator that the books add up, and who earned", async () => {
        const page = await open(await address.operator());
        assert.equal(page.status, 200);
        assert.match(page.text, /Every account adds up/);
        assert.ok(page.text.includes(network.siteId));
        assert.match(page.text, /peer:pending/);
      });

      it("keeps the code out of the address that stays, and opens it once", async () => {
        const once = await address.site();
        const page = await open(once);
        assert.equal(new URL(page.url).search, "");
        const stranger = await (browser.createBrowserContext?.() ?? browser.createIncognitoBrowserContext());
        const tab = await stranger.newPage();
        assert.equal((await tab.goto(once.trim())).status(), 401);
        assert.equal((await tab.goto(new URL("/site", once).href)).status(), 401);
        assert.match(await tab.evaluate(() => document.body.innerText), /not for everybody/);
        await stranger.close();
      });
    });
  }
});
