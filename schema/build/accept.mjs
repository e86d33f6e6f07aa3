// The acceptors of one view: code that says of a frame as it should be that it is, and nothing else. It is made here,
// at build time, so that no code is made from text where it runs. What it does not accept, the walk in `src/check.js`
// looks at again, and says why.

/** The text of `dist/accept-VIEW.js`. `definitions` are those of `views.mjs`. */
export function acceptors(view, definitions) {
  const names = Object.keys(definitions);
  const inner = [];
  const functions = names.map((name, index) => accepting(names, definitions[name], index, inner));
  const sides = { gateway: "GatewayFrame", connector: "ConnectorFrame" };
  const exported = Object.entries(sides).map(([side, name]) => `  ${side}: f${names.indexOf(name)},\n`);
  return [
    'import { every, free, freeObject, isBase64, isList, isPlain, isWithin, tally } from "../src/parts.js";\n',
    ...functions,
    inner.join(""),
    `/** Whether a value is a frame of each side in the ${view} view, on so many levels. */`,
    `export const accept = {\n${exported.join("")}};\n`,
  ].join("\n");
}

/** `inner` takes what has no name in the contract: elements of lists, parts of pairs. */
function accepting(names, node, index, inner) {
  const call = (name) => `f${names.indexOf(name)}`;
  call.inner = (parameters, body) => {
    inner.push(`const g${inner.length} = (${parameters}) => ${body};\n`);
    return `g${inner.length - 1}`;
  };
  if (!node.branches && node.type !== "object") throw new Error("the acceptors know objects and unions only");
  const body = node.branches ? union(node, call) : record(node, call);
  return `function f${index}(v, d) {\n${body}}\n`;
}

function union({ tag, branches, open }, call) {
  const key = JSON.stringify(tag);
  const cases = Object.entries(branches).map(([word, name]) => {
    return `    case ${JSON.stringify(word)}:\n      return ${call(name)}(v, d);\n`;
  });
  // A word of a later revision: any fields.
  const other = open ? `typeof v[${key}] === "string" && freeObject(v, d)` : "false";
  return `  if (!isPlain(v, d)) return false;\n  switch (v[${key}]) {\n${cases.join("")}    default:\n      return ${other};\n  }\n`;
}

/** Each key stands once, so that counting the required ones is enough. */
function record(node, call) {
  const required = node.required ?? [];
  const cases = Object.entries(node.properties ?? {}).map(([name, property]) => {
    const isRequired = required.includes(name);
    const verdict = accepted(property, call);
    const refusal = verdict === "true" ? "" : `        if (!(${verdict})) return false;\n`;
    const count = isRequired ? "        r += 1;\n" : "";
    return `      case ${JSON.stringify(name)}:\n${refusal}${count}        break;\n`;
  });
  return [
    "  if (!isPlain(v, d)) return false;\n  let n = 0;\n  let r = 0;\n  for (const k in v) {\n    const x = v[k];\n",
    "    if (x === undefined) continue;\n    n += 1;\n    switch (k) {\n",
    ...cases,
    "      default:\n        if (!free(x, d)) return false;\n        tally.isStrange = true;\n    }\n  }\n",
    `  tally.keys += n;\n  return r === ${required.length};\n`,
  ].join("");
}

/** The expression that accepts `x`, whose parent is on level `d`. */
function accepted(node, call) {
  const orNull = node.orNull ? "x === null || " : "";
  if (node.$ref) return `${orNull}${call(node.$ref)}(x, d + 1)`;
  if (node.enum) return node.enum.map((word) => `x === ${JSON.stringify(word)}`).join(" || ");
  if (node.const !== undefined) return `x === ${JSON.stringify(node.const)}`;
  return orNull + ofType(node, call);
}

function ofType(node, call) {
  switch (node.type) {
    case undefined:
      return "free(x, d)";
    case "string":
      if (node.contentEncoding) return "isBase64(x)";
      if (node.minLength === undefined && node.maxLength === undefined) return 'typeof x === "string"';
      return `isWithin(x, ${node.minLength ?? 0}, ${node.maxLength ?? "Infinity"})`;
    case "boolean":
      return 'typeof x === "boolean"';
    case "number":
      return "Number.isFinite(x)";
    case "integer":
      return ["Number.isInteger(x)", ...limit("minimum", ">=", node), ...limit("maximum", "<=", node)].join(" && ");
    case "array":
      return array(node, call);
    case "object":
      if (!node.properties) return "freeObject(x, d + 1)";
      return `${call.inner("v, d", `{\n${record(node, call)}}`)}(x, d + 1)`;
    default:
      throw new Error(`the acceptors know no JSON type ${node.type}`);
  }
}

function limit(keyword, comparison, node) {
  return node[keyword] === undefined ? [] : [`x ${comparison} ${node[keyword]}`];
}

function array(node, call) {
  if (node.prefixItems) {
    const each = node.prefixItems.map((part, index) => `${call.inner("x, d", accepted(part, call))}(x[${index}], d + 1)`);
    return `isList(x, d + 1) && x.length === 2 && ${each.join(" && ")}`;
  }
  if (!node.items) return "every(x, d + 1, free)";
  return `every(x, d + 1, ${call.inner("x, d", accepted(node.items, call))})`;
}
