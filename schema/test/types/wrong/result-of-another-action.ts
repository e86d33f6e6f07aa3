import type { writer } from "relay-contract";

export const result: writer.Actions["delete"]["result"] = {
  success: true,
  thread_id: "5", // error TS2353: 'thread_id' does not exist in type 'DeleteResult'
};
