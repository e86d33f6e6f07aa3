// From a frame to its line.

import { validateLine } from "./validate.js";

/** A frame that must not be sent. */
export class ContractError extends Error {
  constructor(violations) {
    super(violations.map(shown).join("; "));
    this.name = "ContractError";
    this.violations = violations;
  }
}

export function encodeFrame(frame) {
  const line = `${JSON.stringify(tagFirst(frame, "type"))}\n`;
  const outcome = validateLine(line, { view: "writer" });
  if (!outcome.ok) throw new ContractError(outcome.violations);
  return line;
}

/** A reader that sees the tag first decodes in one pass. */
function tagFirst(frame, tag) {
  if (typeof frame !== "object" || frame === null || Array.isArray(frame)) return frame;
  const { action } = frame;
  const ordered = { [tag]: frame[tag], ...frame };
  return tag === "type" && action ? { ...ordered, action: tagFirst(action, "op") } : ordered;
}

function shown({ frame, pointer, message, rule, section }) {
  const stated = section === null ? "" : `, contract section ${section}`;
  return `${frame ?? "frame"}${pointer && ` ${pointer}`}: ${message} (rule ${rule}${stated})`;
}
