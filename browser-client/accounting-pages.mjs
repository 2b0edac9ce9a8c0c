import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/*
 * Runs test/accounting-pages.ts. `--mutant FILE RIGHT WRONG` replaces a line of a source on the way: a proof that does not
 * notice that is worth nothing.
 */

const [, , flag, file, right, wrong] = process.argv;
const mutant = {
  name: 'mutant',
  setup({ onLoad }) {
    onLoad({ filter: new RegExp(`src/${file}$`) }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      if (!source.includes(right)) {
        throw new Error(`${file} has no ${right}`);
      }
      return { contents: source.replace(right, wrong), loader: 'ts' };
    });
  },
};
const folder = mkdtempSync(join(tmpdir(), 'deploynet-pages-'));
const outfile = join(folder, 'pages.mjs');
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
await build({
  absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
  entryPoints: ['test/accounting-pages.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'warning',
  plugins: flag === '--mutant' ? [mutant] : [],
});
await import(pathToFileURL(outfile));
