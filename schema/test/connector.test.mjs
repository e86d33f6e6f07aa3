// The example connector over a real socket: handshake, a message, actions, going idle, and replay behind a lost socket.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { after, test } from "node:test";
import { LineParser, encodeFrame } from "relay-contract";
import WebSocket from "ws";
import { PACKAGE } from "./packed.mjs";

const SECRET = "a secret of the tests";

const connector = spawn(process.execPath, [join(PACKAGE, "test/example.mjs")], {
  env: { ...process.env, RELAY_SECRET: `the next secret,${SECRET}` },
  stdio: ["pipe", "pipe", "inherit"],
});
const events = createInterface({ input: connector.stdout })[Symbol.asyncIterator]();
after(() => connector.kill());

/** What the connector tells next. */
async function told(event) {
  const { value } = await events.next();
  const found = JSON.parse(value);
  assert.equal(found.event, event, value);
  return found;
}

const deliver = (frame) =>
  connector.stdin.write(typeof frame === "string" ? `${frame}\n` : encodeFrame(frame));

function token(expiry, secret = SECRET) {
  const signed = `gw:test:${expiry}`;
  return Buffer.from(`${signed}:${createHmac("sha256", secret).update(signed).digest("hex")}`).toString(
    "base64url",
  );
}

/** A gateway's socket: frames that arrive, checked as a strict reader does. */
async function dial(url, bearer = token(0)) {
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${bearer}` } });
  const parser = new LineParser({ view: "writer", writer: "connector" });
  const [waiting, arrived] = [[], []];
  socket.on("message", (data) => {
    for (const line of parser.push(data)) {
      const next = waiting.shift();
      if (next) next(line);
      else arrived.push(line);
    }
  });
  await once(socket, "open");
  const frame = async () => {
    const line = arrived.shift() ?? (await new Promise((resolve) => waiting.push(resolve)));
    assert.ok(line.ok, JSON.stringify(line.violations));
    return line.frame;
  };
  return { socket, frame, send: (sent) => socket.send(encodeFrame(sent)) };
}

const source = {
  platform: "telegram",
  chat_id: "5",
  chat_type: "dm",
  chat_name: null,
  user_id: "5",
  user_name: "ivan",
  thread_id: null,
  chat_topic: null,
};
const inbound = (text, from = source) => ({ type: "inbound", event: { text, message_type: "text", source: from } });
const forward = {
  platform: "sms",
  botId: "b",
  method: "POST",
  path: "/",
  headers: [
    ["a", "b"],
    ["a", ""],
  ],
  bodyB64: "aGk=",
};
const hello = { type: "hello", platform: "telegram", botId: "b" };

test("the example connector serves one gateway, and loses no message of it", { timeout: 60_000 }, async () => {
  const { url } = await told("listening");
  for (const bearer of [token(0, "another secret"), token(1), "AAAA"]) {
    const { socket } = await dial(url, bearer);
    assert.equal((await once(socket, "close"))[0], 4401);
  }

  const first = await dial(url);
  assert.equal((await told("connected")).gateway, "gw:test");
  first.send(hello);
  const { descriptor } = await first.frame();
  assert.equal(descriptor.platform, "telegram");
  await told("received");

  deliver(inbound("one"));
  const message = await first.frame();
  assert.deepEqual([message.event.text, message.bufferId], ["one", "buffer-1"]);
  first.send({ type: "inbound_ack", bufferId: message.bufferId });
  await told("received");

  first.send({
    type: "outbound",
    requestId: "r1",
    action: { op: "send", chat_id: "5", content: "Yes.", reply_to: null, metadata: {} },
  });
  assert.deepEqual(await first.frame(), {
    type: "outbound_result",
    requestId: "r1",
    result: { success: true, message_id: "message-4" },
  });
  await told("received");
  first.send({
    type: "outbound",
    requestId: "r2",
    action: { op: "delete", chat_id: "5", message_id: "1", metadata: {} },
  });
  assert.equal((await first.frame()).result.success, false);
  await told("received");

  deliver({ type: "interrupt_inbound", session_key: "agent:main:telegram:dm:5", chat_id: "5" });
  assert.equal((await first.frame()).type, "interrupt_inbound");

  // Out of contract: refused, told, answered, and the next line is read.
  first.socket.send('{"type":"outbound","requestId":"r4","action":{"op":"typing","chat_id":55501}}\n');
  assert.deepEqual(
    (await told("refused")).violations.map(({ pointer, rule }) => [pointer, rule]),
    [["/action/chat_id", "type"]],
  );
  const refusal = await first.frame();
  assert.deepEqual([refusal.requestId, refusal.result.success], ["r4", false]);
  deliver('{"type":"inbound","event":{}}');
  assert.equal((await told("refused")).violations[0].rule, "required");

  deliver(inbound("two"));
  assert.equal((await first.frame()).event.text, "two");
  deliver("drop");
  await told("closed");
  deliver({ type: "passthrough_forward", forward });

  // A platform that nobody has greeted is sent nothing.
  deliver(inbound("three", { ...source, platform: "discord" }));

  // What was not acknowledged, and what came meanwhile, comes in order behind the handshake.
  const second = await dial(url);
  await told("connected");
  second.send(hello);
  assert.equal((await second.frame()).type, "descriptor");
  assert.deepEqual((await second.frame()).event.text, "two");
  await told("received");
  for (const [platform, check] of [
    ["sms", (frame) => assert.deepEqual(frame.forward, forward)],
    ["discord", (frame) => assert.equal(frame.event.text, "three")],
  ]) {
    second.send({ ...hello, platform });
    assert.equal((await second.frame()).descriptor.platform, platform);
    check(await second.frame());
    await told("received");
  }

  second.send({ type: "going_idle" });
  assert.equal((await second.frame()).type, "going_idle_ack");
  await told("received");
  deliver(inbound("four"));
  second.send({ type: "outbound", requestId: "r3", action: { op: "get_chat_info", chat_id: "5" } });
  assert.equal((await second.frame()).type, "outbound_result", "and not the message, which is held");
  await told("received");
  second.socket.close();
  await told("closed");

  // A forward that nobody acknowledges is not sent for ever.
  for (let handshake = 2; handshake <= 6; handshake += 1) {
    const next = await dial(url);
    await told("connected");
    next.send({ ...hello, platform: "sms" });
    assert.equal((await next.frame()).type, "descriptor");
    await told("received");
    if (handshake <= 5) assert.deepEqual((await next.frame()).forward, forward);
    else {
      const { type, sent, aside } = await told("set aside");
      assert.deepEqual([type, sent, aside], ["passthrough_forward", 5, 1]);
    }
    next.socket.close();
    await told("closed");
  }

  connector.stdin.end();
  assert.deepEqual(await once(connector, "exit"), [0, null]);
});
