import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { FetchInit } from '../src/api';
import { type Bytes, equal } from '../src/bytes';
import { Latency } from '../src/link/latency';
import { Duplicates } from '../src/page/duplicates';
import { say } from '../src/words';
import { file, LinkFixture } from './link-fixture';
import { PageFixture, Publisher } from './page-fixture';
import { framesOf, type Manners } from './scripted-peer';

const SMALL = file(16_384);
const OTHER = file(100_000);
const FIVE = file(5 * 262_144);
const ONE_PIECE = file(262_144);
const TWO_PIECES = file(262_145);
const LARGE = file(2 * 1024 * 1024 + 77_777);
const MORE = [ONE_PIECE, TWO_PIECES];
const FILES = { '/small': SMALL, '/other': OTHER, '/five': FIVE, '/large': LARGE };
let publisher: Publisher;
before(async () => {
  publisher = await Publisher.generate();
});

class Hedged {
  readonly link: LinkFixture;
  readonly page: PageFixture;

  constructor(manners: Manners) {
    this.link = new LinkFixture([...Object.values(FILES), ...MORE], manners).open();
    this.page = new PageFixture(publisher, this.link);
  }

  static async with(manners: Manners): Promise<Hedged> {
    const hedged = new Hedged(manners);
    await hedged.page.publish(FILES);
    return hedged;
  }

  /** The body of a file, and after how many ms of the link's clock it was whole. */
  async get(path: keyof typeof FILES, init: FetchInit = {}): Promise<number> {
    const { clock } = this.link;
    const from = clock.now();
    let body: Bytes | undefined;
    const work = this.page.loader
      .fetch(path, init)
      .then((response) => response.arrayBuffer())
      .then((bytes) => {
        body = new Uint8Array(bytes);
      });
    await this.link.run(() => body !== undefined);
    await work;
    assert.ok(body && equal(body, FILES[path].bytes), `${path} is not right`);
    return clock.now() - from;
  }

  why(code: string) {
    return this.page.journal.reasons().find((why) => why.code === code);
  }

  originAsked(): string[] {
    return this.page.origin.filesAsked();
  }
}

describe('a file whose first byte does not come', () => {
  test('is asked of the origin as well after 150 ms, if it is small and the peer is new', async () => {
    const page = await Hedged.with({ silent: true });
    const ms = await page.get('/small');
    assert.ok(ms >= 150 && ms <= 210, `${ms} ms`);
    assert.deepEqual(page.page.codes(), ['hedged', 'overtaken']);
    assert.equal(page.why('hedged')?.figures['ms'], 150);
    const why = page.why('hedged');
    assert.match(why === undefined ? '' : say(why), / 150 ms/);
    assert.equal(page.link.peer.heardOf('cancel').length, 1);
  });

  test('is asked of the origin as well after 500 ms, if it can wait and the peer is new', async () => {
    const page = await Hedged.with({ silent: true });
    const ms = await page.get('/other');
    assert.ok(ms >= 500 && ms <= 560, `${ms} ms`);
  });

  for (const [path, least] of [
    ['/small', 50],
    ['/other', 150],
  ] as const) {
    test(`is asked of the origin as well after ${least} ms, if ${path} and the peer was fast so far`, async () => {
      const manners: Manners = {};
      const page = await Hedged.with(manners);
      await page.get('/five');
      Object.assign(manners, { silent: true });
      const ms = await page.get(path);
      assert.ok(ms >= least && ms <= least + 60, `${ms} ms`);
      assert.deepEqual(page.originAsked(), [path]);
    });
  }

  for (const [wish, least] of [
    [{ priority: 'high' }, 50],
    [{ priority: 'high', deadlineMs: 450 }, 150],
  ] as const) {
    test(`comes from the origin after ${least} ms, if it is asked with ${JSON.stringify(wish)}`, async () => {
      const manners: Manners = {};
      const page = await Hedged.with(manners);
      await page.get('/five');
      Object.assign(manners, { silent: true });
      const ms = await page.get('/other', wish);
      assert.ok(Math.abs(ms - least) < 50, `${ms} ms: not within a beat`);
    });
  }

  test('is taken from the peer where that is faster, and the origin is let go', async () => {
    const manners: Manners = { silent: true };
    const page = await Hedged.with(manners);
    let aborted = false;
    page.page.origin.answers.set('/small', (request) => {
      Object.assign(manners, { silent: false });
      return new Promise((_, reject) => {
        request.signal.addEventListener('abort', () => {
          aborted = true;
          reject(new Error('aborted'));
        });
      });
    });
    await page.get('/small');
    assert.deepEqual(page.page.journal.bytes, { peer: SMALL.entry.size, origin: 0, kept: 0 });
    assert.ok(aborted);
    assert.deepEqual(page.page.codes(), ['hedged']);
  });

  test('is asked of the origin once, also where the peer refuses meanwhile', async () => {
    const manners: Manners = { silent: true };
    const page = await Hedged.with(manners);
    page.page.origin.answers.set('/small', async () => {
      Object.assign(manners, { silent: false, refuse: 'absent' });
      await page.link.clock.pass(20);
      page.link.peer.serve();
      return new Response(SMALL.bytes);
    });
    await page.get('/small');
    assert.deepEqual(page.originAsked(), ['/small']);
    assert.ok(page.page.codes().includes('refused-absent'));
  });

  test('is still taken from the peer where the origin only has an error', async () => {
    const manners: Manners = { silent: true };
    const page = await Hedged.with(manners);
    page.page.origin.answers.set('/small', () => {
      Object.assign(manners, { silent: false });
      return new Response('busy', { status: 503 });
    });
    await page.get('/small');
    assert.deepEqual(page.page.journal.bytes, { peer: SMALL.entry.size, origin: 0, kept: 0 });
  });

  test('because the peer sends others that are as urgent is in its turn, and not late', async () => {
    const page = await Hedged.with({ silent: true });
    const { link } = page;
    const larger = [ONE_PIECE, TWO_PIECES].map((kept) => link.get(kept, kept.bytes, 2));
    const small = link.get(SMALL, SMALL.bytes, 2);
    await link.run(() => link.peer.wantsHeard.length === 3);
    const [one, two] = link.peer.wantsHeard.map(({ request }) => request);
    const frames = framesOf(1, one ?? 0, 0, ONE_PIECE.bytes);
    frames.push(...framesOf(2, two ?? 0, 0, TWO_PIECES.layer));
    frames.push(...framesOf(1, two ?? 0, 0, TWO_PIECES.bytes.slice(0, 262_144)));
    for (const frame of frames) {
      link.peer.send(frame);
      assert.deepEqual(small.lates, []);
      await link.clock.pass(45);
    }
    await link.clock.pass(250);
    assert.equal(small.lates.length, 1, 'a pause is no turn of others');
    assert.ok(larger.every(({ lates }) => lates.length === 0));
  });

  test('although the peer sends less urgent ones is late', async () => {
    const page = await Hedged.with({ silent: true });
    const { link } = page;
    link.get(ONE_PIECE, ONE_PIECE.bytes, 2);
    const urgent = link.get(OTHER, OTHER.bytes, 0);
    await link.run(() => link.peer.wantsHeard.length === 2);
    const request = link.peer.wantsHeard.find(({ object }) => object === ONE_PIECE.id)?.request ?? 0;
    for (const frame of framesOf(1, request, 0, ONE_PIECE.bytes)) {
      link.peer.send(frame);
      await link.clock.pass(50);
    }
    assert.equal(urgent.lates.length, 1);
  });

  test('again and again, 600 ms in all without a byte of the peer, puts it in doubt', async () => {
    const page = await Hedged.with({ silent: true });
    await page.get('/small');
    assert.ok(page.link.link.isUsable);
    assert.equal(page.link.stalls.length, 0);
    await page.get('/other');
    assert.equal(page.link.stalls.length, 1);
    assert.equal(page.link.link.isUsable, false);
    assert.ok((await page.get('/five')) <= 10, 'nobody waits for a peer in doubt');
    assert.ok(page.why('no-link'));
  });
});

describe('bytes that come twice', () => {
  test('may be 5 % of what the page got, and one piece', () => {
    let got = 0;
    const duplicates = new Duplicates(() => got);
    assert.ok(duplicates.allow(262_144));
    assert.ok(!duplicates.allow(262_145));
    got = 1_000_000;
    assert.ok(duplicates.allow(262_144 + 50_000));
    duplicates.add(300_000);
    assert.ok(!duplicates.allow(12_145));
    assert.ok(duplicates.allow(12_144));
  });

  test('are no more than that: then the origin is asked instead, and nobody waits longer', async () => {
    const page = await Hedged.with({ silent: true });
    const ms = await page.get('/large');
    assert.ok(ms >= 500 && ms <= 560, `${ms} ms`);
    assert.equal(page.why('hedged'), undefined);
    assert.deepEqual(page.why('late')?.figures, { ms: 500, bytes: 0 });
    assert.equal(page.page.journal.reasons().length, 1);
  });

  test('are no more than that: then small files come from the origin at once', async () => {
    const page = await Hedged.with({});
    page.page.loader.duplicates.add(300_000);
    assert.ok((await page.get('/small')) <= 5);
    assert.deepEqual(page.why('origin-first')?.figures, { bytes: 300_000 });
    await page.get('/large');
    await page.get('/small');
    assert.deepEqual(page.originAsked(), ['/small'], 'more bytes allow more');
  });

  test('are counted where a peer goes on after the origin was faster', async () => {
    const page = await Hedged.with({ silent: true });
    await page.get('/other');
    const request = page.link.peer.wantsHeard[0]?.request ?? 0;
    for (const frame of framesOf(1, request, 0, OTHER.bytes)) {
      page.link.peer.send(frame);
    }
    assert.equal(page.page.loader.duplicates.bytes, 100_000);
    await page.link.clock.pass(1);
    await page.link.clock.pass(100);
    assert.equal(page.link.receiptsHeard.at(-1)?.bytes, 100_000, 'the super-peer sent it, and is paid');
  });
});

test('a page that saves data asks no peer from that moment on', async () => {
  const page = await Hedged.with({});
  await page.get('/small');
  page.page.obstacle = 'save-data';
  await page.get('/other');
  assert.deepEqual(page.originAsked(), ['/other']);
  assert.ok(page.why('save-data'));
});

test('the 95th percentile forgets what is long ago', () => {
  const latency = new Latency();
  assert.equal(latency.p95, Number.POSITIVE_INFINITY);
  for (let i = 1; i <= 100; i++) {
    latency.add(i);
  }
  assert.equal(latency.p95, 97);
  for (let i = 0; i < 64; i++) {
    latency.add(5);
  }
  assert.equal(latency.p95, 5);
});
