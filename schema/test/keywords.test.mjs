// Each keyword of the shared table, broken on its own: the rule is the table's, and one violation tells all of a node.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { validateDefinition } from "relay-contract";
import { views } from "../dist/views.js";

const { keywords } = JSON.parse(readFileSync(new URL("../rules.json", import.meta.url), "utf8"));

// What today's contract does not use, such as a closed set, tomorrow's may.
const CASES = [
  [
    "prefixItems",
    { type: "array", prefixItems: [{ title: "name", type: "string" }, { type: "string" }] },
    ["a"],
    "expected a pair [name, second], found an array of 1",
  ],
  ["type", { type: "string" }, 5, "expected a string, found a number"],
  [
    "type",
    { type: "integer", orNull: true, minimum: 0 },
    1.5,
    "expected an integer or null, found a number with a fraction",
  ],
  ["type", { type: "string", orNull: true }, [], "expected a string or null, found an array"],
  ["type", { type: "number" }, Number.POSITIVE_INFINITY, "expected a number, found no JSON value"],
  [
    "required",
    { type: "object", required: ["a", "b"], properties: { a: { type: "string" } } },
    { a: undefined },
    "expected the fields `a`, `b`, found none of them",
  ],
  [
    "contentEncoding",
    { type: "string", contentEncoding: "base64" },
    "AB==",
    "expected canonical, padded base64, found another string",
  ],
  [
    "enum",
    { type: "string", orNull: true, enum: ["a", null] },
    "b",
    'expected one of "a", null, found another string',
  ],
  ["const", { type: "string", const: "a" }, "b", 'expected "a", found another string'],
  [
    "minLength",
    { type: "string", minLength: 2, maxLength: 3 },
    "👾",
    "expected at least 2 and at most 3 Unicode scalar values, found 1",
  ],
  [
    "maxLength",
    { type: "string", maxLength: 3 },
    "éééé",
    "expected at most 3 Unicode scalar values, found 4",
  ],
  ["minimum", { type: "integer", minimum: 0 }, -1, "expected an integer at least 0, found one outside"],
  [
    "maximum",
    { type: "integer", minimum: 0, maximum: 9 },
    10,
    "expected an integer at least 0 and at most 9, found one outside",
  ],
];

after(() => delete views.writer.Case);

test("each keyword of the table gives its rule", () => {
  for (const [keyword, node, value, message] of CASES) {
    views.writer.Case = node;
    const found = validateDefinition("Case", value, { view: "writer" }).violations;
    assert.deepEqual(
      found.map((violation) => [violation.rule, violation.message]),
      [[keywords[keyword], message]],
      keyword,
    );
  }
  assert.deepEqual(new Set(CASES.map(([keyword]) => keyword)), new Set(Object.keys(keywords)));
});

test("what a keyword allows breaks nothing", () => {
  const allowed = [
    [{ type: "string", minLength: 2, maxLength: 3 }, "👾👾"],
    [{ type: "string", contentEncoding: "base64" }, "AA=="],
    [{ type: "integer", minimum: 0, maximum: 9 }, 9],
    [{ type: "string", orNull: true, enum: ["a", null] }, null],
    [{}, Symbol("anything")],
  ];
  for (const [node, value] of allowed) {
    views.writer.Case = node;
    assert.ok(validateDefinition("Case", value, { view: "writer" }).ok);
  }
});
