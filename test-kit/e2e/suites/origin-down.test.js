import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { browser, inEachBrowser } from "../lib/suite.js";
import { Network } from "../lib/network.js";
import { until } from "../lib/processes.js";
import { noise, writeFiles } from "../lib/site.js";
import { Visit } from "../lib/visit.js";
import { keptObjects, untilControlled } from "../lib/worker.js";

/** A picture that shows that all of it has come: its end is noise that no browser looks at. */
const picture = (name) =>
  Buffer.concat([
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48"><rect width="64" height="48"/></svg>\n<!-- '),
    Buffer.from(noise(name, 60_000).toString("hex")),
    Buffer.from(" -->\n"),
  ]);
const files = {
  "b/one.svg": picture("one"),
  "b/two.svg": picture("two"),
  "b/style.css": Buffer.from("body { --seen: styled; }\n"),
};

/** Whether page B is there with all that it shows. */
const isShown = () =>
  document.images.length === 2 &&
  [...document.images].every((image) => image.complete && image.naturalWidth === 64) &&
  getComputedStyle(document.body).getPropertyValue("--seen").trim() === "styled";

const pageOf = (tag, title, body = "") =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,">
${tag}<link rel="stylesheet" href="/b/style.css"></head><body><h1>${title}</h1>${body}</body></html>\n`;
const pictures = '<img alt="" src="/b/one.svg"><img alt="" src="/b/two.svg">';

describe("while the origin is down", { timeout: 400_000 }, () => {
  let network;
  let html;
  const contexts = [];
  before(async () => {
    network = await site(["--html"], async (it) => {
      await it.startSignaling();
      await it.publish(); // the tag is part of what is published
      await it.grant(1_000);
    });
    await network.startPeer();
    await network.untilKept();
  });
  after(() => network?.stop());
  afterEach(async () => {
    network.origin.intercept = () => false;
    for (const context of contexts.splice(0)) await context.close().catch(() => {});
    await comesBack(network);
  });

  /** A site of two pages, A and B; `prepare` starts what it needs before it is published. */
  async function site(how, prepare) {
    const it = await Network.with(files);
    await prepare(it);
    html = { "a.html": pageOf(it.tag, "A"), "b/index.html": pageOf(it.tag, "B", pictures) };
    await writeFiles(it.site, Object.fromEntries(Object.entries(html).map(([name, text]) => [name, Buffer.from(text)])));
    it.origin.page("/b/", html["b/index.html"]);
    it.origin.page("/unlisted", pageOf(it.tag, "unlisted"));
    await it.publish(...how);
    return it;
  }

  async function comesBack({ origin }) {
    if (!origin.server.listening) await origin.start(origin.port);
  }

  /** Somebody in a profile of her own who has seen A with the worker in charge, and never B. */
  async function visitor(name, { origin } = network) {
    const context = await (await browser(name)).createBrowserContext();
    contexts.push(context);
    const visit = await Visit.opened(context);
    visit.open = (path) => visit.page.goto(`${origin.url}${path}`, { waitUntil: "load", timeout: 10_000 }).catch(() => {});
    await visit.go(`${origin.url}/a.html`);
    await untilControlled(visit);
    await visit.go(`${origin.url}/a.html`);
    await until("the worker knows the manifest", () =>
      visit.page.evaluate(async () => (await caches.match("/.well-known/deploynet/manifest.jws"))?.ok),
    );
    return visit;
  }

  const untilKept = (visit, objects) => until(`${objects} are kept`, async () => (await keptObjects(visit)) === objects);

  async function untilTitle(visit, title) {
    const isThere = (expected) => document.title === expected && document.readyState === "complete";
    await until(`${title} is shown`, () => visit.page.evaluate(isThere, title).catch(() => false), { withinMs: 40_000 });
  }

  async function untilShown(visit) {
    await untilTitle(visit, "B");
    await until("all of B is shown", () => visit.page.evaluate(isShown).catch(() => false), { withinMs: 20_000 });
    const isSame = (text) => {
      const { documentElement } = new DOMParser().parseFromString(text, "text/html");
      return documentElement.outerHTML === document.documentElement.outerHTML;
    };
    assert.ok(await visit.page.evaluate(isSame, html["b/index.html"]), "it is B, no more and no less");
  }

  /** The browser's own error, and nothing of the site. */
  async function untilError(visit) {
    const isError = () => /^(chrome-error:|about:neterror)/.test(document.documentURI);
    await until("the browser's error is shown", () => visit.page.evaluate(isError).catch(() => false), { withinMs: 40_000 }).catch(
      async (e) => {
        throw new Error(`${e.message}, but ${visit.page.url()}: ${await visit.page.content().catch(String)}`);
      },
    );
  }

  inEachBrowser("a page that she has never seen", ({ name }) => {
    it("comes from super-peers with its pictures; then it is kept, until the origin is back", async (t) => {
      const visit = await visitor(name);
      await network.origin.stop();
      await visit.open("/b/");
      await untilShown(visit);
      const { bytes } = await visit.stats();
      t.diagnostic(`${await visit.brief()} ${visit.codes(await visit.why())}`);
      assert.ok(bytes.peer > files["b/one.svg"].length);
      assert.equal(bytes.origin, 0);
      assert.ok(visit.saysWhy(await visit.why(), "origin-down"));
      const [first] = await visit.page.evaluate(() => performance.getEntriesByType("navigation").map(({ type }) => type));
      assert.equal(first, "reload", "it came by the page that stood in");
      await visit.open("/b/");
      await untilShown(visit);
      await comesBack(network);
      network.origin.intercept = (_, response, path) => path === "/b/" && !!response.end("<title>edited</title>");
      await visit.open("/b/");
      await untilTitle(visit, "edited");
    });

    it("comes where the origin says 503, and one that is not listed is what the origin says", async () => {
      const visit = await visitor(name);
      network.origin.intercept = (_, response) => !!response.writeHead(503, { "content-type": "text/html" }).end("<title>busy</title>");
      await visit.open("/b/");
      await untilShown(visit);
      await visit.open("/unlisted");
      await untilTitle(visit, "busy");
    });

    it("is the browser's error where it is not listed", async () => {
      const visit = await visitor(name);
      await network.origin.stop();
      await visit.open("/unlisted");
      await untilError(visit);
    });
  });

  describe("and a super-peer lies", () => {
    let rogue;
    before(async () => {
      await network.peer.stop();
      rogue = await network.startRogue("other-object");
    });
    after(() => rogue?.stop());

    inEachBrowser("nothing of it is shown", ({ name }) => {
      it("but the browser's error, or what the origin said", async () => {
        const visit = await visitor(name);
        await network.origin.stop();
        await visit.open("/b/");
        await untilError(visit);
        await comesBack(network);
        network.origin.intercept = (_, response) => !!response.writeHead(503, { "content-type": "text/html" }).end("<title>busy</title>");
        await visit.open("/b/");
        await untilTitle(visit, "busy");
      });
    });
  });

  describe("and nobody else is there", () => {
    before(() => network.signaling.stop());

    inEachBrowser("a page that she has seen", ({ name }) => {
      it("comes from what is kept, with the policy that the origin sent with it; another one does not", async () => {
        network.origin.intercept = (_, response, path) =>
          path === "/a.html" && !response.setHeader("content-security-policy", "img-src 'none'");
        const visit = await visitor(name);
        await untilKept(visit, 2);
        await network.origin.stop();
        await visit.open("/a.html");
        await untilTitle(visit, "A");
        await until("why() says so", async () => visit.saysWhy(await visit.why(), "origin-down"));
        const isRefused = await visit.page.evaluate(
          () =>
            new Promise((resolve) => {
              addEventListener("securitypolicyviolation", ({ effectiveDirective }) => resolve(effectiveDirective));
              document.body.append(Object.assign(new Image(), { src: "/b/one.svg", onload: () => resolve("shown") }));
            }),
        );
        assert.equal(isRefused, "img-src");
        await visit.open("/b/");
        await untilError(visit);
      });
    });
  });

  describe("and the publisher lists no pages", () => {
    let plain;
    before(async () => {
      plain = await site([], (it) => it.publish());
    });
    after(() => plain?.stop());

    inEachBrowser("all is as without them", ({ name }) => {
      it("and the browser shows its error", async () => {
        const visit = await visitor(name, plain);
        await plain.origin.stop();
        for (const path of ["/a.html", "/b/"]) {
          await visit.open(path);
          await untilError(visit);
        }
        await comesBack(plain);
      });
    });
  });
});
