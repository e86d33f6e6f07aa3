import type { Handlers } from "relay-contract";

declare const handlers: Handlers;
const { send, ...others } = handlers;
export const complete: Handlers = { send, ...others };
export let incomplete = complete;
incomplete = others; // error TS2741: Property 'send' is missing
