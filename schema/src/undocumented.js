// Fields that the contract does not have: a later revision's, or misspelt ones.

import { views } from "../dist/views.js";
import { UNIONS, has, isObject } from "./check.js";
import { token } from "./words.js";

/** How many are named. */
const NAMED_LIMIT = 256;

const NONE = Object.freeze([]);

/** The places of the fields of a frame that the contract does not have, as JSON Pointers, long keys cut. */
export function undocumentedOfFrame(view, value) {
  if (!isObject(value)) return NONE;
  const union = Object.values(UNIONS).find((name) => Object.hasOwn(views[view][name].branches, value.type));
  return union ? undocumentedOf(view, union, value) : NONE;
}

/** The same for a value of one definition. */
export function undocumentedOf(view, name, value) {
  const found = [];
  walk({ $ref: name }, value, "", found, views[view]);
  return found.length === 0 ? NONE : found;
}

function walk(stated, value, pointer, found, definitions) {
  let node = stated.$ref === undefined ? stated : definitions[stated.$ref];
  if (node.branches) {
    const word = isObject(value) ? value[node.tag] : undefined;
    if (typeof word !== "string" || !Object.hasOwn(node.branches, word)) return;
    node = definitions[node.branches[word]];
  }
  if (found.length >= NAMED_LIMIT) return;
  if (Array.isArray(value)) {
    value.forEach((element, index) => {
      const part = node.prefixItems?.[index] ?? node.items;
      if (part) walk(part, element, `${pointer}/${index}`, found, definitions);
    });
  } else if (node.properties && isObject(value)) {
    for (const key of Object.keys(value)) {
      if (!has(value, key)) continue;
      const place = `${pointer}/${token(key)}`;
      if (Object.hasOwn(node.properties, key)) walk(node.properties[key], value[key], place, found, definitions);
      else if (found.length < NAMED_LIMIT) found.push(place);
    }
  }
}
