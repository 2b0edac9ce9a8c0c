/*
 * The one spelling of a file's path in a manifest: every byte of its UTF-8 segments that is not unreserved in RFC 3986 is
 * percent-encoded in upper case.
 */

const MAX_CHARS = 2048;
const WELL_KNOWN = '/.well-known/deploynet/';
const NEVER_LISTED = /^\/deploynet(-video|-badge|(-next)?(-sw)?)\.js$/;
const NOT_UTF8 = '\ufffd';

const encode = (name: string): string =>
  encodeURIComponent(name).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** The canonical form of a URL's path; undefined where it is malformed or has a dot segment. */
export function canonicalPath(urlPath: string): string | undefined {
  if (!urlPath.startsWith('/') || urlPath.length > MAX_CHARS) {
    return undefined;
  }
  try {
    const names = urlPath.slice(1).split('/').map(decodeURIComponent);
    const path = `/${names.map(encode).join('/')}`;
    const isPlain = names.every((name) => name !== '.' && name !== '..' && !name.includes(NOT_UTF8));
    return isPlain && path.length <= MAX_CHARS ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Whether `path` may be in a manifest at all. */
export const mayList = (path: string): boolean =>
  canonicalPath(path) === path && !path.startsWith(WELL_KNOWN) && !NEVER_LISTED.test(path);

export const MANIFEST_PATH = `${WELL_KNOWN}manifest.json`;
export const SIGNATURE_PATH = `${WELL_KNOWN}manifest.jws`;
