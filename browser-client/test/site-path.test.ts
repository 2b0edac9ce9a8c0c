import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { canonicalPath, mayList } from '../src/content/site-path';
import { expand, vectors } from './vectors';

const file = vectors<{
  canonical: { url: string; path: string | null }[];
  mayList: { path: string; listed: boolean }[];
}>('paths.json');

describe('canonical paths', () => {
  for (const { url, path } of file.canonical) {
    test(JSON.stringify(url).slice(0, 60), () => {
      const expected = path === null ? undefined : expand(path);
      assert.equal(canonicalPath(expand(url)), expected);
      assert.equal(expected === undefined || canonicalPath(expected) === expected, true);
    });
  }
});

describe('what may be listed', () => {
  for (const { path, listed } of file.mayList) {
    test(JSON.stringify(path), () => assert.equal(mayList(path), listed));
  }
});
