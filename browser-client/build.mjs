import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const MAX_COMPRESSED_BYTES = 20_000;
const common = {
  bundle: true,
  target: ['chrome100', 'firefox100', 'safari15.4'],
  charset: 'ascii',
  logLevel: 'warning',
};

/** Bundles each test on its own; `plugins` may change a source on the way. */
export async function buildTests(outdir, plugins = []) {
  rmSync(outdir, { recursive: true, force: true });
  const entryPoints = readdirSync('test')
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `test/${name}`);
  const node = { ...common, platform: 'node', format: 'esm', target: 'node20', sourcemap: 'inline' };
  await build({ ...node, entryPoints, outdir, outExtension: { '.js': '.mjs' }, plugins });
}

async function buildClient() {
  rmSync('dist', { recursive: true, force: true });
  const small = { ...common, minify: true, outdir: 'dist' };
  await build({ ...small, format: 'iife', entryPoints: { deploynet: 'src/classic.ts' } });
  await build({ ...small, format: 'esm', entryPoints: { module: 'src/module.ts' } });
  await build({
    ...small,
    minify: false,
    format: 'iife',
    entryPoints: { 'deploynet-sw': 'src/sw.ts' },
    banner: { js: SW_COMMENT },
  });
  writeFileSync('dist/module.d.ts', TYPES);
  const compressed = gzipSync(readFileSync('dist/deploynet.js'), { level: 9 }).length;
  console.log(`dist/deploynet.js: ${compressed} bytes compressed, at most ${MAX_COMPRESSED_BYTES}`);
  if (compressed > MAX_COMPRESSED_BYTES) {
    process.exitCode = 1;
  }
}

// The page's view alone: what is inside is nobody's to import.
const TYPES = "export type * from './api';\nexport declare const start: import('./api').Start;\n";
const SW_COMMENT = "// DeployNet service worker: empty so far, so that its address is the site's from the start.";

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await (process.argv.includes('--tests') ? buildTests('dist-test') : buildClient());
}
