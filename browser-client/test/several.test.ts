import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Bytes } from '../src/bytes';
import { equal } from '../src/bytes';
import { Fetched, file, LinkFixture } from './link-fixture';
import { breathe, ManualClock } from './manual-clock';
import { PageFixture, Publisher } from './page-fixture';
import type { Manners } from './scripted-peer';

const FILM = file(2_174_929);
const FIVE = file(5 * 262_144);
const SMALL = file(100_000);

/** Some links of one page, each with its own peer, on one clock. */
class Links {
  readonly clock = new ManualClock();
  readonly all: LinkFixture[];

  constructor(...manners: Manners[]) {
    this.all = manners.map((each) => new LinkFixture([FILM, FIVE, SMALL], each, 16 * 1024 * 1024, this.clock).open());
  }

  get(kept = FILM, originBytes: Bytes | undefined = kept.bytes): Fetched {
    const fetched = new Fetched(kept, originBytes);
    for (const { link } of this.all) {
      fetched.download.from(link);
    }
    return fetched;
  }

  async run(done: () => boolean): Promise<void> {
    for (let step = 0; step < 2_000 && !done(); step++) {
      await breathe();
      for (const { peer } of this.all) {
        peer.serve();
      }
      await this.clock.pass(5);
    }
    await breathe();
    assert.ok(done(), 'did not come to an end');
  }

  pieces(): number[] {
    return this.all.map(({ link }) => link.counters.verifiedPieces);
  }
}

describe('a file over several links', () => {
  test('comes over all of them, each piece once', async () => {
    const links = new Links({}, {});
    const fetched = links.get();
    await links.run(() => fetched.isDone);
    assert.ok(fetched.isWhole);
    assert.deepEqual(fetched.bytes, { peer: FILM.entry.size, origin: 0, twice: 0 });
    const [one = 0, two = 0] = links.pieces();
    assert.equal(one + two, 9);
    assert.ok(one > 0 && two > 0, `${one} and ${two}`);
  });

  test('asks one of them for the layer, and the others nothing before it is here', async () => {
    const links = new Links({}, {});
    links.get();
    await links.clock.pass(5);
    const gets = links.all.map(({ peer }) => peer.heardOf('get').flatMap(({ wants }) => wants));
    assert.deepEqual(
      gets.map((wants) => wants.length),
      [1, 0],
    );
    assert.equal(gets[0]?.[0]?.layer, true);
  });

  // The first is asked for the layer and four pieces, then the first for four more and the second for the last one; a piece that
  // was begun is not whole after so many frames.
  const middles: Manners[][] = [
    [{ framesUntilSilent: 6 }, {}],
    [{}, { framesUntilSilent: 1 }],
  ];
  const losses: [string, 0 | 1, (link: LinkFixture) => void][] = [
    ['the first is lost', 0, ({ link }) => link.onLost()],
    ['the second is lost', 1, ({ link }) => link.onLost()],
    ['the second says bye', 1, ({ link }) => link.onControl('{"type":"bye","why":"drain"}')],
  ];
  for (const [what, which, lose] of losses) {
    test(`${what} in its middle: the other one brings the rest`, async () => {
      const links = new Links(...(middles[which] ?? []));
      const fetched = links.get();
      await links.run(() => (links.pieces()[1 - which] ?? 0) >= (which === 0 ? 1 : 8));
      const loser = links.all[which];
      assert.ok(loser && !fetched.isDone);
      lose(loser);
      await links.run(() => fetched.isDone);
      assert.ok(fetched.isWhole);
      assert.equal(fetched.bytes.origin, 0);
      assert.ok(!fetched.drops.includes('stalled'));
    });
  }

  for (const which of [0, 1] as const) {
    test(`one that falls silent is left for the other one: the ${which === 0 ? 'first' : 'second'}`, async () => {
      const links = new Links(...(middles[which] ?? []));
      const fetched = links.get();
      await links.run(() => fetched.isDone);
      assert.ok(fetched.isWhole);
      assert.deepEqual(fetched.drops, ['stalled']);
      assert.equal(fetched.bytes.origin, 0);
    });
  }

  test('one that is silent before it has brought the layer is left for the other one', async () => {
    const links = new Links({ silent: true }, {});
    const fetched = links.get();
    await links.run(() => fetched.isDone);
    assert.ok(fetched.isWhole);
    assert.equal(fetched.bytes.peer, FILM.entry.size);
  });

  test('one that refuses it is left for the other one', async () => {
    const links = new Links({ refuse: 'absent' }, {});
    const fetched = links.get();
    await links.run(() => fetched.isDone);
    assert.ok(fetched.isWhole);
    assert.deepEqual(fetched.drops, ['refused-absent']);
    assert.equal(fetched.bytes.origin, 0);
  });

  test('one that lies is closed, and no byte of it is released', async () => {
    const links = new Links({}, { piece: (_, bytes) => bytes.map((byte) => byte ^ 1) });
    const fetched = links.get();
    await links.run(() => fetched.isDone);
    assert.ok(fetched.isWhole);
    assert.deepEqual(
      links.all.map(({ ended }) => ended),
      [undefined, 'wrong-hash'],
    );
    assert.equal(fetched.bytes.origin, 0);
  });

  test('the origin brings the rest when the last of them is lost', async () => {
    const links = new Links({ framesUntilSilent: 9 }, { framesUntilSilent: 6 });
    const fetched = links.get();
    await links.run(() => fetched.isDone);
    assert.ok(fetched.isWhole);
    assert.ok(fetched.bytes.origin > 0 && fetched.bytes.peer > 0);
  });

  test('one that is slow beside the fastest is asked for nothing that the others would wait for', async () => {
    const links = new Links({}, {});
    const [fast, slow] = links.all;
    assert.ok(fast && slow);
    for (const [{ link }, bytes] of [
      [fast, 2_000_000],
      [slow, 200_000],
    ] as const) {
      link.window.received(0, 0);
      link.window.received(bytes, 1_000);
      link.window.answeredAfter(10);
    }
    const fetched = links.get();
    await links.run(() => fetched.isDone);
    assert.ok(fetched.isWhole);
    assert.deepEqual(slow.peer.heardOf('get'), []);
  });

  test('an abort cancels what all of them were asked for', async () => {
    const links = new Links({ framesUntilSilent: 5 }, { framesUntilSilent: 2 });
    const fetched = links.get();
    await links.run(() => links.pieces()[0] === 1 && links.all[1]?.peer.heardOf('get').length === 1);
    fetched.download.abort();
    await links.clock.pass(5);
    assert.ok(links.all.every(({ peer }) => peer.heardOf('cancel').length > 0));
  });
});

describe('a page with more to get than its links bring in a second', () => {
  let publisher: Publisher;
  before(async () => {
    publisher = await Publisher.generate();
  });

  async function page(...manners: Manners[]) {
    const links = new Links(...manners);
    const fixture = new PageFixture(publisher, ...links.all);
    await fixture.publish({ '/film': FILM, '/five': FIVE, '/small': SMALL });
    return { links, fixture };
  }

  test('wishes for one more super-peer', async () => {
    const { links, fixture } = await page({});
    const body = fixture.loader.fetch('/film').then((response) => response.arrayBuffer());
    assert.equal(fixture.wishes, 0);
    await links.run(() => links.pieces()[0] === 9);
    assert.ok(fixture.wishes > 0);
    assert.ok(equal(new Uint8Array(await body), FILM.bytes));
  });

  test('does not where it is little, or where they are fast', async () => {
    const { links, fixture } = await page({});
    const little = fixture.loader.fetch('/five').then((response) => response.arrayBuffer());
    await links.run(() => links.pieces()[0] === 5);
    await little;
    const window = links.all[0]?.link.window;
    window?.idle();
    window?.received(0, 100_000);
    window?.received(80_000_000, 101_000);
    const film = fixture.loader.fetch('/film').then((response) => response.arrayBuffer());
    await links.run(() => links.pieces()[0] === 14);
    await film;
    assert.equal(fixture.wishes, 0);
  });

  test('gets what is under way over a link that joins, and tells whose bytes they were', async () => {
    const { links, fixture } = await page({ framesUntilSilent: 6 }, {});
    const [, second] = links.all;
    assert.ok(second);
    const late = new LinkFixture([FILM], {}, 16 * 1024 * 1024, links.clock).open();
    links.all[1] = late;
    const body = fixture.loader.fetch('/film').then((response) => response.arrayBuffer());
    await links.run(() => links.pieces()[0] === 1);
    fixture.loader.joined(late.link);
    await links.run(() => late.link.counters.verifiedPieces > 0);
    await links.run(() => fixture.journal.files()[0]?.endedAt !== undefined);
    assert.ok(equal(new Uint8Array(await body), FILM.bytes));
  });
});
