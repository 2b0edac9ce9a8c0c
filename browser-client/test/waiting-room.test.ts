import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Hope } from '../src/tab/messages';
import type { LeaderDoor } from '../src/worker/leader-door';
import { type Turn, WaitingRoom } from '../src/worker/waiting-room';
import { breathe, ManualClock } from './manual-clock';

const SMALL = 1_000;
const LARGE = 700_000;

/** Files that wait, and a leading tab that hopes what the test says. */
class Waiting {
  readonly clock = new ManualClock();
  readonly turns: Turn[] = [];
  looked = 0;
  private readonly door = { hope: undefined as Hope | undefined, changed: () => {}, look: () => void this.looked++ };
  private readonly room = new WaitingRoom(this.clock, this.door as unknown as LeaderDoor);

  hopes(hope: Hope | undefined): void {
    this.door.hope = hope;
    this.door.changed();
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
  test('go by the tab that has a link, 24 at once', async () => {
    const room = new Waiting();
    room.hopes('warm');
    room.wait(30);
    assert.deepEqual(await room.gone(10_000), [24, 0]);
    room.turns[0]?.done();
    room.turns[0]?.done();
    assert.deepEqual(await room.gone(), [25, 0]);
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
    assert.deepEqual(await room.gone(), [23, 7]);
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
    assert.deepEqual(await room.gone(), [24, 0]);
  });
});
