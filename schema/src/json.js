// Strict reading of one line: JSON as every reader of the contract understands it alike.

import { cut, token } from "./words.js";

/** The greatest length of a frame's line in bytes, its line end counted. */
export const FRAME_LIMIT = 1 << 20;

/** The deepest nesting of arrays and objects in a frame, the frame itself counted. */
export const DEPTH_LIMIT = 128;

/** A violation of the line as a whole. */
export function whole(rule, message) {
  return { frame: null, pointer: "", rule, section: null, message };
}

/** What is said of a line of `length` bytes, its line end counted. */
export function tooLong(limit, length) {
  return whole("size", `expected at most ${limit} bytes with the line end, found ${length}`);
}

/** The value of one line, or `{ violation }`. */
export function read(line) {
  const text = line.endsWith("\n") ? line.slice(0, -1) : line;
  // A UTF-16 code unit is at most three bytes of UTF-8.
  if (text.length * 3 >= FRAME_LIMIT) {
    const length = bytes(text) + 1;
    if (length > FRAME_LIMIT) return { violation: tooLong(FRAME_LIMIT, length) };
  }
  const reader = new Reader(text);
  try {
    return { value: reader.document() };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    const found = depth(text);
    if (found > DEPTH_LIMIT) {
      const message = `expected at most ${DEPTH_LIMIT} levels of arrays and objects, found ${found}`;
      return { violation: whole("depth", message) };
    }
    return { violation: { ...fault.violation, frame: reader.frame } };
  }
}

/** The length of a text in UTF-8. */
export function bytes(text) {
  return globalThis.Buffer?.byteLength(text) ?? new TextEncoder().encode(text).length;
}

/** The deepest nesting of brackets outside strings; for malformed text an estimate. */
function depth(text) {
  let [level, deepest, inString, escaped] = [0, 0, false, false];
  for (const letter of text) {
    if (escaped) escaped = false;
    else if (letter === "\\" && inString) escaped = true;
    else if (letter === '"') inString = !inString;
    else if (inString) continue;
    else if (letter === "[" || letter === "{") deepest = Math.max(deepest, ++level);
    else if (letter === "]" || letter === "}") level = Math.max(0, level - 1);
  }
  return deepest;
}

/** Why a text is refused; it never leaves this module. */
class Fault {
  constructor(violation) {
    this.violation = violation;
  }
}

const ENDS = "the text ends within a value";
const HALF = "found half of a surrogate pair";
const OTHER = "found something else";

/** The letters of a string up to one that needs a look. */
const PLAIN = /[^"\\\u0000-\u001f]*/y;

const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** One pass over a text. It counts bytes only where it fails. */
class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.level = 0;
    /** The frame's `type` if it stood before the fault; cut. */
    this.frame = null;
    /** The way from the root to the value that is read. */
    this.path = [];
  }

  document() {
    const half = this.text.isWellFormed() ? -1 : this.text.search(/\p{Cs}/u);
    if (half >= 0) this.fail(HALF, half);
    const value = this.value();
    this.space();
    if (this.at < this.text.length) this.fail("found more text behind the value");
    return value;
  }

  /** Ends the reading at the byte that is `count` bytes behind `at`. */
  fail(what, at = this.at, count = 1) {
    const encoder = new TextEncoder();
    const text = encoder.encode(this.text);
    const end = Math.min(text.length, bytes(this.text.slice(0, at)) + count);
    const column = end - (text.subarray(0, end).lastIndexOf(10) + 1);
    const found = this.text.startsWith("\ufeff") ? "found a byte order mark" : what;
    throw new Fault(whole("json", `expected one JSON value, ${found} at byte ${column}`));
  }

  /** Fails at what stands here, or because nothing does. */
  refuse(at = this.at) {
    this.fail(at < this.text.length ? OTHER : ENDS, at);
  }

  space() {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.at += 1;
    }
  }

  value() {
    this.space();
    switch (this.text[this.at]) {
      case "{":
        return this.nested(this.object);
      case "[":
        return this.nested(this.array);
      case '"':
        return this.string();
      case "n":
        return this.word("null", null);
      case "t":
        return this.word("true", true);
      case "f":
        return this.word("false", false);
      default:
        return this.number();
    }
  }

  nested(read) {
    this.level += 1;
    if (this.level > DEPTH_LIMIT) this.refuse();
    this.at += 1;
    const value = read.call(this);
    this.level -= 1;
    return value;
  }

  object() {
    const members = {};
    this.space();
    if (this.text[this.at] === "}") return this.ended(members);
    for (;;) {
      if (this.text[this.at] !== '"') this.refuse();
      const key = this.string();
      this.path.push(key);
      if (Object.hasOwn(members, key)) this.twice();
      this.space();
      if (this.text[this.at] !== ":") this.refuse();
      this.at += 1;
      const value = this.value();
      this.path.pop();
      if (this.level === 1 && key === "type" && typeof value === "string") this.frame = cut(value);
      // Assigning it would set the prototype instead.
      if (key === "__proto__") {
        Object.defineProperty(members, key, { value, writable: true, enumerable: true, configurable: true });
      } else members[key] = value;
      this.space();
      if (this.text[this.at] === "}") return this.ended(members);
      if (this.text[this.at] !== ",") this.refuse();
      this.at += 1;
      this.space();
    }
  }

  array() {
    const elements = [];
    this.space();
    if (this.text[this.at] === "]") return this.ended(elements);
    for (;;) {
      this.path.push(elements.length);
      elements.push(this.value());
      this.path.pop();
      this.space();
      if (this.text[this.at] === "]") return this.ended(elements);
      if (this.text[this.at] !== ",") this.refuse();
      this.at += 1;
    }
  }

  ended(value) {
    this.at += 1;
    return value;
  }

  twice() {
    const pointer = this.path.map((step) => `/${token(String(step))}`).join("");
    const message = "expected each key once in an object, found this one twice";
    throw new Fault({ ...whole("duplicate-key", message), pointer });
  }

  word(word, value) {
    for (let index = 1; index < word.length; index += 1) {
      if (this.text[this.at + index] !== word[index]) this.refuse(this.at + index);
    }
    this.at += word.length;
    return value;
  }

  number() {
    const start = this.at;
    if (this.text[this.at] === "-") this.at += 1;
    if (this.text[this.at] === "0") {
      this.at += 1;
      if (this.isDigit()) this.refuse();
    } else this.digits();
    if (this.text[this.at] === ".") {
      this.at += 1;
      this.digits();
    }
    let exponent = this.at;
    if (this.text[this.at] === "e" || this.text[this.at] === "E") {
      this.at += 1;
      if (this.text[this.at] === "+" || this.text[this.at] === "-") this.at += 1;
      exponent = this.at;
      this.digits();
    }
    const value = Number(this.text.slice(start, this.at));
    if (!Number.isFinite(value)) this.fail("found a number beyond a 64-bit float", this.decided(exponent), 0);
    return value;
  }

  digits() {
    if (!this.isDigit()) this.refuse();
    while (this.isDigit()) this.at += 1;
  }

  isDigit() {
    const code = this.text.charCodeAt(this.at);
    return code >= 48 && code <= 57;
  }

  /** Where it is decided that a number is too large: behind the digit by which its exponent leaves 32 bits. */
  decided(exponent) {
    let value = 0;
    for (let at = exponent; at < this.at; at += 1) {
      value = value * 10 + Number(this.text[at]);
      if (value > 2 ** 31 - 1) return at + 1;
    }
    return this.at;
  }

  string() {
    let content = "";
    this.at += 1;
    for (;;) {
      const start = this.at;
      PLAIN.lastIndex = start;
      PLAIN.test(this.text);
      this.at = PLAIN.lastIndex;
      content += this.text.slice(start, this.at);
      const letter = this.text[this.at];
      if (letter === '"') break;
      if (letter !== "\\")
        this.fail(letter === undefined ? ENDS : "found a raw control character in a string");
      this.at += 1;
      content += this.escape();
    }
    this.at += 1;
    return content;
  }

  escape() {
    const letter = this.text[this.at];
    if (letter !== "u") {
      const meant = letter === undefined ? undefined : ESCAPES[letter];
      if (meant === undefined) this.refuse();
      this.at += 1;
      return meant;
    }
    const first = this.hex();
    if (first >= 0xdc00 && first <= 0xdfff) this.fail(HALF, this.at, 0);
    if (first < 0xd800 || first > 0xdfff) return String.fromCharCode(first);
    for (const expected of ["\\", "u"]) {
      if (this.text[this.at] !== expected) this.fail(this.at < this.text.length ? HALF : ENDS);
      if (expected === "\\") this.at += 1;
    }
    const second = this.hex();
    if (second < 0xdc00 || second > 0xdfff) this.fail(HALF, this.at, 0);
    return String.fromCharCode(first, second);
  }

  /** The four digits behind a `u`. */
  hex() {
    const digits = this.text.slice(this.at + 1, this.at + 5);
    if (!/^[0-9A-Fa-f]{4}$/.test(digits)) {
      const enough = bytes(this.text.slice(this.at + 1, this.at + 5)) >= 4;
      this.fail(enough ? OTHER : ENDS, this.at + 1, 4);
    }
    this.at += 5;
    return Number.parseInt(digits, 16);
  }
}
