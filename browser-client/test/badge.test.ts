import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Why } from '../src/api';
import { amount, headline, percent, reasons, words } from '../src/badge/figures';
import css from '../src/badge/style.css';

describe('the badge', () => {
  test('tells the share of what reached the page, once something has', () => {
    assert.equal(percent({ peer: 0, origin: 0, kept: 0 }), undefined);
    assert.equal(percent({ peer: 620, origin: 200, kept: 180 }), 62);
    assert.equal(headline({ peer: 620, origin: 200, kept: 180 }, true, false), '62 % from volunteers');
    assert.equal(headline({ peer: 0, origin: 0, kept: 0 }, true, false), words.none);
    assert.equal(headline({ peer: 1, origin: 999, kept: 0 }, true, false), words.none);
  });

  test('asks before all else, and says that it is off', () => {
    const bytes = { peer: 1, origin: 1, kept: 0 };
    assert.equal(headline(bytes, false, true), words.ask);
    assert.equal(headline(bytes, false, false), words.off);
  });

  test('has bytes in decimal units', () => {
    assert.equal(amount(0), '0 kB');
    assert.equal(amount(999_000), '999 kB');
    assert.equal(amount(1_250_000), '1.3 MB');
  });

  test('tells times in whole milliseconds', () => {
    const [told] = reasons([{ code: 'hedged', figures: { ms: 157.60000000149012 }, at: 0, count: 1 }]);
    assert.match(told ?? '', / 158 ms/);
  });

  test('tells the three newest reasons, each once', () => {
    const why = (code: string, path: string): Why => ({ code, path, figures: {}, at: 0, count: 1 });
    const codes = ['no-link', 'budget', 'left', 'not-listed', 'not-listed'].map((code, i) => why(code, `/${i}`));
    assert.deepEqual(reasons(codes), [
      "The publisher's manifest does not list this path.",
      'The link was closed by this page.',
      "The site's budget for super-peers is spent.",
    ]);
  });

  const blocks = [...css.matchAll(/:host \{([^}]*)\}/g)].map(([, block = '']) => block);
  for (const [i, scheme] of ['light', 'dark'].entries()) {
    test(`can be read in ${scheme}: text 4.5 to 1, marks 3 to 1`, () => {
      const colour = (name: string): number => {
        const hex = new RegExp(`--${name}: var\\(--deploynet-${name}, #(\\w{6})\\)`).exec(blocks[i] ?? '')?.[1] ?? '';
        assert.match(hex, /^\w{6}$/, `${name} is there`);
        return luminance(hex);
      };
      const contrast = (one: string, other: string) => {
        const [a, b] = [colour(one), colour(other)];
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      };
      for (const [text, ground] of [
        ['text', 'ground'],
        ['soft', 'ground'],
        ['on-accent', 'accent'],
      ] as const) {
        assert.ok(contrast(text, ground) >= 4.5, `${text}: ${contrast(text, ground)}`);
      }
      for (const mark of ['accent', 'origin', 'kept', 'line']) {
        assert.ok(contrast(mark, 'ground') >= 3, `${mark}: ${contrast(mark, 'ground')}`);
      }
    });
  }
});

/** As WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [0, 2, 4].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
