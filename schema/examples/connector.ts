// A connector for one gateway: it listens, proves who dials, answers what the gateway asks, and holds back what comes
// while the gateway is away. The platform behind it is its standard input and output.
//
//   in   a `ConnectorFrame` a line: what the platform has for the gateway; or `drop`, to close the socket
//   out  what happens, a JSON object a line

import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { LineParser, encodeFrame, validateLine, type reader, type writer } from "relay-contract";
import { WebSocketServer, type WebSocket } from "ws";

const SECRET = process.env["RELAY_SECRET"] ?? "";

/** Deliveries that the gateway has not acknowledged, by their `bufferId`. */
const held = new Map<string, writer.InboundFrame | writer.PassthroughForwardFrame>();
/** The gateway's socket, from its handshake until it goes idle or away. */
let live: WebSocket | undefined;
let deliveries = 0;

const server = new WebSocketServer({
  host: "127.0.0.1",
  port: Number(process.env["PORT"] ?? 0),
  path: "/relay",
});
server.on("listening", () =>
  tell("listening", { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/relay` }),
);
server.on("connection", (socket, request) => {
  const gateway = verified(request);
  if (gateway === undefined) return socket.close(4401, "unauthorized");
  tell("connected", { gateway });
  const parser = new LineParser({ view: "reader", writer: "gateway" });
  socket.on("message", (data) => {
    for (const line of parser.push(data as Buffer)) {
      if (!line.ok) tell("refused", { violations: line.violations });
      else if (line.known) receive(socket, line.frame);
    }
  });
  socket.on("close", (code) => {
    if (live === socket) live = undefined;
    tell("closed", { code });
  });
});

createInterface({ input: process.stdin })
  .on("line", deliver)
  .on("close", () => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });

function receive(socket: WebSocket, frame: reader.GatewayFrame): void {
  tell("received", { frame });
  switch (frame.type) {
    case "hello":
      send(socket, { type: "descriptor", descriptor: descriptor(frame.platform ?? "relay") });
      if (live === socket) return;
      live = socket;
      for (const delivery of held.values()) send(socket, delivery);
      return;
    case "outbound":
      return send(socket, { type: "outbound_result", requestId: frame.requestId, result: act(frame.action) });
    case "going_idle":
      live = undefined;
      return send(socket, { type: "going_idle_ack" });
    case "inbound_ack":
      held.delete(frame.bufferId);
      return;
    case "interrupt":
      return; // A connector with several gateways would pass it on to the one that runs the session.
    default:
      frame satisfies never;
  }
}

/** What a platform would do. */
function act(action: reader.OutboundAction): writer.ActionResult {
  switch (action.op) {
    case "send":
    case "follow_up":
      return { success: true, message_id: `message-${action.content.length}` };
    case "get_chat_info":
      return { success: true, chat_info: { name: action.chat_id, type: "dm" } };
    case "typing":
      return { success: true };
    default:
      return { success: false, error: "this platform cannot do that" };
  }
}

function descriptor(platform: string): writer.CapabilityDescriptor {
  return {
    contract_version: 1,
    platform,
    label: platform,
    max_message_length: 4096,
    supports_draft_streaming: false,
    supports_edit: false,
    supports_threads: false,
    markdown_dialect: "plain",
    len_unit: "chars",
    supported_ops: ["send", "typing", "follow_up", "get_chat_info"],
  };
}

/** Hands one frame of the platform over. A message is held until the gateway has acknowledged it. */
function deliver(line: string): void {
  if (line === "drop") return live?.close(1001);
  const outcome = validateLine(line, { view: "writer", writer: "connector" });
  if (!outcome.ok) return tell("refused", { violations: outcome.violations });
  let { frame } = outcome;
  if (frame.type === "inbound" || frame.type === "passthrough_forward") {
    frame = { ...frame, bufferId: `buffer-${(deliveries += 1)}` };
    held.set(frame.bufferId ?? "", frame);
  }
  if (live) send(live, frame);
}

function send(socket: WebSocket, frame: writer.ConnectorFrame): void {
  socket.send(encodeFrame(frame));
}

/** The gateway's id, if its token is genuine and has not expired (contract section 2.4). */
function verified({ headers }: IncomingMessage): string | undefined {
  const [, token] = headers.authorization?.match(/^Bearer ([\w-]+)$/) ?? [];
  const raw = Buffer.from(token ?? "", "base64url").toString();
  const [, payload, expiry, signature] = raw.match(/^([^]*):(\d+):([0-9a-f]{64})$/) ?? [];
  if (!SECRET || payload === undefined || signature === undefined) return undefined;
  const expected = createHmac("sha256", SECRET).update(`${payload}:${expiry}`).digest();
  const isExpired = expiry !== "0" && Math.floor(Date.now() / 1000) > Number(expiry);
  return timingSafeEqual(expected, Buffer.from(signature, "hex")) && !isExpired ? payload : undefined;
}

function tell(event: string, details: object): void {
  process.stdout.write(`${JSON.stringify({ event, ...details })}\n`);
}
