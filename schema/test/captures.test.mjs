// The validators on real traffic: what breaks the contract, by step.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FRAME_TYPES, LineParser, encodeFrame, validateFrame, validateLine } from "relay-contract";
import { captured } from "./frames.mjs";

const seed = JSON.parse(
  readFileSync(new URL("../../tests/captures/seed-findings.json", import.meta.url), "utf8"),
);
// Today's revision knows the frame that the old one did not.
delete seed["going_idle_ack.unsolicited"];

test("the writer view finds in real traffic what is known to be wrong, and nothing else", () => {
  const found = {};
  for (const { writer, frame, step, file } of captured()) {
    const outcome = validateFrame(frame, { view: "writer", writer });
    if (outcome.ok) continue;
    if (file !== "seed-session") assert.fail(`${file}: ${JSON.stringify(outcome.violations)}`);
    const places = outcome.violations.map(({ pointer, rule }) => [pointer, rule]);
    found[step] = { ...found[step], ...Object.fromEntries(places) };
  }
  const expected = Object.keys(seed).filter((step) => !Object.keys(found).includes(step));
  assert.deepEqual(expected, [], "these steps were accepted");
  for (const [step, places] of Object.entries(found)) {
    // Fields that have come since may be missing too.
    for (const [pointer, rule] of Object.entries(seed[step] ?? {}))
      assert.equal(places[pointer], rule, step + pointer);
    assert.ok(step in seed, `${step} was refused: ${JSON.stringify(places)}`);
  }
  assert.ok(Object.keys(found).length >= 20);
});

test("a captured line is read as its frame, and what is valid can be written and read again", () => {
  let written = 0;
  for (const { writer, frame } of captured()) {
    const line = JSON.stringify(frame);
    assert.deepEqual(
      validateLine(line, { view: "reader", writer }),
      validateFrame(frame, { view: "reader", writer }),
    );
    if (!validateFrame(frame, { view: "writer", writer }).ok) continue;
    const again = encodeFrame(frame);
    assert.ok(again.startsWith(`{"type":"${frame.type}"`) && again.endsWith("\n"));
    assert.deepEqual(JSON.parse(again), frame);
    written += 1;
  }
  assert.ok(written > 200, `${written} frames`);
});

test("a stream gives the same lines in whatever pieces", () => {
  const frames = captured().filter(({ writer }) => writer === "connector");
  const stream = new TextEncoder().encode(
    frames.map(({ frame }) => `${JSON.stringify(frame)}\r\n\n`).join(""),
  );
  const expected = frames.map(({ frame }) => validateFrame(frame, { view: "reader", writer: "connector" }));
  for (const size of [1 << 24, 65_536, 1021]) {
    const parser = new LineParser({ view: "reader", writer: "connector" });
    const lines = [];
    for (let at = 0; at < stream.length; at += size)
      lines.push(...parser.push(stream.subarray(at, at + size)));
    assert.equal(parser.end("socket"), undefined);
    assert.deepEqual(
      lines.map(({ number, length, ...outcome }) => outcome),
      expected,
      `${size} bytes at a time`,
    );
    assert.deepEqual(
      lines.map(({ number }) => number),
      expected.map((_, index) => 2 * index + 1),
    );
  }
});

test("the captures hold every frame of the contract", () => {
  const types = new Set(captured().map(({ frame }) => frame.type));
  const missing = Object.values(FRAME_TYPES)
    .flat()
    .filter((type) => !types.has(type));
  assert.deepEqual(missing, []);
});
