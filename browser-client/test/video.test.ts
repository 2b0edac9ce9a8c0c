import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, test } from 'node:test';
import type Hls from 'hls.js';
import type { DeployNet, FetchInit } from '../src/api';
import { type Bytes, equal } from '../src/bytes';
import type { Link } from '../src/link/link';
import type { HlsCallbacks, HlsContext, HlsLoader, HlsLoaderConfig, VideoError } from '../src/video/api';
import { Asker } from '../src/video/asker';
import { hlsLoaderFor } from '../src/video/hls-loader';
import { FilmPlayback } from '../src/video/playback';
import { videoWith } from '../src/video/video';
import { AT_START, FROM_ORIGIN, wishAt, wishFor } from '../src/video/wish';
import { Fetched, file, LinkFixture } from './link-fixture';
import { breathe, ManualClock } from './manual-clock';
import { PageFixture, Publisher } from './page-fixture';
import { framesOf, type Manners } from './scripted-peer';
import { FakeElement, FakeMediaSource, segmentBytes } from './video-fixture';

// That hls.js takes the loader is a matter of types: this does not compile where it does not.
export const config = (element: HTMLVideoElement): Partial<Hls['config']> => ({
  fLoader: videoWith(() => undefined).hlsLoader(element),
});

const FIVE = file(5 * 262_144);
const OTHER = file(100_000);
const FILES = { '/five.m4s': FIVE, '/other.m4s': OTHER };
let publisher: Publisher;
before(async () => {
  publisher = await Publisher.generate();
  Object.assign(globalThis, { document: { baseURI: 'https://example.org/page/' }, MediaSource: FakeMediaSource });
  URL.createObjectURL = () => 'blob:film';
  URL.revokeObjectURL = () => {};
});

describe('how soon a segment is needed', () => {
  test('leaves the origin the time that it takes and more, or half where that is not known', () => {
    assert.deepEqual(wishFor(10_000, undefined), { priority: 'low', deadlineMs: 5_000 });
    assert.deepEqual(wishFor(10_000, 1_000), { priority: 'low', deadlineMs: 8_250 });
    assert.deepEqual(wishFor(1_499, 100), { priority: 'high', deadlineMs: 1_099 });
    assert.equal(wishFor(1_500, 100).priority, 'low');
  });

  test('is so soon that only the origin is asked, where the buffer is short of what the origin takes', () => {
    assert.deepEqual(wishFor(1_000, 2_000), FROM_ORIGIN);
    assert.deepEqual(wishFor(0, undefined), FROM_ORIGIN);
    assert.equal(wishFor(499, 100).deadlineMs, 0, 'less than 100 ms is no time for a super-peer');
    assert.equal(wishFor(500, 100).deadlineMs, 100);
  });

  test('is counted from the playhead, at its speed; before the first frame and in a seek nothing can stall', () => {
    const player = { currentTime: 10, playbackRate: 2, readyState: 4, seeking: false };
    assert.deepEqual(wishAt(player, 30, undefined), wishFor(10_000, undefined));
    assert.deepEqual(wishAt({ ...player, readyState: 1 }, 30, undefined), AT_START);
    assert.deepEqual(wishAt({ ...player, seeking: true }, 30, undefined), AT_START);
    assert.deepEqual(wishAt({ ...player, readyState: 2 }, 9, undefined), FROM_ORIGIN, 'it ran dry');
  });
});

/** A page with a link to a scripted peer, all on one manual clock. */
class Watched {
  readonly link: LinkFixture;
  readonly page: PageFixture;

  constructor(manners: Manners) {
    this.link = new LinkFixture(Object.values(FILES), manners).open();
    this.page = new PageFixture(publisher, this.link);
  }

  static async with(manners: Manners): Promise<Watched> {
    const watched = new Watched(manners);
    await watched.page.publish(FILES);
    return watched;
  }

  /** How long it took and what it was. */
  async get(path: keyof typeof FILES, init: FetchInit): Promise<number> {
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
    assert.ok(body && equal(body, FILES[path].bytes));
    return clock.now() - from;
  }

  /** A peer that sends a frame of 64 KiB each `everyMs` of what it was asked first. */
  async drip(everyMs: number, until: () => boolean): Promise<void> {
    await this.link.run(() => this.link.peer.wantsHeard.length > 0);
    const { request } = this.link.peer.wantsHeard[0] ?? { request: 0 };
    const frames = framesOf(2, request, 0, FIVE.layer);
    for (let piece = 0; piece < 5; piece++) {
      frames.push(...framesOf(1, request, piece, FIVE.bytes.slice(piece * 262_144, (piece + 1) * 262_144)));
    }
    for (const frame of frames) {
      if (!until()) {
        this.link.peer.send(frame);
        await this.link.clock.pass(everyMs);
      }
    }
  }
}

describe('a fetch with a deadline', () => {
  test('tells the super-peer of it, and how urgent it is', async () => {
    const page = await Watched.with({});
    await page.get('/five.m4s', { priority: 'high', deadlineMs: 1_234.5 });
    await page.get('/other.m4s', { priority: 'low' });
    const told = page.link.peer.wantsHeard.map(({ object, ...want }) =>
      [object, want.priority, want.deadlineMs].join(),
    );
    assert.deepEqual([...new Set(told)], [`${FIVE.id},0,1235`, `${OTHER.id},2,600000`]);
  });

  test('goes on from the origin with what a slow super-peer has not sent by then, and nothing comes twice', async () => {
    const page = await Watched.with({ silent: true });
    const { clock } = page.link;
    let body: Bytes | undefined;
    const from = clock.now();
    const work = page.page.loader
      .fetch('/five.m4s', { priority: 'low', deadlineMs: 2_000 })
      .then((response) => response.arrayBuffer())
      .then((bytes) => {
        body = new Uint8Array(bytes);
      });
    await page.drip(250, () => body !== undefined);
    await page.link.run(() => body !== undefined);
    await work;
    assert.ok(body && equal(body, FIVE.bytes));
    const ms = clock.now() - from;
    assert.ok(ms >= 2_000 && ms <= 2_300, `${ms} ms`);
    assert.ok(page.page.codes().includes('overdue'), page.page.codes().join());
    const { peer, origin } = page.page.journal.bytes;
    assert.equal(peer, 262_144, 'one piece was whole');
    assert.equal(peer + origin, FIVE.entry.size);
    assert.deepEqual(page.page.origin.asked.at(-1), { path: '/five.m4s', range: 'bytes=262144-1310719' });
    assert.ok(page.link.link.isUsable, 'a slow super-peer is no bad one');
  });

  test('that a super-peer keeps has no consequence', async () => {
    const page = await Watched.with({});
    await page.get('/five.m4s', { deadlineMs: 2_000 });
    await page.link.clock.pass(3_000);
    assert.deepEqual(page.page.codes(), []);
    assert.deepEqual(page.page.origin.filesAsked(), []);
  });

  test('of 0 asks the origin at once and no super-peer', async () => {
    const page = await Watched.with({});
    await page.get('/five.m4s', { deadlineMs: 0 });
    assert.deepEqual(page.link.peer.wantsHeard, []);
    assert.deepEqual(page.page.codes(), ['overdue']);
    assert.equal(page.page.journal.bytes.origin, FIVE.entry.size);
  });

  test('counts from its beginning, for all links and for one that joins later', async () => {
    const clock = new ManualClock();
    const links = [1, 2].map(() => new LinkFixture([FIVE], { silent: true }, 16 * 1024 * 1024, clock).open());
    const fetched = new Fetched(FIVE, FIVE.bytes, 2, 400);
    fetched.download.from(links[0]?.link as Link);
    await clock.pass(300);
    fetched.download.from(links[1]?.link as Link);
    await clock.pass(99);
    assert.deepEqual(fetched.drops, []);
    await clock.pass(1);
    assert.deepEqual(fetched.drops, ['overdue', 'overdue']);
    assert.equal(fetched.start, 'nothing');
  });

  test('that is none at all, or no number, waits as long as bytes come', async () => {
    const page = await Watched.with({});
    await page.get('/other.m4s', { deadlineMs: Number.NaN });
    await page.get('/five.m4s', { deadlineMs: Number.POSITIVE_INFINITY });
    assert.equal(page.link.peer.wantsHeard.length, 3);
    assert.ok(page.link.peer.wantsHeard.every(({ deadlineMs }) => deadlineMs === 600_000));
  });
});

interface Asked {
  readonly url: string;
  readonly init: FetchInit;
  answer(response: Response): void;
  fail(e: Error): void;
}

/** A page whose fetches the test answers. */
class ScriptedPage extends EventTarget {
  readonly asked: Asked[] = [];

  readonly fetch = (input: RequestInfo | URL, init: FetchInit = {}): Promise<Response> =>
    new Promise((answer, fail) => {
      this.asked.push({ url: String(input), init, answer, fail });
      init.signal?.addEventListener('abort', () => fail(new DOMException('aborted', 'AbortError')));
    });

  get asker(): Asker {
    return new Asker(() => this as unknown as DeployNet);
  }

  get last(): Asked {
    const asked = this.asked.at(-1);
    assert.ok(asked, 'nothing was asked');
    return asked;
  }

  came(path: string, ms: number, from: 'origin' | 'peer'): void {
    const bytes = { peerBytes: 0, originBytes: 0, keptBytes: 0, [`${from}Bytes`]: 100 };
    const detail = { path, size: 100, type: 'video/mp4', ...bytes, startedAt: 50, endedAt: 50 + ms };
    this.dispatchEvent(new CustomEvent('file', { detail }));
  }
}

describe('the time that the origin takes', () => {
  test('is the longest of what came from it alone, of films', () => {
    const page = new ScriptedPage();
    const { asker } = page;
    assert.equal(asker.originMs, undefined);
    for (const n of [1, 2, 3]) {
      void asker.ask(`/film/${n}.m4s`, {});
    }
    page.came('/film/1.m4s', 300, 'origin');
    page.came('/film/2.m4s', 700, 'peer');
    page.came('/style.css', 900, 'origin');
    assert.equal(asker.originMs, 300);
    page.came('/film/3.m4s', 500, 'origin');
    assert.equal(asker.originMs, 500);
    for (let i = 0; i < 8; i++) {
      page.came('/film/1.m4s', 100, 'origin');
    }
    assert.equal(asker.originMs, 100, 'what is long ago is forgotten');
  });
});

describe('the loader for hls.js', () => {
  const policy = { maxTimeToFirstByteMs: 1_000, maxLoadTimeMs: 5_000, timeoutRetry: null, errorRetry: null };
  const FRAGMENT = { url: 'https://example.org/film/3.m4s', responseType: 'arraybuffer', frag: { start: 12, sn: 3 } };
  type Heard = { what: string; detail: unknown };

  class Loading {
    readonly clock = new ManualClock();
    readonly page = new ScriptedPage();
    readonly plain = new ScriptedPage();
    readonly player = { currentTime: 2, playbackRate: 1, readyState: 4, seeking: false };
    readonly heard: Heard[] = [];
    readonly loader: HlsLoader<HlsContext>;

    constructor() {
      const { clock, player } = this;
      const parts = { asker: this.page.asker, player, clock, fetch: this.plain.fetch as typeof fetch };
      this.loader = new (hlsLoaderFor(parts))({});
    }

    load(context: HlsContext, more: Partial<HlsLoaderConfig['loadPolicy']> = {}, highWaterMark?: number): this {
      const hear = (what: string, detail: unknown) => this.heard.push({ what, detail });
      const callbacks: HlsCallbacks<HlsContext> = {
        onSuccess: ({ data, code }) => hear('success', { data, code }),
        onError: (error) => hear('error', error),
        onTimeout: () => hear('timeout', undefined),
        onAbort: () => hear('abort', undefined),
        ...(highWaterMark === undefined ? {} : { onProgress: (_s, _c, data) => hear('progress', data) }),
      };
      const water = highWaterMark === undefined ? {} : { highWaterMark };
      this.loader.load(context, { loadPolicy: { ...policy, ...more }, timeout: 0, ...water }, callbacks);
      return this;
    }

    words(): string[] {
      return this.heard.map(({ what }) => what);
    }
  }

  /** A body that the test writes piece by piece. */
  function stream(): { response: Response; write(bytes: Bytes): void; close(): void } {
    const { readable, writable } = new TransformStream<Bytes, Bytes>();
    const writer = writable.getWriter();
    return {
      response: new Response(readable, { headers: { 'Content-Length': '6' } }),
      write: (bytes) => void writer.write(bytes),
      close: () => void writer.close(),
    };
  }

  test('asks for a fragment with what is left until it is needed', async () => {
    const loading = new Loading().load(FRAGMENT);
    const { url, init } = loading.page.last;
    assert.equal(url, FRAGMENT.url);
    assert.deepEqual([init.priority, init.deadlineMs], ['low', 5_000]);
  });

  test('gives all of it, with the times at which it came', async () => {
    const loading = new Loading().load(FRAGMENT);
    const body = stream();
    const started = loading.clock.now();
    await loading.clock.pass(40);
    loading.page.last.answer(body.response);
    await breathe();
    body.write(new Uint8Array([1, 2, 3]));
    await breathe();
    await loading.clock.pass(60);
    assert.equal(loading.loader.stats.loaded, 3);
    assert.equal(loading.loader.stats.total, 6);
    body.write(new Uint8Array([4, 5, 6]));
    body.close();
    await breathe();
    const { stats } = loading.loader;
    assert.deepEqual(stats.loading, { start: started, first: started + 40, end: started + 100 });
    assert.deepEqual([stats.loaded, stats.total, stats.aborted], [6, 6, false]);
    assert.deepEqual(loading.heard[0]?.detail, { data: new Uint8Array([1, 2, 3, 4, 5, 6]).buffer, code: 200 });
    assert.deepEqual(loading.words(), ['success']);
    await loading.clock.pass(10_000);
    assert.deepEqual(loading.words(), ['success'], 'no timer is left');
  });

  test('gives it in parts where hls.js plays progressively, and then nothing twice', async () => {
    const loading = new Loading().load(FRAGMENT, {}, 4);
    const body = stream();
    loading.page.last.answer(body.response);
    for (const bytes of [[1, 2], [3, 4, 5], [6]]) {
      body.write(new Uint8Array(bytes));
      await breathe();
    }
    body.close();
    await breathe();
    assert.deepEqual(loading.words(), ['progress', 'progress', 'success']);
    const sizes = loading.heard.map(
      ({ detail }) => ((detail as { data?: ArrayBuffer }).data ?? (detail as ArrayBuffer)).byteLength,
    );
    assert.deepEqual(sizes, [5, 1, 0]);
  });

  test('fetches ranges, playlists and keys plainly', () => {
    const ranged = new Loading().load({ ...FRAGMENT, rangeStart: 10, rangeEnd: 20 });
    assert.deepEqual(ranged.plain.last.init.headers, { Range: 'bytes=10-19' });
    const others = [
      { url: '/film/index.m3u8', responseType: 'text' },
      { ...FRAGMENT, url: '/key', keyInfo: {} },
    ];
    for (const loading of [ranged, ...others.map((context) => new Loading().load(context))]) {
      assert.equal(loading.plain.asked.length, 1);
      assert.equal(loading.page.asked.length, 0);
    }
  });

  test('says an error with its status, and of a lost network with 0', async () => {
    const refused = new Loading().load(FRAGMENT);
    refused.page.last.answer(new Response('', { status: 404, statusText: 'Not Found' }));
    await breathe();
    assert.deepEqual(refused.heard, [{ what: 'error', detail: { code: 404, text: 'Not Found' } }]);
    const lost = new Loading().load(FRAGMENT);
    lost.page.last.fail(new TypeError('gone'));
    await breathe();
    assert.deepEqual(lost.heard, [{ what: 'error', detail: { code: 0, text: 'gone' } }]);
  });

  test('says a timeout before the first byte, and one of the whole', async () => {
    const silent = new Loading().load(FRAGMENT);
    await silent.clock.pass(999);
    assert.deepEqual(silent.words(), []);
    await silent.clock.pass(1);
    assert.deepEqual(silent.words(), ['timeout']);
    assert.ok(silent.page.last.init.signal?.aborted);
    const slow = new Loading().load(FRAGMENT);
    await slow.clock.pass(900);
    slow.page.last.answer(stream().response);
    await breathe();
    await slow.clock.pass(4_099);
    assert.deepEqual(slow.words(), []);
    await slow.clock.pass(1);
    assert.deepEqual(slow.words(), ['timeout']);
  });

  test('is silent after an abort but for that word, and after destroy altogether', async () => {
    for (const how of ['abort', 'destroy'] as const) {
      const loading = new Loading().load(FRAGMENT);
      const body = stream();
      loading.page.last.answer(body.response);
      body.write(new Uint8Array(3));
      await breathe();
      loading.loader[how]();
      body.write(new Uint8Array(3));
      body.close();
      await loading.clock.pass(10_000);
      assert.deepEqual(loading.words(), how === 'abort' ? ['abort'] : []);
      assert.ok(loading.loader.stats.aborted);
      assert.ok(loading.page.last.init.signal?.aborted);
    }
  });

  test('tries again as the policy says where hls.js leaves that to it', async () => {
    const errorRetry = { maxNumRetry: 2, retryDelayMs: 100, maxRetryDelayMs: 150 };
    const loading = new Loading().load({ url: '/film/index.m3u8', responseType: 'text' }, { errorRetry });
    for (const [n, waitMs] of [100, 150].entries()) {
      loading.plain.last.answer(new Response('', { status: 503 }));
      await breathe();
      await loading.clock.pass(waitMs - 1);
      assert.equal(loading.plain.asked.length, n + 1);
      await loading.clock.pass(1);
      assert.equal(loading.plain.asked.length, n + 2);
    }
    loading.plain.last.answer(new Response('#EXTM3U'));
    await breathe();
    assert.deepEqual(loading.heard, [{ what: 'success', detail: { data: '#EXTM3U', code: 200 } }]);
    assert.equal(loading.loader.stats.retry, 2);
  });

  test('loads once', () => {
    const loading = new Loading().load(FRAGMENT);
    assert.throws(() => loading.load(FRAGMENT));
  });
});

describe('a film without hls.js', () => {
  const segments = Array.from({ length: 20 }, (_, n) => ({ url: `/film/${n}.m4s`, seconds: 2 }));
  const FILM = { type: 'video/mp4; codecs="vp09.00.21.08"', init: '/film/init.mp4', segments };
  let page: ScriptedPage;
  let clock: ManualClock;
  let element: FakeElement;
  let playback: FilmPlayback | undefined;
  beforeEach(() => {
    page = new ScriptedPage();
    clock = new ManualClock();
    element = new FakeElement();
    FakeMediaSource.supported = true;
    FakeMediaSource.last = undefined;
  });
  afterEach(() => playback?.stop());

  function play(film: ConstructorParameters<typeof FilmPlayback>[1] = FILM, options = {}): FilmPlayback {
    const parts = { asker: page.asker, clock, element: element as unknown as HTMLMediaElement };
    playback = new FilmPlayback(parts, film, { bufferSeconds: 6, behindSeconds: 4, ...options });
    return playback;
  }

  const buffer = () => {
    assert.ok(FakeMediaSource.last);
    return FakeMediaSource.last.buffer;
  };

  /** Answers what is asked until nothing more is. */
  async function serve(): Promise<string[]> {
    const served: string[] = [];
    for (await breathe(); page.asked.length > 0; await breathe()) {
      for (const { url, init, answer } of page.asked.splice(0)) {
        if (!init.signal?.aborted) {
          const n = Number(/(\d+)\.m4s/.exec(url)?.[1] ?? Number.NaN);
          served.push(url.replace('/film/', ''));
          answer(new Response(Number.isNaN(n) ? segmentBytes(0, 0) : segmentBytes(2 * n, 2 * n + 2)));
        }
      }
    }
    return served;
  }

  test('is fetched in its order, as far ahead as it was told', async () => {
    play();
    assert.deepEqual(await serve(), ['init.mp4', '0.m4s', '1.m4s', '2.m4s']);
    assert.deepEqual(buffer().held, [[0, 6]]);
    assert.equal(FakeMediaSource.last?.duration, 40);
    element.playTo(1.9);
    assert.deepEqual(await serve(), ['3.m4s']);
  });

  test('asks for the first as one that is waited for, for others by what is in the buffer', async () => {
    play();
    await breathe();
    assert.deepEqual([page.last.init.priority, page.last.init.deadlineMs], ['high', 500]);
    await serve();
    element.playTo(1);
    await breathe();
    assert.deepEqual([page.last.init.priority, page.last.init.deadlineMs], ['low', 2_500]);
    await serve();
    page.came('/film/0.m4s', 1_000, 'origin');
    element.playTo(3);
    await breathe();
    assert.deepEqual([page.last.init.priority, page.last.init.deadlineMs], ['low', 3_250]);
  });

  test('forgets what is behind the playhead', async () => {
    play();
    await serve();
    for (let at = 1; at <= 11; at++) {
      element.playTo(at);
      await serve();
    }
    assert.deepEqual(buffer().held, [[7, 18]]);
  });

  test('waits where the browser is full, and goes on as it plays', async () => {
    play(FILM, { bufferSeconds: 20 });
    await breathe();
    buffer().roomSeconds = 7;
    await serve();
    assert.deepEqual(buffer().held, [[0, 6]]);
    element.playTo(2.5);
    await serve();
    await clock.pass(300);
    assert.deepEqual(buffer().held, [[1.5, 8]]);
  });

  test('goes where the viewer goes, and lets go what was under way', async () => {
    play();
    await serve();
    element.playTo(1);
    await breathe();
    const underWay = page.last;
    assert.equal(underWay.url, '/film/3.m4s');
    element.seekTo(21);
    await breathe();
    assert.ok(underWay.init.signal?.aborted);
    assert.deepEqual([page.last.url, page.last.init.priority], ['/film/10.m4s', 'high']);
    assert.deepEqual(await serve(), ['10.m4s', '11.m4s', '12.m4s', '13.m4s']);
    element.seeking = false;
    element.seekTo(3);
    assert.deepEqual(await serve(), ['1.m4s', '2.m4s', '3.m4s', '4.m4s'], 'it was forgotten meanwhile');
  });

  test('goes on with what is under way where the viewer only goes to what is here', async () => {
    play();
    await serve();
    element.playTo(3);
    await breathe();
    const underWay = page.last;
    element.seekTo(1);
    await breathe();
    assert.equal(underWay.init.signal?.aborted, false);
  });

  test('ends its stream after the last segment, and opens it again for a seek', async () => {
    play({ ...FILM, segments: segments.slice(0, 2) });
    await serve();
    assert.equal(FakeMediaSource.last?.readyState, 'ended');
    buffer().held = [[2, 4]];
    element.seekTo(0.5);
    assert.deepEqual(await serve(), ['0.m4s', '1.m4s']);
    assert.equal(FakeMediaSource.last?.readyState, 'ended');
    element.dispatchEvent(new Event('ended'));
    await playback?.ended;
  });

  test('asks the origin after a failure, again and again, and then says so', async () => {
    const { ended } = play();
    await serve();
    element.playTo(1);
    await breathe();
    for (const waitMs of [500, 1_000, 2_000]) {
      page.last.fail(new TypeError('gone'));
      await breathe();
      const before = page.asked.length;
      await clock.pass(waitMs + 250);
      assert.equal(page.asked.length, before + 1);
      assert.equal(page.last.init.deadlineMs, 0);
    }
    page.last.fail(new TypeError('gone'));
    await assert.rejects(ended, (e: VideoError) => e.code === 'network' && e.url === '/film/3.m4s');
  });

  for (const [code, film, prepare] of [
    ['missing', FILM, () => page.last.answer(new Response('', { status: 404 }))],
    ['decode', FILM, () => element.dispatchEvent(new Event('error'))],
    ['unsupported', FILM, undefined],
  ] as const) {
    test(`says ${code} where that is the matter`, async () => {
      FakeMediaSource.supported = code !== 'unsupported';
      const { ended } = play(film);
      await breathe();
      prepare?.();
      await assert.rejects(ended, (e: VideoError) => e.code === code && e.name === 'VideoError');
      await breathe();
      const asked = page.asked.length;
      await clock.pass(5_000);
      assert.equal(page.asked.length, asked, 'nothing more is fetched');
    });
  }

  test('lets everything go when it is stopped', async () => {
    for (const how of ['stop', 'signal']) {
      const abort = new AbortController();
      const { ended, stop } = play(FILM, { signal: abort.signal });
      await breathe();
      const underWay = page.last;
      how === 'stop' ? stop.call(playback) : abort.abort();
      await ended;
      assert.ok(underWay.init.signal?.aborted);
      assert.equal(element.src, '');
      assert.deepEqual(await serve(), []);
    }
  });

  describe('in a single file', () => {
    const SINGLE = { type: FILM.type, url: '/film.mp4' };

    function body(signal = page.last.init.signal): {
      response: Response;
      write(from: number, to: number): void;
      close(): void;
    } {
      const { readable, writable } = new TransformStream<Bytes, Bytes>();
      const writer = writable.getWriter();
      signal?.addEventListener('abort', () => void writer.abort(signal.reason).catch(() => {}));
      return {
        response: new Response(readable),
        write: (from, to) => void writer.write(segmentBytes(from, to)).catch(() => {}),
        close: () => void writer.close().catch(() => {}),
      };
    }

    test('is appended as it comes, as far ahead as it was told', async () => {
      play(SINGLE);
      await breathe();
      const file = body();
      page.last.answer(file.response);
      for (let at = 0; at < 20; at += 2) {
        file.write(at, at + 2);
      }
      await breathe();
      assert.deepEqual(buffer().held, [[0, 6]]);
      element.playTo(3);
      await breathe();
      assert.deepEqual(buffer().held, [[0, 10]]);
    });

    test('is asked of the origin anew where it comes too slowly to play on', async () => {
      play(SINGLE);
      await breathe();
      const file = body();
      page.last.answer(file.response);
      file.write(0, 3);
      await breathe();
      element.playTo(0.5);
      await clock.pass(300);
      assert.equal(page.asked.length, 1);
      element.playTo(1.1);
      await clock.pass(300);
      assert.equal(page.asked.length, 2);
      assert.ok(page.asked[0]?.init.signal?.aborted);
      assert.equal(page.last.init.deadlineMs, 0);
      const whole = body();
      page.last.answer(whole.response);
      whole.write(0, 3);
      whole.write(3, 6);
      await clock.pass(300);
      assert.deepEqual(buffer().held, [[0, 6]]);
      await clock.pass(3_000);
      assert.equal(page.asked.length, 2, 'the origin is asked once');
    });

    test('is fetched once more where the viewer goes back to what was forgotten, and not where he goes on', async () => {
      play(SINGLE);
      await breathe();
      const file = body();
      page.last.answer(file.response);
      file.write(0, 6);
      await breathe();
      element.seekTo(30);
      await breathe();
      assert.equal(page.asked.length, 1);
      buffer().held = [[4, 6]];
      element.seekTo(1);
      await breathe();
      assert.equal(page.asked.length, 2);
      assert.equal(page.last.init.priority, 'high');
    });
  });
});
