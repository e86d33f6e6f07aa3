// Lines out of pieces: what a socket or a file delivers, cut at its line feeds, each line checked.

import { FRAME_LIMIT, tooLong, whole } from "./json.js";
import { checked, validateLine } from "./validate.js";

const LINE_FEED = 10;
const NUL = 0;

/** The chunk parser; what it promises stands in the types. */
export class LineParser {
  #expectation;
  #limit;
  /** Room for the unfinished line, of which `#kept` bytes are used. */
  #room = new Uint8Array(0);
  #kept = 0;
  /** Of the unfinished line, kept or not, in bytes. */
  #length = 0;
  #number = 0;
  /** Whether the last byte before this one, line feeds aside, was NUL. */
  #isBehindNul = false;

  constructor({ limit = FRAME_LIMIT, ...expectation } = {}) {
    this.#expectation = checked(expectation);
    this.#limit = limit;
  }

  push(piece) {
    let rest = typeof piece === "string" ? new TextEncoder().encode(piece) : piece;
    // Not `instanceof`: a test runner's own realm has another class.
    if (rest?.[Symbol.toStringTag] !== "Uint8Array") throw new TypeError("expected a piece as a string or a Uint8Array");
    const lines = [];
    for (;;) {
      if (this.#length === 0 && this.#isBehindNul) rest = withoutNuls(rest);
      const end = rest.indexOf(LINE_FEED);
      if (end < 0) break;
      this.#number += 1;
      const outcome = this.#ended(rest.subarray(0, end));
      if (outcome) lines.push(outcome);
      rest = rest.subarray(end + 1);
    }
    this.#keep(rest);
    return lines;
  }

  end(source) {
    if (source !== "file" && source !== "socket") throw new TypeError('expected "file" or "socket"');
    if (this.#length > 0) this.#number += 1;
    const count = this.#length;
    const outcome = this.#ended(new Uint8Array(0));
    if (!outcome || source === "file") return outcome;
    const message = `expected a line end, found the end of the input after ${count} bytes`;
    return { ...refused(whole("json", message)), number: outcome.number, length: outcome.length };
  }

  get kept() {
    return this.#kept;
  }

  #count(piece) {
    if (piece.length === 0) return;
    this.#length += piece.length;
    this.#isBehindNul = piece[piece.length - 1] === NUL;
  }

  /** Keeps a piece of a line, unless the line is too long. */
  #keep(piece) {
    this.#count(piece);
    const needed = this.#kept + piece.length;
    if (this.#length >= this.#limit) {
      this.#room = new Uint8Array(0);
      this.#kept = 0;
      return;
    }
    if (needed > this.#room.length) {
      const room = new Uint8Array(Math.min(Math.max(needed, 2 * this.#room.length), this.#limit));
      room.set(this.#room.subarray(0, this.#kept));
      this.#room = room;
    }
    this.#room.set(piece, this.#kept);
    this.#kept = needed;
  }

  /** What is made of the line that this piece ends, unless it is blank. */
  #ended(piece) {
    let bytes = piece;
    if (this.#length === 0) this.#count(piece);
    else {
      this.#keep(piece);
      bytes = this.#room.subarray(0, this.#kept);
    }
    const [isTooLong, length] = [this.#length >= this.#limit, this.#length + 1];
    this.#length = 0;
    this.#kept = 0;
    if (isTooLong) return { ...refused(tooLong(this.#limit, length)), number: this.#number, length };
    const isBlank = bytes.every((byte) => byte === 32 || byte === 9 || byte === 13);
    return isBlank ? undefined : { ...this.#outcome(bytes), number: this.#number, length };
  }

  #outcome(bytes) {
    let text;
    try {
      text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      const message = `expected UTF-8, found another byte at byte ${validUpTo(bytes) + 1}`;
      return refused(whole("json", message));
    }
    return validateLine(text.endsWith("\r") ? text.slice(0, -1) : text, this.#expectation);
  }
}

function refused(violation) {
  return { ok: false, violations: [violation] };
}

/** The other half of a UTF-16 line feed belongs to the line that ended there. */
function withoutNuls(bytes) {
  const start = bytes.findIndex((byte) => byte !== NUL);
  return start < 0 ? bytes.subarray(bytes.length) : bytes.subarray(start);
}

/** How many bytes stand before the first that is of no character. */
function validUpTo(bytes) {
  const replaced = new TextEncoder().encode(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
  const other = replaced.findIndex((byte, index) => byte !== bytes[index]);
  return other < 0 ? replaced.length : other;
}
