// Lines that are refused: what can be answered all the same, and what is told beside a verdict.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  LineParser,
  encodeFrame,
  refusalOf,
  undocumentedFields,
  validateDefinition,
  validateFrame,
  validateLine,
} from "relay-contract";

const ASKED = { view: "reader", writer: "gateway" };
const ARRIVING = { view: "reader", writer: "connector" };
const NUMBERED = '{"type":"outbound","requestId":"r1","action":{"op":"send","chat_id":55501,"content":"Yes."}}';

/** What a line parser makes of one line; a validator says the same. */
function parsed(line, expectation) {
  const [{ number, length, ...outcome }] = new LineParser(expectation).push(`${line}\n`);
  assert.deepEqual(validateLine(line, expectation), outcome);
  return outcome;
}

test("what a gateway asked is answered though it is refused", () => {
  const line = parsed(NUMBERED, ASKED);
  assert.deepEqual([line.ok, line.requestId, line.writer], [false, "r1", "gateway"]);
  const answer = refusalOf(line);
  const error =
    "out of contract: outbound /action/chat_id: expected a string, found a number (rule type, contract section 7.1)";
  assert.deepEqual(answer, { type: "outbound_result", requestId: "r1", result: { success: false, error } });
  assert.ok(validateLine(encodeFrame(answer), { view: "writer", writer: "connector" }).ok);
});

test("the ids are read where they can be", () => {
  const many = "[".repeat(200) + "]".repeat(200);
  for (const [line, requestId] of [
    ['{"type":"outbound","requestId":"r","action":5}', "r"],
    ['{"type":"outbound","requestId":12345678901234567890,"action":5}', "12345678901234567890"],
    ['{"type":"outbound","requestId":"r","requestId":"s"}', "s"],
    ['{"requestId":"r"}', "r"],
    [`{"type":"outbound","requestId":"r","x":${many}}`, "r"],
    ['{"type":"outbound","requestId":"r","x":1e400}', "r"],
    ['{"type":"outbound","requestId":"r"', undefined],
    ['{"type":"outbound","requestId":["r"]}', undefined],
    ['{"type":"outbound","requestId":1.5}', undefined],
    ['{"type":"outbound","requestId":"\\ud800"}', undefined],
    ['{"type":"outbound","action":{"requestId":"r"}}', undefined],
    ["[]", undefined],
    ["null", undefined],
  ]) {
    const found = parsed(line, ASKED);
    assert.deepEqual([found.ok, found.requestId], [false, requestId], line);
    assert.equal(refusalOf(found)?.requestId, requestId, line);
  }
});

test("a delivery that is refused is acknowledged", () => {
  const line = parsed('{"type":"inbound","event":{"text":5},"bufferId":7}', ARRIVING);
  assert.equal(line.bufferId, "7");
  assert.deepEqual(refusalOf(line), { type: "inbound_ack", bufferId: "7" });
  assert.equal(refusalOf(parsed('{"type":"inbound","event":{"text":5},"bufferId":""}', ARRIVING)), undefined);
});

test("nobody is answered who did not ask", () => {
  // An answer of the connector carries a `requestId` too.
  assert.equal(refusalOf(parsed('{"type":"outbound_result","requestId":"r","result":5}', ARRIVING)), undefined);
  assert.equal(refusalOf(parsed('{"type":"outbound_result","requestId":"r","result":5}', { view: "writer" })), undefined);
  assert.equal(refusalOf(parsed('{"type":"inbound_ack","bufferId":5}', ASKED)), undefined);
  assert.equal(refusalOf(parsed("{}", ASKED)), undefined);
});

test("ids that are numbers can be read as strings, every digit of them", () => {
  const coerced = { ...ASKED, coerceIds: true };
  const outcome = parsed(NUMBERED, coerced);
  assert.ok(outcome.ok);
  assert.equal(outcome.frame.action.chat_id, "55501");
  const read = (text) => parsed(`{"type":"tomorrow","x":${text}}`, coerced).frame.x;
  for (const [text, expected] of [
    ['{"chat_id":-100123,"user_id":"7","size":9}', { chat_id: "-100123", user_id: "7", size: 9 }],
    ['{"a_id" : 12345678901234567890 ,"bId":0,"user_id_alt":3}', { a_id: "12345678901234567890", bId: "0", user_id_alt: "3" }],
    ['{"a_id":1.5,"b_id":1e3,"c_id":true,"d_id":null,"e_id":[5]}', { a_id: 1.5, b_id: 1000, c_id: true, d_id: null, e_id: [5] }],
    ['{"id":5,"ID":5,"idle":5,"text":"\\"chat_id\\":5","_id":6}', { id: 5, ID: 5, idle: 5, text: '"chat_id":5', _id: "6" }],
    ['["chat_id",5]', ["chat_id", 5]],
  ]) {
    assert.deepEqual(read(text), expected, text);
  }
  assert.equal(parsed('{"type":"tomorrow","chat_id":01}', coerced).violations[0].rule, "json");
});

test("fields that the contract does not have are named beside the verdict", () => {
  const result = { success: true, mesage_id: "7" };
  const frame = { type: "outbound_result", requestId: "r", result, chat_info: { name: "x" } };
  const expected = ["/result/mesage_id", "/chat_info"];
  const outcome = validateFrame(frame, { view: "writer", writer: "connector" });
  assert.deepEqual([outcome.ok, outcome.undocumented], [true, expected]);
  assert.deepEqual(parsed(JSON.stringify(frame), { view: "writer" }).undocumented, expected);
  assert.deepEqual(validateDefinition("SendResult", result, { view: "writer" }).undocumented, ["/mesage_id"]);
  assert.ok(encodeFrame(frame).includes("mesage_id"), "it breaks nothing");
  assert.deepEqual(undocumentedFields(frame), expected);
  delete frame.chat_info;
  delete result.mesage_id;
  assert.deepEqual(undocumentedFields(frame), []);
});

test("they are named in what is refused, too, and nowhere where the contract states nothing", () => {
  const half = '{"type":"outbound","requestId":"r","action":{"op":"send","chatid":"5","content":"","metadata":{"any":1}}}';
  const refused = parsed(half, ASKED);
  assert.deepEqual([refused.violations[0].rule, refused.undocumented], ["required", ["/action/chatid"]]);
  const unknown = '{"type":"outbound","requestId":"r","action":{"op":"levitate","height":5}}';
  assert.deepEqual(parsed(unknown, ASKED).undocumented, []);
  assert.deepEqual(parsed('{"type":"tomorrow","x":5}', ASKED).undocumented, []);
});

test("their names are shown as keys are, and no more than 256", () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`k${index}`, index]));
  assert.equal(parsed(JSON.stringify({ type: "going_idle", ...many }), ASKED).undocumented.length, 256);
  const [pointer] = parsed(JSON.stringify({ type: "going_idle", [`~/\u200b${"k".repeat(100)}`]: 1 }), ASKED).undocumented;
  assert.equal(pointer, `/~0~1\\u{200b}${"k".repeat(61)}…`);
});
