import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';
import { minify } from 'terser';

const MAX_COMPRESSED_BYTES = { 'deploynet.js': 20_000, 'deploynet-sw.js': 10_000, 'deploynet-badge.js': 6_000 };
// What the page's parts call each other. None of these is in the page's API, in a message or in the browser's own interfaces.
const INTERNAL =
  'heardPriority unreceipted signReceipt openSocket isProbing addCandidate newSequence linkEnded lacksTicket fellSilent ' +
  'loadedDirectly answeredAfter ofSinglePiece wouldUsePeer mayUsePeer awaitsLayer sendControl needsTicket isUnderWay ' +
  'getDelayMs forgetDone isUrgent isGreeted fromKept duplicates forbidden switchedOff switchOff obstacle isOff permission';
const common = {
  bundle: true,
  target: ['chrome100', 'firefox100', 'safari15.4'],
  charset: 'ascii',
  loader: { '.css': 'text' },
  // Without this every parameter property would be declared once more.
  tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
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

// As text esbuild takes a style sheet as it is.
const smallStyles = {
  name: 'small styles',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, 'utf8'), {
        loader: 'css',
        minify: true,
        target: common.target,
      });
      return { contents: code.trim(), loader: 'text' };
    });
  },
};

/** Names of private members that nothing else in the sources of `entry` bears: they get short ones. */
async function privateNames(entry) {
  const { metafile } = await build({ ...common, entryPoints: [entry], outdir: 'dist', write: false, metafile: true });
  const files = Object.keys(metafile.inputs).filter((name) => name.endsWith('.ts'));
  const comments = /\/\*[\s\S]*?\*\/|\/\/.*$|^import .*$/gm;
  const source = files.map((name) => readFileSync(name, 'utf8').replace(comments, '')).join('\n');
  const count = (pattern) => {
    const counts = new Map();
    for (const [, ...groups] of source.matchAll(pattern)) {
      const name = groups.find((group) => group !== undefined);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return counts;
  };
  const declared = /\bprivate (?:readonly |async |get |set )*(\w+)/g;
  const own = count(new RegExp(`${declared.source}|\\bthis\\.(\\w+)`, 'g'));
  const all = count(/(\w+)/g);
  return [...count(declared).keys()].filter((name) => name.length > 2 && all.get(name) === own.get(name));
}

/** A bundle as small as it gets: esbuild knows the types and the modules, terser what need not be said (3 % less of it). */
async function small(entry, more) {
  const names = [...(await privateNames(entry)), ...INTERNAL.split(' ')];
  const mangleProps = new RegExp(`^(${names.join('|')})$`);
  const options = {
    ...common,
    minify: true,
    outdir: 'dist',
    mangleProps,
    entryPoints: [entry],
    write: false,
    plugins: [smallStyles],
  };
  const { outputFiles } = await build({ ...options, ...more });
  // As common.target: nothing of ES2022 that terser writes is missing there.
  const { code } = await minify(outputFiles[0].text, {
    module: more.format === 'esm',
    ecma: 2022,
    compress: { passes: 3 },
    format: { ascii_only: true },
  });
  return code;
}

async function buildSmall(name, entry, more) {
  const code = await small(entry, more);
  mkdirSync('dist', { recursive: true });
  writeFileSync(`dist/${name}.js`, code);
}

async function buildClient() {
  rmSync('dist', { recursive: true, force: true });
  await buildSmall('deploynet', 'src/classic.ts', { format: 'iife' });
  await buildSmall('module', 'src/module.ts', { format: 'esm' });
  await buildSmall('words', 'src/words.ts', { format: 'esm' });
  await buildSmall('deploynet-video', 'src/video-classic.ts', { format: 'iife' });
  await buildSmall('video', 'src/video-module.ts', { format: 'esm' });
  await buildSmall('deploynet-badge', 'src/badge-classic.ts', { format: 'iife' });
  await buildSmall('badge', 'src/badge-module.ts', { format: 'esm' });
  const script = createHash('sha256').update(readFileSync('dist/deploynet.js')).digest('hex');
  const standIn = await small('src/stand-in.ts', { format: 'iife' });
  const define = { PAGE_SCRIPT_SHA256: JSON.stringify(script), STAND_IN_SCRIPT: JSON.stringify(standIn) };
  await buildSmall('deploynet-sw', 'src/sw.ts', { format: 'iife', define });
  writeFileSync('dist/module.d.ts', TYPES);
  writeFileSync('dist/words.d.ts', WORDS_TYPES);
  writeFileSync('dist/video.d.ts', VIDEO_TYPES);
  writeFileSync('dist/badge.d.ts', BADGE_TYPES);
  for (const [name, most] of Object.entries(MAX_COMPRESSED_BYTES)) {
    const compressed = gzipSync(readFileSync(`dist/${name}`), { level: 9 }).length;
    console.log(`dist/${name}: ${compressed} bytes compressed, at most ${most}`);
    if (compressed > most) {
      process.exitCode = 1;
    }
  }
}

// The page's view alone: what is inside is nobody's to import.
const TYPES = "export type * from './api.js';\nexport declare const start: import('./api.js').Start;\n";
const WORDS_TYPES = "export declare function say(why: Pick<import('./api.js').Why, 'code' | 'figures'>): string;\n";
const VIDEO_TYPES = `export type * from './video/api.js';
export declare const videoOf: (page: import('./api.js').DeployNet) => import('./video/api.js').DeployNetVideo;
`;
const BADGE_TYPES = `export type * from './badge/api.js';
export declare const showBadge: (
  page: import('./api.js').DeployNet,
  options?: import('./badge/api.js').BadgeOptions,
) => HTMLElement;
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await (process.argv.includes('--tests') ? buildTests('dist-test') : buildClient());
}
