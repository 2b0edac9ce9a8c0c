import type { DeployNet } from './api';
import type { DeployNetVideo } from './video/api';
import { videoWith } from './video/video';

/*
 * The script that a site with films embeds after deploynet.js: adds `video` to the global `DeployNet`. Where that script did not
 * load there is no such global, as on a page without this one: pages look at it to know.
 */

const scope = globalThis as unknown as { DeployNet?: DeployNet & { video?: DeployNetVideo } };

function attach(): void {
  if (scope.DeployNet && !scope.DeployNet.video) {
    Object.defineProperty(scope.DeployNet, 'video', { value: videoWith(() => scope.DeployNet) });
  }
}

attach();
// Its tag says `async`. Whoever waits for it as well began to listen later, so `video` is there for them.
document.querySelector('script[src$="/deploynet.js"]')?.addEventListener('load', attach);
addEventListener('load', attach);
