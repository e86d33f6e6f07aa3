// The validators: a frame or a line, a view, and what is wrong.

import { checkDefinition, checkFrame } from "./check.js";
import { read } from "./json.js";

const VIEWS = ["writer", "reader"];
const SIDES = ["gateway", "connector"];

export function validateFrame(value, expectation) {
  const { view, writer } = checked(expectation);
  const { violations, known } = checkFrame(view, writer, value);
  if (violations.length > 0) return { ok: false, violations };
  return { ok: true, known, frame: value };
}

export function validateLine(line, expectation) {
  checked(expectation);
  if (typeof line !== "string") throw new TypeError("expected the line as a string");
  const { value, violation } = read(line);
  return violation ? { ok: false, violations: [violation] } : validateFrame(value, expectation);
}

export function validateDefinition(name, value, expectation) {
  const { view } = checked(expectation);
  return checkDefinition(view, name, value);
}

/** The expectation, for callers that no compiler has checked. */
export function checked({ view, writer } = {}) {
  if (!VIEWS.includes(view)) throw new TypeError('expected the view "writer" or "reader"');
  if (writer !== undefined && !SIDES.includes(writer)) {
    throw new TypeError('expected the writer "gateway" or "connector"');
  }
  return { view, writer };
}
