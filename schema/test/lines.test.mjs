// Lines out of pieces, on the cases that the Rust crate reads too, and what only a text can break.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import {
  ContractError,
  DEPTH_LIMIT,
  FRAME_LIMIT,
  LineParser,
  encodeFrame,
  validateDefinition,
  validateFrame,
  validateLine,
} from "relay-contract";

const CASES = new URL("../../tests/it/lines/", import.meta.url);
const PROBE = '{"type":"interrupt_inbound","session_key":"agent:main:probe","chat_id":"5"}\n';
const ARRIVING = { view: "reader", writer: "connector" };

test("no row of the real gateway's weaknesses costs more than its line", (context) => {
  let count = 0;
  for (const name of readdirSync(CASES)) {
    const { row, cases } = JSON.parse(readFileSync(new URL(name, CASES), "utf8"));
    for (const { input, expect } of cases) {
      const messages = [...input.map(bytes), bytes(PROBE)];
      const stream = Buffer.concat(messages);
      const expected = [...expect, "interrupt_inbound"];
      assert.deepEqual(outcomes(messages), expected, `${name} (${row}), message by message`);
      assert.deepEqual(outcomes([stream]), expected, `${name} (${row}), in one message`);
      assert.deepEqual(outcomes(chunks(stream, 1021)), expected, `${name} (${row}), 1021 bytes at a time`);
      if (stream.length < 100_000)
        assert.deepEqual(outcomes(chunks(stream, 1)), expected, `${name} (${row}), byte by byte`);
      count += 1;
    }
  }
  context.diagnostic(`${count} inputs`);
  assert.ok(count >= 134, `${count} inputs`);
});

/** What a live reader makes of each line: the frame's type, `ignored` and a type, or the violations. */
function outcomes(messages) {
  const parser = new LineParser(ARRIVING);
  const lines = messages.flatMap((message) => parser.push(message));
  assert.equal(parser.end("socket"), undefined);
  return lines.map((line) => {
    if (line.ok) return line.known ? line.frame.type : `ignored ${line.frame.type}`;
    return line.violations.map(({ pointer, rule }) => `${pointer} ${rule}`).join(", ");
  });
}

function bytes(piece) {
  if (typeof piece === "string") return Buffer.from(piece);
  if (piece.hex) return Buffer.from(piece.hex.replaceAll(" ", ""), "hex");
  return Buffer.from(piece.repeat.repeat(piece.times));
}

function* cut(stream, size) {
  for (let at = 0; at < stream.length; at += size) yield stream.subarray(at, at + size);
}

const chunks = (stream, size) => [...cut(stream, size)];

test("the rest of the input is a file's last line and a socket's half of one", () => {
  for (const [source, expected] of [
    ["file", undefined],
    ["socket", "expected a line end, found the end of the input after 75 bytes"],
  ]) {
    const parser = new LineParser(ARRIVING);
    assert.deepEqual(parser.push(`\n${PROBE.trimEnd()}`), []);
    assert.equal(parser.kept, 75);
    const rest = parser.end(source);
    assert.deepEqual([rest.number, rest.length, rest.violations?.[0].message], [2, 76, expected]);
    assert.equal(parser.end(source), undefined);
  }
});

test("an endless line is counted and not kept, and the caller may use its buffer again", () => {
  const parser = new LineParser(ARRIVING);
  const message = new Uint8Array(1 << 18).fill(0x78);
  for (let round = 0; round < 64; round += 1) {
    assert.deepEqual(parser.push(message), []);
    assert.ok(parser.kept < FRAME_LIMIT);
  }
  assert.equal(parser.kept, 0);
  const [line, probe] = parser.push(`\n${PROBE}`);
  assert.equal(
    line.violations[0].message,
    "expected at most 1048576 bytes with the line end, found 16777217",
  );
  assert.ok(probe.ok && probe.number === 2);
  const buffer = Buffer.from(PROBE.slice(0, 20));
  parser.push(buffer);
  buffer.fill(0);
  assert.ok(parser.push(PROBE.slice(20))[0].ok);
});

test("a line one byte over the limit is refused, and one at the limit is read", () => {
  const line = (length) => `{"type":"going_idle_ack","pad":"${"é".repeat((length - 35) / 2)}"}\n`;
  const [fits, over] = [FRAME_LIMIT - 1, FRAME_LIMIT + 1].map(line);
  assert.deepEqual([Buffer.byteLength(fits), Buffer.byteLength(over)], [FRAME_LIMIT - 1, FRAME_LIMIT + 1]);
  assert.ok(validateLine(fits, ARRIVING).ok);
  assert.equal(validateLine(over, ARRIVING).violations[0].rule, "size");
});

test("nesting is counted with the frame, before anything else is said of the line", () => {
  const nested = (levels) =>
    `{"type":"going_idle_ack","x":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;
  assert.ok(validateLine(nested(DEPTH_LIMIT), ARRIVING).ok);
  const message = "expected at most 128 levels of arrays and objects, found 129";
  assert.deepEqual(
    validateLine(`${nested(129)},`, ARRIVING).violations.map((violation) => violation.message),
    [message],
  );
  assert.ok(!validateLine(nested(1_000_000).slice(0, 1_000_000), ARRIVING).ok);
});

test("a key twice is found wherever it stands, with its place", () => {
  const line = '{"type":"tomorrow","a":[0,{"b/c":1,"b/c":2}]}';
  const [violation] = validateLine(line, ARRIVING).violations;
  assert.deepEqual(
    [violation.frame, violation.pointer, violation.rule],
    ["tomorrow", "/a/1/b~1c", "duplicate-key"],
  );
  const outcome = validateLine('{"type":"tomorrow","__proto__":{"x":1},"constructor":2}', ARRIVING);
  assert.ok(outcome.ok && !outcome.known);
  assert.deepEqual(Object.keys(outcome.frame), ["type", "__proto__", "constructor"]);
  assert.equal(Object.getPrototypeOf(outcome.frame), Object.prototype);
});

test("what is no JSON is told with its byte, counted in UTF-8", () => {
  for (const [text, found] of [
    ["", "the text ends within a value at byte 0"],
    ['{"é":tru}', "found something else at byte 10"],
    ['{"a":01}', "found something else at byte 7"],
    ['{"a":1,}', "found something else at byte 8"],
    ['{"a":-1e400}', "found a number beyond a 64-bit float at byte 11"],
    ['["\t"]', "found a raw control character in a string at byte 3"],
    ['["\\udc00"]', "found half of a surrogate pair at byte 8"],
    ['["\\ud800"]', "found half of a surrogate pair at byte 9"],
    ['["\\ud800\\u0041"]', "found half of a surrogate pair at byte 14"],
    ['["\ud800"]', "found half of a surrogate pair at byte 3"],
    ["\ufeff{}", "found a byte order mark at byte 1"],
    ["{} {}", "found more text behind the value at byte 4"],
  ]) {
    const [{ rule, message }] = validateLine(text, ARRIVING).violations;
    assert.deepEqual([rule, message], ["json", `expected one JSON value, ${found}`], JSON.stringify(text));
  }
});

test("keys and words are shown escaped and cut", () => {
  const key = `~/\u200b${"k".repeat(100)}`;
  const twice = `{"type":"${"t".repeat(64)}\\n","${key}":1,"${key}":2}`;
  const [{ frame, pointer }] = validateLine(twice, ARRIVING).violations;
  assert.equal(frame, `${"t".repeat(64)}…`);
  assert.equal(pointer, `/~0~1\\u{200b}${"k".repeat(61)}…`);
});

test("a frame of the other side is ignored by a reader, and told to a writer", () => {
  const frame = { type: "going_idle" };
  assert.equal(validateFrame(frame, ARRIVING).known, false);
  assert.equal(validateFrame(frame, { view: "reader" }).known, true);
  const [{ rule, message }] = validateFrame(frame, { ...ARRIVING, view: "writer" }).violations;
  assert.deepEqual(
    [rule, message],
    ["direction", "expected a frame that the connector sends, found one of the gateway"],
  );
});

test("words and names of every object are no frames and no fields", () => {
  for (const type of ["constructor", "__proto__", "toString"]) {
    assert.equal(validateLine(JSON.stringify({ type }), ARRIVING).known, false, type);
    const action = { op: type };
    const outcome = validateFrame({ type: "outbound", requestId: "r", action }, { view: "writer" });
    assert.equal(outcome.violations?.[0].rule, "unknown-op", type);
  }
});

test("what cannot be read is not written", () => {
  const forward = { platform: "sms", botId: "b", method: "POST", path: "/", headers: [], bodyB64: "" };
  const frame = { type: "passthrough_forward", forward };
  assert.ok(validateLine(encodeFrame(frame), { view: "writer", writer: "connector" }).ok);
  const deep = JSON.parse(`${"[".repeat(128)}${"]".repeat(128)}`);
  for (const [change, rule] of [
    [{ path: undefined }, "required"],
    [{ path: Number.NaN }, "type"],
    [{ path: "\ud800" }, "json"],
    [{ path: "x".repeat(FRAME_LIMIT) }, "size"],
    [{ more: deep }, "depth"],
    [{ bodyB64: "aGk" }, "base64"],
    [{ bodyB64: "aGl=" }, "base64"],
  ]) {
    assert.throws(
      () => encodeFrame({ ...frame, forward: { ...forward, ...change } }),
      (error) => {
        return error instanceof ContractError && error.violations[0].rule === rule;
      },
      rule,
    );
  }
  const order = encodeFrame({
    action: { chat_id: "5", op: "get_chat_info" },
    requestId: "r",
    type: "outbound",
  });
  assert.equal(order, '{"type":"outbound","action":{"op":"get_chat_info","chat_id":"5"},"requestId":"r"}\n');
});

test("no violation and no error shows a value", () => {
  const secret = "SECRET-VALUE";
  const lines = [
    `{"type":"outbound","requestId":["${secret}"],"action":{"op":5,"x":"${secret}"}}`,
    `{"type":"inbound","event":"${secret}"}`,
    `"${secret}"`,
    `${secret}`,
    `{"type":"descriptor","descriptor":{"label":"${secret}","label":"${secret}"}}`,
    `{"type":"passthrough_forward","forward":{"bodyB64":"${secret}","headers":[["${secret}"]]}}`,
  ];
  for (const line of lines) {
    const outcome = validateLine(line, { view: "writer" });
    assert.ok(!outcome.ok);
    assert.ok(!JSON.stringify(outcome).includes(secret), line);
    assert.ok(!String(new ContractError(outcome.violations)).includes(secret), line);
  }
});

test("a call that no compiler has checked is refused", () => {
  assert.throws(() => validateLine("{}", { view: "writers" }), TypeError);
  assert.throws(() => validateLine("{}", { view: "writer", writer: "peer" }), TypeError);
  assert.throws(() => new LineParser({ view: "both" }), TypeError);
  assert.throws(() => new LineParser(ARRIVING).end("pipe"), TypeError);
  const view = { name: "TypeError", message: 'expected the view "writer" or "reader"' };
  assert.throws(() => validateLine("{}"), view);
  assert.throws(() => validateFrame({}), view);
  assert.throws(() => validateDefinition("SendResult", {}), view);
  assert.throws(() => new LineParser(), view);
  for (const line of [undefined, null, 5, new Uint8Array(2)]) {
    assert.throws(() => validateLine(line, ARRIVING), { name: "TypeError", message: "expected the line as a string" });
  }
  const piece = { name: "TypeError", message: "expected a piece as a string or a Uint8Array" };
  for (const other of [undefined, 5, {}, new ArrayBuffer(2), new Uint16Array(2), [10]]) {
    assert.throws(() => new LineParser(ARRIVING).push(other), piece);
  }
  const elsewhere = runInNewContext("new Uint8Array([123, 125, 10])");
  assert.equal(new LineParser(ARRIVING).push(elsewhere).length, 1);
});
