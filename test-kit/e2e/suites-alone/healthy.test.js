import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { browserNames } from "../lib/browsers.js";
import { Network, runDeploynet } from "../lib/network.js";
import { until } from "../lib/processes.js";
import { edgeFiles, pageFiles, urlPath } from "../lib/site.js";
import { browser, inEachBrowser } from "../lib/suite.js";
import { Visit, expectedHashes } from "../lib/visit.js";

const files = { ...edgeFiles(), ...pageFiles() };
const names = Object.keys(files);
const bytesOf = (list) => list.reduce((sum, name) => sum + files[name].length, 0);

/**
 * At the start of a link the kernel drops packets at a busy browser's socket (RcvbufErrors of /proc/net/snmp: 3 to 8 % of a visit's).
 * What is lost at the tail comes again after SCTP's timer, 400 ms and more; a page waits 600 ms, and then this small site is at
 * the origin before the peer is asked again. Nine tenths is what a visit has to which that does not happen.
 */
const VISITS = 3;

describe("a healthy network", { timeout: 240_000 }, () => {
  let network;
  let verified = 0;

  before(async () => {
    network = await Network.healthy(files);
  });
  after(() => network?.stop());

  inEachBrowser("pages", ({ visit }) => {
    it("get every file as it is on the disk, nine tenths from the super-peer, with nothing in the console", async (t) => {
      const shares = [];
      while (Math.max(0, ...shares) < 0.9 && shares.length < VISITS) {
        const page = await visit(network.page());
        await page.untilWarm();
        network.origin.log.length = 0;
        assert.deepEqual(await page.hashes(names), expectedHashes(files));
        const fromOrigin = network.origin.browserBytes((path) => names.some((name) => urlPath(name) === path));
        const share = Math.min(1 - fromOrigin / bytesOf(names), (await page.peerBytes()) / bytesOf(names));
        shares.push(share);
        t.diagnostic(
          `${(share * 100).toFixed(2)} % of ${bytesOf(names)} bytes from the super-peer; ${await page.brief()}`,
        );
        t.diagnostic(page.codes(await page.why()));
        assert.deepEqual(page.console, []);
        verified += await network.untilBooked(page, verified);
        await page.close();
      }
      assert.ok(shares.at(-1) >= 0.9, `shares from the super-peer: ${shares}`);
    });

    it("fill marked elements from the super-peer", async (t) => {
      const page = await visit(
        network.page(
          `<link rel="stylesheet" data-deploynet-src="/page/style.css">
           <img alt="" data-deploynet-src="/page/picture.svg">
           <img alt="" data-deploynet-src="/page/picture.svg" id="second">
           <a id="deep" href="/data/film.bin">film</a>`,
          "/elements",
          'data-wait="5000"',
        ),
      );
      await page.page.waitForFunction(
        () =>
          [...document.images].every((image) => image.complete && image.naturalWidth === 64) &&
          getComputedStyle(document.body).getPropertyValue("--seen").trim() === "styled",
        { timeout: 10_000 },
      );
      assert.deepEqual(page.console, []);
      verified += await network.untilBooked(page, verified);
      t.diagnostic(await page.brief());
      assert.equal((await page.stats()).bytes.origin, 0);
      await page.close();
    });
  });

  it("shows in status that bytes flow while they do", async (t) => {
    const status = async () =>
      JSON.parse((await runDeploynet(["status", "--json", "--data", network.peerData])).output);
    await runDeploynet(["limit", "--up", "1MB/s", "--data", network.peerData]);
    const page = await Visit.of(await browser(browserNames[0]), network.page());
    await page.untilWarm();
    const transfer = page.hashes(["data/film.bin"]);
    const first = await status();
    await until("more bytes are shown", async () => {
      const { transfer: now, browsers, condition } = await status();
      t.diagnostic(`${now.totalBytes} bytes in all, ${now.bytesPerSecond} a second, ${browsers.connected} browsers, ${condition.state}`);
      return now.totalBytes > first.transfer.totalBytes && now.bytesPerSecond > 0 && condition.state === "sharing";
    });
    await transfer;
    verified += await network.untilBooked(page, verified);
    await page.close();
  });

  it("counts the same bytes in the pages, in the super-peer's book and in the ledger", async (t) => {
    assert.ok(verified > 0);
    const figures = async () => ({
      pages: verified,
      book: (await network.snapshot()).credits.receiptedBytes,
      ledger: (await network.siteStatus()).settledBytes,
    });
    const equal = ({ pages, book, ledger }) => pages === book && book === ledger;
    await until("all figures agree", async () => equal(await figures()), { withinMs: 30_000 }).catch(() => {});
    t.diagnostic(JSON.stringify(await figures()));
    assert.deepEqual(await figures(), { pages: verified, book: verified, ledger: verified });
    const status = await runDeploynet(["status", "--json", "--data", network.peerData]);
    assert.equal(JSON.parse(status.output).credits.receiptedBytes, verified);
  });
});
