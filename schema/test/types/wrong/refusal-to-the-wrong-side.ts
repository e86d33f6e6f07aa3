import { refusalOf, validateLine, type writer } from "relay-contract";

const line = validateLine("{}", { view: "reader", writer: "gateway" });
export const answer: writer.ConnectorFrame | undefined = line.ok ? undefined : refusalOf(line);
export let other: writer.GatewayFrame | undefined;
if (!line.ok) {
  other = refusalOf(line); // error TS2322: Type 'OutboundResultFrame | undefined' is not assignable
}
