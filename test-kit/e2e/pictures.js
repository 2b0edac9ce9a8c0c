import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "./lib/browsers.js";
import { tree } from "./lib/network.js";
import { Program, until } from "./lib/processes.js";
import { Visit } from "./lib/visit.js";

/*
 * Does what docs/browser.md says under "In five minutes", command by command, and takes its pictures:
 *
 *   DEPLOYNET_NO_BUILD=yes test-kit/namespace node test-kit/e2e/pictures.js [FOLDER]
 *
 * Without a FOLDER the pictures of docs/images are made anew.
 */

const out = process.argv[2] ?? join(tree, "docs/images");
const MADE = ["/tmp/my-site", "/tmp/my-site.key", "/tmp/my-tag", "/tmp/my-network", "/tmp/my-peer"];

function commands(guide) {
  const [, section] = /^## In five minutes\n(.*?)^## /ms.exec(guide) ?? [];
  const blocks = [...(section ?? "").matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block);
  if (blocks.length === 0) throw new Error("docs/browser.md has no commands under 'In five minutes'");
  return blocks.join("\n");
}

const removeAll = () => Promise.all(MADE.map((path) => rm(path, { recursive: true, force: true })));

async function picture(name, visit, scheme) {
  await visit.page.setViewport({ width: 800, height: 640 });
  await visit.page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await visit.page.screenshot({ path: join(out, `${name}.png`) });
}

const told = (visit) => visit.page.$eval("#told", ({ textContent }) => textContent);
const isDrawn = () => [...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0);

await removeAll();
await mkdir(out, { recursive: true });
const script = commands(await readFile(join(tree, "docs/browser.md"), "utf8"));
const ended = "trap 'kill $(jobs -p); wait; exit' TERM\n";
const guide = new Program("the guide", ["bash", "-ec", `${ended}${script}\necho all is done\nwait`], { cwd: tree });
const browser = await launch("chromium");
try {
  await until("its last command has ended", () => /all is done/.test(guide.output), { by: guide, withinMs: 120_000 });
  const visit = await Visit.opened(browser);
  await until(
    "the picture comes from the super-peer",
    async () => {
      await visit.go("http://localhost:8000/");
      await visit.page.waitForFunction(isDrawn, { polling: 100 });
      return (await visit.peerBytes()) > 0 && /^[1-9]/.test(await told(visit));
    },
    { by: guide, everyMs: 1_000 },
  );
  await picture("guide-super-peer", visit, "light");
  await until("this browser keeps it", async () => {
    await visit.go("http://localhost:8000/");
    await visit.page.waitForFunction(isDrawn, { polling: 100 });
    return (await visit.stats()).bytes.kept > 0 && !/ 0 kept/.test(await told(visit));
  }, { everyMs: 1_000 });
  await picture("guide-kept", visit, "dark");
  console.log(await told(visit));
} finally {
  await browser.close();
  await guide.stop();
  await removeAll();
}
