// What a connector writes, and what a gateway reads of it.
import { encodeFrame, validateFrame, type FrameOf, type reader, type writer } from "relay-contract";

const source: writer.SessionSource = {
  platform: "telegram",
  chat_id: "5",
  chat_type: "dm",
  chat_name: null,
  user_id: "5",
  user_name: "ivan",
  thread_id: null,
  chat_topic: null,
};

// An open set takes its own words and any other.
export const group: writer.SessionSource = { ...source, chat_type: "a kind of next year" };

export const frames: writer.ConnectorFrame[] = [
  { type: "inbound", event: { text: "hi", message_type: "text", source } },
  { type: "outbound_result", requestId: "r", result: { success: true, message_id: "7" } },
  { type: "interrupt_inbound", session_key: "agent:main:telegram:dm:5", chat_id: "5" },
  {
    type: "passthrough_forward",
    forward: { platform: "sms", botId: "b", method: "POST", path: "/", headers: [["a", "b"]], bodyB64: "" },
  },
  { type: "going_idle_ack" },
];

export const lines: string[] = frames.map(encodeFrame);

// What is written can be read, in the types too.
export const read: reader.ConnectorFrame[] = frames;
export const sent: (frame: writer.GatewayFrame) => reader.GatewayFrame = (frame) => frame;

export function types(frame: FrameOf<"reader", "connector">): string {
  switch (frame.type) {
    case "descriptor":
      return frame.descriptor.platform;
    case "inbound":
      return frame.event?.source?.chat_type ?? "dm";
    case "outbound_result":
      return frame.requestId;
    case "interrupt_inbound":
      return frame.chat_id ?? "";
    case "passthrough_forward":
      return frame.forward.headers?.map(([name, value]) => `${name}: ${value}`).join() ?? "";
    case "going_idle_ack":
      return frame.type;
    default:
      return frame satisfies never;
  }
}

// The writer view knows no unknown frames: what is `ok` is a frame.
export function check(value: unknown): writer.ConnectorFrame | undefined {
  const outcome = validateFrame(value, { view: "writer", writer: "connector" });
  return outcome.ok ? outcome.frame : undefined;
}
