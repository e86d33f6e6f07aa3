// Both views as the validators read them: the bundles, less what only people read.

import { readFileSync } from "node:fs";

/** The bundle of one view, as `relay-contract derive` wrote it. */
export function bundle(view) {
  return single(view, "relay-contract");
}

/** The schema of one definition. */
export function single(view, name) {
  const folder = view === "writer" ? "" : "reader/";
  return JSON.parse(readFileSync(new URL(`../v1/${folder}${name}.schema.json`, import.meta.url), "utf8"));
}

/** The keywords that a validator of ours acts on. A keyword outside these lists stops the build. */
const ACTED_ON = [
  "type", "title", "required", "properties", "prefixItems", "items", "enum", "const", "minLength", "maxLength",
  "minimum", "maximum", "contentEncoding", "anyOf", "oneOf", "not", "$ref",
];
const SAID_ELSEWHERE = {
  description: "in the types",
  default: "in the types",
  $comment: "as `section`",
  pattern: "by contentEncoding",
  minItems: "by prefixItems",
  maxItems: "by prefixItems",
};

/** The definitions of one view. */
export function definitions(view) {
  return mapped(bundle(view).$defs, reduced);
}

function reduced(node) {
  const result = {};
  const section = node.$comment?.match(/^Contract section (\S+)$/)?.[1];
  if (section) result.section = section;
  for (const [keyword, value] of Object.entries(node)) {
    if (keyword in SAID_ELSEWHERE) continue;
    if (!ACTED_ON.includes(keyword)) throw new Error(`the validators know no keyword ${keyword}`);
    result[keyword] = reducedValue(keyword, value);
  }
  return result;
}

function reducedValue(keyword, value) {
  switch (keyword) {
    case "properties":
      return mapped(value, reduced);
    case "prefixItems":
    case "anyOf":
    case "oneOf":
      return value.map(reduced);
    case "items":
      return value === false ? undefined : reduced(value);
    case "not":
      return reduced(value);
    case "$ref":
      return nameOf(value);
    default:
      return value;
  }
}

/** The name of the definition behind a reference. */
export function nameOf(reference) {
  return reference.slice("#/$defs/".length);
}

function mapped(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
