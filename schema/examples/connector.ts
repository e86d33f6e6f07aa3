// A connector to start from: it listens, proves who dials, answers what gateways ask, and holds back what comes while
// nobody is there. The platforms behind it are its standard input and output.
//
//   in   a `ConnectorFrame` a line: what a platform has for the gateway; or `drop`, to close the socket
//   out  what happens, a JSON object a line
//
// RELAY_SECRET holds the gateway's secrets, the current one first, with commas between them. PORT is the port.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { FRAME_LIMIT, LineParser, dispatch, encodeFrame, refusalOf, validateLine } from "relay-contract";
import type { Handlers, reader, writer } from "relay-contract";
import { bearerOf, verify } from "relay-contract/token";
import { WebSocketServer, type WebSocket } from "ws";

/** After so many deliveries without an acknowledgement a frame is set aside: it may be what breaks the gateway. */
const DELIVERIES = 5;

type Delivery = writer.InboundFrame | writer.PassthroughForwardFrame;

const secrets = (process.env["RELAY_SECRET"] ?? "").split(",");
/** Deliveries that the gateway has not acknowledged, by their `bufferId`, and how often each was sent. */
const held = new Map<string, { readonly frame: Delivery; sent: number }>();
/** Deliveries that were given up, for an operator to look at. */
const aside: Delivery[] = [];
/** The gateway's socket and the platforms that it has greeted there, from its first hello until it goes idle or away. */
let live: { readonly socket: WebSocket; readonly platforms: Set<string> } | undefined;
let deliveries = 0;

const http = createServer((_, response) => response.writeHead(400).end());
const server = new WebSocketServer({ noServer: true, maxPayload: FRAME_LIMIT });
http.on("upgrade", (request, stream, head) => {
  if (!request.url?.endsWith("/relay")) return void stream.end("HTTP/1.1 400 Bad Request\r\n\r\n");
  stream.on("error", (error) => tell("failed", { error: error.message }));
  // A wrong token is told by a close code, which can only travel on an open socket (contract section 2.5).
  void verify(bearerOf(request.headers.authorization) ?? "", secrets).then((gateway) => {
    server.handleUpgrade(request, stream, head, (socket) => {
      if (gateway.ok) serve(socket, gateway.id);
      else socket.close(4401, "unauthorized");
    });
  });
});
http.listen(Number(process.env["PORT"] ?? 0), "127.0.0.1", () => {
  const { port } = http.address() as AddressInfo;
  tell("listening", { url: `ws://127.0.0.1:${port}/relay` });
});

createInterface({ input: process.stdin })
  .on("line", deliver)
  .on("close", () => {
    for (const socket of server.clients) socket.terminate();
    http.close();
  });

function serve(socket: WebSocket, gateway: string): void {
  tell("connected", { gateway });
  const parser = new LineParser({ view: "reader", writer: "gateway" });
  socket.on("message", (data: Buffer) => {
    for (const line of parser.push(data)) {
      if (line.ok) {
        if (line.known) receive(socket, line.frame);
        continue;
      }
      tell("refused", { violations: line.violations });
      const refusal = refusalOf(line);
      if (refusal) send(socket, refusal);
    }
  });
  socket.on("error", (error) => tell("failed", { error: error.message }));
  socket.on("close", (code) => {
    if (live?.socket === socket) live = undefined;
    tell("closed", { code });
  });
}

function receive(socket: WebSocket, frame: reader.GatewayFrame): void {
  tell("received", { frame });
  switch (frame.type) {
    case "hello":
      return greet(socket, frame.platform ?? "relay");
    case "outbound": {
      const { requestId, action } = frame;
      const failed = (error: unknown): writer.ActionResult => ({ success: false, error: String(error) });
      void dispatch(action, handlers)
        .catch(failed)
        .then((result) => send(socket, { type: "outbound_result", requestId, result }));
      return;
    }
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

/** Answers one identity's hello, and delivers what was held back for its platform, in order. */
function greet(socket: WebSocket, platform: string): void {
  send(socket, { type: "descriptor", descriptor: descriptor(platform) });
  if (live?.socket !== socket) live = { socket, platforms: new Set() };
  if (live.platforms.has(platform)) return;
  live.platforms.add(platform);
  for (const [bufferId, { frame }] of held) if (platformOf(frame) === platform) handOver(socket, bufferId);
}

/** Sends a held delivery, unless it has been sent often enough. */
function handOver(socket: WebSocket, bufferId: string): void {
  const entry = held.get(bufferId);
  if (!entry) return;
  if (entry.sent < DELIVERIES) {
    entry.sent += 1;
    return send(socket, entry.frame);
  }
  held.delete(bufferId);
  aside.push(entry.frame);
  tell("set aside", { bufferId, type: entry.frame.type, sent: entry.sent, aside: aside.length });
}

function platformOf(frame: Delivery): string {
  return frame.type === "inbound" ? frame.event.source.platform : frame.forward.platform;
}

const decline = (): writer.ActionResult => ({ success: false, error: "this platform cannot do that" });

/** What a platform would do. */
const handlers: Handlers = {
  send: ({ content }) => ({ success: true, message_id: `message-${content.length}` }),
  follow_up: ({ content }) => ({ success: true, message_id: `message-${content.length}` }),
  get_chat_info: ({ chat_id }) => ({ success: true, chat_info: { name: chat_id, type: "dm" } }),
  typing: () => ({ success: true }),
  edit: decline,
  send_media: decline,
  prompt: decline,
  react: decline,
  thread_create: decline,
  thread_rename: decline,
  draft: decline,
  task_card: decline,
  task_card_stop: decline,
  delete: decline,
};

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

/** Hands one frame of a platform over. A message is held until the gateway has acknowledged it. */
function deliver(line: string): void {
  if (line === "drop") return live?.socket.close(1001);
  const outcome = validateLine(line, { view: "writer", writer: "connector" });
  if (!outcome.ok) return tell("refused", { violations: outcome.violations });
  const { frame } = outcome;
  if (frame.type !== "inbound" && frame.type !== "passthrough_forward") {
    if (live) send(live.socket, frame);
    return;
  }
  const bufferId = `buffer-${(deliveries += 1)}`;
  held.set(bufferId, { frame: { ...frame, bufferId }, sent: 0 });
  if (live?.platforms.has(platformOf(frame))) handOver(live.socket, bufferId);
}

/** A socket that has closed meanwhile takes nothing: what is held comes again, and an answer is of no use. */
function send(socket: WebSocket, frame: writer.ConnectorFrame): void {
  if (socket.readyState === socket.OPEN) socket.send(encodeFrame(frame));
}

function tell(event: string, details: object): void {
  process.stdout.write(`${JSON.stringify({ event, ...details })}\n`);
}
