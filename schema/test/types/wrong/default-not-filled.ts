import { withDefaults, type reader } from "relay-contract";

export function chat(source: reader.InboundFrame): number {
  const filled = withDefaults(source).event.text.length;
  const absent = source.event.text; // error TS18048: 'source.event' is possibly 'undefined'
  return filled;
}
