import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { Trust } from '../src/road/trust';
import { ManualClock } from './manual-clock';
import { NetworkKey, PEER, PEER_ID, RoadFixture, SITE } from './network-fixture';

const CANDIDATE = { candidate: 'candidate:1 1 udp 1 203.0.113.7 5000 typ host', sdpMid: '0', sdpMLineIndex: 0 };
let key: NetworkKey;
before(async () => {
  key = await NetworkKey.generate();
});

describe('the way to a super-peer', () => {
  test('the first message carries the offer', async () => {
    const fixture = new RoadFixture(key);
    const hello = await fixture.ask();
    assert.ok(hello.type === 'hello');
    assert.equal(hello.site, SITE);
    assert.match(hello.sdp, /^v=0/);
    assert.deepEqual(Object.keys(hello.sessionKey).sort(), ['crv', 'kty', 'x', 'y']);
  });

  test('ends in a warm link', async () => {
    const fixture = new RoadFixture(key);
    await fixture.opened();
    assert.equal(fixture.road.state, 'warm');
    assert.equal(fixture.road.links.length, 1);
    assert.equal(fixture.road.links[0]?.peer, PEER_ID);
    assert.deepEqual(fixture.states, ['connecting', 'warm']);
    assert.deepEqual(fixture.sequences, [412]);
    assert.deepEqual(fixture.codes(), []);
  });

  test('where a super-peer declines and the server names another, that one counts', async () => {
    const fixture = new RoadFixture(key);
    const hello = await fixture.ask();
    assert.ok(hello.type === 'hello');
    fixture.welcome(hello.ref);
    const another = { link: 'l1', peer: 'ab'.repeat(20), peerFingerprint: `sha-256 ${'00:'.repeat(31)}00` };
    for (const [peer, changes] of [
      [another.peer, another],
      [PEER_ID, { link: 'l1' }],
    ] as const) {
      fixture.socket.say({ type: 'link', ref: hello.ref, link: 'l1', peer, ticket: await fixture.ticket(changes) });
    }
    fixture.socket.say({ type: 'answer', link: 'l1', sdp: `v=0\r\na=fingerprint:${PEER}\r\n` });
    await fixture.untilAnswered();
    fixture.connection.greet();
    await fixture.clock.pass(1);
    assert.deepEqual(fixture.codes(), []);
    assert.equal(fixture.road.links[0]?.peer, PEER_ID);
  });

  test('candidates wait until the link has its name, and are 20 at most', async () => {
    const fixture = new RoadFixture(key);
    await fixture.ask();
    for (let i = 0; i < 15; i++) {
      fixture.connection.events.candidate(CANDIDATE);
    }
    assert.equal(fixture.socket.of('candidate').length, 0);
    await fixture.answered();
    for (let i = 0; i < 15; i++) {
      fixture.connection.events.candidate(CANDIDATE);
    }
    assert.equal(fixture.socket.of('candidate').length, 20);
    assert.ok(fixture.socket.of('candidate').every(({ link }) => link === 'l1'));
  });

  test("the peer's candidates of this link are used, others and the last empty one are not", async () => {
    const fixture = new RoadFixture(key);
    await fixture.answered();
    fixture.socket.say({ type: 'candidate', link: 'l1', ...CANDIDATE });
    fixture.socket.say({ type: 'candidate', link: 'l9', ...CANDIDATE });
    fixture.socket.say({ type: 'candidate', link: 'l1', ...CANDIDATE, candidate: '' });
    assert.equal(fixture.connection.candidates.length, 1);
  });

  test('the first link looks for candidates once the welcome has named the STUN servers', async () => {
    const fixture = new RoadFixture(key);
    const hello = await fixture.ask();
    assert.ok(hello.type === 'hello');
    assert.equal(fixture.connection.stun, undefined);
    fixture.welcome(hello.ref, ['stun:stun.example:3478']);
    assert.deepEqual(fixture.connection.stun, ['stun:stun.example:3478']);
  });

  test('a further link is asked for on the same socket, with the STUN servers of the welcome', async () => {
    const fixture = new RoadFixture(key);
    const hello = await fixture.ask();
    assert.ok(hello.type === 'hello');
    fixture.welcome(hello.ref, ['stun:stun.example:3478']);
    fixture.socket.say({ type: 'refused', ref: hello.ref, code: 'no-peer', message: 'None.', retryAfterMs: 0 });
    await fixture.clock.pass(2_001);
    const again = await fixture.ask();
    assert.equal(again.type, 'connect');
    assert.equal(fixture.sockets.length, 1);
    assert.deepEqual(fixture.connection.stun, ['stun:stun.example:3478']);
  });

  test('waiting ends with the link, with a refusal, or with time', async () => {
    const fixture = new RoadFixture(key);
    let isSettled = false;
    const hello = await fixture.ask();
    void fixture.road.settled(3_000).then(() => {
      isSettled = true;
    });
    await fixture.clock.pass(100);
    assert.equal(isSettled, false);
    assert.ok(hello.type === 'hello');
    fixture.welcome(hello.ref);
    fixture.socket.say({ type: 'refused', ref: hello.ref, code: 'budget', message: 'Spent.', retryAfterMs: 0 });
    await fixture.clock.pass(0);
    assert.equal(isSettled, true);
    await fixture.road.settled(3_000);
  });
});

describe('a link is not made', () => {
  const wrongTickets = {
    'another link': { link: 'l7' },
    'another site': { site: 'aa'.repeat(20) },
    'another peer': { peer: 'aa'.repeat(20) },
    'another visitor': { visitorFingerprint: `sha-256 ${'00:'.repeat(31)}00` },
  };
  for (const [what, changes] of Object.entries(wrongTickets)) {
    test(`with a ticket for ${what}`, async () => {
      const fixture = new RoadFixture(key);
      await fixture.answered(changes);
      assert.deepEqual(fixture.codes(), ['bad-ticket']);
      assert.equal(fixture.connection.answeredWith, undefined);
      assert.ok(fixture.connection.closed);
    });
  }

  test('with a ticket of another network', async () => {
    const fixture = new RoadFixture(key);
    await fixture.answered({}, await NetworkKey.generate());
    assert.deepEqual(fixture.codes(), ['bad-ticket']);
  });

  test('with a certificate that is not the one in the ticket', async () => {
    const fixture = new RoadFixture(key);
    await fixture.answered({}, key, `sha-256 ${'00:'.repeat(31)}00`);
    assert.deepEqual(fixture.codes(), ['fingerprint']);
    assert.equal(fixture.connection.answeredWith, undefined);
    assert.ok(fixture.connection.closed);
  });

  test('when the super-peer declines', async () => {
    const fixture = new RoadFixture(key);
    await fixture.answered();
    fixture.socket.say({ type: 'declined', link: 'l1' });
    assert.deepEqual(fixture.codes(), ['declined']);
    assert.equal(fixture.road.state, 'idle');
  });

  test('when it does not open in 10 s', async () => {
    const fixture = new RoadFixture(key);
    await fixture.answered();
    await fixture.clock.pass(10_000);
    assert.deepEqual(fixture.codes(), ['connect-timeout']);
    assert.ok(fixture.connection.closed);
  });

  for (const code of ['budget', 'unknown-site', 'no-peer', 'limit'] as const) {
    test(`when the server refuses: ${code}`, async () => {
      const fixture = new RoadFixture(key);
      const hello = await fixture.ask();
      assert.ok(hello.type === 'hello');
      fixture.socket.say({ type: 'refused', ref: hello.ref, code, message: 'No.', retryAfterMs: 60_000 });
      assert.deepEqual(fixture.codes(), [code === 'limit' ? 'refused' : code]);
      await fixture.clock.pass(59_000);
      fixture.road.warm();
      assert.equal(fixture.road.state, 'idle', 'not before the server allows it');
      await fixture.clock.pass(1_001);
      fixture.road.warm();
      assert.equal(fixture.road.state, 'connecting');
    });
  }
});

describe('the signaling server', () => {
  test('that cannot be reached is said once, and tried again later', async () => {
    const fixture = new RoadFixture(key);
    fixture.road.warm();
    fixture.socket.close();
    await fixture.clock.pass(1);
    assert.deepEqual(fixture.codes(), ['signaling-unreachable']);
    assert.equal(fixture.road.state, 'idle');
    fixture.road.warm();
    assert.equal(fixture.sockets.length, 1);
    await fixture.clock.pass(1_000);
    fixture.road.warm();
    assert.equal(fixture.sockets.length, 2);
  });

  test('that dies leaves an open link as it is', async () => {
    const fixture = new RoadFixture(key);
    await fixture.opened();
    fixture.socket.close();
    await fixture.clock.pass(1);
    assert.equal(fixture.road.links.length, 1);
  });

  test('that says what it may not is left', async () => {
    const fixture = new RoadFixture(key);
    await fixture.ask();
    fixture.socket.say({ type: 'offer', link: 'l1', sdp: '', ticket: '' });
    assert.equal(fixture.socket.readyState, 3);
  });

  test('tells of newer manifests of this site only', async () => {
    const fixture = new RoadFixture(key);
    await fixture.opened();
    fixture.socket.say({ type: 'manifest', site: SITE, sequence: 413 });
    fixture.socket.say({ type: 'manifest', site: 'aa'.repeat(20), sequence: 999 });
    assert.deepEqual(fixture.sequences, [412, 413]);
  });
});

describe('a super-peer at fault', () => {
  test('is reported', async () => {
    const fixture = new RoadFixture(key);
    await fixture.opened();
    fixture.connection.events.control('{}');
    assert.deepEqual(fixture.socket.of('report'), [{ type: 'report', link: 'l1', what: 'protocol' }]);
    assert.equal(fixture.road.state, 'idle');
  });

  test('three times in 30 s turns peers off for 60 s, the next time for 120 s', async () => {
    const fixture = new RoadFixture(key);
    await threeFaults(fixture);
    assert.equal(fixture.road.state, 'off');
    assert.equal(fixture.road.reason, 'peers-off');
    assert.ok(fixture.codes().includes('peers-off'));
    await fixture.clock.pass(59_000);
    assert.equal(fixture.road.state, 'off');
    await fixture.clock.pass(1_001);
    assert.equal(fixture.road.state, 'idle');
    await threeFaults(fixture);
    await fixture.clock.pass(119_000);
    assert.equal(fixture.road.state, 'off');
  });

  test('that only says bye is no fault', async () => {
    const fixture = new RoadFixture(key);
    for (let i = 0; i < 3; i++) {
      await fixture.opened();
      fixture.connection.events.control('{"type":"bye","why":"drain"}');
      await fixture.clock.pass(2_001);
    }
    assert.equal(fixture.road.state, 'idle');
    assert.deepEqual(fixture.codes(), ['bye-drain']);
  });

  async function threeFaults(fixture: RoadFixture): Promise<void> {
    for (const pause of [2_001, 4_001, 0]) {
      await fixture.opened();
      fixture.connection.events.control('{}');
      await fixture.clock.pass(pause);
    }
  }
});

test('trust is lost by three failures in 30 s and not by three in 31', async () => {
  const clock = new ManualClock();
  const trust = new Trust(clock);
  assert.equal(trust.failed(), false);
  await clock.pass(16_000);
  assert.equal(trust.failed(), false);
  await clock.pass(16_000);
  assert.equal(trust.failed(), false);
  assert.equal(trust.isOff, false);
  assert.equal(trust.failed(), true);
  for (const ms of [60_000, 120_000, 240_000, 480_000, 600_000, 600_000]) {
    await clock.pass(ms - 1);
    assert.ok(trust.isOff, `${ms}`);
    await clock.pass(1);
    assert.equal(trust.isOff, false, `${ms}`);
    trust.failed();
    trust.failed();
    assert.equal(trust.failed(), true);
  }
});

describe('one more super-peer', () => {
  const OTHER = 'dd'.repeat(20);

  test('is asked for beside the one that is there, and makes a second link', async () => {
    const fixture = new RoadFixture(key);
    await fixture.opened();
    await fixture.openedMore(OTHER);
    const [asked] = fixture.socket.of('connect');
    assert.deepEqual(asked?.beside, ['l1']);
    assert.deepEqual(fixture.road.links.map(({ peer }) => peer).sort(), [OTHER, PEER_ID]);
    assert.equal(fixture.road.state, 'warm');
    assert.deepEqual(fixture.codes(), []);
  });

  test('is not asked for before there is a link, while one is being opened, or beyond four', async () => {
    const fixture = new RoadFixture(key);
    fixture.road.more();
    assert.equal(fixture.connections.length, 0);
    await fixture.opened();
    fixture.road.more();
    fixture.road.more();
    assert.equal(fixture.connections.length, 2);
    const full = new RoadFixture(key);
    await full.opened();
    for (const peer of ['aa', 'bb', 'cc']) {
      await full.openedMore(peer.repeat(20));
    }
    full.road.more();
    assert.equal(full.road.links.length, 4);
    assert.equal(full.connections.length, 4);
  });

  test('that cannot be had is no reason for anything, and is not asked for again for 30 s', async () => {
    const fixture = new RoadFixture(key);
    await fixture.opened();
    fixture.road.more();
    await fixture.clock.pass(1);
    const [asked] = fixture.socket.of('connect');
    fixture.socket.say({ type: 'refused', ref: asked?.ref, code: 'no-peer', message: 'None.', retryAfterMs: 5_000 });
    assert.equal(fixture.road.state, 'warm');
    assert.deepEqual(fixture.codes(), []);
    await fixture.clock.pass(29_000);
    fixture.road.more();
    assert.equal(fixture.connections.length, 2);
    await fixture.clock.pass(1_001);
    fixture.road.more();
    assert.equal(fixture.connections.length, 3);
  });

  test('that cannot be reached does not turn the others off', async () => {
    const fixture = new RoadFixture(key);
    await fixture.opened();
    for (const peer of ['aa', 'bb']) {
      await fixture.openedMore(peer.repeat(20));
      fixture.connection.events.lost();
    }
    fixture.road.more();
    await fixture.clock.pass(1);
    fixture.connection.events.lost();
    assert.ok(fixture.connection.closed);
    assert.equal(fixture.road.state, 'warm');
    assert.equal(fixture.road.links.length, 1);
  });

  test('is another one: a server that names the same twice is not followed', async () => {
    const fixture = new RoadFixture(key);
    await fixture.opened();
    await fixture.openedMore(PEER_ID);
    assert.equal(fixture.road.links.length, 1);
    assert.ok(fixture.connection.closed);
  });

  test('goes, and the page stays with the other', async () => {
    const fixture = new RoadFixture(key);
    await fixture.opened();
    await fixture.openedMore(OTHER);
    fixture.connections[0]?.events.lost();
    assert.equal(fixture.road.state, 'warm');
    assert.deepEqual(
      fixture.road.links.map(({ peer }) => peer),
      [OTHER],
    );
    assert.deepEqual(fixture.codes(), ['peer-lost']);
  });

  test('is left with all others when peers failed too often', async () => {
    const fixture = new RoadFixture(key);
    await fixture.opened();
    for (const peer of ['aa', 'bb', 'cc']) {
      await fixture.openedMore(peer.repeat(20));
    }
    for (const connection of fixture.connections.slice(0, 3)) {
      connection.events.lost();
    }
    assert.equal(fixture.road.state, 'off');
    assert.deepEqual(fixture.road.allLinks, []);
    assert.ok(fixture.connections.every(({ closed }) => closed));
  });
});

describe('super-peers that are forbidden', () => {
  test('are not asked, and why is said', async () => {
    const fixture = new RoadFixture(key);
    fixture.forbidden = 'no-consent';
    fixture.road.warm();
    fixture.road.more();
    await fixture.clock.pass(1);
    assert.equal(fixture.road.state, 'off');
    assert.equal(fixture.road.reason, 'no-consent');
    assert.equal(fixture.sockets.length + fixture.connections.length, 0);
    fixture.forbidden = undefined;
    await fixture.opened();
    assert.equal(fixture.road.links.length, 1);
  });

  test('are left, with their receipts first, and nobody is asked again', async () => {
    const fixture = new RoadFixture(key);
    await fixture.opened();
    await fixture.openedMore('dd'.repeat(20));
    const { socket } = fixture;
    fixture.forbidden = 'visitor-off';
    fixture.road.stop();
    assert.deepEqual(fixture.road.links, []);
    assert.equal(fixture.road.mayOpenMore, false);
    assert.equal(socket.readyState, 3);
    assert.ok(
      fixture.connections.every(({ closed }) => !closed),
      'a receipt has a moment',
    );
    await fixture.clock.pass(100);
    assert.deepEqual(fixture.road.allLinks, []);
    assert.ok(fixture.connections.every(({ closed, closedAtOnce }) => closed && !closedAtOnce));
    assert.ok(fixture.connections[0]?.sent.some((text) => text.includes('"bye"')));
    fixture.road.warm();
    await fixture.clock.pass(1);
    assert.equal(fixture.sockets.length, 1);
    assert.deepEqual([...new Set(fixture.codes())], ['left']);
  });

  test('are kept where they are allowed again at once', async () => {
    const fixture = new RoadFixture(key);
    await fixture.opened();
    fixture.forbidden = 'visitor-off';
    fixture.road.stop();
    fixture.forbidden = undefined;
    await fixture.clock.pass(100);
    assert.equal(fixture.road.links.length, 1);
  });

  test('by the operator: the page is told for how long, whatever was asked', async () => {
    const fixture = new RoadFixture(key);
    await fixture.opened();
    const off = { type: 'refused', code: 'off', message: 'Off.' };
    fixture.socket.say({ ...off, ref: 0, retryAfterMs: 600_000 });
    assert.deepEqual(fixture.offMs, [600_000]);
    const asking = new RoadFixture(key);
    const hello = await asking.ask();
    asking.socket.say({ ...off, ref: 'ref' in hello ? hello.ref : 0, retryAfterMs: 1_000 });
    assert.deepEqual(asking.offMs, [1_000]);
  });
});

describe('a page that goes', () => {
  test('has no connection left, and begins anew at once when it comes back', async () => {
    const fixture = new RoadFixture(key);
    await fixture.opened();
    await fixture.openedMore('dd'.repeat(20));
    fixture.road.more();
    await fixture.clock.pass(1);
    const { socket } = fixture;
    fixture.road.leave();
    assert.equal(fixture.road.state, 'idle');
    assert.equal(socket.readyState, 3);
    assert.ok(fixture.connections.length === 3 && fixture.connections.every((one) => one.closedAtOnce));
    assert.ok(fixture.connections[0]?.sent.some((text) => text.includes('"bye"')));
    await fixture.opened();
    assert.equal(fixture.sockets.length, 2);
    assert.equal(fixture.road.links.length, 1);
    assert.deepEqual([...new Set(fixture.codes())], ['left']);
  });

  test('that never had one has nothing to leave', () => {
    const fixture = new RoadFixture(key);
    fixture.road.leave();
    assert.equal(fixture.sockets.length, 0);
    assert.deepEqual(fixture.codes(), []);
  });
});
