import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { Permission } from '../src/page/permission';

/** The storage of one origin, and the pages that hear of its changes. */
class FakeStorage {
  readonly pages = new EventTarget();
  isForbidden = false;
  isFull = false;
  [key: string]: unknown;

  static install(): FakeStorage {
    const storage = new FakeStorage();
    const { pages } = storage;
    Object.defineProperty(globalThis, 'localStorage', {
      configurable: true,
      get: () => {
        if (storage.isForbidden) {
          throw new Error('SecurityError');
        }
        return storage;
      },
    });
    Object.defineProperty(globalThis, 'addEventListener', {
      configurable: true,
      value: pages.addEventListener.bind(pages),
    });
    return storage;
  }

  setItem(key: string, value: string): void {
    if (this.isFull) {
      throw new Error('QuotaExceededError');
    }
    this[key] = value;
  }

  /** Another tab has written. */
  tell(): void {
    this.pages.dispatchEvent(new Event('storage'));
  }
}

let storage: FakeStorage;
beforeEach(() => {
  storage = FakeStorage.install();
});

function permission(mustAsk = false): { permission: Permission; changes: () => number } {
  let count = 0;
  return { permission: new Permission(mustAsk, () => count++), changes: () => count };
}

describe('permission', () => {
  test('is there until somebody says no, and the next page knows that', () => {
    const { permission: first, changes } = permission();
    assert.equal(first.allowed, undefined);
    assert.equal(first.obstacle, undefined);
    first.allow(false);
    assert.equal(first.obstacle, 'visitor-off');
    assert.equal(changes(), 1);
    const { permission: next } = permission();
    assert.equal(next.allowed, false);
    assert.equal(next.obstacle, 'visitor-off');
    next.allow(true);
    assert.equal(permission().permission.obstacle, undefined);
  });

  test('is not there before a yes where it must be asked for', () => {
    const { permission: first } = permission(true);
    assert.equal(first.obstacle, 'no-consent');
    first.allow(false);
    assert.equal(permission(true).permission.obstacle, 'visitor-off');
    first.allow(true);
    assert.equal(permission(true).permission.obstacle, undefined);
  });

  test('of the operator ends by itself, and the next page asks nobody before', (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_790_000_000_000 });
    const { permission: first, changes } = permission();
    first.switchOff(600_000);
    assert.equal(first.obstacle, 'switched-off');
    assert.equal(changes(), 1);
    const { permission: next } = permission();
    t.mock.timers.setTime(1_790_000_599_999);
    assert.equal(next.obstacle, 'switched-off');
    t.mock.timers.setTime(1_790_000_600_000);
    assert.equal(next.obstacle, undefined);
  });

  test('is not taken for longer than a day by a clock that went back', (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_790_000_000_000 });
    permission().permission.switchOff(600_000);
    t.mock.timers.setTime(1_000_000_000_000);
    const { permission: next } = permission();
    t.mock.timers.setTime(1_000_000_000_000 + 86_400_000);
    assert.equal(next.obstacle, undefined);
  });

  test('follows another tab, and hears nothing of what does not matter', () => {
    const here = permission();
    storage.setItem('deploynet:sequence:x', '7');
    storage.tell();
    assert.equal(here.changes(), 0);
    permission().permission.allow(false);
    storage.tell();
    assert.equal(here.permission.obstacle, 'visitor-off');
    assert.equal(here.changes(), 1);
  });

  test('is remembered by this page alone where storage is forbidden or full', () => {
    for (const fault of ['isForbidden', 'isFull'] as const) {
      storage = FakeStorage.install();
      storage[fault] = true;
      const { permission: here, changes } = permission();
      assert.equal(here.obstacle, undefined);
      here.allow(false);
      here.read();
      storage.tell();
      assert.equal(here.obstacle, 'visitor-off', fault);
      assert.equal(changes(), 1);
    }
  });
});
