import { createCipheriv, createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Sites made of bytes that look random and are the same at every run. */

export const PIECE = 256 * 1024;
const LEAF = 16 * 1024;

export function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

/** `size` bytes that depend on `seed` alone. */
export function noise(seed, size) {
  const key = createHash("sha256").update(seed).digest();
  const cipher = createCipheriv("aes-128-ctr", key.subarray(0, 16), key.subarray(16));
  return cipher.update(Buffer.alloc(size));
}

/** Each size at which cutting into leaves and pieces could go wrong, and one file of many pieces. About 8 MB. */
export function edgeFiles() {
  const sizes = [1, 2, LEAF - 1, LEAF, LEAF + 1, 3 * LEAF, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE - 1, 2 * PIECE];
  const files = Object.fromEntries(sizes.map((size) => [`data/${size}.bin`, noise(`edge ${size}`, size)]));
  files["data/three-pieces-and-one-byte.bin"] = noise("three", 3 * PIECE + 1);
  files["data/film.bin"] = noise("film", 16 * PIECE + 12_345);
  files["data/twin-a.bin"] = noise("twin", 40_000);
  files["data/twin-b.bin"] = files["data/twin-a.bin"];
  return files;
}

/** Files for elements: an image, a style sheet and a script that can be seen to work. */
export function pageFiles() {
  return {
    "page/style.css": Buffer.from("body { --seen: styled; background: rgb(1, 2, 3); }\n"),
    "page/script.js": Buffer.from("globalThis.scriptRan = (globalThis.scriptRan ?? 0) + 1;\n"),
    "page/picture.svg": Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48"><rect width="64" height="48" fill="teal"/></svg>\n',
    ),
  };
}

/** Names that somebody's file system allows. All are of different content. */
export function oddNames() {
  const names = [
    "with space.bin",
    "100% sure.bin",
    "%41.bin",
    "%2e%2e.bin",
    "a+b&c=d;e.bin",
    "question?.bin",
    "hash#mark.bin",
    "quote'\"<>.bin",
    "back\\slash.bin",
    "..three-dots....bin",
    ".hidden.bin",
    "Case.bin",
    "case.bin",
    "snowman-\u2603.bin",
    "nfc-\u00e9.bin",
    "nfd-e\u0301.bin",
    "emoji-\u{1F680}.bin",
    "\u05e9\u05dc\u05d5\u05dd/\u0645\u0644\u0641.bin",
    "deep/er/and deeper/file.bin",
    "tilde~dash-under_.bin",
  ];
  return Object.fromEntries(names.map((name, i) => [`odd/${name}`, noise(`odd ${name}`, 1_000 + 20_000 * i)]));
}

/** As a page writes it: each name of the path encoded. */
export function urlPath(name) {
  return `/${name.split("/").map(encodeURIComponent).join("/")}`;
}

export async function writeFiles(folder, files) {
  for (const [name, bytes] of Object.entries(files)) {
    const file = join(folder, ...name.split("/"));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}
