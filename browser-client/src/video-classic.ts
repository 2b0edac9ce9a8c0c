import type { DeployNet } from './api';
import type { DeployNetVideo } from './video/api';
import { videoWith } from './video/video';

/*
 * The script that a site with films embeds after deploynet.js: adds `video` to the global `DeployNet`. Where that script does not
 * load, `DeployNet` has nothing but `video`, and films come from the origin.
 */

type Global = { DeployNet?: Partial<DeployNet> & { video?: DeployNetVideo } };

const scope = globalThis as unknown as Global;
const video = videoWith(() => (scope.DeployNet?.stats === undefined ? undefined : (scope.DeployNet as DeployNet)));

function attach(): void {
  if (scope.DeployNet === undefined) {
    // deploynet.js may still come, and then replaces it.
    Object.defineProperty(scope, 'DeployNet', { value: {}, configurable: true });
  }
  if (scope.DeployNet?.video === undefined) {
    Object.defineProperty(scope.DeployNet, 'video', { value: video });
  }
}

attach();
// Its tag says `async`. Whoever waits for it as well began to listen later, so `video` is there for them.
document.querySelector('script[src$="/deploynet.js"]')?.addEventListener('load', attach);
addEventListener('load', attach);
