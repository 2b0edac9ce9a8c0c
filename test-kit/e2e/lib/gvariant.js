/**
 * Values in the text form of GVariant, as `gdbus call` prints them: tuples and arrays become arrays, dictionaries objects,
 * variants their content. Throws on anything else.
 */
export function parseGVariant(text) {
  const reader = new Reader(text.trim());
  const value = reader.value();
  reader.end();
  return value;
}

const TYPE = /^(?:@[a-z{}()]+|byte|boolean|u?int(?:16|32|64)|double|objectpath|signature)\s+/;
const NUMBER = /^-?(?:0x[0-9a-f]+|[0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?)/;
const ESCAPED = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f", v: "\v", a: "\u0007" };

class Reader {
  constructor(text) {
    this.rest = text;
  }

  value() {
    const type = TYPE.exec(this.rest);
    if (type) this.#skip(type[0].length);
    switch (this.rest[0]) {
      case "(":
        return this.#list("(", ")");
      case "[":
        return this.#list("[", "]");
      case "{":
        return this.#dictionary();
      case "<": {
        this.#expect("<");
        const inner = this.value();
        this.#expect(">");
        return inner;
      }
      case "'":
      case '"':
        return this.#string();
      default:
        return this.#word();
    }
  }

  end() {
    if (this.rest) throw new Error(`more than one value: ${this.rest.slice(0, 60)}`);
  }

  #list(open, close) {
    this.#expect(open);
    const items = [];
    while (this.rest[0] !== close) {
      items.push(this.value());
      if (this.rest[0] === ",") this.#expect(",");
    }
    this.#expect(close);
    return items;
  }

  #dictionary() {
    this.#expect("{");
    const entries = {};
    while (this.rest[0] !== "}") {
      const key = this.value();
      this.#expect(":");
      entries[key] = this.value();
      if (this.rest[0] === ",") this.#expect(",");
    }
    this.#expect("}");
    return entries;
  }

  #string() {
    const quote = this.rest[0];
    let text = "";
    let at = 1;
    while (this.rest[at] !== quote) {
      if (at >= this.rest.length) throw new Error("a string without an end");
      if (this.rest[at] !== "\\") {
        text += this.rest[at++];
        continue;
      }
      const [, hex] = /^\\(?:u([0-9a-f]{4})|U([0-9a-f]{8}))/.exec(this.rest.slice(at, at + 10)) ?? [];
      text += hex ? String.fromCodePoint(parseInt(hex, 16)) : (ESCAPED[this.rest[at + 1]] ?? this.rest[at + 1]);
      at += hex ? 2 + hex.length : 2;
    }
    this.#skip(at + 1);
    return text;
  }

  #word() {
    for (const [word, value] of [["true", true], ["false", false]]) {
      if (this.rest.startsWith(word)) {
        this.#skip(word.length);
        return value;
      }
    }
    const number = NUMBER.exec(this.rest);
    if (!number) throw new Error(`not a value: ${this.rest.slice(0, 60)}`);
    this.#skip(number[0].length);
    return Number(number[0]);
  }

  #expect(character) {
    if (this.rest[0] !== character) throw new Error(`"${character}" instead of ${this.rest.slice(0, 60)}`);
    this.#skip(1);
  }

  #skip(count) {
    this.rest = this.rest.slice(count).trimStart();
  }
}
