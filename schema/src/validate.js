// The validators: a frame or a line, a view, and what is wrong.

import { acceptedText, acceptor } from "./accept.js";
import { checkDefinition, checkFrame } from "./check.js";
import { idsOf, idsOfText, scalarIdsToStrings } from "./ids.js";
import { FRAME_LIMIT, bytes, read } from "./json.js";
import { tally } from "./parts.js";
import { undocumentedOf, undocumentedOfFrame } from "./undocumented.js";

const VIEWS = ["writer", "reader"];
const SIDES = ["gateway", "connector"];
const NONE = Object.freeze([]);

export function validateFrame(value, expectation) {
  return judged(value, checked(expectation));
}

export function validateLine(line, expectation) {
  const { coerceIds, ...asked } = checked(expectation);
  if (typeof line !== "string") throw new TypeError("expected the line as a string");
  const text = coerceIds ? scalarIdsToStrings(line) : line;
  return quick(text, asked) ?? slow(text, asked);
}

/** A line that is a frame as it should be; `undefined` where it takes a closer look. */
function quick(line, asked) {
  // Of UTF-8, a UTF-16 code unit is three bytes at most; a line end is counted.
  if (line.length * 3 >= FRAME_LIMIT && bytes(line) >= FRAME_LIMIT) return undefined;
  if (!line.isWellFormed()) return undefined;
  const frame = acceptedText(line, acceptor(asked.view, asked.writer));
  return frame && known(frame, asked.view);
}

/** A frame that was accepted just now. */
export function known(frame, view) {
  const undocumented = tally.isStrange ? undocumentedOfFrame(view, frame) : NONE;
  return { ok: true, known: true, frame, undocumented };
}

/** The verdict on a line that was not accepted at once. */
export function slow(line, asked) {
  const { value, violation } = read(line);
  const outcome = violation ? refused([violation], asked.writer) : judged(value, asked);
  return outcome.ok ? outcome : { ...outcome, ...idsOfText(line) };
}

function judged(value, { view, writer }) {
  const { violations, known } = checkFrame(view, writer, value);
  const undocumented = undocumentedOfFrame(view, value);
  if (violations.length > 0) return { ...refused(violations, writer), undocumented, ...idsOf(value) };
  return { ok: true, known, frame: value, undocumented: known ? undocumented : NONE };
}

/** What is made of a line that is refused. */
export function refused(violations, writer) {
  return { ok: false, violations, undocumented: NONE, ...(writer ? { writer } : {}) };
}

export function undocumentedFields(frame) {
  return undocumentedOfFrame("writer", frame);
}

export function validateDefinition(name, value, expectation) {
  const { view } = checked(expectation);
  const violations = checkDefinition(view, name, value);
  const undocumented = undocumentedOf(view, name, value);
  return violations.length > 0 ? { ok: false, violations, undocumented } : { ok: true, value, undocumented };
}

/** The expectation, for callers that no compiler has checked. */
export function checked({ view, writer, coerceIds = false } = {}) {
  if (!VIEWS.includes(view)) throw new TypeError('expected the view "writer" or "reader"');
  if (writer !== undefined && !SIDES.includes(writer)) {
    throw new TypeError('expected the writer "gateway" or "connector"');
  }
  return { view, writer, coerceIds };
}
