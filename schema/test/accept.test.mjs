// The quick yes: whatever `JSON.parse` lets pass and a strict reader does not, it must not say.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LineParser, encodeFrame, validateLine } from "relay-contract";
import { acceptedText, acceptor } from "../src/accept.js";
import { checkFrame } from "../src/check.js";
import { read } from "../src/json.js";
import { frameVectors } from "../src/vectors.js";
import { captured } from "./frames.mjs";

const LINES = [
  ...frameVectors().map(({ line, writer }) => ({ line, writer })),
  ...captured().map(({ frame, writer }) => ({ line: JSON.stringify(frame), writer })),
].filter(({ line }) => line.length < 4_000);

/** Members that are put in front of each first one of an object. */
const INSERTED = [
  '"x":1,"x":2,',
  '"x":":","x":1,',
  '"x":1,"x":":",',
  '"x":1,"x":"\\u003a",',
  '"x":1,"\\u0078":2,',
  '"x:y":1,"x:y":2,',
  '"__proto__":1,"__proto__":2,',
  '"x" :1,"x":2,',
  '"x":"\\ud800",',
  '"\\udc00":":",',
  '"x":"\\ud83d\\ude00 :",',
  '"x":1e400,',
  '"x":[-1e999],',
  `"x":${"[".repeat(127)}${"]".repeat(127)},`,
  '"x":"a:b","y":"::",',
  '"type":"hello",',
  '"op":"send",',
];

function* variants(line) {
  yield line;
  const places = [...line.matchAll(/\{(?=")/g)].map(({ index }) => index + 1);
  for (const place of new Set([places[0], places.at(-1)])) {
    if (place === undefined) continue;
    for (const text of INSERTED) yield line.slice(0, place) + text + line.slice(place);
  }
}

/** What the strict reader and the walk say. */
function strictly(line, view, writer) {
  const { value, violation } = read(line);
  if (violation) return [violation];
  return checkFrame(view, writer, value).violations;
}

test("a line is accepted at once only if the strict reader takes it, and mostly if it does", (context) => {
  const counts = { lines: 0, atOnce: 0, accepted: 0, refused: 0 };
  for (const { line, writer } of LINES) {
    for (const text of variants(line)) {
      for (const view of ["writer", "reader"]) {
        const expected = strictly(text, view, writer);
        const accepted = acceptedText(text, acceptor(view, writer));
        if (accepted !== undefined) {
          assert.deepEqual(expected, [], text);
          assert.deepEqual(accepted, read(text).value, text);
        }
        assert.deepEqual(validateLine(text, { view, writer }).violations ?? [], expected, text);
        counts.lines += 1;
        counts.atOnce += accepted === undefined ? 0 : 1;
        counts[expected.length === 0 ? "accepted" : "refused"] += 1;
      }
    }
  }
  context.diagnostic(JSON.stringify(counts));
  assert.ok(counts.refused > 20_000 && counts.atOnce > 0.8 * counts.accepted, JSON.stringify(counts));
});

test("captured traffic is accepted at once", () => {
  const valid = captured().filter(({ frame, writer }) => {
    const outcome = validateLine(JSON.stringify(frame), { view: "reader", writer });
    return outcome.ok && outcome.known;
  });
  assert.ok(valid.length > 200);
  for (const { frame, writer } of valid) {
    assert.ok(acceptedText(JSON.stringify(frame), acceptor("reader", writer)) !== undefined, JSON.stringify(frame));
  }
});

test("a parser whose limit is greater still keeps the frame's limit", () => {
  const line = `{"type":"going_idle_ack","pad":"${"x".repeat(1 << 20)}"}\n`;
  for (const piece of [line, Buffer.from(line)]) {
    const [{ violations }] = new LineParser({ view: "reader", limit: 1 << 22 }).push(piece);
    assert.equal(violations[0].rule, "size");
  }
});

test("what is written is what was looked at", () => {
  const frame = (requestId) => ({ type: "outbound_result", requestId, result: { success: true } });
  // A value that writes itself as another one is looked at as it is written.
  assert.ok(encodeFrame(frame({ toJSON: () => "r" })).includes('"requestId":"r"'));
  assert.throws(() => encodeFrame(frame({ toJSON: () => 5 })), { name: "ContractError" });
  const inherited = Object.assign(Object.create({ requestId: "r" }), { type: "outbound_result", result: { success: true } });
  assert.throws(() => encodeFrame(inherited), { name: "ContractError" });
});
