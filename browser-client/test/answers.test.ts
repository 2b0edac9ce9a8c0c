import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { type Bytes, equal, utf8 } from '../src/bytes';
import { KeptObjects } from '../src/content/kept-objects';
import { type FromLeader, say } from '../src/tab/messages';
import { Answers } from '../src/worker/answers';
import { LeaderDoor } from '../src/worker/leader-door';
import { SiteManifest } from '../src/worker/site-manifest';
import { WaitingRoom } from '../src/worker/waiting-room';
import { MemoryCaches } from './cache-fixture';
import { file } from './link-fixture';
import { ManualClock, until } from './manual-clock';
import { Publisher, ScriptedOrigin } from './page-fixture';

const SMALL = file(100_000);
const FIVE = file(5 * 262_144);
const PIECE = 262_144;
const FILES = { '/small': SMALL, '/five': FIVE };
let publisher: Publisher;
before(async () => {
  publisher = await Publisher.generate();
});

/** A worker's answers, its origin, and the tab that leads where a test has one. */
class Worker {
  readonly origin = new ScriptedOrigin();
  readonly clock = new ManualClock();
  readonly caches = new MemoryCaches();
  readonly kept = new KeptObjects(this.caches.storage);
  readonly door = new LeaderDoor(this.clock, () => {});
  readonly errands: number[] = [];
  private readonly work: Promise<unknown>[] = [];
  private readonly answers: Answers;
  private hear: (event: { data: unknown }) => void = () => {};

  private constructor() {
    const { origin, clock, caches, kept, door } = this;
    const events = { changed: () => {}, gone: () => {} };
    const site = new SiteManifest(publisher.site, caches.storage, origin.fetch, clock, Date.now, events);
    this.answers = new Answers(site, kept, door, new WaitingRoom(clock, door), origin.fetch, async () => {});
  }

  static async with(leads = false): Promise<Worker> {
    const worker = new Worker();
    const entries = Object.fromEntries(Object.entries(FILES).map(([path, { entry }]) => [path, entry]));
    const manifest = publisher.manifest(1, entries);
    worker.origin.answers.set('/.well-known/deploynet/manifest.json', utf8(manifest));
    worker.origin.answers.set('/.well-known/deploynet/manifest.jws', utf8(await publisher.sign(manifest)));
    worker.origin.answers.set('/deploynet-sw.js', utf8('worker'));
    worker.origin.answers.set(`/.well-known/deploynet/layers/${FIVE.id}`, FIVE.layer);
    for (const [path, { bytes }] of Object.entries(FILES)) {
      worker.origin.answers.set(path, bytes);
    }
    if (leads) {
      worker.lead();
    }
    return worker;
  }

  says(message: FromLeader): void {
    this.hear({ data: say(message) });
  }

  async get(path: string, headers: HeadersInit = {}): Promise<{ response: Response; body: Bytes }> {
    const response = await this.answer(path, headers);
    const body = new Uint8Array(await response.arrayBuffer());
    await Promise.all(this.work);
    return { response, body };
  }

  answer(path: string, headers: HeadersInit = {}): Promise<Response> {
    const request = new Request(`https://example.org${path}`, { headers });
    const answer = this.answers.to(request, path, (work) => this.work.push(work));
    return this.passing(answer);
  }

  filesAsked() {
    return this.origin.asked.filter(({ path }) => path in FILES || path === '/other');
  }

  // Without a tab that leads, 20 ms pass.
  private async passing(answer: Promise<Response>): Promise<Response> {
    let isHere = false;
    void answer.finally(() => {
      isHere = true;
    });
    for (let step = 0; step < 50 && !isHere && this.errands.length === 0; step++) {
      await this.clock.pass(1);
    }
    return answer;
  }

  private lead(): void {
    const port = {
      postMessage: ({ type, id }: { type: string; id: number }) => {
        if (type === 'ask') {
          this.errands.push(id);
        }
      },
      close: () => {},
      set onmessage(hear: (event: { data: unknown }) => void) {
        setHear(hear);
      },
    };
    const setHear = (hear: (event: { data: unknown }) => void) => {
      this.hear = hear;
    };
    this.door.leads(port as unknown as MessagePort, 'warm');
  }

  /** The tab takes the errand over and sends pieces `0` to `count`. */
  async brings(count: number, verified = true): Promise<void> {
    await until(() => this.errands.length > 0);
    const [id = 0] = this.errands;
    this.says({ type: 'take', id });
    this.says({ type: 'begin', id, verified });
    for (let piece = 0; piece < count; piece++) {
      this.says({ type: 'bytes', id, bytes: FIVE.bytes.slice(piece * PIECE, (piece + 1) * PIECE) });
    }
    this.says({ type: 'end', id, ok: count === 5 });
  }
}

describe('a worker', () => {
  test('keeps what the origin sent if it is the file of the manifest, and asks no more for it', async () => {
    const worker = await Worker.with();
    assert.ok(equal((await worker.get('/five')).body, FIVE.bytes));
    assert.ok(equal((await worker.get('/five')).body, FIVE.bytes));
    assert.equal(worker.filesAsked().length, 1);
    const part = await worker.get('/five', { Range: 'bytes=10-19' });
    assert.equal(part.response.status, 206);
    assert.ok(equal(part.body, FIVE.bytes.slice(10, 20)));
    assert.equal(worker.filesAsked().length, 1);
  });

  for (const [what, bytes] of [
    ['edited', SMALL.bytes.map((byte) => byte ^ 1)],
    ['longer', new Uint8Array(100_001)],
    ['shorter', SMALL.bytes.slice(1)],
  ] as const) {
    test(`lets a file that is ${what} at the origin through as it is, and does not keep it`, async () => {
      const worker = await Worker.with();
      worker.origin.answers.set('/small', bytes as Bytes);
      assert.ok(equal((await worker.get('/small')).body, bytes as Bytes));
      assert.deepEqual(await worker.kept.all(), []);
    });
  }

  test('leaves what is not listed, and an error of the origin, as they are', async () => {
    const worker = await Worker.with();
    worker.origin.answers.set('/other', utf8('other'));
    worker.origin.answers.set('/small', () => new Response('busy', { status: 503 }));
    assert.equal((await worker.get('/other')).response.status, 200);
    assert.equal((await worker.get('/small')).response.status, 503);
    assert.deepEqual(await worker.kept.all(), []);
  });

  test('gives what the leading tab brings, with the type of the manifest, and keeps it', async () => {
    const worker = await Worker.with(true);
    const answer = worker.get('/five');
    await worker.brings(5);
    const { response, body } = await answer;
    assert.ok(equal(body, FIVE.bytes));
    assert.equal(response.headers.get('Content-Type'), FIVE.entry.type);
    assert.deepEqual(worker.filesAsked(), []);
    assert.deepEqual(await worker.kept.all(), [FIVE.id]);
  });

  test('goes on from the origin, piece by piece checked, where the leading tab is gone in the middle', async () => {
    const worker = await Worker.with(true);
    const answer = worker.get('/five');
    await worker.brings(2);
    assert.ok(equal((await answer).body, FIVE.bytes));
    assert.deepEqual(worker.filesAsked(), [{ path: '/five', range: 'bytes=524288-1310719' }]);
    assert.deepEqual(await worker.kept.all(), [FIVE.id]);
  });

  test('gives an error and no wrong byte where the origin has another file for the rest', async () => {
    const worker = await Worker.with(true);
    worker.origin.answers.set(
      '/five',
      FIVE.bytes.map((byte) => byte ^ 1),
    );
    const answer = worker.get('/five');
    await Promise.all([worker.brings(2), assert.rejects(answer)]);
    assert.deepEqual(await worker.kept.all(), []);
  });

  test('does not go on with another source where the tab only passed the origin on', async () => {
    const worker = await Worker.with(true);
    const answer = worker.get('/five');
    await Promise.all([worker.brings(2, false), assert.rejects(answer)]);
    assert.deepEqual(worker.filesAsked(), []);
  });
});
