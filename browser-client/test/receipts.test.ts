import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SessionKey } from '../src/key/session-key';
import { file, LinkFixture } from './link-fixture';
import { framesOf } from './scripted-peer';

const MIB = 1024 * 1024;
const SMALL = file(100_000);
const ODD = file(1024 * 1024 + 1);
const FIVE_PIECES = file(5 * 262_144);
const LARGE = file(2 * MIB + 77_777);

const pieceOf = (piece: number) => FIVE_PIECES.bytes.slice(piece * 262_144, (piece + 1) * 262_144);

/** The last receipt of each ticket. */
function latest(fixture: LinkFixture): Map<string, { count: number; bytes: number }> {
  return new Map(fixture.receiptsHeard.map(({ ticket, count, bytes }) => [ticket, { count, bytes }]));
}

const sum = (fixture: LinkFixture) => [...latest(fixture).values()].reduce((total, { bytes }) => total + bytes, 0);

describe('receipts', () => {
  test('say to the byte what was verified', async () => {
    const fixture = new LinkFixture([LARGE, SMALL]).open();
    const all = [LARGE, SMALL].map((kept) => fixture.get(kept));
    await fixture.run(() => all.every(({ isDone }) => isDone));
    await fixture.clock.pass(100);
    const pieces = 9 + 1;
    assert.deepEqual(latest(fixture).get('t1'), { count: pieces, bytes: LARGE.entry.size + SMALL.entry.size });
  });

  test('never go backwards', async () => {
    const fixture = new LinkFixture([LARGE, FIVE_PIECES]).open();
    const all = [LARGE, FIVE_PIECES].map((kept) => fixture.get(kept));
    await fixture.run(() => all.every(({ isDone }) => isDone), 40);
    await fixture.clock.pass(3_000);
    const bytes = fixture.receiptsHeard.map((receipt) => receipt.bytes);
    assert.deepEqual(
      bytes,
      [...bytes].sort((a, b) => a - b),
    );
    assert.ok(bytes.length >= 2, `${bytes.length} receipts for 3.3 MiB`);
  });

  test('come at the latest 2 s after a piece', async () => {
    const fixture = new LinkFixture([FIVE_PIECES], { framesUntilSilent: 5 }).open();
    fixture.get(FIVE_PIECES);
    await fixture.run(() => fixture.link.counters.verifiedPieces === 1);
    await fixture.clock.pass(2_000);
    assert.deepEqual(fixture.receiptsHeard.at(-1), { ticket: 't1', count: 1, bytes: 262_144 });
  });

  test('do not count partial pieces, layers, or what did not verify', async () => {
    const wrong = (piece: number, bytes: Uint8Array<ArrayBuffer>) => (piece === 1 ? bytes.map((b) => b ^ 1) : bytes);
    const fixture = new LinkFixture([FIVE_PIECES], { piece: wrong }).open();
    const fetched = fixture.get(FIVE_PIECES);
    await fixture.run(() => fetched.isDone);
    assert.equal(fixture.link.counters.verifiedBytes % 262_144, 0);
    assert.ok(fixture.link.counters.verifiedBytes <= 4 * 262_144);
    assert.ok(sum(fixture) <= fixture.link.counters.verifiedBytes);
  });

  test('count whole pieces that came after their want was cancelled: the super-peer has sent them', async () => {
    const fixture = new LinkFixture([FIVE_PIECES], { silent: true }).open();
    const fetched = fixture.get(FIVE_PIECES, undefined);
    await fixture.run(() => fetched.isDone);
    assert.deepEqual(fetched.drops, ['stalled']);
    const { request = 0 } = fixture.peer.wantsHeard[0] ?? {};
    for (const buffer of framesOf(2, request, 0, FIVE_PIECES.layer)) {
      fixture.peer.send(buffer);
    }
    for (const buffer of [0, 1].flatMap((piece) => framesOf(1, request, piece, pieceOf(piece))).slice(0, 6)) {
      fixture.peer.send(buffer);
    }
    await fixture.clock.pass(1);
    await fixture.clock.pass(3_000);
    assert.equal(sum(fixture), 262_144, 'one whole piece, and not the half one');
    assert.equal(fixture.link.counters.unaskedBytes, 0);
  });

  test('do not flood: at most 50 control messages a second on a fast link', async () => {
    const fixture = new LinkFixture([LARGE], {}, 256 * MIB).open();
    const times: number[] = [];
    const { peer } = fixture;
    const send = peer.sendControl.bind(peer);
    peer.sendControl = (text) => {
      times.push(fixture.clock.now());
      send(text);
    };
    for (let i = 0; i < 30; i++) {
      const fetched = fixture.get(LARGE);
      await fixture.run(() => fetched.isDone, 1);
    }
    for (const at of times) {
      const inOneSecond = times.filter((time) => time >= at && time < at + 1_000).length;
      assert.ok(inOneSecond <= 80, `${inOneSecond} in a second`);
    }
  });
});

describe('renewals', () => {
  test('come when half of a ticket is verified, with the receipt that says so', async () => {
    const fixture = new LinkFixture([LARGE], {}, 4 * MIB).open();
    const fetched = fixture.get(LARGE);
    await fixture.run(() => fetched.isDone);
    await fixture.clock.pass(100);
    assert.equal(fixture.renewedWith.length, 1);
    assert.equal(fixture.renewedWith[0]?.ticket, 't1');
    assert.ok((fixture.renewedWith[0]?.bytes ?? 0) >= 2 * MIB);
    assert.deepEqual(
      fixture.peer.heardOf('ticket').map(({ jws }) => jws),
      ['t2'],
    );
  });

  test('never is more asked than a ticket allows, and each byte is receipted under the ticket it was asked on', async () => {
    const fixture = new LinkFixture([LARGE, FIVE_PIECES], {}, MIB).open();
    const all = [LARGE, FIVE_PIECES].map((kept) => fixture.get(kept));
    await fixture.run(() => all.every(({ isDone }) => isDone));
    await fixture.clock.pass(200);
    assert.ok(all.every(({ isWhole }) => isWhole));
    assert.equal(sum(fixture), LARGE.entry.size + FIVE_PIECES.entry.size);
    assert.deepEqual(askedPerTicket(fixture), new Map([...latest(fixture)].map(([id, { bytes }]) => [id, bytes])));
    for (const bytes of askedPerTicket(fixture).values()) {
      assert.ok(bytes <= MIB);
    }
  });

  test('the same piece again waits for a new ticket, since it earns once a ticket', async () => {
    const fixture = new LinkFixture([SMALL]).open();
    for (let i = 0; i < 2; i++) {
      const fetched = fixture.get(SMALL);
      await fixture.run(() => fetched.isDone);
      assert.ok(fetched.isWhole);
    }
    await fixture.clock.pass(200);
    assert.deepEqual(
      [...latest(fixture)],
      [
        ['t1', { count: 1, bytes: 100_000 }],
        ['t2', { count: 1, bytes: 100_000 }],
      ],
    );
  });

  test('a file again, whose end was asked under the ticket that counts now: its beginning does not wait', async () => {
    const before = [LARGE, ODD];
    const sizes = before.reduce((all, { entry }) => all + entry.size, 0);
    const fixture = new LinkFixture([...before, FIVE_PIECES], {}, sizes + 2 * 262_144).open();
    const whole = async (kept: typeof LARGE) => {
      const fetched = fixture.get(kept);
      await fixture.run(() => fetched.isDone);
      assert.deepEqual([fetched.isWhole, fetched.bytes.peer, fetched.drops], [true, kept.entry.size, []]);
    };
    fixture.renews = false;
    for (const kept of before) {
      await whole(kept);
    }
    await fixture.clock.pass(5_000);
    fixture.renews = true;
    await whole(FIVE_PIECES);
    assert.deepEqual(
      fixture.peer.wantsHeard.slice(-2).map(({ first }) => first),
      [0, 2],
      'two pieces under the first ticket, the rest under the next',
    );
    await whole(FIVE_PIECES);
    await fixture.clock.pass(200);
    assert.equal(sum(fixture), sizes + 2 * FIVE_PIECES.entry.size, 'no piece was asked twice under one ticket');
  });

  test('that fail leave the rest to the origin', async () => {
    const fixture = new LinkFixture([LARGE], {}, MIB).open();
    fixture.renews = false;
    const fetched = fixture.get(LARGE);
    await fixture.run(() => fetched.isDone);
    assert.ok(fetched.isWhole);
    assert.deepEqual(fetched.drops, ['no-ticket']);
    assert.equal(fetched.bytes.peer, MIB);
    assert.equal(fixture.stalls.length, 0, 'that is no fault of the peer');
    assert.equal(fixture.ended, 'no-ticket', 'a link that gets no tickets is of no use');
  });

  test('an expired ticket is not asked on', async () => {
    const fixture = new LinkFixture([SMALL]).open();
    await fixture.clock.pass(600_000);
    assert.equal(fixture.link.isUsable, false);
  });
});

/** Bytes asked under each ticket, as the super-peer counts them: a get belongs to the last ticket sent before it. */
function askedPerTicket(fixture: LinkFixture): Map<string, number> {
  const asked = new Map<string, number>();
  let ticket = 't1';
  for (const message of fixture.peer.heard) {
    if (message.type === 'ticket') {
      ticket = message.jws;
    } else if (message.type === 'get') {
      for (const { object, first, count } of message.wants) {
        const { size } = [LARGE, FIVE_PIECES].find(({ id }) => id === object)?.entry ?? { size: 0 };
        const bytes = Math.min(size, (first + count) * 262_144) - first * 262_144;
        asked.set(ticket, (asked.get(ticket) ?? 0) + bytes);
      }
    }
  }
  return asked;
}

test('a receipt of Java and one of this client are the same bytes', async () => {
  const session = await SessionKey.generate();
  const jws = await session.signReceipt({ ticket: 't1', count: 0, bytes: 0 });
  assert.equal(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString(), '{"ticket":"t1","count":0,"bytes":0}');
});
