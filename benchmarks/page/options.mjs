import { parseArgs } from "node:util";

/**
 * What a benchmark was told on its command line: `names` take a value, `flags` none, and `read` makes settings of them with the help of
 * `Options`. What is wrong is said with `usage`, and ends the program with 2.
 */
export function settingsOf(usage, { names, flags }, read) {
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" }]));
  for (const flag of flags) options[flag] = { type: "boolean", default: false };
  try {
    const { values } = parseArgs({ args: process.argv.slice(2), options });
    return read(values, new Options(values));
  } catch (e) {
    console.error(`${e.message}\n${usage}`);
    process.exit(2);
  }
}

/** Values with their checks. */
class Options {
  constructor(values) {
    this.values = values;
  }

  /** Words between commas, each one of `known`; all of them where nothing was said. */
  list(name, known) {
    const found = this.values[name]?.split(",") ?? known;
    for (const word of found) if (!known.includes(word)) throw new Error(`not known: ${word}; there are ${known.join(", ")}`);
    return found;
  }

  /** As many whole numbers above 0, between commas, as `fallback` has. */
  counts(name, fallback) {
    const numbers = this.values[name]?.split(",").map(Number) ?? fallback;
    const isRight = numbers.length === fallback.length && numbers.every((each) => Number.isInteger(each) && each > 0);
    if (!isRight) throw new Error(`--${name} wants ${fallback.length === 1 ? "a number" : `${fallback.length} numbers`}: ${this.values[name]}`);
    return numbers;
  }

  count(name, fallback) {
    return this.counts(name, [fallback])[0];
  }

  /** Pages as megabytes x files, between commas. */
  sizes(name, fallback) {
    const words = (this.values[name] ?? fallback).split(",");
    for (const word of words) if (!/^[1-9]\d{0,2}x([2-9]|[1-9]\d{1,2})$/.test(word)) throw new Error(`no size: ${word}`);
    return words.map((word) => word.split("x").map(Number));
  }
}
