import { createHmac, randomBytes } from "node:crypto";

/** A token for one page of `site`, good for ten minutes: the page's tag has it as data-page-token. */
export function pageToken(secret, site) {
  const expires = Math.floor(Date.now() / 1000) + 600;
  const nonce = randomBytes(16).toString("base64url");
  const mac = createHmac("sha256", secret).update(`${site}.${expires}.${nonce}`).digest("base64url");
  return `${expires}.${nonce}.${mac}`;
}

console.log(pageToken(process.env.PAGE_TOKEN_SECRET, process.env.SITE));
