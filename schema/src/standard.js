// Every definition as a Standard Schema: what forms, routers and queues take from any validator.

import { views } from "../dist/views.js";
import { validateDefinition } from "./validate.js";

export const writer = /* @__PURE__ */ schemas("writer");
export const reader = /* @__PURE__ */ schemas("reader");

function schemas(view) {
  return Object.freeze(Object.fromEntries(Object.keys(views[view]).map((name) => [name, schema(view, name)])));
}

function schema(view, name) {
  const validate = (value) => {
    const outcome = validateDefinition(name, value, { view });
    return outcome.ok ? { value: outcome.value } : { issues: outcome.violations.map(issue) };
  };
  return Object.freeze({ "~standard": Object.freeze({ version: 1, vendor: "relay-contract", validate }) });
}

function issue({ pointer, message }) {
  const steps = pointer.split("/").slice(1);
  return { message, path: steps.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~")) };
}
