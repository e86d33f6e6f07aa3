// The quick answer: whether a text or a value is a frame as it should be. It says yes or nothing at all: what it does
// not accept may still be valid, and is looked at again by `json.js` and `check.js`, which say why not.

import { accept as reader } from "../dist/accept-reader.js";
import { accept as writer } from "../dist/accept-writer.js";
import { tally } from "./parts.js";

const VIEWS = { reader, writer };

/** What accepts a frame of these two: a function of the value and its level. */
export function acceptor(view, side) {
  const { gateway, connector } = VIEWS[view];
  // Each looks at the type first, so that only one of them counts.
  return VIEWS[view][side] ?? ((value, level) => gateway(value, level) || connector(value, level));
}

/** Whether a value is a frame, of which `tally` then tells. */
export function acceptsValue(value, accept) {
  tally.keys = 0;
  tally.isStrange = false;
  return accept(value, 1);
}

/**
 * The frame in a text without raw halves of surrogate pairs; `undefined` where it takes a closer look.
 *
 * `JSON.parse` takes what a strict reader does, and three things more. A number beyond a float and too many levels are
 * seen in the value. A key that stood twice is not: then the text has more colons than the value has keys and colons
 * in its strings. Half of a surrogate pair must have been written as an escape.
 */
export function acceptedText(text, accept) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!acceptsValue(value, accept)) return undefined;
  const colons = colonsIn(text);
  const isEscaped = text.includes("\\");
  const mayBeHalf = isEscaped && /\\u[dD]/.test(text);
  if (colons === tally.keys && !mayBeHalf) return value;
  // A colon written as an escape would be counted in the value alone.
  if (isEscaped && text.includes("\\u003")) return undefined;
  return colons === tally.keys + colonsWithin(value) ? value : undefined;
}

function colonsIn(text) {
  let count = 0;
  for (let at = text.indexOf(":"); at >= 0; at = text.indexOf(":", at + 1)) count += 1;
  return count;
}

/** The colons in all strings and keys of a value; no number if one of them holds half of a surrogate pair. */
function colonsWithin(value) {
  if (typeof value === "string") return value.isWellFormed() ? colonsIn(value) : Number.NaN;
  if (typeof value !== "object" || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) for (const element of value) count += colonsWithin(element);
  else for (const key of Object.keys(value)) count += colonsWithin(key) + colonsWithin(value[key]);
  return count;
}
