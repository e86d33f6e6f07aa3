// The vectors see every constraint: with any one of them taken out of the schemas, some vector fails under AJV.

import assert from "node:assert/strict";
import { test } from "node:test";
import Ajv2020 from "ajv/dist/2020.js";
import { frameVectors as frames } from "../src/vectors.js";
import { bundle } from "../build/views.mjs";
import { constraints } from "./constraints.mjs";

const UNIONS = ["GatewayFrame", "ConnectorFrame", "OutboundAction"];

test("without any one constraint a vector fails", () => {
  const seen = {};
  const unseen = [];
  for (const view of ["writer", "reader"]) {
    const schemas = bundle(view);
    const values = valuesOf(view, schemas);
    // What is edited refers to definitions that are compiled once.
    const ajv = new Ajv2020({ strict: false, logger: false });
    for (const [name, definition] of Object.entries(schemas.$defs)) ajv.addSchema(named(name, definition));
    for (const { kind, definition, path, remove } of constraints(schemas)) {
      const edited = remove(schemas.$defs[definition]);
      const isSeen = fails(ajv, definition, edited, values) || unionFails(ajv, schemas, definition, edited, values);
      if (isSeen) seen[`${view} ${kind}`] = (seen[`${view} ${kind}`] ?? 0) + 1;
      else unseen.push(`${view} ${definition} ${kind} at /${path.join("/")}`);
    }
  }
  const count = Object.values(seen).reduce((sum, one) => sum + one, 0);
  console.log(`constraints dropped: ${count} seen, ${unseen.length} unseen`, seen);
  assert.deepEqual(unseen, []);
  assert.ok(count > 1000, `only ${count} constraints`);
});

/** What the vectors put at each definition. A schema alone knows neither sides nor, as a reader, unknown frames. */
function valuesOf(view, { $defs }) {
  const values = Object.fromEntries(Object.keys($defs).map((name) => [name, []]));
  for (const { id, at, line, expected } of frames()) {
    const definition = id.split("/")[0];
    const { rule } = expected.writer;
    if (!$defs[definition] || rule === "direction") continue;
    const judged = { value: valueAt(JSON.parse(line), at), valid: expected[view].valid };
    const union = unionOf($defs, definition);
    if (rule !== "unknown-type" && rule !== "unknown-op") values[definition].push(judged);
    if (union && (view === "writer" || rule !== "unknown-type")) values[union].push(judged);
  }
  return values;
}

function valueAt(frame, pointer) {
  return pointer.split("/").slice(1).reduce((value, step) => value[step], frame);
}

function unionOf($defs, definition) {
  return UNIONS.find((union) => $defs[union].oneOf.some(({ $ref }) => $ref === `#/$defs/${definition}`));
}

let edits = 0;

function fails(ajv, name, schema, values) {
  const id = `edited-${(edits += 1)}`;
  const validate = ajv.compile(named(id, schema));
  const failed = values[name].some(({ value, valid }) => validate(value) !== valid);
  ajv.removeSchema(validate.schema.$id);
  return failed;
}

/** The same for the union of an edited branch, in which the branch stands in place of its reference. */
function unionFails(ajv, { $defs }, definition, edited, values) {
  const union = unionOf($defs, definition);
  if (!union) return false;
  const branches = $defs[union].oneOf.map((branch) => (branch.$ref === `#/$defs/${definition}` ? edited : branch));
  return fails(ajv, union, { ...$defs[union], oneOf: branches }, values);
}

/** A definition as a schema of its own, its references to definitions as such. */
function named(name, definition) {
  const text = JSON.stringify(definition).replaceAll('"#/$defs/', '"https://contract.test/');
  return { ...JSON.parse(text), $id: `https://contract.test/${name}` };
}
