import texts from '../../../i18n/browser/badge.en.json';
import type { Stats, Why } from '../api';
import { say } from '../words';

/* What the badge says, as functions of what the page tells of itself. */

export const words = texts;
/** Of the words. */
export const LANGUAGE = 'en';
const REASONS = 3;

type Bytes = Stats['bytes'];

/** How much of what this page got came from super-peers, in whole percent; undefined before anything came. */
export function percent({ peer, origin, kept }: Bytes): number | undefined {
  const all = peer + origin + kept;
  return all > 0 ? Math.round((100 * peer) / all) : undefined;
}

/** In kB below 1 MB, else in MB with one decimal. */
export function amount(bytes: number): string {
  const [unit, size, digits] = bytes < 1e6 ? (['kilobyte', 1e3, 0] as const) : (['megabyte', 1e6, 1] as const);
  const format = { style: 'unit', unit, maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(LANGUAGE, format).format(bytes / size);
}

/** What the pill says. */
export function headline(bytes: Bytes, isOn: boolean, isAsked: boolean): string {
  const share = percent(bytes);
  if (isAsked) {
    return words.ask;
  }
  if (!isOn) {
    return words.off;
  }
  return share ? words.share.replace('{percent}', String(share)) : words.none;
}

/** The last reasons in words, the newest first, each once. */
export function reasons(why: readonly Why[]): string[] {
  return [...new Set([...why].reverse().map(say))].slice(0, REASONS);
}
