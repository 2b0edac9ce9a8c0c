import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { type Bytes, equal, toHex, utf8 } from '../src/bytes';
import { sha256 } from '../src/content/hash-tree';
import { KeptObjects } from '../src/content/kept-objects';
import type { Entry, Manifest } from '../src/content/manifest';
import { type FromLeader, say } from '../src/tab/messages';
import { LeaderDoor } from '../src/worker/leader-door';
import { PageScript } from '../src/worker/page-script';
import { partOf, rangeOf } from '../src/worker/range';
import { Rollout } from '../src/worker/rollout';
import { Shelf } from '../src/worker/shelf';
import { SiteManifest } from '../src/worker/site-manifest';
import { MemoryCaches } from './cache-fixture';
import { breathe, ManualClock } from './manual-clock';
import { Publisher, ScriptedOrigin } from './page-fixture';

const MANIFEST = '/.well-known/deploynet/manifest.json';
const SIGNATURE = '/.well-known/deploynet/manifest.jws';
const WORKER = '/deploynet-sw.js';
const DAY = 24 * 3600 * 1000;
const entry = (id: string, size: number): Entry => ({ id: id.repeat(64), size, type: 'text/plain' });
let publisher: Publisher;
before(async () => {
  publisher = await Publisher.generate();
});

describe('the manifest as of a visit', () => {
  class Visits {
    readonly origin = new ScriptedOrigin();
    readonly clock = new ManualClock();
    readonly caches = new MemoryCaches();
    readonly changes: number[] = [];
    gone = 0;
    now = Date.now();
    site = this.worker();

    /** A worker that has just been started; what is kept stays. */
    worker(): SiteManifest {
      const now = () => this.now;
      return new SiteManifest(publisher.site, this.caches.storage, this.origin.fetch, this.clock, now, {
        changed: ({ sequence }) => this.changes.push(sequence),
        gone: () => this.gone++,
      });
    }

    async publish(sequence: number): Promise<void> {
      const manifest = publisher.manifest(sequence, { '/a': entry('a', sequence) });
      this.origin.answers.set(MANIFEST, utf8(manifest));
      this.origin.answers.set(SIGNATURE, utf8(await publisher.sign(manifest)));
      this.origin.answers.set(WORKER, utf8('worker'));
    }

    async sequence(): Promise<number | undefined> {
      await this.site.visit();
      return (await this.site.current())?.sequence;
    }

    asked(): string[] {
      return this.origin.asked.splice(0).map(({ path }) => path);
    }
  }

  test('is asked by its signature alone once it is known, also by a worker that has just been started', async () => {
    const visits = new Visits();
    await visits.publish(7);
    assert.equal(await visits.sequence(), 7);
    assert.deepEqual(visits.asked(), [SIGNATURE, WORKER, MANIFEST]);
    assert.equal(await visits.sequence(), 7);
    visits.site = visits.worker();
    assert.equal(await visits.sequence(), 7);
    assert.deepEqual(visits.asked(), [SIGNATURE, SIGNATURE]);
    assert.deepEqual(visits.changes, [7]);
    assert.equal(
      await (await visits.site.file(SIGNATURE))?.text(),
      await (await visits.origin.fetch(SIGNATURE)).text(),
    );
  });

  test('is the newer one as soon as it is published, and never an older one', async () => {
    const visits = new Visits();
    await visits.publish(7);
    await visits.sequence();
    await visits.publish(8);
    assert.equal(await visits.sequence(), 8);
    await visits.publish(7);
    assert.equal(await visits.sequence(), undefined);
    assert.deepEqual(visits.changes, [7, 8]);
  });

  test('is none where its signature does not hold, it has expired, or the origin fails', async () => {
    const visits = new Visits();
    await visits.publish(7);
    visits.origin.answers.set(MANIFEST, utf8(publisher.manifest(8, {})));
    assert.equal(await visits.sequence(), undefined);
    await visits.publish(7);
    await visits.sequence();
    visits.origin.answers.set(SIGNATURE, () => new Response('busy', { status: 503 }));
    assert.equal(await visits.sequence(), undefined);
    visits.origin.answers.set(SIGNATURE, () => Promise.reject(new TypeError('offline')));
    assert.equal(await visits.sequence(), undefined);
    await visits.publish(7);
    visits.now += 2 * DAY;
    assert.equal(await visits.sequence(), undefined);
    assert.equal(visits.gone, 0, 'none of this means that the site wants no worker');
  });

  test('is none where the origin takes more than a second, so that nobody waits for it', async () => {
    const visits = new Visits();
    await visits.publish(7);
    visits.origin.answers.set(SIGNATURE, () => new Promise(() => {}));
    let answered = false;
    const current = visits.site.current().then((manifest) => {
      answered = true;
      return manifest;
    });
    await visits.clock.pass(999);
    assert.equal(answered, false);
    await visits.clock.pass(1);
    assert.equal(await current, undefined);
  });

  for (const status of [404, 410]) {
    test(`says by ${status} that the site wants no worker any more`, async () => {
      const visits = new Visits();
      await visits.publish(7);
      await visits.sequence();
      visits.origin.answers.set(SIGNATURE, () => new Response('', { status }));
      assert.equal(await visits.sequence(), undefined);
      assert.equal(visits.gone, 1);
    });
  }

  test("comes with a look at the worker's own file once a day: browsers keep a worker whose file is gone", async () => {
    const visits = new Visits();
    await visits.publish(7);
    await visits.sequence();
    visits.origin.answers.delete(WORKER);
    visits.now += DAY / 2;
    assert.equal(await visits.sequence(), 7);
    visits.now += DAY / 4;
    visits.asked();
    await visits.sequence();
    assert.deepEqual(visits.asked(), [SIGNATURE]);
    visits.now += DAY / 4;
    await visits.site.visit();
    assert.equal(visits.gone, 1);
  });
});

describe('the tab that leads', () => {
  class Tab {
    readonly heard: { type: string; id?: number }[] = [];
    readonly port = {
      onmessage: undefined as ((event: { data: unknown }) => void) | undefined,
      postMessage: (message: { type: string; id?: number }) => void this.heard.push(message),
      close: () => {
        this.closed = true;
      },
    };
    closed = false;

    says(message: FromLeader): void {
      this.port.onmessage?.({ data: say(message) });
    }

    get asPort(): MessagePort {
      return this.port as unknown as MessagePort;
    }
  }

  const clock = () => new ManualClock();
  function door(time = clock()) {
    const state = { askedWho: 0 };
    const theDoor = new LeaderDoor(time, () => {
      state.askedWho++;
    });
    return { door: theDoor, time, state };
  }

  test('is asked for 20 ms, and then nobody waits for it', async () => {
    const { door: leader, time, state } = door();
    let answer: unknown = 'none yet';
    void leader.ask('https://example.org/a').then((errand) => {
      answer = errand;
    });
    await time.pass(19);
    assert.equal(answer, 'none yet');
    await time.pass(1);
    assert.equal(answer, undefined);
    assert.equal(state.askedWho, 1);
  });

  test('takes a file over and hands its bytes out', async () => {
    const { door: leader } = door();
    const tab = new Tab();
    leader.leads(tab.asPort, 'warm');
    const asking = leader.ask('https://example.org/a');
    await breathe();
    tab.says({ type: 'take', id: 1 });
    const errand = await asking;
    tab.says({ type: 'begin', id: 1, verified: true });
    assert.equal((await errand?.begun)?.verified, true);
    tab.says({ type: 'bytes', id: 1, bytes: utf8('one') });
    tab.says({ type: 'end', id: 1, ok: true });
    assert.deepEqual(await errand?.next(), utf8('one'));
    assert.equal(await errand?.next(), undefined);
    assert.equal(errand?.whole, true);
    assert.deepEqual(
      tab.heard.map(({ type }) => type),
      ['ask', 'more'],
    );
  });

  test('that refuses, or speaks another version, is not waited for or is as good as silent', async () => {
    const { door: leader, time } = door();
    const tab = new Tab();
    leader.leads(tab.asPort, 'warm');
    const refused = leader.ask('https://example.org/a');
    await breathe();
    tab.says({ type: 'refuse', id: 1 });
    assert.equal(await refused, undefined);
    const other = leader.ask('https://example.org/b');
    await breathe();
    tab.port.onmessage?.({ data: { deploynet: 2, type: 'take', id: 2 } });
    await time.pass(20);
    assert.equal(await other, undefined);
    assert.ok(tab.closed, 'asked again only when it says again that it leads');
  });

  test('that falls silent in the middle for 600 ms is left, and so is one that another follows', async () => {
    const { door: leader, time } = door();
    for (const ends of [() => time.pass(600), async () => leader.leads(new Tab().asPort, 'warm')]) {
      const tab = new Tab();
      leader.leads(tab.asPort, 'warm');
      const asking = leader.ask('https://example.org/a');
      await breathe();
      const id = tab.heard[0]?.id ?? 0;
      tab.says({ type: 'take', id });
      const errand = await asking;
      tab.says({ type: 'begin', id, verified: true });
      const next = errand?.next();
      await ends();
      assert.equal(await next, undefined);
      assert.equal(errand?.whole, false);
    }
  });

  test('says what it hopes, and when it goes nobody leads', async () => {
    const { door: leader } = door();
    const hopes: unknown[] = [];
    leader.changed = () => hopes.push(leader.hope);
    const tab = new Tab();
    leader.leads(tab.asPort, 'soon');
    tab.says({ type: 'hope', hope: 'soon' });
    tab.says({ type: 'hope', hope: 'warm' });
    const asking = leader.ask('https://example.org/a', 300);
    tab.says({ type: 'gone' });
    assert.equal(await asking, undefined);
    assert.deepEqual(hopes, ['soon', 'warm', undefined]);
    assert.ok(tab.closed);
  });

  test('is not silent as long as it says again that it takes the file', async () => {
    const { door: leader, time } = door();
    const tab = new Tab();
    leader.leads(tab.asPort, 'warm');
    const asking = leader.ask('https://example.org/a');
    await breathe();
    for (let i = 0; i < 10; i++) {
      tab.says({ type: 'take', id: 1 });
      await time.pass(500);
    }
    const errand = await asking;
    tab.says({ type: 'begin', id: 1, verified: true });
    assert.equal((await errand?.begun)?.verified, true);
  });
});

/** A body as of a cache that is deleted while it is read. */
const failing = () => new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new TypeError('gone')) });

describe("the page's script", () => {
  test('is kept by its hash, and asked for again where what is kept is not it', async () => {
    const script = utf8('the script');
    const caches = new MemoryCaches();
    let asked = 0;
    const page = new PageScript(toHex(await sha256(script)), caches.storage, async () => {
      asked++;
      return new Response(script);
    });
    const answer = async () => (await page.answer(new Request('https://example.org/deploynet.js'))).text();
    await page.prepare();
    assert.deepEqual([await answer(), await answer(), asked], ['the script', 'the script', 1]);
    for (const body of [new Uint8Array(0), utf8('the scripT'), failing()]) {
      const before = asked;
      const [cache] = [...caches.named.values()];
      const [place = ''] = cache?.keys() ?? [];
      cache?.set(place, new Response(body));
      assert.deepEqual([await answer(), await answer(), asked], ['the script', 'the script', before + 1]);
    }
  });
});

describe('a newer page script for a share of the visitors', () => {
  const SCRIPT = '/deploynet.js';
  const NEXT = '/deploynet-next.js';

  /** A browser with its own dice; the site gives `next` to `share` percent. */
  class Browser {
    readonly origin = new ScriptedOrigin();
    readonly caches = new MemoryCaches();
    manifest: Manifest | undefined;
    readonly rollout = new Rollout(this.caches.storage, async () => this.manifest);
    private pageScript: PageScript | undefined;

    constructor() {
      this.origin.answers.set(SCRIPT, utf8('stable'));
      this.origin.answers.set(NEXT, utf8('next'));
    }

    async publish(share: number | undefined, next = 'next'): Promise<string | undefined> {
      const page = toHex(await sha256(utf8(next)));
      const client = share === undefined ? undefined : { share, page };
      this.manifest = { sequence: 1, html: false, scripts: true, files: new Map(), client };
      this.pageScript = new PageScript(
        toHex(await sha256(utf8('stable'))),
        this.caches.storage,
        this.origin.fetch,
        () => this.rollout.next(),
      );
      return this.rollout.changed(this.manifest);
    }

    async script(init?: RequestInit): Promise<string | undefined> {
      return (await this.pageScript?.answer(new Request(`https://example.org${SCRIPT}`, init)))?.text();
    }
  }

  test('goes to as many as the publisher says, a larger share has the smaller one in it', async () => {
    const browsers = Array.from({ length: 400 }, () => new Browser());
    const shares = [5, 30, 100];
    let before = new Set<Browser>();
    for (const share of shares) {
      const chosen = new Set<Browser>();
      for (const browser of browsers) {
        if ((await browser.publish(share)) !== undefined) {
          chosen.add(browser);
        }
      }
      // Five standard deviations: one run in a million is off by chance.
      const deviation = Math.sqrt(400 * (share / 100) * (1 - share / 100));
      assert.ok(Math.abs(chosen.size - 4 * share) <= 5 * deviation, `${chosen.size} of 400 for ${share} %`);
      assert.ok([...before].every((browser) => chosen.has(browser)));
      before = chosen;
    }
  });

  test('is not always tried on the same ones first', async () => {
    const browsers = Array.from({ length: 60 }, () => new Browser());
    const chosenFor = async (next: string) => {
      const chosen: number[] = [];
      for (const [index, browser] of browsers.entries()) {
        if ((await browser.publish(50, next)) !== undefined) {
          chosen.push(index);
        }
      }
      return chosen;
    };
    assert.notDeepEqual(await chosenFor('version 2'), await chosenFor('version 3'));
    assert.deepEqual(await chosenFor('version 3'), await chosenFor('version 3'));
  });

  test('is in place of the other one, is asked for once, and ends with the share', async () => {
    const browser = new Browser();
    await browser.publish(100);
    assert.deepEqual([await browser.script(), await browser.script()], ['next', 'next']);
    assert.deepEqual(
      browser.origin.asked.map(({ path }) => path),
      [NEXT],
    );
    await browser.publish(undefined);
    assert.equal(await browser.script(), 'stable');
  });

  test('ends at once where only the manifest of this visit says so', async () => {
    const browser = new Browser();
    await browser.publish(100);
    browser.manifest = { sequence: 2, html: false, scripts: true, files: new Map() };
    assert.equal(await browser.script(), 'stable');
    browser.manifest = undefined;
    assert.equal(await browser.script(), 'stable');
  });

  test('does not count where it is not what the manifest says, is not there, or the tag names a hash', async () => {
    const browser = new Browser();
    await browser.publish(100);
    browser.origin.answers.set(NEXT, utf8('something else'));
    assert.equal(await browser.script(), 'stable');
    browser.origin.answers.delete(NEXT);
    assert.equal(await browser.script(), 'stable');
    browser.origin.answers.set(NEXT, utf8('next'));
    assert.equal(await browser.script({ integrity: 'sha384-AAAA' }), 'stable');
    assert.equal(await browser.script(), 'next');
  });

  test('is nothing where the manifest has something else in its place', async () => {
    const browser = new Browser();
    for (const client of [
      null,
      'all',
      { share: 100 },
      { share: 101, page: 'a'.repeat(64) },
      { share: 0.5, page: 'a'.repeat(64) },
    ]) {
      const manifest: Manifest = { sequence: 1, html: false, scripts: true, files: new Map(), client };
      assert.equal(await browser.rollout.changed(manifest), undefined);
    }
  });
});

describe('what is kept', () => {
  async function kept(...entries: Entry[]) {
    const caches = new MemoryCaches();
    const objects = new KeptObjects(caches.storage);
    for (const one of entries) {
      await objects.put(one, new Blob([new Uint8Array(one.size)]));
    }
    return objects;
  }
  const manifest = (...entries: Entry[]): Manifest => ({
    sequence: 1,
    html: false,
    scripts: true,
    files: new Map(entries.map((one) => [`/${one.id[0]}`, one])),
  });

  test('is found by its id, with the type that the manifest says now', async () => {
    const objects = await kept(entry('a', 5));
    const found = await objects.find({ ...entry('a', 5), type: 'image/avif' });
    assert.equal(found?.headers.get('Content-Type'), 'image/avif');
    assert.equal((await found?.arrayBuffer())?.byteLength, 5);
    assert.equal(await objects.find(entry('b', 5)), undefined);
  });

  test('is not here where a part of it is missing, or where it cannot be read', async () => {
    const caches = new MemoryCaches();
    const objects = new KeptObjects(caches.storage);
    const only = entry('a', 5);
    for (const body of [new Uint8Array(0), new Uint8Array(4), failing()]) {
      await objects.put(only, new Blob([new Uint8Array(5)]));
      const [cache] = [...caches.named.values()];
      const [place = ''] = cache?.keys() ?? [];
      cache?.set(place, new Response(body));
      assert.equal(await objects.find(only), undefined);
    }
    await objects.put(only, new Blob([new Uint8Array(5)]));
    assert.equal((await (await objects.find(only))?.arrayBuffer())?.byteLength, 5);
  });

  test('goes when the manifest does not name it any more', async () => {
    const objects = await kept(entry('a', 5), entry('b', 5));
    await new Shelf(objects, async () => 1e9).tidy(manifest(entry('b', 5)));
    assert.deepEqual(await objects.all(), [entry('b', 5).id]);
  });

  test('is at most a fifth of what the browser allows, and the oldest goes first', async () => {
    const all = ['a', 'b', 'c', 'd'].map((id) => entry(id, 100));
    const objects = await kept(...all);
    await new Shelf(objects, async () => 1_250).tidy(manifest(...all));
    assert.deepEqual(
      await objects.all(),
      ['c', 'd'].map((id) => entry(id, 1).id),
    );
  });

  const whole: Bytes = utf8('0123456789');
  test('is answered in the ranges that media ask for', async () => {
    const part = async (header: string) =>
      partOf(new Response(whole, { headers: { 'Content-Type': 'video/mp4' } }), header);
    const middle = await part('bytes=2-4');
    assert.equal(middle?.status, 206);
    assert.equal(middle?.headers.get('Content-Range'), 'bytes 2-4/10');
    assert.equal(middle?.headers.get('Content-Type'), 'video/mp4');
    assert.ok(equal(new Uint8Array((await middle?.arrayBuffer()) ?? []), utf8('234')));
    assert.deepEqual(rangeOf('bytes=0-', 10), { first: 0, last: 9 });
    assert.deepEqual(rangeOf('bytes=-3', 10), { first: 7, last: 9 });
    assert.deepEqual(rangeOf('bytes=-30', 10), { first: 0, last: 9 });
    assert.deepEqual(rangeOf('bytes=8-99', 10), { first: 8, last: 9 });
    for (const odd of ['bytes=10-', 'bytes=5-4', 'bytes=-', 'bytes=0-1,3-4', 'items=0-1', '', 'bytes=-0']) {
      assert.equal(rangeOf(odd, 10), undefined, odd);
    }
  });
});
