import { validateDefinition } from "relay-contract";

validateDefinition("SendResult", {}, { view: "reader" });
validateDefinition("SendResullt", {}, { view: "reader" }); // error TS2345: Argument of type '"SendResullt"' is not assignable
