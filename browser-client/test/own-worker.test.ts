import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { utf8 } from '../src/bytes';
import type { WhyCode } from '../src/page/journal';
import { isOurs, say, type ToWorker } from '../src/tab/messages';
import { registerWorker } from '../src/tab/registration';
import type { WorkerScope } from '../src/worker/scope';
import { whose } from '../src/worker/whose';
import { Worker } from '../src/worker/worker';
import { MemoryCaches } from './cache-fixture';
import { file } from './link-fixture';
import { breathe, ManualClock } from './manual-clock';
import { Publisher, ScriptedOrigin } from './page-fixture';

const SIGNATURE = '/.well-known/deploynet/manifest.jws';
const SITE = 'a'.repeat(40);
const SMALL = file(100_000);
let publisher: Publisher;
before(async () => {
  publisher = await Publisher.generate();
});

describe('whose worker it is', () => {
  const imported = {
    'by the stack of Chromium': `Error\n    at https://a.test/deploynet-sw.js?site=${SITE}:1:99\n    at https://a.test/sw.js:1:1`,
    'by the stack of Firefox': `@https://a.test/deploynet-sw.js?site=${SITE}:1:99\n@https://a.test/sw.js:3:1\n`,
  };
  for (const [how, stack] of Object.entries(imported)) {
    test(`is known where it was taken in, ${how}`, () => {
      assert.deepEqual(whose('https://a.test/sw.js?v=2', stack), { site: SITE, isGuest: true });
    });
  }

  test('is known by its own address, whatever the stack says', () => {
    for (const name of ['deploynet-sw.js', 'deploynet-next-sw.js']) {
      const address = `https://a.test/${name}?site=${SITE}`;
      assert.deepEqual(whose(address, `@${address.replace(SITE, 'b'.repeat(40))}:1:1`), { site: SITE, isGuest: false });
    }
  });

  test('is not known without a whole site id', () => {
    for (const query of ['', `?site=${SITE.slice(1)}`, `?site=${SITE}0`, `?sites=${SITE}`]) {
      const address = `https://a.test/deploynet-sw.js${query}`;
      assert.equal(whose(address, `@${address}:1:1`), undefined, query);
      assert.equal(whose('https://a.test/sw.js', `@${address}:1:1`), undefined, query);
    }
  });
});

interface Happening {
  readonly request: Request;
  readonly clientId: string;
  readonly resultingClientId: string;
}

/** A worker's world. As in a browser, the first listener that answers keeps the others from being asked. */
class Scope extends EventTarget {
  readonly location: URL;
  readonly did: string[] = [];
  readonly clients = {
    claim: async () => void this.did.push('claim'),
    matchAll: async () => [],
  };
  readonly registration = {
    unregister: async () => {
      this.did.push('unregister');
      return true;
    },
  };

  constructor(path: string) {
    super();
    this.location = new URL(path, 'https://example.org');
  }

  async skipWaiting(): Promise<void> {
    this.did.push('skipWaiting');
  }

  async happen(type: string, more: object = {}): Promise<Response | undefined> {
    const work: Promise<unknown>[] = [];
    let answer: Promise<Response> | undefined;
    const event = Object.assign(new Event(type), more, {
      waitUntil: (promise: Promise<unknown>) => work.push(promise),
      respondWith: (response: Promise<Response>) => {
        answer = Promise.resolve(response);
        event.stopImmediatePropagation();
      },
    });
    this.dispatchEvent(event);
    const answered = await answer;
    await Promise.all(work);
    return answered;
  }

  ask(path: string, page = 'page-1'): Promise<Response | undefined> {
    const request = new Request(`https://example.org${path}`);
    return this.happen('fetch', { request, clientId: page, resultingClientId: '' } satisfies Happening);
  }

  navigate(page: string): Promise<Response | undefined> {
    // No script may make one.
    const request = Object.defineProperty(new Request('https://example.org/'), 'mode', { value: 'navigate' });
    return this.happen('fetch', { request, clientId: '', resultingClientId: page } satisfies Happening);
  }

  tell(message: ToWorker, ...ports: unknown[]): Promise<unknown> {
    return this.happen('message', { data: say(message), ports });
  }
}

async function started({ isGuest = true, theirs }: { isGuest?: boolean; theirs?: (scope: Scope) => void } = {}) {
  const caches = new MemoryCaches();
  const origin = new ScriptedOrigin();
  const manifest = publisher.manifest(1, { '/small': SMALL.entry });
  origin.answers.set('/.well-known/deploynet/manifest.json', utf8(manifest));
  origin.answers.set(SIGNATURE, utf8(await publisher.sign(manifest)));
  origin.answers.set('/deploynet-sw.js', utf8('worker'));
  origin.answers.set('/small', SMALL.bytes);
  Object.assign(globalThis, { caches: caches.storage, fetch: origin.fetch });
  const scope = new Scope(isGuest ? '/sw.js' : '/deploynet-sw.js');
  theirs?.(scope);
  new Worker(scope as unknown as WorkerScope, { site: publisher.site, isGuest }, '').start();
  const asks = () => origin.asked.splice(0).filter(({ path }) => path === SIGNATURE).length;
  return { scope, caches, origin, asks };
}

describe("as a part of the site's own worker, ours", () => {
  test('leaves to it when it takes over, which alone it does itself', async () => {
    for (const [isGuest, expected] of [[true, []] as const, [false, ['skipWaiting', 'claim']] as const]) {
      const { scope } = await started({ isGuest });
      await scope.happen('install');
      await scope.happen('activate');
      assert.deepEqual(scope.did, expected);
    }
  });

  test('answers what it left, and nothing that it answered', async () => {
    const { scope, origin } = await started({
      theirs: (own) =>
        own.addEventListener('fetch', (event) => {
          const { request, respondWith } = event as unknown as Happening & { respondWith(answer: Response): void };
          if (request.url.endsWith('/theirs')) {
            respondWith(new Response('theirs'));
          }
        }),
    });
    assert.equal(await (await scope.ask('/theirs'))?.text(), 'theirs');
    assert.deepEqual(origin.asked, []);
    assert.equal((await (await scope.ask('/small'))?.arrayBuffer())?.byteLength, 100_000);
  });

  test('asks anew what the site is at each page, also where it answered the navigation itself', async () => {
    const { scope, asks } = await started();
    await scope.ask('/small', 'page-1');
    await scope.ask('/small', 'page-1');
    assert.equal(asks(), 1);
    await scope.ask('/small', 'page-2');
    assert.equal(asks(), 1);
    await scope.navigate('page-3');
    await scope.ask('/small', 'page-3');
    assert.equal(asks(), 1);
  });

  test('does so at a navigation only, where it is the whole worker', async () => {
    const { scope, asks } = await started({ isGuest: false });
    await scope.navigate('page-1');
    for (const page of ['page-1', 'page-2', 'page-3']) {
      await scope.ask('/small', page);
    }
    assert.equal(asks(), 1);
  });

  for (const isGuest of [true, false]) {
    test(`goes with all that it kept and ${isGuest ? 'does not take it off' : 'takes itself off'}`, async () => {
      const { scope, caches, origin } = await started({ isGuest });
      (await caches.open('theirs')).put('/x', new Response('x'));
      await scope.navigate('page-1');
      assert.ok(await scope.ask('/small'));
      await breathe();
      assert.ok(caches.named.has('deploynet-site-1'));
      origin.answers.delete(SIGNATURE);
      await scope.navigate('page-2');
      await breathe();
      assert.deepEqual([...caches.named.keys()], ['theirs']);
      assert.deepEqual(scope.did, isGuest ? [] : ['unregister']);
      assert.equal(await scope.ask('/small', 'page-2'), undefined);
    });
  }

  test('falls silent where a page wants none of it, until the next page', async () => {
    const { scope } = await started();
    await scope.navigate('page-1');
    await scope.tell({ type: 'off' });
    assert.equal(await scope.ask('/small'), undefined);
    await scope.navigate('page-2');
    assert.ok(await scope.ask('/small', 'page-2'));
    assert.deepEqual(scope.did, []);
  });

  test('says that it is here', async () => {
    const { scope } = await started();
    const heard: unknown[] = [];
    await scope.tell({ type: 'here' }, { postMessage: (message: unknown) => heard.push(message) });
    assert.deepEqual(heard, [say({ type: 'here' })]);
  });
});

describe('a page whose site has a worker of its own', () => {
  function site(path: string | undefined, answers = false) {
    const did: unknown[] = [];
    const active = path && {
      scriptURL: `https://example.org${path}`,
      postMessage: (message: unknown, ports: MessagePort[] = []) => {
        did.push(isOurs<ToWorker>(message) && message.type);
        if (answers) {
          ports[0]?.postMessage(say({ type: 'here' }));
        }
      },
    };
    const container = {
      getRegistration: async () => active && { active, unregister: async () => did.push('unregister') },
      register: async (url: string) => void did.push(url),
    } as unknown as ServiceWorkerContainer;
    return { did, container };
  }

  async function asked(worker: ServiceWorkerContainer, isWanted = true) {
    const caches = new MemoryCaches();
    await caches.open('deploynet-objects-1');
    Object.assign(globalThis, { caches: caches.storage });
    const clock = new ManualClock();
    const codes: WhyCode[] = [];
    let isOurWorker: boolean | undefined;
    void registerWorker(worker, { site: SITE, signaling: '', worker: isWanted }, clock, (code) =>
      codes.push(code),
    ).then((ours) => {
      isOurWorker = ours;
    });
    // A message port delivers after a turn of the loop; the clock stands still meanwhile.
    await new Promise((resolve) => setTimeout(resolve));
    await breathe();
    const early = isOurWorker;
    await clock.pass(3_000);
    return { early, isOurWorker, codes, keeps: caches.named.has('deploynet-objects-1') };
  }

  test('uses it where it took ours in', async () => {
    const { did, container } = site('/sw.js', true);
    const { early, codes, keeps } = await asked(container);
    assert.deepEqual([early, codes, keeps, did], [true, [], true, ['here']]);
  });

  test('says why it does not, and keeps nothing, where it did not', async () => {
    const { did, container } = site('/sw.js');
    const { early, isOurWorker, codes, keeps } = await asked(container);
    assert.deepEqual([early, isOurWorker, codes, keeps, did], [undefined, false, ['worker-other'], false, ['here']]);
  });

  test('that does not want ours has it fall silent, and leaves theirs', async () => {
    const { did, container } = site('/sw.js', true);
    const { codes, keeps } = await asked(container, false);
    assert.deepEqual([codes, keeps, did], [[], false, ['off']]);
  });

  test('is another than one that has ours, or none', async () => {
    for (const path of ['/deploynet-sw.js', '/deploynet-next-sw.js', undefined]) {
      const { did, container } = site(path);
      assert.deepEqual([(await asked(container)).isOurWorker, did], [true, [`/deploynet-sw.js?site=${SITE}`]]);
    }
    const { did, container } = site('/deploynet-sw.js');
    await asked(container, false);
    assert.deepEqual(did, ['unregister']);
  });
});
