// What a connector reads: every frame and every action, told apart by its tag, none forgotten.
import { validateLine, type reader } from "relay-contract";

declare function use(...values: (string | number | boolean | null | undefined)[]): void;

export function read(line: string): void {
  const outcome = validateLine(line, { view: "reader", writer: "gateway" });
  if (!outcome.ok) {
    for (const { pointer, rule, message } of outcome.violations) use(pointer, rule, message);
  } else if (!outcome.known) {
    use(outcome.frame.type);
  } else {
    frame(outcome.frame);
  }
}

function frame(frame: reader.GatewayFrame): string {
  switch (frame.type) {
    case "hello":
      return frame.platform ?? "relay";
    case "outbound":
      return `${frame.requestId} ${action(frame.action)}`;
    case "interrupt":
      return frame.reason ?? frame.session_key;
    case "going_idle":
      return frame.type;
    case "inbound_ack":
      return frame.bufferId;
    default:
      return frame satisfies never;
  }
}

function action(action: reader.OutboundAction): string {
  switch (action.op) {
    case "send":
    case "follow_up":
      return action.content;
    case "edit":
      return action.message_id;
    case "typing":
      return action.chat_id;
    case "get_chat_info":
      return action.chat_id;
    case "send_media":
      return action.source_url;
    case "prompt":
      return action.options.map((option) => option.label).join();
    case "react":
      return action.message_id;
    case "thread_create":
      return action.chat_id;
    case "thread_rename":
      return action.chat_id;
    case "draft":
    case "task_card":
      return action.chat_id;
    case "task_card_stop":
      return action.chat_id;
    case "delete":
      return action.message_id;
    default:
      return unknown(action);
  }
}

function unknown(action: reader.UnknownAction): string {
  return action.op;
}
