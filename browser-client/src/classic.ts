import { start } from './module';

/* The script that a site embeds: starts with what its own tag says and is the global `DeployNet`. */

const DEFAULT_WAIT_MS = 3_000;
const { site = '', signaling = '', wait, worker, consent, pageToken } = document.currentScript?.dataset ?? {};
const waitMs = wait === undefined ? 0 : Number(wait) || DEFAULT_WAIT_MS;

// Whatever the tag says of consent, it was meant to be asked for.
const asks = consent === undefined ? undefined : 'ask';

Object.defineProperty(globalThis, 'DeployNet', {
  value: start({ site, signaling, waitMs, worker: worker !== 'no', consent: asks, pageToken }),
});
