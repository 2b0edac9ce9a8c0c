import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { median, medianIsBelow, quantile } from "../lib/statistics.js";

describe("statistics", () => {
  it("finds the middle of odd and even numbers of values", () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 3]), 2.5);
    assert.ok(Number.isNaN(median([])));
  });

  it("finds quantiles by the nearest rank", () => {
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
    assert.equal(quantile(hundred, 0.95), 95);
    assert.equal(quantile([7], 0.95), 7);
  });

  it("bounds a median by the ranks of the binomial distribution", () => {
    const upTo = (count) => Array.from({ length: count }, (_, i) => i + 1);
    assert.ok(Number.isNaN(medianIsBelow(upTo(4)))); // 1 - 1/16 is less than 95 %
    assert.equal(medianIsBelow(upTo(5)), 5); // 1 - 1/32
    assert.equal(medianIsBelow(upTo(8)), 7); // 1 - 9/256
    assert.equal(medianIsBelow(upTo(20)), 15); // the table of the sign test: at most 5 of 20
    assert.equal(medianIsBelow([1, 1, 1, 1, 1, 1, 1, Number.POSITIVE_INFINITY]), 1); // one failure of eight is not the bound
  });
});
