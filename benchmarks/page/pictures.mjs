import { noise, sha256 } from "../../test-kit/e2e/lib/site.js";

const WIDTH = 128;
const ROW_BYTES = 3 * WIDTH;
const HEADER_BYTES = 54;
/** The largest picture of a page has this many times the bytes of the smallest. */
const SPREAD = 8;

/**
 * A page of many pictures, whose load event waits for all of them. They are uncompressed bitmaps of noise: what the browser shows is
 * every byte that it got, so what it shows proves them. Sizes are spread evenly on a logarithmic scale, the same at every run.
 */
export class Pictures {
  constructor(megabytes, count) {
    this.name = `${megabytes} MB in ${count} files`;
    this.megabytes = megabytes;
    this.count = count;
    this.files = {};
    /** SHA-256 of what each picture shows, as RGBA. */
    this.shown = {};
    for (const [index, height] of heights((megabytes * 1e6) / count, count).entries()) {
      const pixels = noise(`${this.name} ${index}`, height * ROW_BYTES);
      const path = `picture/${String(index).padStart(3, "0")}.bmp`;
      this.files[path] = bitmap(height, pixels);
      this.shown[path] = sha256(rgba(pixels));
    }
    this.bytes = Object.values(this.files).reduce((sum, file) => sum + file.length, 0);
  }

  get elements() {
    return Object.keys(this.files)
      .map((path) => `<img src="/${path}" width="8" height="8" alt="">`)
      .join("\n");
  }

  /** What is wrong with what `page` shows; undefined if it shows every picture as it was made. */
  async fault(page) {
    const found = await page.evaluate(shownPictures);
    for (const [path, hash] of Object.entries(this.shown)) {
      if (found[`/${path}`] !== hash) return `/${path}: ${found[`/${path}`] ?? "not on the page"}`;
    }
    return undefined;
  }
}

function heights(meanBytes, count) {
  const weights = Array.from({ length: count }, (_, i) => SPREAD ** (i / (count - 1)));
  const mean = weights.reduce((sum, weight) => sum + weight) / count;
  // Large and small ones in turn; 7 has no factor in common with the numbers of files that are measured.
  return weights.map((_, i) => Math.max(1, Math.round((meanBytes * weights[(7 * i) % count]) / mean / ROW_BYTES)));
}

/** A bitmap of about so many `bytes`, whose pixels depend on `seed` alone. */
export function noisyBitmap(seed, bytes) {
  const height = Math.floor(bytes / ROW_BYTES);
  return bitmap(height, noise(seed, height * ROW_BYTES));
}

/** A bitmap of 24 bits a pixel whose first row is the upper one. */
function bitmap(height, pixels) {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write("BM");
  header.writeUInt32LE(HEADER_BYTES + pixels.length, 2);
  header.writeUInt32LE(HEADER_BYTES, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(WIDTH, 18);
  header.writeInt32LE(-height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(24, 28);
  header.writeUInt32LE(pixels.length, 34);
  return Buffer.concat([header, pixels]);
}

function rgba(bgr) {
  const bytes = Buffer.alloc((bgr.length / 3) * 4, 255);
  for (let from = 0, to = 0; from < bgr.length; from += 3, to += 4) {
    bytes[to] = bgr[from + 2];
    bytes[to + 1] = bgr[from + 1];
    bytes[to + 2] = bgr[from];
  }
  return bytes;
}

async function shownPictures() {
  const found = {};
  for (const image of document.images) {
    const { pathname } = new URL(image.src);
    if (!image.complete || image.naturalWidth === 0) {
      found[pathname] = "no picture";
      continue;
    }
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
    found[pathname] = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  return found;
}
