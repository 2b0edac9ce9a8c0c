import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { Network } from "../lib/network.js";
import { stopAll, until } from "../lib/processes.js";
import { Relay } from "../lib/relay.js";
import { noise } from "../lib/site.js";
import { browser, inEachBrowser } from "../lib/suite.js";
import { Visit, expectedHashes } from "../lib/visit.js";

const files = { "one.bin": noise("one", 300_000), "two.bin": noise("two", 1_300_000) };
const names = Object.keys(files);
const badge = '<script src="/deploynet-badge.js" defer data-position="bottom-end"></script>';

/** The badge in pages that allow no inline style, no inline script and no eval. */
describe("the badge", { timeout: 240_000 }, () => {
  let network;
  let door;
  const open = [];
  before(async () => {
    network = await Network.healthy(files);
    door = await Relay.tcp({ to: `127.0.0.1:${network.signalingPort}` });
    network.visitorsComeBy(door.port);
    network.origin.pageHeaders = {
      "content-security-policy":
        `default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self' ws://127.0.0.1:${door.port}`,
    };
  });
  after(async () => {
    await stopAll(network, door);
  });
  afterEach(async () => {
    for (const visit of open.splice(0)) {
      await visit.page.evaluate(() => localStorage.clear()).catch(() => {});
      await visit.close().catch(() => {});
    }
  });

  const isThere = (visit) => visit.page.evaluate(() => !!document.querySelector("deploynet-badge")?.shadowRoot);

  async function opened(name, url) {
    const visit = await Visit.opened(await browser(name));
    open.push(visit);
    // Nothing of the test may need what the page's policy forbids.
    await visit.page.goto(url, { waitUntil: "load" });
    await until("the badge is there", () => isThere(visit));
    return visit;
  }

  /** What a visitor and a screen reader find in the badge. */
  const seen = (visit) =>
    visit.page.evaluate(() => {
      const root = document.querySelector("deploynet-badge").shadowRoot;
      const box = (element) => element.getBoundingClientRect();
      const pill = root.querySelector(".pill");
      const panel = root.querySelector("[role=dialog]");
      return {
        pill: pill.textContent,
        expanded: pill.getAttribute("aria-expanded"),
        isOpen: box(panel).height > 0,
        name: root.getElementById(panel.getAttribute("aria-labelledby")).textContent,
        focus: root.activeElement?.getAttribute("class"),
        amounts: [...root.querySelectorAll("dd")].map((value) => value.textContent),
        isOn: root.querySelector("[role=switch]").getAttribute("aria-checked"),
        choices: [...root.querySelectorAll(".choice button")].map((button) => ({
          text: button.textContent,
          width: box(button).width,
          ground: getComputedStyle(button).backgroundColor,
        })),
        reasons: [...root.querySelectorAll("li")].map((reason) => reason.textContent),
        corner: { end: innerWidth - box(pill).right, start: box(pill).left, bottom: innerHeight - box(pill).bottom },
        radius: getComputedStyle(panel).borderTopLeftRadius,
      };
    });

  const press = (visit, selector) =>
    visit.page.evaluate((one) => document.querySelector("deploynet-badge").shadowRoot.querySelector(one).click(), selector);

  const refusals = (visit) => visit.console.filter((line) => /security.policy/i.test(line));

  async function untilServed(visit) {
    await visit.untilWarm();
    await until("a super-peer has served", async () => {
      assert.deepEqual(await visit.hashes(names), expectedHashes(files));
      return (await visit.peerBytes()) > 0;
    });
  }

  inEachBrowser("tells a visitor", ({ name }) => {
    it("the share of super-peers as it is, in the corner, by keyboard, and nothing that the policy forbids", async () => {
      const visit = await opened(name, network.page(badge));
      await untilServed(visit);
      await until("the pill says the share", async () => {
        const { bytes } = await visit.stats();
        const share = Math.round((100 * bytes.peer) / (bytes.peer + bytes.origin + bytes.kept));
        return (await seen(visit)).pill === `${share} % from volunteers`;
      });
      const closed = await seen(visit);
      assert.deepEqual([closed.isOpen, closed.expanded], [false, "false"]);
      assert.ok(closed.corner.end < 40 && closed.corner.bottom < 40, JSON.stringify(closed.corner));
      await visit.page.keyboard.press("Tab");
      assert.equal((await seen(visit)).focus, "pill");
      await visit.page.keyboard.press("Enter");
      const shown = await seen(visit);
      assert.deepEqual([shown.isOpen, shown.expanded, shown.focus], [true, "true", "panel"]);
      assert.equal(shown.name, "Where this page came from");
      assert.equal(shown.radius, "14px", "it has its styles");
      assert.match(shown.amounts[0], /^\d+(\.\d)? [kM]B$/);
      await visit.page.keyboard.press("Escape");
      const again = await seen(visit);
      assert.deepEqual([again.isOpen, again.expanded, again.focus], [false, "false", "pill"]);
      assert.deepEqual(refusals(visit), []);
    });

    it("in the other corner of a page that is read from the right", async () => {
      const visit = await opened(name, network.page(`<span id="right"></span>${badge}`, "/right"));
      await visit.page.evaluate(() => (document.documentElement.dir = "rtl"));
      const { corner } = await seen(visit);
      assert.ok(corner.start < 40 && corner.bottom < 40, JSON.stringify(corner));
    });
  });

  inEachBrowser("lets a visitor", ({ name }) => {
    it("switch super-peers off, for the next visit too, and on again", async () => {
      const visit = await opened(name, network.page(badge));
      await untilServed(visit);
      await press(visit, ".pill");
      assert.equal((await seen(visit)).isOn, "true");
      await press(visit, "[role=switch]");
      await until("the links are left", async () => (await visit.stats()).links.length === 0);
      await until("the badge says so", async () => {
        const now = await seen(visit);
        return now.pill === "Volunteers are off" && now.isOn === "false" && /switched super-peers off/.test(now.reasons.join());
      });
      const before = door.accepted;
      await visit.page.reload({ waitUntil: "load" });
      await until("the badge is there", () => isThere(visit));
      assert.equal((await seen(visit)).pill, "Volunteers are off");
      await visit.untilSettled();
      assert.deepEqual(await visit.hashes(names), expectedHashes(files));
      assert.equal(await visit.peerBytes(), 0);
      assert.equal(door.accepted, before);
      await press(visit, ".pill");
      await press(visit, "[role=switch]");
      await untilServed(visit);
      assert.deepEqual(refusals(visit), []);
    });

    it("say yes or no where the site asks, and nobody is contacted before", async () => {
      const before = door.accepted;
      const url = network.page(badge, "/asks", 'data-consent="ask"');
      const visit = await opened(name, url);
      await visit.untilSettled();
      assert.deepEqual(await visit.hashes(names), expectedHashes(files));
      const asked = await seen(visit);
      assert.equal(asked.pill, "May volunteers help?");
      assert.ok(asked.isOpen);
      assert.deepEqual(asked.choices.map(({ text }) => text), ["Allow", "No thanks"]);
      const [yes, no] = asked.choices;
      assert.ok(yes.ground === no.ground && Math.abs(yes.width - no.width) < 1, "neither is made easier");
      assert.equal(door.accepted, before);
      await press(visit, ".choice button:last-child");
      const refused = await seen(visit);
      assert.deepEqual([refused.pill, refused.isOpen], ["Volunteers are off", false]);
      await visit.page.evaluate(() => localStorage.clear());
      await visit.page.reload({ waitUntil: "load" });
      await until("the badge is there", () => isThere(visit));
      assert.ok((await seen(visit)).isOpen, "it asks again");
      assert.equal(door.accepted, before);
      await press(visit, ".choice button:first-child");
      await untilServed(visit);
      assert.ok(door.accepted > before);
      assert.deepEqual(refusals(visit), []);
    });
  });
});
