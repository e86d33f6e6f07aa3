// How keys, words and values of a peer may be shown: never a value, keys and words escaped and cut.

const LONGEST = 64;

/** A word or key of the peer's: control characters escaped, cut at 64 characters. */
export function cut(word) {
  const letters = [...word.slice(0, 2 * LONGEST + 2)];
  const shown = letters.slice(0, LONGEST).map(escaped).join("");
  return letters.length > LONGEST ? `${shown}…` : shown;
}

/** A key as a reference token of a JSON Pointer, cut. */
export function token(key) {
  return cut(key).replaceAll("~", "~0").replaceAll("/", "~1");
}

/** A value's JSON type with its article. */
export function kind(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  switch (typeof value) {
    case "boolean":
      return "a boolean";
    case "number":
      return Number.isFinite(value) ? "a number" : "no JSON value";
    case "string":
      return "a string";
    case "object":
      return "an object";
    default:
      return "no JSON value";
  }
}

const NAMED = { "\0": "\\0", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function escaped(letter) {
  if (letter === " " || !/[\p{C}\p{Z}\p{Grapheme_Extend}]/u.test(letter)) return letter;
  return NAMED[letter] ?? `\\u{${letter.codePointAt(0).toString(16)}}`;
}
