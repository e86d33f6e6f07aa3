// The schemas as AJV takes them, and AJV as the judge of our own validator.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { validateDefinition, validateFrame } from "relay-contract";
import * as schemas from "relay-contract/schemas";
import { captured } from "./frames.mjs";

const options = { strict: true, allErrors: false };

test("AJV in strict mode compiles every file and both bundles as they are", () => {
  let compiled = 0;
  for (const view of ["writer", "reader"]) {
    const ajv = new Ajv2020({ ...options, schemas: Object.values(schemas[view].files) });
    for (const { $id } of Object.values(schemas[view].files)) {
      assert.equal(typeof ajv.getSchema($id), "function");
      compiled += 1;
    }
    assert.equal(typeof new Ajv2020(options).compile(schemas[view].bundle), "function");
  }
  assert.ok(compiled > 100, `${compiled} files`);
});

const judges = Object.fromEntries(
  ["writer", "reader"].map((view) => {
    const ajv = new Ajv2020(options).addSchema(schemas[view].bundle);
    return [view, (name) => ajv.getSchema(`${schemas[view].bundle.$id}#/$defs/${name}`)];
  }),
);

/** The values that take the place of another. */
const OTHERS = [
  null,
  true,
  0,
  -1,
  1.5,
  1e300,
  9007199254740992,
  "",
  "x",
  "dm",
  "aGk=",
  "aGk",
  "é".repeat(300),
  [],
  ["a", "b"],
  [["a", "b"]],
  [["a"]],
  {},
  { op: "x" },
  { name: "n" },
];

/** A frame with one part left out or replaced, for each part of it and each other value. */
function* mutated(frame) {
  yield frame;
  for (const path of paths(frame)) {
    for (const other of [undefined, ...OTHERS]) yield replaced(frame, path, other);
  }
}

function* paths(value, path = []) {
  if (path.length > 0) yield path;
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) yield* paths(member, [...path, key]);
}

function replaced(value, [key, ...rest], other) {
  const copy = Array.isArray(value) ? [...value] : { ...value };
  if (rest.length > 0) copy[key] = replaced(copy[key], rest, other);
  else if (other !== undefined) copy[key] = other;
  else if (Array.isArray(copy)) copy.splice(key, 1);
  else delete copy[key];
  return copy;
}

test("our validator and AJV agree on every part of every frame, changed in every way", (context) => {
  const unions = { gateway: "GatewayFrame", connector: "ConnectorFrame" };
  const seen = new Set();
  const counts = { accepted: 0, refused: 0 };
  for (const { frame, writer } of captured()) {
    const shape = JSON.stringify(frame, (key, value) =>
      typeof value === "object" && value !== null ? value : typeof value,
    );
    if (seen.has(shape) || shape.length > 4000) continue;
    seen.add(shape);
    for (const changed of mutated(frame)) {
      for (const view of ["writer", "reader"]) {
        const outcome = validateFrame(changed, { view, writer });
        // A reader ignores what AJV's union cannot name.
        const ours = outcome.ok && outcome.known;
        const theirs = judges[view](unions[writer])(changed);
        assert.equal(
          ours,
          theirs,
          `${view} ${writer}: ${JSON.stringify(changed)} ${JSON.stringify(outcome.violations)}`,
        );
        counts[ours ? "accepted" : "refused"] += 1;
      }
    }
  }
  context.diagnostic(`${counts.accepted} accepted, ${counts.refused} refused`);
  assert.ok(counts.accepted > 1000 && counts.refused > 10_000, JSON.stringify(counts));
});

test("our validator and AJV agree on every definition", () => {
  let compared = 0;
  for (const name of Object.keys(schemas.writer.files)) {
    for (const view of ["writer", "reader"]) {
      for (const value of OTHERS) {
        const ours = validateDefinition(name, value, { view }).ok;
        assert.equal(ours, judges[view](name)(value), `${view} ${name}: ${JSON.stringify(value)}`);
        compared += 1;
      }
    }
  }
  assert.ok(compared > 2000, `${compared} values`);
  assert.throws(() => validateDefinition("constructor", {}, { view: "writer" }), RangeError);
});
