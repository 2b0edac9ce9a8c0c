import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { tree } from "../lib/network.js";
import { removeFolder, run } from "../lib/processes.js";

const client = join(tree, "browser-client");
const tsc = join(client, "node_modules/.bin/tsc");

/** What an app in TypeScript does with the package. */
const APP = `
import { type DeployNet, type Stats, start } from "@deploynet/client";
import { showBadge } from "@deploynet/client/badge";
import { videoOf } from "@deploynet/client/video";
import { say } from "@deploynet/client/words";

const page: DeployNet = start({ site: "5f1c", signaling: "wss://signaling.example/v1/visitor", waitMs: 0 });
page.addEventListener("source", ({ detail }) => console.log(detail.path, detail.from, detail.bytes));
const stats: Stats = page.stats();
const fromPeers: number = stats.bytes.peer;
const letGo: true | undefined = stats.files[0]?.aborted;
console.log(fromPeers, letGo, page.why().map(say), videoOf(page));
export const badge: HTMLElement = showBadge(page, { position: "top-start" });
export const response: Promise<Response> = page.fetch("/map.bin", { priority: "low", deadlineMs: 3_000 });
`;
const WRONG = APP.replace("fromPeers: number", "fromPeers: string");

describe("the package @deploynet/client, as npm packs it", { timeout: 120_000 }, () => {
  let folder;
  let packed;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "dn-"));
    packed = join(folder, "node_modules/@deploynet/client");
    await mkdir(packed, { recursive: true });
    const { code, output, text } = await run("npm pack", ["npm", "pack", "--ignore-scripts", "--pack-destination", folder], { cwd: client });
    assert.equal(code, 0, text);
    const archive = join(folder, output.trim().split("\n").at(-1));
    const unpacked = await run("tar", ["tar", "-xzf", archive, "-C", packed, "--strip-components=1"]);
    assert.equal(unpacked.code, 0, unpacked.text);
  });
  after(() => removeFolder(folder));

  it("has types, ES modules, the classic scripts and the worker, and nothing of the sources", async () => {
    const found = (await readdir(packed, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(packed.length + 1));
    assert.deepEqual(found.sort(), [
      "README.md",
      ...["api.d.ts", "badge.d.ts", "badge.js", "badge/api.d.ts", "deploynet-badge.js", "deploynet-sw.js", "deploynet-video.js", "deploynet.js", "module.d.ts", "module.js"].map((name) => `dist/${name}`),
      ...["video.d.ts", "video.js", "video/api.d.ts", "words.d.ts", "words.js"].map((name) => `dist/${name}`),
      "package.json",
    ]);
  });

  for (const resolution of ["bundler", "nodenext"]) {
    it(`is what TypeScript compiles against, resolved as by ${resolution}`, async () => {
      const module = resolution === "bundler" ? "esnext" : "nodenext";
      await writeFile(join(folder, "package.json"), '{ "type": "module" }');
      for (const [source, code] of [[APP, 0], [WRONG, 2]]) {
        await writeFile(join(folder, "app.ts"), source);
        const words = ["--noEmit", "--strict", "--target", "es2022", "--module", module, "--moduleResolution", resolution];
        const compiled = await run("tsc", [tsc, ...words, "--lib", "es2023,dom,dom.iterable", "--types", "", "app.ts"], { cwd: folder });
        assert.equal(compiled.code === 0, code === 0, compiled.text);
        if (code !== 0) assert.match(compiled.text, /TS2322/);
      }
    });
  }

  it("has ES modules that say what they are to Node, too", async () => {
    const names = ["@deploynet/client", "@deploynet/client/video", "@deploynet/client/words"];
    const script = `for (const name of ${JSON.stringify(names)}) console.log(Object.keys(await import(name)).join());`;
    await writeFile(join(folder, "names.mjs"), script);
    const { output, text } = await run("node", [process.execPath, "names.mjs"], { cwd: folder });
    assert.deepEqual(output.trim().split("\n"), ["start", "videoOf", "say"], text);
  });
});
