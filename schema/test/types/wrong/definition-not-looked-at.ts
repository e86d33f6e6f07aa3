import { validateDefinition } from "relay-contract";

const outcome = validateDefinition("SessionSource", {}, { view: "reader" });
console.log(outcome.value); // error TS2339: Property 'value' does not exist on type
if (outcome.ok) console.log(outcome.value.platform);
