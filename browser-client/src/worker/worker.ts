import { KeptObjects } from '../content/kept-objects';
import { canonicalPath, MANIFEST_PATH, SIGNATURE_PATH } from '../content/site-path';
import { systemClock } from '../link/clock';
import type { Fetch } from '../page/manifest-keeper';
import { isOurs, PAST_WORKER, SCRIPT_PATH, say, type ToWorker } from '../tab/messages';
import { Answers } from './answers';
import { LeaderDoor } from './leader-door';
import { Openings } from './openings';
import { PageScript } from './page-script';
import type { FetchAsked, TabSaid, WorkerScope } from './scope';
import { Shelf } from './shelf';
import { SiteManifest } from './site-manifest';
import { WaitingRoom } from './waiting-room';
import type { Whose } from './whose';

/**
 * The site's service worker, put together. Whatever it cannot or may not answer is fetched as if it were not there. As a guest of
 * the site's own worker it leaves to that one when it begins and whether it goes, and answers nothing that it has answered: a
 * browser asks the listeners of `fetch` in the order in which they came, until one answers.
 */
export class Worker {
  private readonly kept = new KeptObjects(caches);
  private readonly shelf = new Shelf(this.kept, async () => (await navigator.storage.estimate()).quota ?? 0);
  private readonly door = new LeaderDoor(systemClock, () => void this.askWhoLeads());
  private readonly room = new WaitingRoom(systemClock, this.door);
  private readonly site: SiteManifest;
  private readonly script: PageScript;
  private readonly answers: Answers;
  private readonly openings: Openings;
  private readonly isGuest: boolean;
  private hasLeft = false;

  constructor(
    private readonly scope: WorkerScope,
    { site, isGuest }: Whose,
    scriptHash: string,
  ) {
    this.isGuest = isGuest;
    this.openings = new Openings(isGuest);
    const plainFetch: Fetch = (input, init) => fetch(input, init);
    this.site = new SiteManifest(site, caches, plainFetch, systemClock, Date.now, {
      changed: (manifest) => void this.shelf.tidy(manifest),
      gone: () => void this.leave(),
    });
    this.script = new PageScript(scriptHash, caches, plainFetch);
    this.answers = new Answers(this.site, this.kept, this.door, this.room, plainFetch, async () => {
      const manifest = await this.site.current();
      await (manifest && !this.hasLeft && this.shelf.tidy(manifest));
    });
  }

  start(): void {
    const { scope } = this;
    scope.addEventListener('install', (event) => event.waitUntil(this.script.prepare().catch(() => {})));
    if (!this.isGuest) {
      // At once, also for pages that are open: a worker answers nothing that another version of the page's script must
      // understand, and every question that is not understood is fetched plainly.
      scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()));
      scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));
    }
    scope.addEventListener('message', (event) => this.said(event));
    scope.addEventListener('fetch', (event) => this.asked(event));
  }

  private said(event: TabSaid): void {
    const { data } = event;
    const [port] = event.ports;
    if (!isOurs<ToWorker>(data)) {
      return;
    }
    if (data.type === 'off') {
      event.waitUntil(this.leave());
    } else if (data.type === 'leads' && port) {
      this.door.leads(port, data.hope);
    } else {
      port?.postMessage(say({ type: 'here' }));
    }
  }

  private asked(event: FetchAsked): void {
    const { request } = event;
    if (this.openings.isOne(event)) {
      // A browser may take a worker that had left into its service again, and a guest stays where it is.
      this.hasLeft = false;
      this.room.visit();
      event.waitUntil(this.site.visit());
    }
    if (request.mode === 'navigate' || this.hasLeft) {
      return;
    }
    const url = new URL(request.url);
    const isOwn = url.origin === this.scope.location.origin && url.search === '' && url.hash !== PAST_WORKER;
    if (request.method !== 'GET' || !isOwn) {
      return;
    }
    const path = canonicalPath(url.pathname);
    const answer = path === undefined ? undefined : this.answer(request, path, event);
    if (answer) {
      event.respondWith(answer.catch(() => fetch(request)));
    }
  }

  private answer(request: Request, path: string, event: FetchAsked): Promise<Response> | undefined {
    if (path === MANIFEST_PATH || path === SIGNATURE_PATH) {
      if (request.cache === 'reload') {
        event.waitUntil(this.site.visit()); // the network knows a newer one
        return undefined;
      }
      return this.site.file(path).then((file) => file ?? fetch(request));
    }
    if (path.startsWith('/.well-known/') || request.cache !== 'default') {
      return undefined; // who asks like that wants the origin
    }
    return path === SCRIPT_PATH
      ? this.script.answer(request)
      : this.answers.to(request, path, (work) => event.waitUntil(work));
  }

  private async askWhoLeads(): Promise<void> {
    const tabs = await this.scope.clients.matchAll({ includeUncontrolled: false });
    for (const tab of tabs) {
      tab.postMessage(say({ type: 'who-leads' }));
    }
  }

  /** The site has no manifest or no worker any more, or a page wants none. A guest only falls silent. */
  private async leave(): Promise<void> {
    this.hasLeft = true;
    await (this.isGuest || this.scope.registration.unregister());
    for (const name of await caches.keys()) {
      if (name.startsWith('deploynet-')) {
        await caches.delete(name);
      }
    }
  }
}
