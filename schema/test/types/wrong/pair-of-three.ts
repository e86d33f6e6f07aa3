import type { writer } from "relay-contract";

export const headers: writer.PassthroughForward["headers"] = [
  ["content-type", "text/plain"],
  ["content-type", "text/plain", "utf-8"], // error TS2322: Type '[string, string, string]' is not assignable
];
