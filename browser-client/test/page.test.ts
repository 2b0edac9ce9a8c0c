import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { type Bytes, equal, utf8 } from '../src/bytes';
import { file, LinkFixture } from './link-fixture';
import { breathe } from './manual-clock';
import { BASE, PageFixture, Publisher } from './page-fixture';
import type { Manners } from './scripted-peer';

const SMALL = file(100_000);
const FIVE = file(5 * 262_144);
let publisher: Publisher;
before(async () => {
  publisher = await Publisher.generate();
});

async function page(manners?: Manners): Promise<{ page: PageFixture; link: LinkFixture }> {
  const link = new LinkFixture([SMALL, FIVE], manners);
  if (manners !== undefined) {
    link.open();
  }
  const fixture = new PageFixture(publisher, ...(manners ? [link] : []));
  await fixture.publish({ '/small': SMALL, '/five': FIVE });
  return { page: fixture, link };
}

/** The body and the response, while the link's peer serves and time passes. */
async function fetched(fixture: PageFixture, link: LinkFixture, url: string, init?: RequestInit) {
  let body: Bytes | undefined;
  let response: Response | undefined;
  let error: unknown;
  const work = (async () => {
    try {
      response = await fixture.loader.fetch(url, init);
      body = new Uint8Array(await response.arrayBuffer());
    } catch (e) {
      error = e;
    }
  })();
  await link.run(() => body !== undefined || error !== undefined);
  await work;
  await breathe();
  return { body, response, error };
}

describe('a page with a warm link', () => {
  test('gets status, type and length of the manifest, and the bytes from the peer', async () => {
    const { page: fixture, link } = await page({});
    const { body, response } = await fetched(fixture, link, '/small');
    assert.ok(body && equal(body, SMALL.bytes));
    assert.equal(response?.status, 200);
    assert.equal(response?.headers.get('Content-Type'), SMALL.entry.type);
    assert.equal(response?.headers.get('Content-Length'), '100000');
    assert.equal(response?.url, 'https://example.org/small');
    assert.deepEqual(fixture.origin.filesAsked(), []);
    assert.deepEqual(fixture.codes(), []);
    assert.deepEqual(fixture.journal.bytes, { peer: 100_000, origin: 0, kept: 0 });
    assert.equal(fixture.journal.files()[0]?.peerBytes, 100_000);
  });

  test('gets the first pieces before the last ones have come', async () => {
    const { page: fixture, link } = await page({ framesUntilSilent: 5 });
    const promise = fixture.loader.fetch('/five');
    await link.run(() => link.link.counters.verifiedPieces === 1);
    const reader = (await promise).body?.getReader();
    const first = await reader?.read();
    assert.ok(first?.value && equal(first.value as Bytes, FIVE.bytes.slice(0, 262_144)));
    await reader?.cancel();
  });

  for (const knowsRanges of [true, false]) {
    test(`gets the rest by Range from an origin that ${knowsRanges ? 'knows' : 'ignores'} it`, async () => {
      const { page: fixture, link } = await page({ framesUntilSilent: 10 });
      fixture.origin.knowsRanges = knowsRanges;
      const { body } = await fetched(fixture, link, '/five');
      assert.ok(body && equal(body, FIVE.bytes));
      assert.deepEqual(fixture.origin.asked.at(-1), { path: '/five', range: 'bytes=524288-1310719' });
      assert.deepEqual(fixture.journal.bytes, { peer: 2 * 262_144, origin: 3 * 262_144, kept: 0 });
      assert.deepEqual(fixture.codes(), ['stalled']);
    });
  }

  const wrongRests: [string, (request: Request) => Response][] = [
    ['another file', () => new Response(FIVE.bytes.map((byte) => byte ^ 1))],
    ['an error', () => new Response('no', { status: 500 })],
    ['another range', () => new Response(FIVE.bytes, { status: 206, headers: { 'Content-Range': 'bytes 0-9/10' } })],
    ['a shorter file', () => new Response(FIVE.bytes.slice(0, 1_000_000))],
  ];
  for (const [what, answer] of wrongRests) {
    test(`gets an error and no wrong byte when the origin has ${what} for the rest`, async () => {
      const { page: fixture, link } = await page({ framesUntilSilent: 10 });
      fixture.origin.answers.set('/five', answer);
      const { body, error } = await fetched(fixture, link, '/five');
      assert.equal(body, undefined);
      assert.ok(error instanceof TypeError);
      assert.ok(fixture.codes().includes('origin-differs'));
    });
  }

  test('a file of one piece that is wrong comes whole from the origin', async () => {
    const { page: fixture, link } = await page({ piece: (_, bytes) => bytes.map((byte) => byte ^ 1) });
    const { body } = await fetched(fixture, link, '/small');
    assert.ok(body && equal(body, SMALL.bytes));
    assert.deepEqual(fixture.journal.bytes, { peer: 0, origin: 100_000, kept: 0 });
    assert.deepEqual(fixture.codes(), ['wrong-hash']);
  });

  test('an abort ends the fetch and cancels the want', async () => {
    const { page: fixture, link } = await page({ framesUntilSilent: 5 });
    const abort = new AbortController();
    const promise = fixture.loader.fetch('/five', { signal: abort.signal });
    await link.run(() => link.link.counters.verifiedPieces === 1);
    const response = await promise;
    abort.abort();
    await assert.rejects(response.arrayBuffer());
    assert.ok(link.peer.heardOf('cancel').length > 0);
    const [told] = fixture.journal.files();
    assert.deepEqual([told?.aborted, told?.failed], [true, undefined]);
  });

  test('an abort before anything has come rejects', async () => {
    const { page: fixture, link } = await page({ silent: true });
    const abort = new AbortController();
    const promise = fixture.loader.fetch('/five', { signal: abort.signal });
    await link.clock.pass(10);
    abort.abort();
    await assert.rejects(promise, { name: 'AbortError' });
  });

  // The worker asks the tab, gives up after 20 ms, and both reach a busy tab at once.
  test('a file that is let go at once has not failed', async () => {
    const { page: fixture } = await page({});
    const abort = new AbortController();
    const promise = fixture.loader.forWorker('https://example.org/five', abort.signal);
    abort.abort();
    await assert.rejects(promise, { name: 'AbortError' });
    const [told] = fixture.journal.files();
    assert.deepEqual([told?.path, told?.aborted, told?.failed], ['/five', true, undefined]);
  });
});

describe('a page goes to its origin', () => {
  test('at once while no link is warm, and gets its answer as it is', async () => {
    const { page: fixture, link } = await page();
    const { body, response } = await fetched(fixture, link, '/small');
    assert.ok(body && equal(body, SMALL.bytes));
    assert.equal(response?.headers.get('Content-Type'), 'text/plain');
    assert.deepEqual(fixture.codes(), ['no-link']);
    assert.deepEqual(fixture.journal.bytes, { peer: 0, origin: 100_000, kept: 0 });
  });

  const others: [string, string, RequestInit?][] = [
    ['a query', '/small?v=1'],
    ['another method', '/small', { method: 'POST' }],
    ['a range', '/small', { headers: { Range: 'bytes=0-9' } }],
    ['a malformed path', '/%zz'],
    ['a path that is not listed', '/other'],
    ['the manifest', '/.well-known/deploynet/manifest.json'],
  ];
  for (const [what, url, init] of others) {
    test(`for ${what}`, async () => {
      const { page: fixture, link } = await page({});
      fixture.origin.answers.set('/other', utf8('other'));
      const { response } = await fetched(fixture, link, new URL(url, BASE).href, init);
      assert.ok(response);
      assert.deepEqual(link.peer.wantsHeard, []);
      assert.equal(fixture.codes().length, 1);
    });
  }

  test('for another site', async () => {
    const { page: fixture, link } = await page({});
    await fetched(fixture, link, 'https://elsewhere.example/small');
    assert.deepEqual(link.peer.wantsHeard, []);
  });

  test('for scripts and pages that the publisher keeps from peers', async () => {
    const { page: fixture, link } = await page({});
    const script = { ...SMALL, entry: { ...SMALL.entry, type: 'text/javascript' } };
    const html = { ...SMALL, entry: { ...SMALL.entry, type: 'text/html; charset=utf-8' } };
    await fixture.publish({ '/a.js': script, '/a.html': html }, 2);
    for (const path of ['/a.js', '/a.html']) {
      await fetched(fixture, link, path);
    }
    assert.deepEqual(link.peer.wantsHeard, []);
    assert.deepEqual(fixture.codes(), ['not-eligible-type']);
  });

  test('a name in any spelling finds its file', async () => {
    const { page: fixture, link } = await page({});
    await fixture.publish({ '/a%20%25b': SMALL }, 2);
    const { body } = await fetched(fixture, link, '/a %25b');
    assert.ok(body && equal(body, SMALL.bytes));
    assert.deepEqual(fixture.journal.bytes, { peer: 100_000, origin: 0, kept: 0 });
  });
});

describe('a site that was edited', () => {
  test('reaches the page as it is, and that path uses no peer until it is published again', async () => {
    const { page: fixture, link } = await page();
    const edited = utf8('edited by hand');
    fixture.origin.answers.set('/small', edited);
    const first = await fetched(fixture, link, '/small');
    assert.ok(first.body && equal(first.body, edited));
    assert.deepEqual(fixture.codes(), ['no-link', 'origin-differs']);
    link.open();
    const again = await fetched(fixture, link, '/small');
    assert.ok(again.body && equal(again.body, edited));
    assert.deepEqual(link.peer.wantsHeard, []);
  });

  test('is known by an origin that has less, more, or nothing', async () => {
    for (const answer of [SMALL.bytes.slice(1), new Uint8Array(200_000), () => new Response('', { status: 404 })]) {
      const { page: fixture, link } = await page();
      fixture.origin.answers.set('/small', answer);
      await fetched(fixture, link, '/small');
      assert.ok(fixture.codes().includes('origin-differs'));
    }
  });

  test('an origin that fails says so to the page', async () => {
    const { page: fixture, link } = await page();
    fixture.origin.answers.set('/small', () => Promise.reject(new TypeError('network')));
    const { error } = await fetched(fixture, link, '/small');
    assert.ok(error instanceof TypeError);
    const [told] = fixture.journal.files();
    assert.deepEqual([told?.failed, told?.aborted], [true, undefined]);
  });

  test('but not where the page let the file go', async () => {
    const { page: fixture, link } = await page();
    const abort = new AbortController();
    fixture.origin.answers.set('/small', () => {
      abort.abort();
      return Promise.reject(abort.signal.reason);
    });
    const { error } = await fetched(fixture, link, '/small', { signal: abort.signal });
    assert.ok(error instanceof DOMException);
    const [told] = fixture.journal.files();
    assert.deepEqual([told?.failed, told?.aborted], [undefined, true]);
  });
});

describe('the manifest', () => {
  test('of a lower sequence than was seen before does not count, also in a later visit', async () => {
    const first = new PageFixture(publisher);
    await first.publish({ '/small': SMALL }, 7);
    assert.equal(first.sequences.get(publisher.site), 7);
    const later = new PageFixture(publisher);
    later.sequences.set(publisher.site, 7);
    await later.publish({ '/small': SMALL }, 6);
    assert.equal(later.keeper.manifest, undefined);
    assert.deepEqual(later.codes(), ['manifest-rolled-back']);
  });

  test('of the same sequence counts', async () => {
    const fixture = new PageFixture(publisher);
    fixture.sequences.set(publisher.site, 7);
    await fixture.publish({ '/small': SMALL }, 7);
    assert.equal(fixture.keeper.manifest?.sequence, 7);
  });

  test('that is announced is fetched, and one that is rolled back meanwhile leaves the old one in use', async () => {
    const fixture = new PageFixture(publisher);
    await fixture.publish({ '/small': SMALL }, 7);
    await fixture.publish({ '/five': FIVE }, 8);
    assert.ok(fixture.keeper.manifest?.files.has('/five'));
    await fixture.publish({ '/small': SMALL }, 6);
    assert.equal(fixture.keeper.manifest?.sequence, 8);
  });

  test('that is missing, of another key or broken is said so', async () => {
    const missing = new PageFixture(publisher);
    await missing.keeper.load();
    assert.deepEqual(missing.codes(), ['manifest-missing']);
    const other = new PageFixture(await Publisher.generate());
    const manifest = publisher.manifest(1, {});
    other.origin.answers.set('/.well-known/deploynet/manifest.json', utf8(manifest));
    other.origin.answers.set('/.well-known/deploynet/manifest.jws', utf8(await publisher.sign(manifest)));
    await other.keeper.load();
    assert.deepEqual(other.codes(), ['manifest-signature']);
  });
});
