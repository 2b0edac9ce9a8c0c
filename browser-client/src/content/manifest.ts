import type { Bytes } from '../bytes';
import { verifyDetached } from '../key/jws';
import { fields, flag, type Guard, int, isObject, keyId, matching, objectId, oneOf, parseJson } from '../wire/guards';
import { MAX_OBJECT_BYTES } from './pieces';
import { mayList } from './site-path';

const MAX_BYTES = 32 * 1024 * 1024;
const MAX_FILES = 100_000;
const CLOCK_DIFFERENCE_MS = 5 * 60_000;

/** One file. `type` is the content type a page sees. */
export interface Entry {
  readonly id: string;
  readonly size: number;
  readonly type: string;
}

/** What the publisher says the site's files are. */
export interface Manifest {
  readonly sequence: number;
  readonly html: boolean;
  readonly scripts: boolean;
  /** As it was found; the worker's rollout knows what may be in it. */
  readonly client?: unknown;
  readonly files: ReadonlyMap<string, Entry>;
}

/** Why a manifest does not count; the names are text keys. */
export type ManifestFault =
  | 'manifest-signature'
  | 'manifest-site'
  | 'manifest-malformed'
  | 'manifest-expired'
  | 'manifest-future';

const SCRIPT_TYPE = /javascript|ecmascript/i;
export const HTML_TYPE = /html/i;

/** Whether the publisher lets a file of this type come from peers. */
export const mayComeFromPeers = ({ type }: Entry, { scripts, html }: Manifest): boolean =>
  (scripts || !SCRIPT_TYPE.test(type)) && (html || !HTML_TYPE.test(type));

const time: Guard<string> = (value): value is string =>
  matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/)(value) && !Number.isNaN(Date.parse(value));

const body = fields({
  deploynet: int(1, 1),
  site: keyId,
  sequence: int(1, 2 ** 53),
  issued: time,
  expires: time,
  origin: matching(/^https?:\/\/[^/?#@\s]{1,500}$/),
  bucketBits: int(0, 16),
  eligible: fields({ html: flag, script: oneOf('listed', 'none') }),
  client: (_): _ is unknown => true,
  files: isObject,
});

const entry: Guard<Entry> = fields({
  id: objectId,
  size: int(1, MAX_OBJECT_BYTES),
  type: matching(/^[ -~]{1,128}$/),
});

/** Checks signature, site and time (`now` in ms since 1970); whether the sequence is new enough only the caller knows. */
export async function verifyManifest(
  bytes: Bytes,
  signature: string,
  site: string,
  now: number,
): Promise<Manifest | ManifestFault> {
  if (bytes.length > MAX_BYTES || (await verifyDetached('deploynet-manifest', signature, bytes)) !== site) {
    return 'manifest-signature';
  }
  const json = parseJson(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), MAX_BYTES);
  if (!body(json) || Date.parse(json.expires) <= Date.parse(json.issued)) {
    return 'manifest-malformed';
  }
  if (json.site !== site) {
    return 'manifest-site';
  }
  if (now > Date.parse(json.expires) + CLOCK_DIFFERENCE_MS) {
    return 'manifest-expired';
  }
  if (now < Date.parse(json.issued) - CLOCK_DIFFERENCE_MS) {
    return 'manifest-future';
  }
  const files = filesOf(json.files);
  const { sequence, eligible, client } = json;
  return files
    ? { sequence, html: eligible.html, scripts: eligible.script === 'listed', client, files }
    : 'manifest-malformed';
}

function filesOf(json: Readonly<Record<string, unknown>>): ReadonlyMap<string, Entry> | undefined {
  const files = new Map<string, Entry>();
  for (const [path, value] of Object.entries(json)) {
    if (files.size === MAX_FILES || !mayList(path) || !entry(value)) {
      return undefined;
    }
    files.set(path, value);
  }
  return files;
}
