// Actions to their handlers, and defaults into frames.

import assert from "node:assert/strict";
import { test } from "node:test";
import { FRAME_TYPES, dispatch, validateFrame, validateLine, withDefaults } from "relay-contract";
import { reader, writer } from "relay-contract/schemas";
import { frameVectors as frames, vectors as corpus } from "../src/vectors.js";

const ops = corpus().map(({ answers }) => answers).filter((op) => op !== undefined);
const OPS = [...new Set(ops)];
const handlers = Object.fromEntries(OPS.map((op) => [op, async () => ({ success: true, message_id: op })]));

test("each action gets to its handler", async () => {
  assert.equal(OPS.length, writer.bundle.$defs.OutboundAction.oneOf.length);
  for (const op of OPS) assert.equal((await dispatch({ op }, handlers)).message_id, op);
});

test("an action of a later revision is answered, whatever its name", async () => {
  for (const op of ["levitate", "constructor", "__proto__", "toString"]) {
    const { success, error } = await dispatch({ op }, handlers);
    assert.deepEqual([success, typeof error], [false, "string"], op);
    assert.deepEqual(await dispatch({ op }, handlers, ({ op }) => ({ success: false, error: op })), { success: false, error: op });
  }
});

test("a handler that is missing and one that throws are errors of the caller", async () => {
  await assert.rejects(dispatch({ op: "send" }, {}), { name: "TypeError", message: "expected a handler for `send`, found none" });
  await assert.rejects(dispatch({ op: "send" }, { send: () => Promise.reject(new RangeError()) }), RangeError);
  class Own {
    send() {
      return { success: this instanceof Own };
    }
  }
  assert.ok((await dispatch({ op: "send" }, new Own())).success);
});

test("defaults take the place of what is absent or null", () => {
  const frame = { type: "inbound", event: { text: null, source: { chat_id: "5", user_id: "", more: 1 } }, bufferId: null };
  const before = structuredClone(frame);
  const { event, ...filled } = withDefaults(frame);
  assert.deepEqual(frame, before, "the frame itself stays as it is");
  assert.deepEqual(filled, { type: "inbound" });
  assert.equal(event.text, "");
  const { platform, chat_id, chat_type, user_id, thread_id, more } = event.source;
  assert.deepEqual([platform, chat_id, chat_type, user_id, thread_id, more], ["relay", "5", "dm", "", null, 1]);
  assert.equal(withDefaults({ type: "inbound" }).event.source.chat_type, "dm", "a default is filled itself");
  assert.deepEqual(withDefaults({ type: "outbound", requestId: "r", action: { op: "levitate", height: null } }).action, {
    op: "levitate",
    height: null,
  });
  assert.throws(() => withDefaults({ type: "tomorrow" }), TypeError);
});

test("what is filled is read as before, and has every field with a default", () => {
  let count = 0;
  for (const { line, writer, expected } of frames()) {
    const outcome = validateLine(line, { view: "reader", writer });
    if (!expected.reader.valid || !outcome.known || !FRAME_TYPES[writer].includes(outcome.frame.type)) continue;
    const filled = withDefaults(outcome.frame);
    assert.ok(validateFrame(filled, { view: "reader", writer }).ok, line);
    assert.deepEqual(withDefaults(filled), filled, "once is enough");
    const name = Object.keys(reader.bundle.$defs).find((name) => {
      return reader.bundle.$defs[name].properties?.type?.const === filled.type;
    });
    for (const [field, node] of Object.entries(reader.bundle.$defs[name].properties)) {
      assert.ok(!("default" in node) || field in filled, `${line}: ${field}`);
    }
    count += 1;
  }
  assert.ok(count > 500, `${count} frames`);
});
