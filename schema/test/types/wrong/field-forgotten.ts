import type { writer } from "relay-contract";

export const complete: writer.SendAction = { op: "send", chat_id: "5", content: "hi", reply_to: null, metadata: {} };
export let sent = complete;
sent = { op: "send", chat_id: "5", content: "hi", reply_to: null }; // error TS2741: Property 'metadata' is missing
