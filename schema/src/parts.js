// What the acceptors are made of: small questions about one value. A value on a level is that many arrays and objects
// deep, itself counted.

import { isBase64Text } from "./base64.js";
import { DEPTH_LIMIT } from "./json.js";

/** What is counted of the value that was accepted last: its keys, and whether one of them is none of the contract's. */
export const tally = { keys: 0, isStrange: false };

/** An object as `JSON.parse` makes them: what it is written as is what is seen of it. */
export function isPlain(value, level) {
  if (typeof value !== "object" || value === null || level > DEPTH_LIMIT) return false;
  return Object.getPrototypeOf(value) === Object.prototype;
}

/** Such an array. */
export function isList(value, level) {
  return Array.isArray(value) && level <= DEPTH_LIMIT && Object.getPrototypeOf(value) === Array.prototype;
}

/** A list on this level, of what `accept` takes there. */
export function every(value, level, accept) {
  if (!isList(value, level)) return false;
  for (let index = 0; index < value.length; index += 1) {
    if (!accept(value[index], level)) return false;
  }
  return true;
}

/** A value of which the contract states nothing: JSON all the same. `level` is its parent's. */
export function free(value, level) {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object") return typeof value === "string" || typeof value === "boolean";
  if (value === null) return true;
  if (Array.isArray(value)) return every(value, level + 1, free);
  return freeObject(value, level + 1);
}

/** An object of which the contract states nothing. */
export function freeObject(value, level) {
  if (!isPlain(value, level)) return false;
  let count = 0;
  for (const key in value) {
    const member = value[key];
    if (member === undefined) continue;
    count += 1;
    if (!free(member, level)) return false;
  }
  tally.keys += count;
  return true;
}

/** Canonical base64. */
export function isBase64(value) {
  return typeof value === "string" && isBase64Text(value);
}

/** A string of so many Unicode scalar values. */
export function isWithin(value, min, max) {
  if (typeof value !== "string") return false;
  // Each has one UTF-16 code unit or two.
  if (value.length <= max && value.length >= 2 * min) return true;
  const count = [...value].length;
  return count >= min && count <= max;
}
