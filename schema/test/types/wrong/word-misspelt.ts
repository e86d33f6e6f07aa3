import { validateFrame } from "relay-contract";

validateFrame({}, { view: "reader", writer: "connector" });
validateFrame({}, { view: "reader", writer: "gatway" }); // error TS2820: Did you mean '"gateway"'
