import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Hope } from '../src/tab/messages';
import type { LeaderDoor } from '../src/worker/leader-door';
import { type Turn, WaitingRoom } from '../src/worker/waiting-room';
import { breathe, ManualClock } from './manual-clock';

const SMALL = 1_000;
const PIECE = 256 * 1024;
const LARGE = 700_000;

/** Files that wait, and a leading tab that hopes what the test says. */
class Waiting {
  readonly clock = new ManualClock();
  readonly turns: Turn[] = [];
  looked = 0;
  private readonly door = { hope: undefined as Hope | undefined, changed: () => {}, look: () => void this.looked++ };
  isDown = false;
  private readonly room = new WaitingRoom(this.clock, this.door as unknown as LeaderDoor, () => this.isDown);

  hopes(hope: Hope | undefined): void {
    this.door.hope = hope;
    this.door.changed();
  }

  byTab(): Turn[] {
    return this.turns.filter(({ way }) => way === 'tab');
  }

  /** The link brings so many bytes in a millisecond: one file of 100 ms. */
  async isProven(bytesPerMs: number): Promise<void> {
    const bytes = 100 * bytesPerMs;
    this.wait(1, bytes);
    await this.gone(100);
    this.byTab().at(-1)?.got(bytes);
    this.byTab().at(-1)?.done();
  }

  /** As much of the file that the link was asked for second, in pieces. */
  async brings(bytes: number, bytesPerMs: number): Promise<void> {
    const STEP_MS = 5;
    for (let left = bytes; left > 0; left -= STEP_MS * bytesPerMs) {
      await this.gone(STEP_MS);
      this.byTab()[1]?.got(STEP_MS * bytesPerMs);
    }
  }

  visit(): void {
    this.room.visit();
  }

  wait(count: number, bytes = LARGE): void {
    for (let i = 0; i < count; i++) {
      void this.room.turn(bytes).then((turn) => this.turns.push(turn));
    }
  }

  /** How many have gone by the tab and to the origin after `ms`. */
  async gone(ms = 0): Promise<[number, number]> {
    await this.clock.pass(ms);
    await breathe();
    const tab = this.turns.filter(({ way }) => way === 'tab').length;
    return [tab, this.turns.length - tab];
  }
}

describe('files that a page can be drawn without', () => {
  test('go by a link that is fast, 24 at once', async () => {
    const room = new Waiting();
    room.hopes('warm');
    await room.isProven(10_000);
    room.wait(30, SMALL);
    assert.deepEqual(await room.gone(100), [25, 0]);
    room.turns[1]?.done();
    room.turns[1]?.done();
    assert.deepEqual(await room.gone(), [26, 0]);
  });

  test('go to a link that has brought nothing yet for a quarter of a megabyte, and to the origin meanwhile', async () => {
    const room = new Waiting();
    room.hopes('warm');
    room.wait(30, PIECE / 2);
    assert.deepEqual(await room.gone(), [2, 6]);
  });

  test('go by the link as fast as it brings them, half a second of that ahead', async () => {
    const room = new Waiting();
    room.hopes('warm');
    await room.isProven(4_000);
    room.wait(30, 500_000);
    // 4 MB/s: 2 MB ahead.
    assert.deepEqual(await room.gone(), [1 + 4, 0]);
    await room.brings(500_000, 4_000);
    assert.deepEqual(await room.gone(), [1 + 5, 0]);
  });

  test('go to the origin as well where the link is slow, and to the link only what it brings before all is here', async () => {
    const room = new Waiting();
    room.hopes('soon');
    room.wait(1, 250_000);
    await room.gone(100);
    room.turns[0]?.got(250_000);
    room.turns[0]?.done();
    room.hopes('warm');
    await room.isProven(250);
    room.wait(24, 100_000);
    // The origin brings 2.5 MB/s, the link a tenth: of these 2.4 MB it is asked for one file.
    assert.deepEqual(await room.gone(), [1 + 1, 1 + 8]);
    await room.brings(100_000, 250);
    room.byTab()[1]?.done();
    for (let time = 0; time < 6; time++) {
      room.turns.forEach((turn) => void turn.done()); // makes room for the next ones
      await room.gone();
    }
    assert.equal(room.turns.length, 1 + 1 + 24);
    room.turns.forEach((turn) => void turn.done());
    const [byLink, byOrigin] = await room.gone();
    room.wait(1, 100_000);
    assert.deepEqual(await room.gone(), [byLink, byOrigin + 1], 'it would come later by the link');
  });

  test('go to the origin for a second after the link brought nothing of what it was asked', async () => {
    const room = new Waiting();
    room.hopes('warm');
    room.wait(1);
    assert.deepEqual(await room.gone(), [1, 0]);
    room.turns[0]?.failed();
    room.wait(2);
    assert.deepEqual(await room.gone(980), [1, 2]);
    room.wait(1);
    assert.deepEqual(await room.gone(), [1, 3]);
    await room.gone(20);
    room.wait(1);
    assert.deepEqual(await room.gone(), [2, 3]);
  });

  test('go to the origin when a link that was fast brings nothing any more', async () => {
    const room = new Waiting();
    room.hopes('warm');
    await room.isProven(4_000);
    room.wait(10, 2_000_000);
    assert.deepEqual(await room.gone(20), [2, 0]);
    assert.deepEqual(await room.gone(300), [2, 6]);
  });

  test('all wait for a link where the origin is down, 12 s, and 3 s for a tab that leads', async () => {
    const room = new Waiting();
    room.isDown = true;
    room.hopes('soon');
    room.wait(30);
    assert.deepEqual(await room.gone(11_999), [0, 0]);
    assert.deepEqual(await room.gone(20), [0, 30]);
    room.visit();
    room.hopes(undefined);
    room.wait(30);
    assert.deepEqual(await room.gone(2_999), [0, 30]);
    room.hopes('warm');
    assert.deepEqual(await room.gone(20_000), [1, 30], 'a slow link is all there is');
  });

  test('are all asked of a tab that has none, which says so at once', async () => {
    const room = new Waiting();
    room.hopes('no');
    room.wait(30);
    assert.deepEqual(await room.gone(), [30, 0]);
  });

  test('go six at once to the origin while the link is being opened, and then by the link', async () => {
    const room = new Waiting();
    room.hopes('soon');
    room.wait(30);
    assert.deepEqual(await room.gone(), [0, 6]);
    room.turns[3]?.done();
    assert.deepEqual(await room.gone(), [0, 7]);
    room.hopes('warm');
    assert.deepEqual(await room.gone(), [1, 7]);
  });

  test('wait for the link and for nothing else where the site says so, as long as others', async () => {
    const room = new Waiting();
    room.hopes('wait');
    room.wait(30, PIECE);
    assert.deepEqual(await room.gone(1_480), [0, 0]);
    assert.deepEqual(await room.gone(20), [0, 30]);
    room.turns.forEach((turn) => void turn.done());
    room.visit();
    room.wait(3, PIECE);
    await room.gone(10);
    room.hopes('warm');
    assert.deepEqual(await room.gone(100), [1, 30], 'the others until it has brought something');
    room.byTab()[0]?.failed();
    assert.deepEqual(await room.gone(20), [1, 32]);
  });

  test('go to the origin up to half a megabyte at once where they are small', async () => {
    const room = new Waiting();
    room.hopes('soon');
    room.wait(600, SMALL);
    assert.deepEqual(await room.gone(), [0, 525]);
  });

  test('go to an origin that is fast more and more at once', async () => {
    const room = new Waiting();
    room.hopes('soon');
    room.wait(4_000, SMALL);
    assert.deepEqual(await room.gone(), [0, 525]);
    for (const turn of room.turns.slice(0, 400)) {
      turn.done();
    }
    assert.deepEqual(await room.gone(), [0, 525 + 400 + 200]);
  });

  test('do not wait longer than 1.5 s for the link, also not those that come later, until another page is opened', async () => {
    const room = new Waiting();
    room.hopes('soon');
    room.wait(30);
    assert.deepEqual(await room.gone(1_480), [0, 6]);
    assert.deepEqual(await room.gone(20), [0, 30]);
    room.wait(10);
    assert.deepEqual(await room.gone(), [0, 40]);
    room.visit();
    room.wait(10);
    assert.deepEqual(await room.gone(), [0, 40]);
  });

  test('go to the origin at once when the link does not come', async () => {
    const room = new Waiting();
    room.hopes('soon');
    room.wait(30);
    await room.gone();
    room.hopes('no');
    assert.deepEqual(await room.gone(), [24, 6]);
    // Nor does anything wait for the next try of this page.
    room.hopes('soon');
    room.wait(10);
    assert.deepEqual(await room.gone(), [34, 6]);
    room.visit();
    room.wait(10);
    assert.deepEqual(await room.gone(), [34, 6]);
  });

  test('wait 20 ms for a tab that leads, and 300 ms behind six others', async () => {
    const room = new Waiting();
    room.wait(30);
    assert.equal(room.looked, 1);
    assert.deepEqual(await room.gone(19), [0, 0]);
    assert.deepEqual(await room.gone(1), [0, 6]);
    assert.deepEqual(await room.gone(279), [0, 6]);
    assert.deepEqual(await room.gone(20), [0, 30]);
  });

  test('go by a tab that is found in time', async () => {
    const room = new Waiting();
    room.wait(30);
    await room.gone(10);
    room.hopes('warm');
    assert.deepEqual(await room.gone(), [1, 6]);
  });
});
