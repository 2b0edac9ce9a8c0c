import { keyId } from '../wire/guards';

/** Whose worker this is, and of which site. */
export interface Whose {
  readonly site: string;
  /** Whether the site's own worker took this script in, by `importScripts('/deploynet-sw.js?site=…')`. */
  readonly isGuest: boolean;
}

const SITE = /\/deploynet-(?:next-)?sw\.js\?site=(\w+)/;

/**
 * By the worker's `address`, or by the call `stack`: a script that another one takes in has no other way to learn its own
 * address (a worker has no `document.currentScript`). Undefined where neither says a site.
 */
export function whose(address: string, stack = ''): Whose | undefined {
  const own = SITE.exec(address)?.[1];
  const site = own ?? SITE.exec(stack)?.[1];
  return keyId(site) ? { site, isGuest: own === undefined } : undefined;
}
