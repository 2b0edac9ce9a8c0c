/* What tabs and the service worker say to each other (docs/protocol.md §6). Another version is as good as silence. */

export const VERSION = 1;
/** Held by the tab that answers the worker. */
export const LEADER_LOCK = 'deploynet-leader';
export const WORKER_PATH = '/deploynet-sw.js';
export const SCRIPT_PATH = '/deploynet.js';
/** A newer one, which some visitors get in its place. */
export const NEXT_SCRIPT_PATH = '/deploynet-next.js';
/** At the end of an address: the loader asks the origin itself, so the worker leaves it alone. Never sent. */
export const PAST_WORKER = '#~deploynet';
/** The header of what the worker gives while the origin is down. */
export const MARK = 'X-DeployNet';

/** Whether the tab has a link, opens one (`wait`: one that files are to wait for), or does neither. */
export type Hope = 'warm' | 'soon' | 'wait' | 'no';
/**
 * `leads`: the tab leads; with the port to ask it by. `here`: whether the site's own worker knows us, with the port to say so. `off`: a page
 * wants none. `brought`: what a page that stands in has fetched; the port hears when that is dealt with.
 */
export type ToWorker =
  | { readonly type: 'leads'; readonly hope: Hope }
  | { readonly type: 'here' | 'off' }
  | { readonly type: 'brought'; readonly path: string; readonly body: ArrayBuffer | undefined };
export type ToTabs = { readonly type: 'who-leads' };
/** `more`: another chunk may come. */
export type ToLeader =
  | { readonly type: 'ask'; readonly id: number; readonly url: string }
  | { readonly type: 'more' | 'stop'; readonly id: number };
/** `take` comes again and again until the end. `begin` comes with the first bytes; whether they are a peer's decides whether another source may go on with them. */
export type FromLeader =
  | { readonly type: 'hope'; readonly hope: Hope }
  /** The page goes: nobody leads. */
  | { readonly type: 'gone' }
  | { readonly type: 'take' | 'refuse'; readonly id: number }
  | { readonly type: 'begin'; readonly id: number; readonly verified: boolean }
  | { readonly type: 'bytes'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'end'; readonly id: number; readonly ok: boolean };

/** Said by the port of `brought`. */
export type ToStandIn = { readonly type: 'noted' };

type Any = ToStandIn | ToWorker | ToTabs | ToLeader | FromLeader;

export const say = <T extends Any>(message: T): T & { deploynet: number } => ({ deploynet: VERSION, ...message });

/** Whether `data` is a message of this version; both ends are scripts of one site, so its fields are taken as they are. */
export const isOurs = <T extends Any>(data: unknown): data is T =>
  typeof data === 'object' && data !== null && 'deploynet' in data && data.deploynet === VERSION;
