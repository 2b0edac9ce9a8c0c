import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import { Network, tree } from "../lib/network.js";
import { until } from "../lib/processes.js";
import { noise, pageFiles } from "../lib/site.js";
import { browser, inEachBrowser } from "../lib/suite.js";
import { Visit, expectedHashes } from "../lib/visit.js";
import { untilControlled } from "../lib/worker.js";

const files = { ...pageFiles(), "data/a.bin": noise("csp", 400_000), "page/marked.svg": pageFiles()["page/picture.svg"] };

/** The header as docs/browser.md gives it to publishers, word by word. */
function documented(signaling) {
  const text = readFileSync(join(tree, "docs/browser.md"), "utf8");
  const [, policy] = /^Content-Security-Policy: (.+)$/m.exec(text) ?? [];
  assert.match(policy ?? "", /wss:\/\/signaling\.example/, "docs/browser.md has the header");
  return policy.replace("wss://signaling.example", signaling);
}

const BODY = `<link rel="stylesheet" data-deploynet-href="/page/style.css"><script src="/page/script.js"></script>
  <img alt="" src="/page/picture.svg"><img alt="" data-deploynet-src="/page/marked.svg"><video id="film" muted></video>`;
const isShown = () =>
  [...document.images].every((image) => image.complete && image.naturalWidth === 64) &&
  getComputedStyle(document.body).getPropertyValue("--seen").trim() === "styled" &&
  globalThis.scriptRan === 1;

describe("a strict site", { timeout: 240_000 }, () => {
  let network;
  let policy;
  let reports;
  /** More headers of a test. */
  let more = {};
  const open = [];

  before(async () => {
    network = await Network.healthy(files);
    network.worker = true;
    policy = documented(new URL(network.visitorUrl).origin);
    network.origin.intercept = (request, response, path) => {
      if (path === "/reports") {
        request.on("data", (text) => reports.push(String(text))).on("end", () => response.writeHead(204).end());
        return true;
      }
      response.setHeader("content-security-policy", policy);
      // The same once more, so that what happens in the worker is told, too.
      response.setHeader("content-security-policy-report-only", `${policy}; report-uri /reports`);
      for (const [name, value] of Object.entries(more)) response.setHeader(name, value);
      return false;
    };
  });
  after(() => network?.stop());
  afterEach(async () => {
    more = {};
    for (const page of open.splice(0)) await page.close().catch(() => {});
  });

  /** A page of the site without the icon that the other suites have: it is a data: address. */
  function page(path, body = BODY) {
    const url = network.page(body, path);
    const html = network.origin.pages.get(path).replace('href="data:,"', 'href="/page/picture.svg"');
    assert.ok(html.includes('href="/page/picture.svg"'));
    network.origin.pages.set(path, html);
    return url;
  }

  async function opened(name) {
    reports = [];
    const visit = await Visit.opened(await browser(name));
    open.push(visit);
    await visit.page.evaluateOnNewDocument(() => {
      globalThis.violations = [];
      addEventListener("securitypolicyviolation", (event) => {
        globalThis.violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
      });
    });
    return visit;
  }
  const violations = (visit) => visit.page.evaluate(() => globalThis.violations);

  async function untilServed(visit) {
    await visit.untilWarm();
    for (let time = 1; time <= 5 && (await visit.peerBytes()) === 0; time++) {
      if (time > 1) await visit.reloadWithoutCache();
      await visit.untilWarm();
      assert.deepEqual(await visit.hashes(Object.keys(files)), expectedHashes(files));
    }
    assert.ok((await visit.peerBytes()) > 0, `no byte from the super-peer: ${visit.codes(await visit.why())}`);
  }

  inEachBrowser("with the policy of docs/browser.md", ({ name }) => {
    it("breaks it nowhere: page, marked elements, fetch, worker and film", async () => {
      const visit = await opened(name);
      await visit.go(page("/first", `${BODY}<script src="/deploynet-video.js" defer></script>`));
      await visit.page.waitForFunction(isShown, { polling: 100 });
      await untilServed(visit);
      // What a player does with a film.
      await visit.page.evaluate(() => {
        document.getElementById("film").src = URL.createObjectURL(new MediaSource());
      });
      assert.deepEqual(await violations(visit), []);
      await visit.go(page("/second"));
      await untilControlled(visit);
      await visit.go(page("/second"));
      await visit.page.waitForFunction(isShown, { polling: 100 });
      await untilServed(visit);
      assert.deepEqual(await violations(visit), []);
      assert.deepEqual(reports, []);
      assert.ok(!visit.saysWhy(await visit.why(), "worker-refused"));
      assert.deepEqual(visit.console, []);
    });

    it("shows what does break it, on the page and in the report", async () => {
      const visit = await opened(name);
      await visit.go(page("/broken", `${BODY}<script>globalThis.inline = true;</script>`));
      assert.deepEqual(await violations(visit), ["script-src-elem inline", "script-src-elem inline"]);
      assert.equal(await visit.page.evaluate(() => globalThis.inline), undefined);
      await until("the report is here", () => reports.some((text) => /script-src-elem/.test(text)));
    });

    it("shows what a fetch breaks, too", async () => {
      const visit = await opened(name);
      const before = policy;
      try {
        policy = policy.replace("connect-src 'self'", "connect-src");
        await visit.page.goto(page("/unconnected"), { waitUntil: "load" });
        await until("what asks the origin breaks it", async () => (await violations(visit)).some((text) => /^connect-src/.test(text)));
      } finally {
        policy = before;
      }
    });
  });

  inEachBrowser("that is isolated from other origins", ({ name }) => {
    it("gets bytes from the super-peer all the same", async () => {
      more = {
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
        "permissions-policy": "camera=(), microphone=(), geolocation=()",
      };
      const visit = await opened(name);
      await visit.go(page("/isolated"));
      assert.equal(await visit.page.evaluate(() => crossOriginIsolated), true);
      await untilServed(visit);
      await untilControlled(visit);
      assert.deepEqual(visit.console, []);
    });
  });

  inEachBrowser("with trusted types", ({ name }) => {
    it("has everything but the worker, and why() says so", async () => {
      const before = policy;
      try {
        policy = `${policy}; require-trusted-types-for 'script'`;
        const context = await (await browser(name)).createBrowserContext();
        reports = [];
        const visit = await Visit.opened(context);
        await visit.go(page("/typed"));
        assert.ok(await visit.page.evaluate(() => "trustedTypes" in globalThis), "this browser has them");
        await visit.page.waitForFunction(isShown, { polling: 100 });
        await untilServed(visit);
        await until("why() says it", async () => visit.saysWhy(await visit.why(), "worker-refused"));
        await context.close();
      } finally {
        policy = before;
      }
    });
  });

  inEachBrowser("that names the script's hash", ({ name }) => {
    it("has it checked, also where the worker has kept it; another one does not run", async () => {
      const result = await network.publish("--integrity");
      assert.match(network.tag, /integrity="sha384-[A-Za-z0-9+/=]{64}"/, result.text);
      const visit = await opened(name);
      await visit.go(page("/hashed"));
      await untilControlled(visit);
      network.origin.log.length = 0;
      await visit.go(page("/hashed"));
      assert.ok(!network.origin.log.some(({ path }) => path === "/deploynet.js"), "the worker's copy");
      assert.deepEqual(visit.console, []);
      const right = network.tag;
      network.tag = right.replace(/sha384-.{8}/, "sha384-AAAAAAAA");
      await visit.page.goto(page("/wrong"), { waitUntil: "load" });
      network.tag = right;
      assert.equal(await visit.page.evaluate(() => typeof DeployNet), "undefined");
    });
  });

  inEachBrowser("that counts its globals", ({ name }) => {
    it("finds one more: DeployNet", async () => {
      const visit = await opened(name);
      const globals = () => visit.page.evaluate(() => Object.getOwnPropertyNames(globalThis));
      const empty = '<!doctype html><title>none</title><link rel="icon" href="/page/picture.svg">';
      await visit.page.goto(network.origin.page("/none", empty), { waitUntil: "load" });
      await visit.page.waitForFunction(() => true); // leaves names of puppeteer's own, there as here
      const without = new Set(await globals());
      await visit.go(page("/some", '<script src="/deploynet-video.js" defer></script>'));
      assert.deepEqual((await globals()).filter((one) => !without.has(one)), ["DeployNet"]);
      assert.equal(await visit.page.evaluate(() => typeof DeployNet.video.hlsLoader), "function");
    });
  });
});
