import type { reader } from "relay-contract";

type Two = reader.Actions["send" | "edit"]["action"];

export function op(action: Two): string {
  switch (action.op) {
    case "send":
      return action.op;
    default:
      action satisfies never; // error TS1360: Type 'EditAction' does not satisfy the expected type 'never'
      return action.op;
  }
}
