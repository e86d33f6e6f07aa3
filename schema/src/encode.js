// From a frame to its line.

import { acceptor, acceptsValue } from "./accept.js";
import { FRAME_LIMIT, bytes } from "./json.js";
import { validateLine } from "./validate.js";

/** A frame that must not be sent. */
export class ContractError extends Error {
  constructor(violations) {
    super(violations.map(shown).join("; "));
    this.name = "ContractError";
    this.violations = violations;
  }
}

const accept = acceptor("writer");

export function encodeFrame(frame) {
  const ordered = tagFirst(frame, "type");
  const line = `${JSON.stringify(ordered)}\n`;
  const isAccepted = isWrittenAsSeen() && acceptsValue(ordered, accept) && isWithinLimit(line) && !mayBeHalf(line);
  if (isAccepted) return line;
  const outcome = validateLine(line, { view: "writer" });
  if (!outcome.ok) throw new ContractError(outcome.violations);
  return line;
}

/** Whether nobody has changed what is written of every object. */
function isWrittenAsSeen() {
  for (const _ in Object.prototype) return false;
  return !("toJSON" in Array.prototype);
}

function isWithinLimit(line) {
  return line.length * 3 < FRAME_LIMIT || bytes(line) <= FRAME_LIMIT;
}

/** Half of a surrogate pair is written as an escape. */
function mayBeHalf(line) {
  return line.includes("\\ud");
}

/** A reader that sees the tag first decodes in one pass. */
function tagFirst(frame, tag) {
  if (typeof frame !== "object" || frame === null || Array.isArray(frame)) return frame;
  const ordered = isFirst(frame, tag) ? frame : { [tag]: frame[tag], ...frame };
  if (tag !== "type" || !frame.action) return ordered;
  const action = tagFirst(frame.action, "op");
  return action === frame.action ? ordered : { ...ordered, action };
}

function isFirst(frame, tag) {
  for (const key in frame) return key === tag;
  return false;
}

export function shown({ frame, pointer, message, rule, section }) {
  const stated = section === null ? "" : `, contract section ${section}`;
  return `${frame ?? "frame"}${pointer && ` ${pointer}`}: ${message} (rule ${rule}${stated})`;
}
