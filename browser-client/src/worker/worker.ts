import { KeptObjects } from '../content/kept-objects';
import type { Manifest } from '../content/manifest';
import { canonicalPath, MANIFEST_PATH, SIGNATURE_PATH } from '../content/site-path';
import { systemClock } from '../link/clock';
import type { Fetch } from '../page/manifest-keeper';
import { isOurs, PAST_WORKER, SCRIPT_PATH, say, type ToWorker, WORKER_PATH } from '../tab/messages';
import { Answers } from './answers';
import { LeaderDoor } from './leader-door';
import { Openings } from './openings';
import { PageHeaders } from './page-headers';
import { PageScript } from './page-script';
import { Pages } from './pages';
import { Rollout } from './rollout';
import type { FetchAsked, TabSaid, WorkerScope } from './scope';
import { Shelf } from './shelf';
import { SiteManifest } from './site-manifest';
import { type PagesSetting, STAND_IN_SCRIPT_PATH, StandIn } from './stand-in';
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
  private readonly room = new WaitingRoom(systemClock, this.door, () => this.site.isDown);
  private readonly headers = new PageHeaders(caches);
  private readonly site: SiteManifest;
  private readonly rollout: Rollout;
  private readonly script: PageScript;
  private readonly answers: Answers;
  private readonly openings: Openings;
  private readonly isGuest: boolean;
  private readonly standIn: StandIn | undefined;
  /** Undefined where pages come from the origin alone. */
  private readonly pages: Pages | undefined;
  private hasLeft = false;

  constructor(
    private readonly scope: WorkerScope,
    { site, isGuest }: Whose,
    scriptHash: string,
    pages?: PagesSetting,
  ) {
    this.isGuest = isGuest;
    this.openings = new Openings(isGuest);
    const plainFetch: Fetch = (input, init) => fetch(input, init);
    this.site = new SiteManifest(
      site,
      caches,
      plainFetch,
      systemClock,
      Date.now,
      {
        changed: (manifest) => {
          void this.shelf.tidy(manifest);
          void (pages && this.headers.tidy(manifest));
          void this.newClient(manifest);
        },
        gone: () => void this.leave(),
      },
      isGuest ? WORKER_PATH : scope.location.pathname,
    );
    this.rollout = new Rollout(caches, () => this.site.current());
    this.script = new PageScript(scriptHash, caches, plainFetch, () => this.rollout.next());
    const grown = async () => {
      const manifest = await this.site.current();
      await (manifest && !this.hasLeft && this.shelf.tidy(manifest));
    };
    this.answers = new Answers(this.site, this.kept, this.door, this.room, plainFetch, grown);
    if (pages && !isGuest) {
      this.standIn = new StandIn(site, pages);
      this.pages = new Pages(this.site, this.kept, this.headers, this.standIn, plainFetch, systemClock, grown);
    }
  }

  start(): void {
    const { scope } = this;
    scope.addEventListener('install', (event) => {
      // The manifest, too, if the next visit may have to do with it alone.
      const prepared = [this.script.prepare().catch(() => {}), this.pages && this.site.visit()];
      event.waitUntil(Promise.all(prepared));
    });
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
    } else if (data.type === 'here') {
      port?.postMessage(say({ type: 'here' }));
    } else if (data.type === 'brought' && this.pages) {
      const { path, body } = data;
      const done = this.pages.fetched(path, body && new Uint8Array(body)).catch(() => {});
      event.waitUntil(done.then(() => port?.postMessage(say({ type: 'noted' }))));
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
    const url = new URL(request.url);
    const isOwn = url.origin === this.scope.location.origin && url.search === '' && url.hash !== PAST_WORKER;
    const path = request.method === 'GET' && isOwn && !this.hasLeft ? canonicalPath(url.pathname) : undefined;
    if (path === undefined) {
      return;
    }
    if (request.mode === 'navigate') {
      // What is in a frame is the origin's affair: a page that comes without it does not say who may frame it.
      if (this.pages && request.destination === 'document') {
        const page = this.pages.answer(request, path, (work) => event.waitUntil(work));
        event.respondWith(page.catch(() => Response.error()));
      }
      return;
    }
    const answer = this.answer(request, path, event);
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
    if (path === STAND_IN_SCRIPT_PATH && this.standIn) {
      return Promise.resolve(this.standIn.script());
    }
    if (path.startsWith('/.well-known/') || (request.cache !== 'default' && !this.site.isDown)) {
      return undefined; // who asks like that wants the origin
    }
    return path === SCRIPT_PATH
      ? this.script.answer(request)
      : this.answers.to(request, path, (work) => event.waitUntil(work));
  }

  private async newClient(manifest: Manifest): Promise<void> {
    const next = await this.rollout.changed(manifest);
    await (next && this.script.nextOne(next).catch(() => {}));
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
