// A value beside its schema: what each node finds wrong, in our own words, one violation a node and never a value.

import { views } from "../dist/views.js";
import { rules } from "../dist/rules.js";
import { isBase64Text } from "./base64.js";
import { whole } from "./json.js";
import { cut, kind } from "./words.js";

export const UNIONS = { gateway: "GatewayFrame", connector: "ConnectorFrame" };

/** The `type`s of each side's frames. */
export const FRAME_TYPES = Object.freeze({
  gateway: Object.freeze(Object.keys(views.writer[UNIONS.gateway].branches)),
  connector: Object.freeze(Object.keys(views.writer[UNIONS.connector].branches)),
});

/** The side that sends frames of each `type`. */
const SENDERS = new Map(
  Object.entries(FRAME_TYPES).flatMap(([side, types]) => types.map((type) => [type, side])),
);

/** How many violations of one frame are told; where there are more, one of the rule `too-many` says so. */
const VIOLATION_LIMIT = 256;

/** What is wrong with a frame, and whether it is one of the contract's. */
export function checkFrame(view, writer, value) {
  const problem = tagProblem(value, "type", "expected a frame as an object");
  if (problem) return { violations: [problem], known: false };
  const side = SENDERS.get(value.type);
  const isForeign = side === undefined || (writer !== undefined && writer !== side);
  if (isForeign && view === "reader") return { violations: [], known: false };
  let violations;
  if (side === undefined) {
    const message = "expected a frame type of the contract, found another word";
    violations = [{ ...whole(rules.tags.type, message), pointer: "/type" }];
  } else if (isForeign) {
    const message = `expected a frame that the ${writer} sends, found one of the ${side}`;
    violations = [whole("direction", message)];
  } else {
    const found = new Found(views[view]);
    checkRecord(views[view][UNIONS[side]].branches[value.type], value, "", found);
    ({ violations } = found);
  }
  for (const violation of violations) violation.frame ??= cut(value.type);
  return { violations, known: true };
}

/** What is wrong with a value of one definition. */
export function checkDefinition(view, name, value) {
  const definitions = views[view];
  if (!Object.hasOwn(definitions, name)) throw new RangeError("expected the name of a definition");
  const found = new Found(definitions);
  if (definitions[name].branches) checkUnion({ name, value, pointer: "", section: null }, found);
  else checkRecord(name, value, "", found);
  return found.violations;
}

/** What is found of one frame. */
class Found {
  violations = [];
  /** The way from the record to the value that is looked at; it is a pointer only where one is told. */
  path = [];
  /** The unions of the record, to be looked at behind it. */
  unions = [];

  constructor(definitions) {
    this.definitions = definitions;
  }

  /** Tells a violation, or that there are more. */
  tell(violation) {
    if (this.violations.length < VIOLATION_LIMIT) this.violations.push(violation);
    else if (!this.isFull) {
      const found = `found more than ${VIOLATION_LIMIT} violations: the others are not told`;
      this.violations.push(whole("too-many", `expected a valid frame, ${found}`));
    }
  }

  /** Whether nothing more will be told. */
  get isFull() {
    return this.violations.length > VIOLATION_LIMIT;
  }
}

function checkRecord(name, value, pointer, found) {
  check({ $ref: name }, value, pointer, null, found);
  const { unions } = found;
  if (unions.length === 0) return;
  found.unions = [];
  for (const union of unions) checkUnion(union, found);
}

function checkUnion({ name, value, pointer, section }, found) {
  const { tag, branches, open } = found.definitions[name];
  const problem = tagProblem(value, tag, "expected an object");
  if (problem) {
    found.tell({ ...problem, pointer: pointer + problem.pointer, section });
    return;
  }
  const word = value[tag];
  if (Object.hasOwn(branches, word)) checkRecord(branches[word], value, pointer, found);
  else if (!open) {
    const message = `expected an ${tag} of the contract, found another word`;
    found.tell({ ...whole(rules.tags[tag], message), pointer: `${pointer}/${tag}`, section });
  }
}

/** What keeps a value from being told apart by its tag. */
function tagProblem(value, tag, expected) {
  if (!isObject(value)) return whole("type", `${expected}, found ${kind(value)}`);
  if (!has(value, tag)) return whole("required", `expected the field \`${tag}\`, found none`);
  if (typeof value[tag] === "string") return undefined;
  return { ...whole("type", `expected a string, found ${kind(value[tag])}`), pointer: `/${tag}` };
}

/** Checks a value and what is in it. `prefix` is the pointer to the record. */
function check(stated, value, prefix, section, found) {
  const node = stated.$ref === undefined ? stated : found.definitions[stated.$ref];
  const orNull = stated.orNull ?? node.orNull ?? false;
  if (found.isFull || (value === null && orNull)) return;
  if (node.branches) {
    found.unions.push({ name: stated.$ref, value, pointer: pointer(prefix, found.path), section });
    return;
  }
  const inner = node.section ?? section;
  const broken = reason(node, value, orNull);
  if (broken) {
    const [rule, message] = broken;
    found.tell({ frame: null, pointer: pointer(prefix, found.path), rule, section: inner, message });
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const part = node.prefixItems?.[index] ?? node.items;
      if (part === undefined) break;
      found.path.push(index);
      check(part, value[index], prefix, inner, found);
      found.path.pop();
    }
  } else if (node.properties && isObject(value)) {
    for (const key in node.properties) {
      if (!has(value, key)) continue;
      found.path.push(key);
      check(node.properties[key], value[key], prefix, inner, found);
      found.path.pop();
    }
  }
}

/** Keys of the contract and indexes: nothing in them is to be escaped. */
function pointer(prefix, path) {
  return path.reduce((whole, step) => `${whole}/${step}`, prefix);
}

/** Which rule of a node a value breaks, and how: rule and message. */
function reason(node, value, orNull) {
  const { keywords } = rules;
  if (node.prefixItems) {
    if (Array.isArray(value) && value.length === 2) return undefined;
    const [first, second] = node.prefixItems.map(({ title }, index) => title ?? ["first", "second"][index]);
    const found = Array.isArray(value) ? `an array of ${value.length}` : kind(value);
    return [keywords.prefixItems, `expected a pair [${first}, ${second}], found ${found}`];
  }
  const { type } = node;
  if (type === undefined) return undefined;
  if (!isOf(value, type)) {
    const isFraction = type === "integer" && kind(value) === "a number";
    const found = isFraction ? "a number with a fraction" : kind(value);
    return [keywords.type, `expected ${article(type)}${orNull ? " or null" : ""}, found ${found}`];
  }
  switch (type) {
    case "object":
      return missing(node, value);
    case "string":
      return reasonOfString(node, value);
    case "integer":
      return reasonOfInteger(node, value);
    default:
      return undefined;
  }
}

function missing(node, value) {
  if (!node.required || node.required.every((name) => has(value, name))) return undefined;
  const names = node.required.filter((name) => !has(value, name)).map((name) => `\`${cut(name)}\``);
  const [word, found] = names.length === 1 ? ["field", "none"] : ["fields", "none of them"];
  return [rules.keywords.required, `expected the ${word} ${names.join(", ")}, found ${found}`];
}

function reasonOfString(node, text) {
  const { keywords } = rules;
  if (node.contentEncoding) {
    if (isBase64Text(text)) return undefined;
    return [keywords.contentEncoding, "expected canonical, padded base64, found another string"];
  }
  if (node.enum) {
    if (node.enum.includes(text)) return undefined;
    const words = node.enum.map((word) => (word === null ? "null" : `"${word}"`)).join(", ");
    return [keywords.enum, `expected one of ${words}, found another string`];
  }
  if (node.const !== undefined) {
    return text === node.const
      ? undefined
      : [keywords.const, `expected "${node.const}", found another string`];
  }
  const { minLength, maxLength } = node;
  if (minLength === undefined && maxLength === undefined) return undefined;
  const count = [...text].length;
  const keyword = count < minLength ? "minLength" : count > maxLength ? "maxLength" : undefined;
  if (!keyword) return undefined;
  const expected = limits(minLength, maxLength);
  return [keywords[keyword], `expected ${expected} Unicode scalar values, found ${count}`];
}

function reasonOfInteger({ minimum, maximum }, value) {
  const keyword = value < minimum ? "minimum" : value > maximum ? "maximum" : undefined;
  if (!keyword) return undefined;
  return [rules.keywords[keyword], `expected an integer ${limits(minimum, maximum)}, found one outside`];
}

function limits(min, max) {
  const ends = [min === undefined ? [] : `at least ${min}`, max === undefined ? [] : `at most ${max}`];
  return ends.flat().join(" and ");
}

function isOf(value, type) {
  switch (type) {
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "integer":
      return Number.isInteger(value);
    case "number":
      return Number.isFinite(value);
    default:
      return typeof value === type;
  }
}

function article(type) {
  return `${/^[aio]/.test(type) ? "an" : "a"} ${type}`;
}

export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether JSON would have the member: one that is `undefined` is not written. */
export function has(object, key) {
  return object[key] !== undefined && Object.hasOwn(object, key);
}
