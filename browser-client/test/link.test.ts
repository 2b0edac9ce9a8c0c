import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { file, LinkFixture } from './link-fixture';
import { frame, framesOf, type Manners } from './scripted-peer';

const ONE_PIECE = file(100_000);
const FIVE_PIECES = file(5 * 262_144);
const ODD = file(1024 * 1024 + 1);
const SMALL_ONES = [1, 31, 32, 16_383, 16_384].map(file);
const LARGE = file(2 * 1024 * 1024 + 77_777);

describe('an honest peer', () => {
  for (const kept of [file(1), file(16_384), ONE_PIECE, file(262_144), file(262_145), ODD, FIVE_PIECES, LARGE]) {
    test(`brings ${kept.entry.size} bytes, all of them right`, async () => {
      const fixture = new LinkFixture([kept]).open();
      const fetched = fixture.get(kept);
      await fixture.run(() => fetched.isDone);
      assert.ok(fetched.isWhole);
      assert.deepEqual(fetched.bytes, { peer: kept.entry.size, origin: 0, twice: 0 });
      assert.equal(fixture.ended, undefined);
    });
  }

  test('is greeted first and asked for nothing before it greets', async () => {
    const fixture = new LinkFixture([ONE_PIECE]);
    fixture.link.start();
    fixture.get(ONE_PIECE);
    await fixture.clock.pass(50);
    assert.deepEqual(
      fixture.peer.heard.map(({ type }) => type),
      ['hello'],
    );
    assert.equal(fixture.link.isUsable, false);
  });

  test('is asked for contiguous pieces together, and for the layer with the first ones', async () => {
    const fixture = new LinkFixture([FIVE_PIECES]).open();
    const fetched = fixture.get(FIVE_PIECES);
    await fixture.run(() => fetched.isDone);
    const [first, ...more] = fixture.peer.wantsHeard;
    assert.equal(first?.layer, true);
    assert.equal(first?.first, 0);
    assert.ok(more.every(({ layer }) => layer === undefined));
    assert.ok(fixture.peer.wantsHeard.length <= 4, `${fixture.peer.wantsHeard.length} wants for five pieces`);
  });

  test('is asked for many small files in one message, never more than 32 at once', async () => {
    const small = [1, 31, 32, 16_383, 16_384].map(file);
    const fixture = new LinkFixture(small).open();
    await fixture.clock.pass(0);
    const all = small.map((kept) => fixture.get(kept));
    await fixture.run(() => all.every(({ isDone }) => isDone));
    assert.equal(fixture.peer.heardOf('get').length, 1);
    assert.ok(all.every(({ isWhole }) => isWhole));
  });

  test('gets no more asked than the window, and 4 MiB at most', async () => {
    const fixture = new LinkFixture([LARGE, FIVE_PIECES, ODD]).open();
    const all = [LARGE, FIVE_PIECES, ODD].map((kept) => fixture.get(kept));
    await fixture.run(() => all.every(({ isDone }) => isDone));
    assert.ok(fixture.peer.largestWindow <= 4 * 1024 * 1024);
    assert.ok(fixture.peer.mostOpenWants <= 32);
    assert.ok(all.every(({ isWhole }) => isWhole));
  });

  test('is asked for urgent files first', async () => {
    const fixture = new LinkFixture([LARGE, ONE_PIECE]).open();
    const late = fixture.get(LARGE, LARGE.bytes, 2);
    const urgent = fixture.get(ONE_PIECE, ONE_PIECE.bytes, 0);
    await fixture.run(() => urgent.isDone && late.isDone);
    assert.equal(fixture.peer.wantsHeard[0]?.object, ONE_PIECE.id);
  });

  test('may say end before its last bytes have come', async () => {
    const fixture = new LinkFixture([ONE_PIECE], { frames: () => [] }).open();
    const fetched = fixture.get(ONE_PIECE);
    await fixture.run(() => fixture.peer.wantsHeard.length === 1);
    const request = fixture.peer.wantsHeard[0]?.request ?? 0;
    for (const buffer of framesOf(1, request, 0, ONE_PIECE.bytes)) {
      fixture.peer.send(buffer);
    }
    await fixture.run(() => fetched.isDone);
    assert.ok(fetched.isWhole);
    assert.equal(fixture.ended, undefined);
  });

  test('that never says end does not use up the open wants', async () => {
    const fixture = new LinkFixture([ONE_PIECE, FIVE_PIECES], { noEnd: true }).open();
    const fetched = [ONE_PIECE, FIVE_PIECES].map((kept) => fixture.get(kept));
    await fixture.run(() => fetched.every(({ isDone }) => isDone));
    assert.ok(fetched.every(({ isWhole }) => isWhole));
  });
});

const flip = (wanted: number, at: (length: number) => number): Manners => ({
  piece: (piece, bytes) => {
    if (piece === wanted) {
      const i = at(bytes.length);
      bytes[i] = (bytes[i] ?? 0) ^ 1;
    }
    return bytes;
  },
});

describe('wrong bytes never reach the page', () => {
  const lies: [string, Manners, string][] = [
    ['one bit of the first piece', flip(0, () => 0), 'wrong-hash'],
    ['one bit of the middle piece', flip(2, (length) => length >> 1), 'wrong-hash'],
    ['one bit of the last piece', flip(4, (length) => length - 1), 'wrong-hash'],
    ['one bit of the layer', { layer: (layer) => layer.map((byte, i) => (i === 70 ? byte ^ 1 : byte)) }, 'wrong-hash'],
    [
      'two pieces swapped',
      { piece: (piece, _, { bytes }) => bytes.slice((piece ^ 1) * 262_144, ((piece ^ 1) + 1) * 262_144) },
      'wrong-hash',
    ],
    ['another object', { piece: (_, bytes) => bytes.map((byte) => byte ^ 0xff) }, 'wrong-hash'],
    ['pieces cut short', { piece: (piece, bytes) => (piece === 2 ? bytes.subarray(0, 100_000) : bytes) }, 'protocol'],
    ['a layer cut short', { layer: (layer) => layer.subarray(0, 32) }, 'protocol'],
    ['pieces a byte too long', { frames: (r, p, b) => framesOf(1, r, p, new Uint8Array([...b, 0])) }, 'protocol'],
    ['a gap', { frames: (r, p, b) => framesOf(1, r, p, b).filter((_, i) => p !== 1 || i !== 1) }, 'protocol'],
    ['pieces in another order', { frames: (r, p, b) => framesOf(1, r, p ^ 1, b) }, 'protocol'],
    ['an end that counts fewer pieces', { endPieces: (count) => count - 1 }, 'protocol'],
    [
      'half of each piece, and yet an end',
      { frames: (r, p, b) => framesOf(1, r, p, b).slice(0, p === 1 ? 2 : 4) },
      'protocol',
    ],
    ['no end of piece', { frames: (r, p, b) => [frame(1, false, r, p, 0, b.subarray(0, 65_536))] }, 'protocol'],
  ];
  for (const [what, manners, why] of lies) {
    test(`${what}: the link is closed and the page is complete`, async () => {
      const fixture = new LinkFixture([FIVE_PIECES], manners).open();
      const fetched = fixture.get(FIVE_PIECES);
      await fixture.run(() => fetched.isDone);
      assert.equal(fixture.ended, why);
      assert.equal(fixture.endedObject, FIVE_PIECES.id);
      assert.ok(fixture.peer.closed);
      assert.equal(fixture.peer.heard.at(-1)?.type, 'bye');
      assert.ok(fetched.isTrue, 'a wrong byte was released');
      assert.deepEqual(fetched.drops, [why]);
      assert.ok(fetched.start === 'nothing' || fetched.isWhole);
      assert.equal(
        fixture.link.counters.rejectedPieces > 0,
        why === 'wrong-hash' || /cut short|too long|gap/.test(what),
      );
    });
  }

  test('a wrong small file is not released at all', async () => {
    const fixture = new LinkFixture(
      [ONE_PIECE],
      flip(0, () => 50_000),
    ).open();
    const fetched = fixture.get(ONE_PIECE);
    await fixture.run(() => fetched.isDone);
    assert.equal(fetched.start, 'nothing');
    assert.equal(fetched.body.length, 0);
    assert.equal(fixture.ended, 'wrong-hash');
  });

  test('bytes of an edited origin are not mixed with those of a peer', async () => {
    const fixture = new LinkFixture([FIVE_PIECES], { framesUntilSilent: 9 }).open();
    const edited = FIVE_PIECES.bytes.map((byte) => byte ^ 1);
    const fetched = fixture.get(FIVE_PIECES, edited);
    await fixture.run(() => fetched.isDone);
    assert.equal(fetched.ok, false);
    assert.ok(fetched.isTrue);
    assert.ok(fetched.error instanceof TypeError);
  });
});

describe('bytes that nobody asked for', () => {
  const excess = (count: number): Manners => ({
    after: ({ request }) =>
      Array.from({ length: count }, () => frame(1, false, request + 1_000, 0, 0, new Uint8Array(65_536))),
  });

  test('are dropped and counted', async () => {
    const fixture = new LinkFixture([ONE_PIECE], excess(2)).open();
    const fetched = fixture.get(ONE_PIECE);
    await fixture.run(() => fetched.isDone);
    assert.ok(fetched.isWhole);
    assert.equal(fixture.ended, undefined);
    assert.equal(fixture.link.counters.unaskedBytes, 2 * 65_552);
  });

  test('close the link at 256 KiB', async () => {
    const fixture = new LinkFixture([ONE_PIECE], excess(4)).open();
    const fetched = fixture.get(ONE_PIECE);
    await fixture.run(() => fetched.isDone);
    assert.ok(fetched.isTrue);
    assert.equal(fixture.ended, 'flooded');
  });

  test('count the same when each piece is sent twice', async () => {
    const twice: Manners = { frames: (r, p, b) => [...framesOf(1, r, p, b), ...framesOf(1, r, p, b)] };
    const fixture = new LinkFixture([FIVE_PIECES], twice).open();
    const fetched = fixture.get(FIVE_PIECES);
    await fixture.run(() => fetched.isDone);
    assert.equal(fixture.ended, 'flooded');
    assert.ok(fetched.isTrue);
  });

  test('for an unknown request close the link, too, also where they are empty frames', async () => {
    const fixture = new LinkFixture([ONE_PIECE]).open();
    for (let i = 0; i < 256 * 64 && fixture.ended === undefined; i++) {
      fixture.peer.send(frame(1, false, 99, 0, 0, new Uint8Array(0)));
    }
    assert.equal(fixture.ended, 'flooded');
  });

  test('a frame that is not one closes the link at once', () => {
    for (const bytes of [0, 15, 16 + 65_537]) {
      const fixture = new LinkFixture([ONE_PIECE]).open();
      fixture.peer.send(new ArrayBuffer(bytes));
      assert.equal(fixture.ended, 'protocol');
    }
  });

  test('a message that is not one closes the link at once', () => {
    for (const text of [
      '',
      '{}',
      '{"type":"get","wants":[]}',
      '{"type":"hello","versions":[1],"maxMessage":1,"window":1}',
    ]) {
      const fixture = new LinkFixture([ONE_PIECE]).open();
      fixture.peer.say(text);
      assert.equal(fixture.ended, 'protocol', text);
    }
  });
});

describe('a peer that does not answer', () => {
  test('is given up after 600 ms without a byte, and then asked for one piece every 500 ms', async () => {
    const fixture = new LinkFixture([ONE_PIECE, FIVE_PIECES], { silent: true }).open();
    const fetched = fixture.get(ONE_PIECE);
    const from = fixture.clock.now();
    await fixture.run(() => fetched.isDone);
    assert.deepEqual(fetched.drops, ['stalled']);
    assert.ok(fixture.clock.now() - from <= 620, `${fixture.clock.now() - from} ms`);
    assert.equal(fixture.peer.heardOf('cancel').length, 1);
    assert.equal(fixture.stalls.length, 1);
    assert.equal(fixture.link.isUsable, false);
    await fixture.clock.pass(500);
    assert.ok(fixture.link.isUsable, 'one piece shows whether it answers');
    const probe = fixture.get(FIVE_PIECES);
    await fixture.clock.pass(10);
    assert.equal(fixture.peer.wantsHeard.at(-1)?.count, 1);
    assert.equal(fixture.link.isUsable, false);
    await fixture.run(() => probe.isDone);
    assert.equal(fixture.stalls.length, 2);
  });

  test('is pinged from 100 ms of silence on, and whether it answers that is no sign that bytes come', async () => {
    const fixture = new LinkFixture([ONE_PIECE], { silent: true }).open();
    const fetched = fixture.get(ONE_PIECE);
    const pings = () => fixture.peer.heardOf('ping').length;
    await fixture.clock.pass(90);
    assert.equal(pings(), 0);
    await fixture.clock.pass(110);
    assert.ok(pings() > 0);
    for (let pong = 0; pong < 3; pong++) {
      fixture.peer.say('{"type":"pong"}');
    }
    await fixture.run(() => fetched.isDone);
    assert.deepEqual(fetched.drops, ['stalled']);
    assert.equal(fixture.link.isUsable, false);
    const before = pings();
    assert.ok(before >= 5, `${before} pings`);
    await fixture.clock.pass(400);
    assert.equal(pings(), before, 'nothing is owed any more');
  });

  test('in the middle: what is missing comes from the origin', async () => {
    const fixture = new LinkFixture([FIVE_PIECES], { framesUntilSilent: 10 }).open();
    const fetched = fixture.get(FIVE_PIECES);
    await fixture.run(() => fetched.isDone);
    assert.ok(fetched.isWhole);
    assert.deepEqual(fetched.drops, ['stalled']);
    assert.deepEqual(fetched.bytes, { peer: 2 * 262_144, origin: 3 * 262_144, twice: 65_536 });
  });

  describe('after it said that it had sent all', () => {
    async function cut() {
      const rest: ArrayBuffer[] = [];
      const cutting: Manners = {
        frames: (r, p, b) => {
          const frames = framesOf(1, r, p, b);
          rest.push(...frames.splice(1));
          return frames;
        },
      };
      const fixture = new LinkFixture([ONE_PIECE], cutting).open();
      const fetched = fixture.get(ONE_PIECE);
      await fixture.run(() => fetched.isDone);
      assert.ok(fetched.isTrue);
      assert.deepEqual(fetched.drops, ['stalled']);
      assert.equal(fixture.ended, undefined, 'a lost packet comes again only after 400 ms');
      return { fixture, rest };
    }

    test('is accused where the rest does not come within 3 s', async () => {
      const { fixture } = await cut();
      await fixture.clock.pass(3_000);
      assert.equal(fixture.ended, 'protocol');
      assert.equal(fixture.endedObject, ONE_PIECE.id);
    });

    test('is not accused where the rest comes late', async () => {
      const { fixture, rest } = await cut();
      for (const late of rest) {
        fixture.peer.send(late);
      }
      await fixture.clock.pass(3_000);
      assert.equal(fixture.ended, undefined);
      assert.equal(fixture.link.counters.unaskedBytes, 0);
    });
  });

  test('that drips is given up as well', async () => {
    const fixture = new LinkFixture([ONE_PIECE], { silent: true }).open();
    const fetched = fixture.get(ONE_PIECE);
    await fixture.run(() => fixture.peer.wantsHeard.length === 1);
    const request = fixture.peer.wantsHeard[0]?.request ?? 0;
    for (let i = 0; i < 40 && !fetched.isDone; i++) {
      fixture.peer.send(frame(1, false, request, 0, i * 100, ONE_PIECE.bytes.slice(i * 100, i * 100 + 100)));
      await fixture.clock.pass(100);
    }
    assert.deepEqual(fetched.drops, ['stalled']);
  });

  test('comes back into use when it is heard of again', async () => {
    const fixture = new LinkFixture([ONE_PIECE], { silent: true }).open();
    const fetched = fixture.get(ONE_PIECE);
    await fixture.run(() => fetched.isDone);
    const request = fixture.peer.wantsHeard[0]?.request ?? 0;
    for (const buffer of framesOf(1, request, 0, ONE_PIECE.bytes)) {
      fixture.peer.send(buffer);
    }
    assert.ok(fixture.link.isUsable);
    assert.equal(fixture.link.counters.unaskedBytes, 0, 'what crossed a cancel was asked');
  });

  test('for one file in its middle, while others come: only that one is taken from it', async () => {
    const cut: Manners = {
      frames: (r, p, b) => (b.length === 262_144 && p > 0 ? [] : framesOf(1, r, p, b)),
      noEnd: true,
    };
    const fixture = new LinkFixture([FIVE_PIECES, ...SMALL_ONES], cut).open();
    const standing = fixture.get(FIVE_PIECES, FIVE_PIECES.bytes, 2);
    await fixture.run(() => standing.bytes.peer > 0);
    for (const kept of SMALL_ONES) {
      const fetched = fixture.get(kept);
      await fixture.run(() => fetched.isWhole);
      assert.equal(fetched.bytes.origin, 0);
      await fixture.clock.pass(80);
    }
    await fixture.run(() => standing.isDone);
    assert.deepEqual(standing.drops, ['stalled']);
    assert.ok(standing.isWhole);
    assert.ok(fixture.link.isUsable, 'the link is not in doubt');
    assert.equal(fixture.ended, undefined);
  });

  test('with no greeting is closed after 10 s', async () => {
    const fixture = new LinkFixture([ONE_PIECE]);
    fixture.link.start();
    await fixture.clock.pass(9_999);
    assert.equal(fixture.ended, undefined);
    await fixture.clock.pass(1);
    assert.equal(fixture.ended, 'no-hello');
  });

  test('because the connection is lost: the origin is asked at once', async () => {
    const fixture = new LinkFixture([ONE_PIECE], { silent: true }).open();
    const fetched = fixture.get(ONE_PIECE);
    await fixture.clock.pass(10);
    fixture.link.onLost();
    await fixture.run(() => fetched.isDone);
    assert.deepEqual(fetched.drops, ['peer-lost']);
  });
});

describe('a peer that refuses', () => {
  for (const refuse of ['absent', 'busy', 'ticket', 'blocked', 'gone'] as const) {
    test(`${refuse}: the origin is asked at once`, async () => {
      const fixture = new LinkFixture([FIVE_PIECES], { refuse }).open();
      const fetched = fixture.get(FIVE_PIECES);
      const from = fixture.clock.now();
      await fixture.run(() => fetched.isDone);
      assert.deepEqual(fetched.drops, [`refused-${refuse}`]);
      assert.ok(fixture.clock.now() - from < 50);
      assert.equal(fixture.ended, undefined);
      assert.equal(fixture.link.isUsable, refuse !== 'busy');
    });
  }

  for (const why of ['drain', 'paused', 'limit', 'idle', 'protocol', 'unpaid', 'flooded'] as const) {
    test(`bye ${why}: the page is complete`, async () => {
      const fixture = new LinkFixture([FIVE_PIECES], { framesUntilSilent: 5 }).open();
      const fetched = fixture.get(FIVE_PIECES);
      await fixture.run(() => fetched.bytes.peer > 0);
      fixture.peer.say(JSON.stringify({ type: 'bye', why }));
      await fixture.run(() => fetched.isDone);
      assert.ok(fetched.isWhole);
      assert.equal(fixture.ended, `bye-${why}`);
    });
  }
});

describe('a page that does not want it any more', () => {
  test('cancels what is on its way', async () => {
    const fixture = new LinkFixture([FIVE_PIECES], { framesUntilSilent: 5 }).open();
    const fetched = fixture.get(FIVE_PIECES);
    await fixture.run(() => fetched.bytes.peer > 0);
    fetched.download.abort(new Error('gone'));
    await fixture.clock.pass(10);
    assert.ok(fixture.peer.heardOf('cancel').length >= 1);
    assert.equal(fetched.ok, false);
    await fixture.clock.pass(5_000);
    assert.equal(fixture.stalls.length, 0, 'nothing is missed after a cancel');
  });
});

test('what was asked twice under one ticket is let go where no other comes, and the link goes on', async () => {
  const kept = file(100_000);
  const fixture = new LinkFixture([kept, file(262_145)]).open();
  fixture.renews = false;
  const first = fixture.get(kept);
  await fixture.run(() => first.isDone);
  const again = fixture.get(kept);
  await fixture.run(() => again.isDone);
  assert.deepEqual(again.drops, ['no-ticket']);
  assert.equal(fixture.ended, undefined);
  const other = fixture.get(file(262_145));
  await fixture.run(() => other.isDone);
  assert.ok(other.isWhole);
});
