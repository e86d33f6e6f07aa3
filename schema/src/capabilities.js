// The meaning of a descriptor: limits, units, and which actions may be sent (contract sections 6.6 and 6.14).

/** The message limit where a descriptor states none. */
export const DEFAULT_MESSAGE_LIMIT = 4096;

/** What a connector carries out that sends no list. */
export const LEGACY_OPS = Object.freeze(["send", "edit", "typing", "follow_up"]);

export function supportsOp({ supported_ops }, op) {
  return (supported_ops?.length ? supported_ops : LEGACY_OPS).includes(op);
}

export function maySend(descriptor, op) {
  if (op === "draft") return streamsDrafts(descriptor);
  // A card is shown and taken away under one name.
  return LEGACY_OPS.includes(op) || lists(descriptor, op === "task_card_stop" ? "task_card" : op);
}

export function streamsDrafts(descriptor) {
  return descriptor.supports_draft_streaming && lists(descriptor, "draft");
}

export function messageLimit({ max_message_length }) {
  return max_message_length > 0 ? max_message_length : DEFAULT_MESSAGE_LIMIT;
}

export function lengthUnit({ len_unit }) {
  return len_unit === "utf16" ? "utf16" : "chars";
}

export function showsCodeBlocks({ markdown_dialect }) {
  return markdown_dialect !== "" && markdown_dialect !== "plain";
}

export function measure(text, unit) {
  if (unit === "utf16") return text.length;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function lists({ supported_ops }, op) {
  return supported_ops?.includes(op) ?? false;
}
