// What a reader makes of a frame: each field with a default is there.

import { views } from "../dist/views.js";
import { UNIONS, has, isObject } from "./check.js";

export function withDefaults(frame) {
  const union = Object.values(UNIONS).find((name) => Object.hasOwn(views.reader[name].branches, frame.type));
  if (!union) throw new TypeError("expected a frame of the contract");
  return filled({ $ref: union }, frame);
}

/** A copy of a value; of free objects no copy is made. */
function filled(stated, value) {
  const node = nodeOf(stated, value);
  if (!node) return value;
  if (Array.isArray(value)) {
    return value.map((element, index) => {
      const part = node.prefixItems?.[index] ?? node.items;
      return part ? filled(part, element) : element;
    });
  }
  if (!node.properties || !isObject(value)) return value;
  const result = { ...value };
  for (const [name, property] of Object.entries(node.properties)) {
    const isThere = has(value, name) && (value[name] !== null || node.required?.includes(name));
    if (isThere) put(result, name, filled(property, value[name]));
    else if ("default" in property) put(result, name, filled(property, structuredClone(property.default)));
    else delete result[name];
  }
  return result;
}

function nodeOf(stated, value) {
  const node = stated.$ref === undefined ? stated : views.reader[stated.$ref];
  if (!node.branches) return node;
  const word = isObject(value) ? value[node.tag] : undefined;
  return typeof word === "string" && Object.hasOwn(node.branches, word) ? views.reader[node.branches[word]] : undefined;
}

/** Assigning `__proto__` would set the prototype instead. */
function put(object, key, value) {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}
