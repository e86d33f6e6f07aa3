import type { Expectation } from "relay-contract";

export const arriving: Expectation<"reader", "gateway"> = { view: "reader", writer: "gateway" };
export let other = arriving;
other = { writer: "gateway" }; // error TS2741: Property 'view' is missing
