/* Few numbers of many, for measurements. */

export function median(values) {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** The least value that `share` of all are not above (nearest rank). */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/**
 * What the median of the distribution behind `values` is not above, with at least `confidence`: the order statistic by the
 * binomial distribution, which supposes nothing of the distribution's form. NaN where there are too few, under five for 95 %.
 */
export function medianIsBelow(values, confidence = 0.95) {
  const sorted = [...values].sort((a, b) => a - b);
  let chanceOfExactly = 0.5 ** sorted.length;
  let chanceOfFewer = 0; // that fewer than `rank` of the values are below the median
  for (let rank = 0; rank < sorted.length; rank++) {
    chanceOfFewer += chanceOfExactly;
    if (chanceOfFewer >= confidence) return sorted[rank];
    chanceOfExactly *= (sorted.length - rank) / (rank + 1);
  }
  return Number.NaN;
}
