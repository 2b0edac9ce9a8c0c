import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Window } from '../src/link/window';

const MIB = 1024 * 1024;

/** A window after `seconds` of a steady rate. */
function after(seconds: number, bytesPerSecond: number, latencyMs: number): Window {
  const window = new Window();
  for (let ms = 0; ms <= seconds * 1000; ms += 10) {
    window.answeredAfter(latencyMs);
    window.received(bytesPerSecond / 100, ms);
  }
  return window;
}

describe('the window', () => {
  test('is two bandwidth-delay products', () => {
    const window = after(10, 5_000_000, 200);
    assert.ok(Math.abs(window.bytes - 2_000_000) < 100_000, String(window.bytes));
    assert.ok(Math.abs(window.bytesPerSecond - 5_000_000) < 200_000);
  });

  test('is 256 KiB at least and 4 MiB at most', () => {
    assert.equal(after(5, 10_000, 20).bytes, MIB / 4);
    assert.equal(after(5, 100_000_000, 200).bytes, 4 * MIB);
  });

  test('does not grow with the queue that it makes', () => {
    const window = after(5, 2_000_000, 120);
    const before = window.bytes;
    for (let ms = 5_010; ms < 60_000; ms += 10) {
      window.answeredAfter(2_000);
      window.received(20_000, ms);
    }
    assert.ok(window.bytes <= before * 1.05, `${before} became ${window.bytes}`);
  });

  test('takes a pause for no sign of slowness', () => {
    const window = after(5, 5_000_000, 100);
    const before = window.bytesPerSecond;
    window.idle();
    window.received(50_000, 60_000);
    window.received(50_000, 60_010);
    assert.equal(window.bytesPerSecond, before);
  });
});
