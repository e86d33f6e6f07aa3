import type { reader } from "relay-contract";

export function id(action: reader.OutboundAction): string {
  switch (action.op) {
    case "edit":
      return action.message_id;
    case "send":
      return action.content;
    case "typing":
      return action.message_id; // error TS2339: Property 'message_id' does not exist on type 'TypingAction'
    default:
      return "";
  }
}
