import type { writer } from "relay-contract";

export const frame: writer.InboundAckFrame = {
  type: "inbound_ack",
  bufferId: "b",
  buffer_id: "b", // error TS2561: 'buffer_id' does not exist in type 'InboundAckFrame'
};
