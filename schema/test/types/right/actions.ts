// What a gateway sends: every action, written with what is always sent.
import type { writer } from "relay-contract";
import { reader, writer as schemas } from "relay-contract/schemas";

export const ids: string[] = [schemas.bundle.$id, reader.files.SendAction.$id];

export function op(action: writer.OutboundAction): string {
  switch (action.op) {
    case "send":
    case "edit":
    case "typing":
    case "follow_up":
    case "get_chat_info":
    case "send_media":
    case "prompt":
    case "react":
    case "thread_create":
    case "thread_rename":
    case "draft":
    case "task_card":
    case "task_card_stop":
    case "delete":
      return action.op;
    default:
      return action satisfies never;
  }
}

export const results: { [Op in writer.OutboundAction["op"]]?: writer.ActionResult } = {
  send: { success: true, message_id: "1" } satisfies writer.SendResult,
  get_chat_info: { success: false, error: "no such chat" },
};
