import type { reader } from "relay-contract";

export function type(frame: reader.GatewayFrame): string {
  switch (frame.type) {
    case "hello":
    case "outbound":
    case "interrupt":
    case "going_idle":
      return frame.type;
    default:
      frame satisfies never; // error TS1360: Type 'InboundAckFrame' does not satisfy the expected type 'never'
      return frame.type;
  }
}
