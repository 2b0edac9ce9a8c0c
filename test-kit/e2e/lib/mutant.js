import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { tree } from "./network.js";

/** The script that sites embed, built from its sources with one line of `file` broken on the way. */
export async function mutant(file, right, wrong, entry = "src/classic.ts") {
  const client = join(tree, "browser-client");
  const { build } = createRequire(join(client, "package.json"))("esbuild");
  let planted = false;
  const plant = {
    name: "mutant",
    setup({ onLoad }) {
      onLoad({ filter: new RegExp(`${file}$`) }, ({ path }) => {
        const source = readFileSync(path, "utf8");
        planted = source.includes(right);
        return { contents: source.replace(right, wrong), loader: "ts" };
      });
    },
  };
  const { outputFiles } = await build({
    entryPoints: [join(client, entry)],
    define: { PAGE_SCRIPT_SHA256: '""', STAND_IN_SCRIPT: '""' },
    bundle: true,
    format: "iife",
    target: "es2022",
    write: false,
    plugins: [plant],
  });
  assert.ok(planted, `${file} has no line "${right}" any more: say here what the check is now`);
  return outputFiles[0].contents;
}
