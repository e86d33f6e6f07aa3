// The answer to a line that is refused: its sender waits for one, or would send it for ever.

import { shown } from "./encode.js";
import { FRAME_TYPES } from "./check.js";

export function refusalOf({ violations, writer, requestId, bufferId }) {
  const [first] = violations;
  // A side that answers nothing of that kind cannot have asked.
  const mayBeOf = (side) => {
    return (writer ?? side) === side && (first.frame === null || FRAME_TYPES[side].includes(first.frame));
  };
  if (requestId !== undefined && mayBeOf("gateway")) {
    const error = `out of contract: ${shown(first)}`;
    return { type: "outbound_result", requestId, result: { success: false, error } };
  }
  if (bufferId !== undefined && mayBeOf("connector")) return { type: "inbound_ack", bufferId };
  return undefined;
}
