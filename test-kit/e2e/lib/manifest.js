import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Manifests that `deploynet publish` would never write (docs/protocol.md §1), signed here. */

export function newKey() {
  return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
}

export async function readKey(file) {
  return createPrivateKey({ key: JSON.parse(await readFile(file, "utf8")), format: "jwk" });
}

export function siteOf(key) {
  const spki = createPublicKey(key).export({ type: "spki", format: "der" });
  return createHash("sha256").update(spki).digest("hex").slice(0, 40);
}

/** The detached JWS of `bytes` (RFC 7515, RFC 7797) with the public key in its header. */
export function detached(bytes, key) {
  const { kty, crv, x, y } = createPublicKey(key).export({ format: "jwk" });
  const header = { alg: "ES256", typ: "deploynet-manifest", b64: false, crit: ["b64"], jwk: { kty, crv, x, y } };
  const head = Buffer.from(JSON.stringify(header)).toString("base64url");
  const signed = Buffer.concat([Buffer.from(`${head}.`), bytes]);
  const signature = sign("sha256", signed, { key, dsaEncoding: "ieee-p1363" });
  return `${head}..${signature.toString("base64url")}`;
}

const place = (site, name) => join(site, ".well-known", "deploynet", name);

export async function readManifest(site) {
  return JSON.parse(await readFile(place(site, "manifest.json"), "utf8"));
}

/** Writes `manifest` with a signature of `key` where browsers and super-peers look for it. */
export async function writeManifest(site, manifest, key) {
  const bytes = Buffer.from(JSON.stringify(manifest));
  await writeFile(place(site, "manifest.json"), bytes);
  await writeFile(place(site, "manifest.jws"), detached(bytes, key));
}
