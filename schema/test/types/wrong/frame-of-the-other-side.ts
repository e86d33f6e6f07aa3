import { validateFrame, type writer } from "relay-contract";

const outcome = validateFrame({}, { view: "writer", writer: "connector" });
if (outcome.ok) {
  const frame: writer.ConnectorFrame = outcome.frame;
  const other: writer.GatewayFrame = outcome.frame; // error TS2322: is not assignable to type 'GatewayFrame'
  console.log(frame);
}
