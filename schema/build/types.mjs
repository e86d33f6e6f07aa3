// TypeScript types of one view. An emitter of our own: the schemas' subset is small, and general generators write
// index signatures for readers' objects, number what they meet twice, and close open sets.

import { readFileSync } from "node:fs";
import { linkTo, linked, noteOn } from "./document.mjs";
import { tables } from "./tables.mjs";
import { bundle, definitions as reduced, nameOf } from "./views.mjs";

/** The names that no generated type has, and what such a definition gets. Rust reads the same list. */
const { suffix, taken } = JSON.parse(readFileSync(new URL("../names.json", import.meta.url), "utf8"));

const DUTY = {
  writer: "What must be sent: every always-sent field is there.",
  reader: "What may arrive: fields with a default may be absent, and `null` reads as absent.",
  filled: "What arrived, its defaults filled in.",
};

/** Whether a reader's defaults count as there. */
let isFilled = false;

/** The text of the declarations of one view, or of the reader's with its defaults filled in. */
export function types(view) {
  isFilled = view === "filled";
  const of = isFilled ? "reader" : view;
  // A side may send nothing.
  const definitions = Object.entries({ GatewayFrame: { oneOf: [] }, ConnectorFrame: { oneOf: [] }, ...bundle(of).$defs });
  const parts = [
    `// Derived from the contract document by \`npm run build\`: edit that, not this.\n// ${DUTY[view]}`,
    "/** Any JSON value. */\nexport type Json = null | boolean | number | string | Json[] | JsonObject;",
    "/** An object whose members the contract does not state. */\nexport type JsonObject = { [Name in string]?: Json };",
    ...definitions.map(([name, node]) => declaration(name, node)),
    ...tables(definitions.map(([name]) => name), reduced(of).OutboundAction?.branches ?? {}, typeName),
  ];
  return `${parts.join("\n\n")}\n`;
}

function declaration(name, node) {
  if (node.oneOf) return union(name, node);
  return `${comment(node, "", ownNote(node))}export interface ${typeName(name)} ${record(node, "")}`;
}

/** The type of a definition. */
function typeName(name) {
  return taken.includes(name) ? name + suffix : name;
}

/** What the tables of actions and of frames say of the definition with this tag. */
function ownNote({ properties = {} }) {
  const tag = Object.entries(properties).find(([, property]) => property.const);
  return tag && noteOn(tag[0] === "op" ? "7" : "4", tag[1].const);
}

function union(name, node) {
  const unknown = node.oneOf.find((branch) => !branch.$ref);
  const branches = node.oneOf.filter((branch) => branch.$ref).map((branch) => typeName(nameOf(branch.$ref)));
  const shown = branches.map((branch) => `\n  | ${branch}`).join("") || " never";
  const text = `${comment(node, "")}export type ${name} =${shown};`;
  return unknown ? `${text}\n\n${unknownAction(unknown)}` : text;
}

/**
 * An action of a later revision. It is no member of the union: a `switch` over that could not end in `satisfies never`.
 */
function unknownAction(node) {
  const tag = Object.keys(node.properties)[0];
  return `${comment(node, "")}export interface UnknownAction {\n  ${tag}: string;\n}`;
}

function record(node, indent) {
  const inner = `${indent}  `;
  const fields = Object.entries(node.properties ?? {}).map(([name, property]) => {
    const isRequired = node.required?.includes(name);
    const mark = isRequired || (isFilled && "default" in property) ? "" : "?";
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
    const note = noteOn(sectionOf(node), name);
    const shown = isFilled && !isRequired && property.default !== null ? withoutNull : (text) => text;
    return `${comment(property, inner, note)}${inner}${key}${mark}: ${shown(type(property, inner))};\n`;
  });
  return `{\n${fields.join("")}${indent}}`;
}

/** A default takes the place of null; where there is none, the field is left out. */
function withoutNull(text) {
  return text.replace(/ \| null$/, "");
}

function sectionOf(node) {
  return node.$comment?.match(/^Contract section (\S+)$/)?.[1];
}

function type(node, indent) {
  if (node.$ref) return typeName(nameOf(node.$ref));
  if (node.const !== undefined) return quoted(node.const);
  if (node.anyOf) return anyOf(node.anyOf, indent);
  if (node.enum) return node.enum.map((word) => quoted(word)).join(" | ");
  const words = [node.type ?? []].flat();
  return words.length === 0 ? "Json" : words.map((word) => typeOf(word, node, indent)).join(" | ");
}

/** A definition or null; or an open set, whose words an editor should still offer. */
function anyOf(branches, indent) {
  const [first, second] = branches;
  if (!first.enum) return branches.map((branch) => type(branch, indent)).join(" | ");
  const orNull = [second.type].flat().includes("null") ? " | null" : "";
  return `${type(first, indent)} | (string & {})${orNull}`;
}

function typeOf(word, node, indent) {
  switch (word) {
    case "integer":
      return "number";
    case "object":
      return node.properties ? record(node, indent) : "JsonObject";
    case "array":
      if (node.prefixItems)
        return `[${node.prefixItems.map((member, index) => labelled(member, index, indent)).join(", ")}]`;
      return list(type(node.items, indent));
    case "string":
    case "number":
    case "boolean":
    case "null":
      return word;
    default:
      throw new Error(`the types know no JSON type ${word}`);
  }
}

function labelled(member, index, indent) {
  const label = isLabel(member.title ?? "") ? member.title : ["first", "second"][index];
  return `${label}: ${type(member, indent)}`;
}

/** Whether a word can name a member of a pair: `function` begins a type instead. The engine knows its own words. */
function isLabel(word) {
  if (!/^[A-Za-z_$][\w$]*$/.test(word)) return false;
  try {
    return typeof new Function(`"use strict"; let ${word};`) === "function";
  } catch {
    return false;
  }
}

function list(each) {
  return /[ |]/.test(each) && !/^[[{]/.test(each) ? `(${each})[]` : `${each}[]`;
}

function comment(node, indent, note) {
  const section = sectionOf(node);
  const text = linked(node.description ?? "");
  const isDeprecated = note?.stability === "deprecated";
  const lines = [
    ...(isDeprecated ? [`@deprecated ${text.replace(/^Deprecated since/, "Since")}`] : text === "" ? [] : text.split("\n")),
    ...limits(node),
    ...(note?.gate ? [`Gate: ${note.gate}.`] : []),
    ...(note ? [`@since ${note.since}${isDeprecated ? "" : `, ${note.stability}`}`] : []),
    ...("default" in node ? [`@defaultValue \`${JSON.stringify(node.default)}\``] : []),
    ...(section ? [`@see ${linkTo(section)}.`] : []),
  ].map((line) => visible(line).replaceAll("*/", "*\\/"));
  if (lines.length === 0) return "";
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  const body = lines.map((line) => `${indent} *${line && ` ${line}`}\n`).join("");
  return `${indent}/**\n${body}${indent} */\n`;
}

/** Text with the characters that a reader cannot see, or that turn the text around them, as escapes. */
function visible(text) {
  const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u034f\u115f\u1160\u3164\uffa0]/gu;
  return text.replace(invisible, (letter) => `\\u{${letter.codePointAt(0).toString(16)}}`);
}

/** A word of a set, or the null beside them. */
function quoted(word) {
  return visible(JSON.stringify(word));
}

/** What a type cannot say. */
function limits(node) {
  const safe = Number.MAX_SAFE_INTEGER;
  const ends = (min, max) =>
    [min, max]
      .flatMap((end, index) => (end === undefined ? [] : `${["at least", "at most"][index]} ${end}`))
      .join(" and ");
  if (node.contentEncoding) return ["Base64: standard alphabet, padded, canonical."];
  if ([node.type].flat().includes("integer")) {
    const own = ends(
      node.minimum === -safe ? undefined : node.minimum,
      node.maximum === safe ? undefined : node.maximum,
    );
    return [`An integer${own && `, ${own}`}.`];
  }
  const length = ends(node.minLength, node.maxLength);
  return length ? [`Of ${length} Unicode scalar values.`] : [];
}
