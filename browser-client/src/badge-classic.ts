import type { DeployNet } from './api';
import type { BadgePosition } from './badge/api';
import { Badge } from './badge/badge';

/*
 * The script that a site embeds after deploynet.js to tell its visitors. Where that script did not load, or this browser has
 * no constructed style sheets, there is no badge.
 */

const scope = globalThis as unknown as { DeployNet?: DeployNet };
const position = document.currentScript?.dataset['position'] as BadgePosition | undefined;
let badge: Badge | undefined;

function attach(): void {
  const { DeployNet: page } = scope;
  if (page && !badge && document.body && 'adoptedStyleSheets' in document) {
    const consent = document.querySelector('script[data-site][data-consent]') ? 'ask' : undefined;
    badge = new Badge(page, { ...(position ? { position } : {}), consent });
  }
}

attach();
// The tag of the page's script says `async`.
document.querySelector('script[src$="/deploynet.js"]')?.addEventListener('load', attach);
addEventListener('load', attach);
