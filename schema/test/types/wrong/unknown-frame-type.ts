import { encodeFrame } from "relay-contract";

encodeFrame({ type: "going_idle_ack" });
encodeFrame({ type: "going_idel_ack" }); // error TS2820: Did you mean '"going_idle_ack"'
