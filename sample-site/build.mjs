// Puts the sample site together in dist/: our page, and the works it shows, from the packages in package-lock.json.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeFilm } from "./film.mjs";
import { makeStream } from "./stream.mjs";
import { specimens } from "./specimens.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const dist = join(here, "dist");
const packageOf = (name) => JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));

function put(from, to) {
  mkdirSync(dirname(join(dist, to)), { recursive: true });
  cpSync(from, join(dist, to), { recursive: true });
}

function putJson(to, value) {
  mkdirSync(dirname(join(dist, to)), { recursive: true });
  writeFileSync(join(dist, to), JSON.stringify(value));
}

// ---- Pages: one frame, and in it the rooms of each

const PAGES = {
  "index.html": {
    title: "Near &amp; Far — an exhibition",
    description: "A small exhibition whose files come from volunteers’ computers, each byte verified.",
    what: "the exhibition",
    scripts: '<script type="module" src="/app.js"></script>',
  },
  "video.html": {
    title: "A stream — Near &amp; Far",
    description: "A stream whose segments come from volunteers’ computers, each byte verified.",
    what: "the stream",
    scripts: '<script src="/deploynet-video.js" defer></script>\n<script type="module" src="/stream.js"></script>',
  },
};

function pages() {
  const frame = readFileSync(join(here, "frame.html"), "utf8");
  for (const [file, words] of Object.entries(PAGES)) {
    const parts = { ...words, rooms: readFileSync(join(here, "rooms", file), "utf8") };
    writeFileSync(join(dist, file), frame.replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]));
  }
}

// ---- Earth and sky

function earth() {
  const images = join(modules, "three-globe/example/img");
  for (const name of readdirSync(images)) put(join(images, name), `earth/${name}`);
}

function sky() {
  const data = join(modules, "d3-celestial/data");
  for (const name of ["stars.6", "stars.8", "stars.14", "dsos.14", "dsos.20", "milkyway", "constellations", "constellations.lines", "starnames", "messier"]) {
    put(join(data, `${name}.json`), `sky/${name}.json`);
  }
}

// ---- Writing

const fontPackage = (id) => join(modules, "@fontsource-variable", id);

function putFonts(id, keep) {
  const files = join(fontPackage(id), "files");
  for (const name of readdirSync(files).filter(keep)) put(join(files, name), `fonts/${id}/${name}`);
}

// "U+600-6ff,U+750" as pairs of numbers.
function pairs(range) {
  return range.split(",").map((part) => {
    const [first, last = first] = part.trim().replace("U+", "").split("-");
    return [parseInt(first, 16), parseInt(last, 16)];
  });
}

// The files of a font that a text needs; a font for many characters comes in a hundred of them.
function facesFor(id, text) {
  const ranges = JSON.parse(readFileSync(join(fontPackage(id), "unicode.json"), "utf8"));
  const points = [...new Set([...text].map((character) => character.codePointAt(0)))].filter((point) => point > 32);
  return Object.entries(ranges)
    .filter(([, range]) => pairs(range).some(([first, last]) => points.some((point) => point >= first && point <= last)))
    .map(([key, range]) => ({ src: `/fonts/${id}/${id}-${key.replace(/[[\]]/g, "")}-wght-normal.woff2`, range }));
}

function writing() {
  const ids = [...new Set(specimens.map((specimen) => specimen.font))];
  for (const id of ids) putFonts(id, (name) => name.endsWith("-wght-normal.woff2"));
  putFonts("inter", (name) => name.endsWith("-wght-normal.woff2"));
  putFonts("fraunces", (name) => /-(full)-(normal|italic)\.woff2$/.test(name));
  return specimens.map((specimen) => ({ ...specimen, faces: facesFor(specimen.font, specimen.text + specimen.language) }));
}

// ---- Things

const GROUPS = new Map([
  ["Animals & Nature", 90],
  ["Food & Drink", 60],
  ["Objects", 90],
  ["Travel & Places", 60],
]);

function things() {
  const names = JSON.parse(readFileSync(join(modules, "unicode-emoji-json/data-by-emoji.json"), "utf8"));
  const assets = join(modules, "@lobehub/fluent-emoji-3d/assets");
  const left = new Map(GROUPS);
  const shown = [];
  for (const [emoji, { name, group }] of Object.entries(names)) {
    const code = [...emoji].map((character) => character.codePointAt(0).toString(16)).join("-");
    const file = [`${code}.webp`, `${code.replace(/-fe0f/g, "")}.webp`].find((candidate) => existsSync(join(assets, candidate)));
    if (!file || !left.get(group)) continue;
    left.set(group, left.get(group) - 1);
    put(join(assets, file), `things/${file}`);
    shown.push({ src: `/things/${file}`, name, group });
  }
  return shown;
}

// ---- Licences

const WORKS = [
  ["three-globe", "Pictures of the Earth and the night sky, after NASA’s Blue Marble and Black Marble (public domain)"],
  ["d3-celestial", "Catalogues of stars, galaxies, nebulae and constellations"],
  ["@lobehub/fluent-emoji-3d", "Three-dimensional things, drawn by Microsoft as Fluent Emoji"],
  ["hls.js", "Player of the stream on the page Stream, as it was released"],
  ["unicode-emoji-json", "Names of the things, after the Unicode Consortium"],
];

function licenceFile(name) {
  return readdirSync(join(modules, name)).find((file) => /^(licen[cs]e|ofl)(\.|$)/i.test(file));
}

function licences(fonts) {
  const works = [...WORKS, ...fonts.map((id) => [`@fontsource-variable/${id}`, "Typeface"])];
  return works.map(([name, what]) => {
    const about = packageOf(name);
    const file = licenceFile(name);
    const text = `/licences/${name.replace(/[@/]/g, "_")}.txt`;
    if (file) put(join(modules, name, file), text.slice(1));
    return { name, what, version: about.version, licence: about.license, text: file ? text : null };
  });
}

// ---- All of it

function files(folder, at = "") {
  return readdirSync(join(folder, at)).flatMap((name) => {
    const path = `${at}/${name}`;
    const status = statSync(join(folder, path));
    return status.isDirectory() ? files(folder, path) : [{ path, size: status.size }];
  });
}

rmSync(dist, { recursive: true, force: true });
put(join(here, "page"), ".");
pages();
put(join(here, "../icons/deploynet.svg"), "icons/deploynet.svg");
put(join(here, "../browser-client/dist/words.js"), "why.js");
earth();
sky();
const written = writing();
const shown = things();
const images = join(modules, "three-globe/example/img");
mkdirSync(join(dist, "film"), { recursive: true });
await makeFilm({
  day: join(images, "earth-blue-marble.jpg"),
  night: join(images, "earth-night.jpg"),
  sky: join(images, "night-sky.png"),
  out: join(dist, "film/earth.webm"),
});
mkdirSync(join(dist, "stream"), { recursive: true });
await makeStream(join(dist, "film/earth.webm"), join(dist, "stream"));
put(join(modules, "hls.js/dist/hls.light.min.mjs"), "lib/hls.js");
const fontIds = [...new Set(["fraunces", "inter", ...specimens.map((specimen) => specimen.font)])].sort();
putJson("exhibits.json", { writing: written, things: shown, licences: licences(fontIds) });
const all = files(dist);
// What "fetch everything" fetches: all that is not a page or the list itself.
putJson("contents.json", all.filter(({ path }) => !path.endsWith(".html")));
const bytes = all.reduce((sum, file) => sum + file.size, 0);
console.log(`${all.length} files, ${(bytes / 1e6).toFixed(1)} MB in ${dist}`);
if (all.length < 200 || bytes < 100e6) throw new Error("the sample site has at least 200 files and 100 MB");
