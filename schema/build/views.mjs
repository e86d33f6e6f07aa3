// Both views as the validators read them: the bundles, less what only people read.

import { existsSync, readFileSync } from "node:fs";

/** The bundle of one view, as `relay-contract derive` wrote it. */
export function bundle(view) {
  return single(view, "relay-contract");
}

/** The duties of both sides; none where the document states none. */
export function duties() {
  const file = new URL("../v1/duties.json", import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).duties : [];
}

/** The schema of one definition. */
export function single(view, name) {
  const folder = view === "writer" ? "" : "reader/";
  return JSON.parse(readFileSync(new URL(`../v1/${folder}${name}.schema.json`, import.meta.url), "utf8"));
}

/**
 * The definitions of one view as the validators walk them. A record or a part of one is a schema in which `orNull`
 * stands for each way to take null, and an open set is a string: any is taken. A union is `{ tag, branches, open }`:
 * the definition behind each word of its tag, and whether any other word is taken too.
 */
export function definitions(view) {
  const { $defs } = bundle(view);
  // A side may send nothing.
  return { GatewayFrame: NO_FRAME, ConnectorFrame: NO_FRAME, ...allOf($defs) };
}

const NO_FRAME = { tag: "type", branches: {}, open: false };

function allOf($defs) {
  return mapped($defs, (node) => (node.oneOf ? union($defs, node.oneOf) : reduced(node)));
}

/** The keywords that a validator reads as they are. One that is not named here stops the build. */
const KEPT = [
  "title",
  "required",
  "enum",
  "const",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "contentEncoding",
  "default",
];
/** What the types say, and what `prefixItems` and `contentEncoding` mean already. */
const LEFT_OUT = ["description", "$comment", "pattern", "minItems", "maxItems"];

function reduced(node) {
  if ("pattern" in node && !node.contentEncoding)
    throw new Error("the validators know no pattern but base64's");
  if (("minItems" in node || "maxItems" in node) && !node.prefixItems)
    throw new Error("the validators count pairs only");
  const result = {};
  const section = node.$comment?.match(/^Contract section (\S+)$/)?.[1];
  if (section) result.section = section;
  for (const [keyword, value] of Object.entries(node)) {
    if (KEPT.includes(keyword)) result[keyword] = value;
    else if (!LEFT_OUT.includes(keyword)) Object.assign(result, changed(keyword, value));
  }
  return result;
}

function changed(keyword, value) {
  switch (keyword) {
    case "type":
      return typed([value].flat());
    case "properties":
      return { properties: mapped(value, reduced) };
    case "prefixItems":
      return { prefixItems: value.map(reduced) };
    case "items":
      return value === false ? {} : { items: reduced(value) };
    case "$ref":
      return { $ref: nameOf(value) };
    case "anyOf":
      return either(value.map(reduced));
    default:
      throw new Error(`the validators know no keyword ${keyword}`);
  }
}

function typed(words) {
  const [type, ...others] = words.filter((word) => word !== "null");
  if (others.length > 0) throw new Error("the validators know one type beside null");
  return words.includes("null") ? { type, orNull: true } : { type };
}

/** A definition or null, or the words of an open set and any other string. */
function either([first, second]) {
  const orNull = second.orNull ? { orNull: true } : {};
  if (first.$ref && second.orNull && second.type === undefined) return { ...first, ...orNull };
  if (first.enum && first.type === "string" && second.type === "string") return { type: "string", ...orNull };
  throw new Error("the validators know no other use of anyOf");
}

function union($defs, oneOf) {
  const names = oneOf.filter(({ $ref }) => $ref).map(({ $ref }) => nameOf($ref));
  const tags = names.map((name) =>
    Object.entries($defs[name].properties).find(([, property]) => property.const),
  );
  const branches = Object.fromEntries(tags.map(([, property], index) => [property.const, names[index]]));
  return { tag: tags[0]?.[0] ?? "type", branches, open: names.length < oneOf.length };
}

/** The name of the definition behind a reference. */
export function nameOf(reference) {
  return reference.slice("#/$defs/".length);
}

function mapped(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
