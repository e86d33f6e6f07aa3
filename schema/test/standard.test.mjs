// The definitions as Standard Schemas, as a library uses them that knows no other.

import assert from "node:assert/strict";
import { test } from "node:test";
import { validateDefinition } from "relay-contract";
import * as schemas from "relay-contract/schemas";
import * as standard from "relay-contract/standard";

test("each definition of both views is a Standard Schema", () => {
  for (const view of ["writer", "reader"]) {
    assert.deepEqual(Object.keys(standard[view]).sort(), Object.keys(schemas[view].files).sort());
    for (const [name, schema] of Object.entries(standard[view])) {
      const { version, vendor, validate } = schema["~standard"];
      assert.deepEqual([version, vendor], [1, "relay-contract"]);
      for (const value of [null, {}, 5, { type: "hello", platform: "x", botId: "b" }]) {
        const { issues, value: taken } = validate(value);
        assert.equal(issues === undefined, validateDefinition(name, value, { view }).ok, name);
        if (issues === undefined) assert.equal(taken, value);
      }
    }
  }
});

test("an issue has its message and its path", () => {
  const headers = [["a", "b"], ["a"]];
  const forward = { platform: "sms", botId: "b", method: "POST", path: "/", headers, bodyB64: "" };
  const { issues } = standard.writer.PassthroughForward["~standard"].validate(forward);
  assert.deepEqual(issues, [{ message: "expected a pair [name, value], found an array of 1", path: ["headers", "1"] }]);
});
