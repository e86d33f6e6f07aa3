import { validateLine } from "relay-contract";

const outcome = validateLine("{}", { view: "reader", writer: "gateway" });
console.log(outcome.frame); // error TS2339: Property 'frame' does not exist on type
if (outcome.ok && outcome.known) console.log(outcome.frame.type);
