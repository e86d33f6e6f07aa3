// One action to its handler.

import { views } from "../dist/views.js";

export async function dispatch(action, handlers, otherwise = refuse) {
  const { op } = action;
  // Not a look at `handlers` alone: every object has names such as `constructor`.
  if (!Object.hasOwn(views.reader.OutboundAction.branches, op)) return otherwise(action);
  if (typeof handlers[op] !== "function") throw new TypeError(`expected a handler for \`${op}\`, found none`);
  return handlers[op](action);
}

/** Silence would cost the gateway its whole timeout (contract section 1.3). */
function refuse() {
  return { success: false, error: "this connector does not know the action" };
}
