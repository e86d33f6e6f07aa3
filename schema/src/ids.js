// Ids: of a line that is refused, so that it can be answered all the same, and those that a peer writes as numbers.

import { isObject } from "./check.js";

/** A key that ends in `_id`, `_id_alt` or `Id` and is written without escapes, and the integer behind it. */
const SCALAR_ID =
  /("(?:[^"\\]|\\.)*"[ \t\r\n:]*)(-?(?:0|[1-9][0-9]*)(?![0-9+\-.eE]))?/g;

/** Puts the quotes around ids that are written as integers. Every digit is kept. */
export function scalarIdsToStrings(text) {
  if (!/(?:_id|_id_alt|Id)"\s*:\s*-?[0-9]/.test(text)) return text;
  return text.replace(SCALAR_ID, (all, key, integer) => {
    return integer !== undefined && /^"[^]*(?:_id|_id_alt|Id)"[ \t\r\n:]+$/.test(key) ? `${key}"${integer}"` : all;
  });
}

/** The ids of a line by which it can be answered, as far as they can be read. */
export function idsOfText(text) {
  try {
    return idsOf(JSON.parse(scalarIdsToStrings(text)));
  } catch {
    return {};
  }
}

/** The ids of a value. */
export function idsOf(value) {
  if (!isObject(value)) return {};
  const requestId = idIn(value, "requestId");
  const bufferId = idIn(value, "bufferId");
  return { ...(requestId === undefined ? {} : { requestId }), ...(bufferId ? { bufferId } : {}) };
}

/** A string as every reader takes it, or an integer as text. */
function idIn(value, key) {
  const id = Object.hasOwn(value, key) ? value[key] : undefined;
  if (typeof id === "string") return id.isWellFormed() ? id : undefined;
  return Number.isSafeInteger(id) ? String(id) : undefined;
}
