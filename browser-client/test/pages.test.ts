import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { type Bytes, toHex, utf8 } from '../src/bytes';
import { sha256 } from '../src/content/hash-tree';
import { KeptObjects } from '../src/content/kept-objects';
import type { Entry } from '../src/content/manifest';
import { PageHeaders } from '../src/worker/page-headers';
import { Pages } from '../src/worker/pages';
import { SiteManifest } from '../src/worker/site-manifest';
import { StandIn } from '../src/worker/stand-in';
import { MemoryCaches } from './cache-fixture';
import { breathe, ManualClock } from './manual-clock';
import { type Answer, Publisher, ScriptedOrigin } from './page-fixture';

const MANIFEST = '/.well-known/deploynet/manifest.json';
const SIGNATURE = '/.well-known/deploynet/manifest.jws';
const HOME = utf8('<!doctype html><title>home</title>');
const OTHER = utf8('<!doctype html><title>other</title>');
const DAY = 24 * 3600 * 1000;
const unreachable: Answer = () => Promise.reject(new TypeError('connection refused'));
const hanging: Answer = () => new Promise(() => {});
const html =
  (body: Bytes, headers: HeadersInit = {}) =>
  () =>
    new Response(body, { headers: { 'Content-Type': 'text/html', ...headers } });
let publisher: Publisher;
before(async () => {
  publisher = await Publisher.generate();
});

// An object of up to 16 KiB is named by its plain SHA-256.
const entry = async (bytes: Bytes, type = 'text/html; charset=utf-8'): Promise<Entry> => ({
  id: toHex(await sha256(bytes)),
  size: bytes.length,
  type,
});

/** A worker of a site that lists its pages, and the visits of one visitor. */
class Visitor {
  readonly origin = new ScriptedOrigin();
  readonly clock = new ManualClock();
  readonly caches = new MemoryCaches();
  now = Date.now();
  site = this.startSite();
  pages = this.startPages();

  static async of(isAllowed = true): Promise<Visitor> {
    const visitor = new Visitor();
    await visitor.publish(7, { '/index.html': await entry(HOME), '/other.html': await entry(OTHER) }, isAllowed);
    visitor.origin.answers.set('/deploynet-sw.js', utf8('worker'));
    visitor.origin.answers.set('/', html(HOME));
    visitor.origin.answers.set('/other.html', html(OTHER));
    await visitor.site.visit();
    return visitor;
  }

  /** A worker that has just been started; what is kept stays. */
  restart(): void {
    this.site = this.startSite();
    this.pages = this.startPages();
  }

  async publish(sequence: number, files: Record<string, Entry>, isAllowed = true): Promise<void> {
    const manifest = publisher.manifest(sequence, files, isAllowed);
    this.origin.answers.set(MANIFEST, utf8(manifest));
    this.origin.answers.set(SIGNATURE, utf8(await publisher.sign(manifest)));
  }

  all(answer: Answer): void {
    for (const path of this.origin.answers.keys()) {
      this.origin.answers.set(path, answer);
    }
  }

  /** What the browser shows: the status and the body, or the error. */
  async sees(path: string, ms = 0): Promise<string> {
    const response = await this.open(path, ms).catch((e: Error) => e.message);
    return typeof response === 'string' ? response : `${response.status} ${await response.text()}`;
  }

  /** One navigation, while `ms` pass. */
  async open(path: string, ms = 0): Promise<Response> {
    const work: Promise<unknown>[] = [];
    const request = new Request(`https://example.org${path}`);
    const answer = this.pages.answer(request, path, (more) => work.push(more));
    answer.catch(() => {});
    await this.clock.pass(ms);
    const response = await answer;
    const copy = response.clone();
    await copy.arrayBuffer();
    await Promise.all(work);
    await breathe();
    return response;
  }

  private startSite(): SiteManifest {
    const events = { changed: () => {}, gone: () => {} };
    return new SiteManifest(publisher.site, this.caches.storage, this.origin.fetch, this.clock, () => this.now, events);
  }

  private startPages(): Pages {
    const { storage } = this.caches;
    const signaling = 'wss://signaling.example/v1/visitor?a=1&b=2';
    const standIn = new StandIn(publisher.site, { signaling, asks: false, standInScript: 'the code' });
    const headers = new PageHeaders(storage);
    const { site, origin, clock } = this;
    return new Pages(site, new KeptObjects(storage), headers, standIn, origin.fetch, clock, async () => {});
  }
}

const isStandIn = (seen: string) => seen.includes('stand-in.js');

describe('a page', () => {
  test('is what the origin says as long as it says anything, also where that is not what the manifest lists', async () => {
    const visitor = await Visitor.of();
    assert.equal(await visitor.sees('/'), `200 ${new TextDecoder().decode(HOME)}`);
    visitor.origin.answers.set('/', html(utf8('edited')));
    assert.equal(await visitor.sees('/'), '200 edited');
    for (const status of [404, 403, 500, 501]) {
      visitor.origin.answers.set('/', () => new Response('no', { status }));
      assert.equal(await visitor.sees('/'), `${status} no`);
    }
  });

  test('goes on as it comes: its head is there before its body', async () => {
    const visitor = await Visitor.of();
    let end = () => {};
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(HOME);
        end = () => controller.close();
      },
    });
    visitor.origin.answers.set('/', () => new Response(body));
    const response = await visitor.pages.answer(new Request('https://example.org/'), '/', () => {});
    const reader = response.body?.getReader();
    assert.deepEqual((await reader?.read())?.value, HOME);
    end();
    assert.equal((await reader?.read())?.done, true);
  });

  for (const [what, down] of Object.entries({
    'cannot be reached': unreachable,
    'says 502': () => new Response('down', { status: 502 }),
    'says 503': () => new Response('down', { status: 503 }),
    'says 504': () => new Response('down', { status: 504 }),
  } satisfies Record<string, Answer>)) {
    test(`comes from what is kept where the origin ${what}, also for a worker that has just been started`, async () => {
      const visitor = await Visitor.of();
      await visitor.sees('/');
      visitor.all(down);
      for (const start of [() => {}, () => visitor.restart()]) {
        start();
        const response = await visitor.open('/');
        assert.equal(response.headers.get('X-DeployNet'), 'kept');
        assert.equal(response.headers.get('Content-Type'), 'text/html; charset=utf-8');
        assert.deepEqual(new Uint8Array(await response.arrayBuffer()), HOME);
      }
    });
  }

  test('comes from what is kept after 10 s without an answer, and after 2 s where that was so a moment ago', async () => {
    const visitor = await Visitor.of();
    await visitor.sees('/');
    visitor.all(hanging);
    for (const ms of [10_000, 2_000]) {
      let isThere = false;
      const page = visitor.pages.answer(new Request('https://example.org/'), '/', () => {});
      void page.then(() => {
        isThere = true;
      });
      await visitor.clock.pass(ms - 1);
      assert.equal(isThere, false);
      await visitor.clock.pass(1);
      assert.equal((await page).headers.get('X-DeployNet'), 'kept');
    }
  });

  test('of an origin that answered late is waited for as long as ever the next time', async () => {
    const visitor = await Visitor.of();
    await visitor.sees('/');
    let answer: (response: Response) => void = () => {};
    visitor.origin.answers.set('/', () => new Promise((resolve) => (answer = resolve)));
    assert.equal((await visitor.open('/', 10_000)).headers.get('X-DeployNet'), 'kept');
    assert.ok(visitor.site.isDown);
    answer(new Response('late'));
    await breathe();
    assert.equal(visitor.site.isDown, false);
  });

  test('has the headers for security that the origin sent with those very bytes', async () => {
    const visitor = await Visitor.of();
    const policy = "default-src 'self'";
    visitor.origin.answers.set('/', html(HOME, { 'Content-Security-Policy': policy, 'X-Powered-By': 'x' }));
    await visitor.open('/');
    visitor.origin.answers.set('/', html(utf8('edited'), { 'Content-Security-Policy': "default-src 'none'" }));
    await visitor.open('/');
    visitor.all(unreachable);
    const { headers } = await visitor.open('/');
    assert.equal(headers.get('Content-Security-Policy'), policy);
    assert.equal(headers.get('X-Powered-By'), null);
  });

  test('that differs at the origin is not kept', async () => {
    const visitor = await Visitor.of();
    visitor.origin.answers.set('/', html(utf8('edited')));
    await visitor.sees('/');
    visitor.all(unreachable);
    assert.ok(isStandIn(await visitor.sees('/')));
  });

  test('is the error or the answer of the origin where the manifest does not list it, or has expired', async () => {
    const visitor = await Visitor.of();
    await visitor.sees('/');
    visitor.all(unreachable);
    visitor.origin.answers.set('/secret.html', unreachable);
    assert.equal(await visitor.sees('/secret.html'), 'connection refused');
    visitor.origin.answers.set('/secret.html', () => new Response('busy', { status: 503 }));
    assert.equal(await visitor.sees('/secret.html'), '503 busy');
    visitor.now += 2 * DAY;
    assert.equal(await visitor.sees('/'), 'connection refused');
  });

  test('is the error where the publisher does not let pages come from peers, and nothing else changes', async () => {
    const visitor = await Visitor.of(false);
    await visitor.sees('/');
    visitor.all(unreachable);
    assert.equal(await visitor.sees('/'), 'connection refused');
    assert.equal(visitor.site.isDown, false);
    assert.deepEqual(await new KeptObjects(visitor.caches.storage).all(), []);
  });

  test('is never a file of another type', async () => {
    const visitor = await Visitor.of();
    const picture = utf8('<svg/>');
    await visitor.publish(8, { '/a.svg': await entry(picture, 'image/svg+xml') });
    await visitor.site.visit();
    visitor.origin.answers.set('/a.svg', () => new Response(picture));
    await visitor.sees('/a.svg');
    visitor.all(unreachable);
    assert.equal(await visitor.sees('/a.svg'), 'connection refused');
  });

  test('is of the newest manifest that was seen, never of an older one', async () => {
    const visitor = await Visitor.of();
    await visitor.sees('/');
    const old = [MANIFEST, SIGNATURE].map((path) => [path, visitor.origin.answers.get(path)] as const);
    await visitor.publish(8, { '/index.html': await entry(OTHER) });
    await visitor.site.visit();
    for (const [path, answer] of old) {
      visitor.origin.answers.set(path, answer as Answer);
    }
    await visitor.site.visit();
    visitor.origin.answers.set('/', unreachable);
    visitor.origin.answers.set('/other.html', unreachable);
    assert.ok(isStandIn(await visitor.sees('/')), 'what is kept is of sequence 7');
    assert.equal(await visitor.sees('/other.html'), 'connection refused', 'only sequence 7 lists it');
  });
});

describe('the page that stands in', () => {
  async function down(): Promise<Visitor> {
    const visitor = await Visitor.of();
    visitor.all(unreachable);
    return visitor;
  }

  test('fetches the file of the path, with nothing inline and nothing but this site and the signaling server', async () => {
    const response = await (await down()).open('/');
    assert.equal(response.headers.get('Cache-Control'), 'no-store');
    assert.equal(
      response.headers.get('Content-Security-Policy'),
      "default-src 'none'; script-src 'self'; connect-src 'self' wss://signaling.example",
    );
    const body = await response.text();
    assert.match(body, /data-path="\/index\.html"/);
    assert.match(body, new RegExp(`src="/deploynet.js" data-site="${publisher.site}"`));
    assert.match(body, /data-signaling="wss:\/\/signaling\.example\/v1\/visitor\?a=1&amp;b=2"/);
    assert.doesNotMatch(body, />[^<\s]/, 'no inline script, no style, no text');
  });

  test('gives way to the page that it brought', async () => {
    const visitor = await down();
    assert.ok(isStandIn(await visitor.sees('/other.html')));
    await visitor.pages.fetched('/other.html', OTHER);
    assert.equal(await visitor.sees('/other.html'), `200 ${new TextDecoder().decode(OTHER)}`);
  });

  for (const [what, bytes] of Object.entries({
    nothing: undefined,
    'something else': HOME,
    'a part': OTHER.slice(1),
  })) {
    test(`comes once: where it brought ${what} the error follows, and 10 s later there is another try`, async () => {
      const visitor = await down();
      assert.ok(isStandIn(await visitor.sees('/other.html')));
      assert.ok(isStandIn(await visitor.sees('/other.html')), 'not done yet: the visitor asked again');
      await visitor.pages.fetched('/other.html', bytes);
      assert.equal(await visitor.sees('/other.html'), 'connection refused');
      visitor.origin.answers.set('/other.html', () => new Response('busy', { status: 503 }));
      assert.equal(await visitor.sees('/other.html'), '503 busy');
      await visitor.clock.pass(10_000);
      assert.ok(isStandIn(await visitor.sees('/other.html')));
    });
  }

  test('asks nobody but the origin before the visitor has said yes, where the site asks her', async () => {
    const signaling = 'wss://signaling.example/v1/visitor';
    for (const asks of [false, true]) {
      const page = new StandIn(publisher.site, { signaling, asks, standInScript: '' }).page('/a.html');
      assert.equal((await page.text()).includes(' data-consent="ask" '), asks);
    }
  });

  test('brings nothing that the manifest does not list', async () => {
    const visitor = await down();
    const evil = utf8('<script>');
    await visitor.pages.fetched('/evil.html', evil);
    assert.deepEqual(await new KeptObjects(visitor.caches.storage).all(), []);
  });
});

describe('the manifest while the origin is down', () => {
  test('is the newest one that was seen, marked, at once, also for a worker that is started again', async () => {
    const visitor = await Visitor.of();
    const signature = await (await visitor.site.file(SIGNATURE))?.text();
    assert.equal((await visitor.site.file(SIGNATURE))?.headers.get('X-DeployNet'), null);
    visitor.all(hanging);
    void visitor.site.visit();
    await visitor.site.without();
    for (const ms of [0, 1_000]) {
      const asked = visitor.site.file(SIGNATURE);
      await visitor.clock.pass(ms);
      const file = await asked;
      assert.equal(file?.headers.get('X-DeployNet'), 'kept');
      assert.equal(await file?.text(), signature);
      visitor.restart();
    }
  });

  test('counts no more once the origin has answered', async () => {
    const visitor = await Visitor.of();
    visitor.all(unreachable);
    await visitor.site.without();
    visitor.site.isBack();
    await breathe();
    visitor.restart();
    assert.equal(await visitor.site.current(), undefined);
  });
});

describe('the headers of pages', () => {
  test('go with the pages that a manifest does not list any more', async () => {
    const caches = new MemoryCaches();
    const headers = new PageHeaders(caches.storage);
    const files = new Map([['/a.html', await entry(HOME)]]);
    for (const path of ['/a.html', '/b.html']) {
      await headers.put(path, new Headers({ 'X-Frame-Options': 'DENY' }));
    }
    await headers.tidy({ sequence: 1, html: true, scripts: true, files });
    assert.equal((await headers.find('/a.html')).get('X-Frame-Options'), 'DENY');
    assert.equal((await headers.find('/b.html')).get('X-Frame-Options'), null);
  });
});
