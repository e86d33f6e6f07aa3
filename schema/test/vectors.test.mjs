// Every vector through the package's validators: verdict, pointer and rule.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { LineParser, validateDefinition, validateLine } from "relay-contract";
import { frameVectors as frames, vectors as corpus } from "../src/vectors.js";

const VECTORS = frames();

/** What was found, as a vector states it. */
function verdict(violations, at = "") {
  if (violations.length === 0) return [{ valid: true }];
  return violations.map(({ pointer, rule }) => ({ valid: false, pointer: at + pointer, rule }));
}

function valueAt(frame, pointer) {
  return pointer.split("/").slice(1).reduce((value, step) => value[step], frame);
}

test("the validators and the line parser say what the vectors expect", () => {
  const wrong = [];
  let verdicts = 0;
  const check = (id, by, expected, found) => {
    verdicts += 1;
    if (JSON.stringify(found) !== JSON.stringify([expected])) wrong.push({ id, by, expected, found });
  };
  for (const { id, writer, at, answers, line, expected } of VECTORS) {
    for (const view of ["writer", "reader"]) {
      const { violations = [] } = validateLine(line, { view, writer });
      check(id, view, expected[view], verdict(violations));
      const lines = new LineParser({ view, writer }).push(`${line}\n`);
      check(id, `${view}, by lines`, expected[view], lines.flatMap(({ violations = [] }) => verdict(violations)));
      // On the wire a result is one of any action; where the request is known it is narrower.
      if (answers === undefined) continue;
      const { violations: narrowed = [] } = validateDefinition(id.split("/")[0], valueAt(JSON.parse(line), at), { view });
      check(id, `${view}, narrowed`, expected[view], verdict(narrowed, at));
    }
  }
  console.log(`vectors: ${VECTORS.length}, verdicts: ${verdicts}, wrong: ${wrong.length}`);
  assert.deepEqual(wrong, []);
  assert.ok(VECTORS.length > 1000 && verdicts >= 4 * VECTORS.length, `only ${verdicts} verdicts`);
});

test("an upgrade token is made as the contract says", () => {
  const minted = corpus().filter((row) => row.minted);
  for (const { id, minted: { id: gateway, exp, secret, sig }, token } of minted) {
    const signed = `${gateway}:${exp}`;
    assert.equal(createHmac("sha256", secret).update(signed).digest("hex"), sig, id);
    assert.equal(Buffer.from(`${signed}:${sig}`).toString("base64url"), token, id);
  }
  assert.ok(minted.length >= 4, `only ${minted.length} tokens`);
});
