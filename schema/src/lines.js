// Lines out of pieces: what a socket or a file delivers, cut at its line feeds, each line checked.

import { acceptedText, acceptor } from "./accept.js";
import { scalarIdsToStrings } from "./ids.js";
import { FRAME_LIMIT, bytes as lengthOf, tooLong, whole } from "./json.js";
import { checked, known, refused, slow } from "./validate.js";

const LINE_FEED = 10;
const NUL = 0;
const NOTHING = new Uint8Array(0);
const UTF_8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The chunk parser; what it promises stands in the types. */
export class LineParser {
  #asked;
  #accept;
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
    this.#asked = checked(expectation);
    this.#accept = acceptor(this.#asked.view, this.#asked.writer);
    this.#limit = limit;
  }

  push(piece) {
    const lines = [];
    let rest = typeof piece === "string" ? this.#string(piece, lines) : piece;
    // Not `instanceof`: a test runner's own realm has another class.
    if (rest?.[Symbol.toStringTag] !== "Uint8Array") throw new TypeError("expected a piece as a string or a Uint8Array");
    for (let isTried = false; rest.length > 0; ) {
      if (!isTried && this.#isFresh) {
        isTried = true;
        const taken = this.#wholeLines(rest, lines);
        if (taken === rest.length) return lines;
        rest = rest.subarray(taken);
      }
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
    const outcome = this.#ended(NOTHING);
    if (!outcome || source === "file") return outcome;
    const message = `expected a line end, found the end of the input after ${count} bytes`;
    return { ...refused([whole("json", message)], this.#asked.writer), number: outcome.number, length: outcome.length };
  }

  get kept() {
    return this.#kept;
  }

  /** Whether a line begins here, as after every line that was read. */
  get #isFresh() {
    return this.#length === 0 && !this.#isBehindNul;
  }

  /** Reads the lines of a piece that holds whole ones only; any other it gives back as bytes. */
  #string(piece, lines) {
    const isWhole = piece.endsWith("\n") && piece.isWellFormed() && !piece.includes("\0");
    const length = isWhole && this.#isFresh ? lengthOf(piece) : this.#limit;
    if (length >= this.#limit) return new TextEncoder().encode(piece);
    this.#read(piece, length, lines);
    return NOTHING;
  }

  /** Reads the whole lines of a piece at once. Gives their length in bytes; 0 if they take a closer look. */
  #wholeLines(piece, lines) {
    // Node's own `lastIndexOf` of a buffer takes as long as all else.
    const isWhole = piece[piece.length - 1] === LINE_FEED;
    const end = isWhole ? piece.length : Uint8Array.prototype.lastIndexOf.call(piece, LINE_FEED) + 1;
    if (end === 0 || end >= this.#limit) return 0;
    let text;
    try {
      text = UTF_8.decode(isWhole ? piece : piece.subarray(0, end));
    } catch {
      return 0;
    }
    // The half of a character of UTF-16.
    if (text.includes("\0")) return 0;
    this.#read(text, end, lines);
    return end;
  }

  /** Reads whole lines, each with its line feed. */
  #read(text, size, lines) {
    for (let at = 0; at < text.length; ) {
      const end = text.indexOf("\n", at) + 1;
      const isAll = end - at === text.length;
      const line = isAll ? text : text.slice(at, end);
      at = end;
      this.#number += 1;
      // Of ASCII each letter is a byte.
      const length = isAll ? size : text.length === size ? line.length : lengthOf(line);
      const outcome = this.#outcome(line);
      if (!outcome) continue;
      outcome.number = this.#number;
      outcome.length = length;
      lines.push(outcome);
    }
  }

  /** What is made of one line with or without its line end, unless it is blank. */
  #outcome(line) {
    const { view, coerceIds } = this.#asked;
    if (isBlank(line)) return undefined;
    const text = coerceIds ? scalarIdsToStrings(line) : line;
    // Where the parser's own limit is greater, the frame's still counts.
    const mayBeLong = this.#limit > FRAME_LIMIT && text.length * 3 >= FRAME_LIMIT;
    const frame = mayBeLong ? undefined : acceptedText(text, this.#accept);
    return frame ? known(frame, view) : slow(withoutEnd(text), this.#asked);
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
    const told = { number: this.#number, length };
    if (isTooLong) return { ...refused([tooLong(this.#limit, length)], this.#asked.writer), ...told };
    const outcome = this.#decoded(bytes);
    return outcome && { ...outcome, ...told };
  }

  #decoded(bytes) {
    let text;
    try {
      text = UTF_8.decode(bytes);
    } catch {
      const message = `expected UTF-8, found another byte at byte ${validUpTo(bytes) + 1}`;
      return refused([whole("json", message)], this.#asked.writer);
    }
    return this.#outcome(text);
  }
}

/** White space alone. */
function isBlank(line) {
  const first = line.charCodeAt(0);
  return !(first > 32) && /^[ \t\r\n]*$/.test(line);
}

function withoutEnd(line) {
  const text = line.endsWith("\n") ? line.slice(0, -1) : line;
  return text.endsWith("\r") ? text.slice(0, -1) : text;
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
