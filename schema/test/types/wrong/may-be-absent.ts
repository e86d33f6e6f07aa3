import type { reader } from "relay-contract";

export function kind(source: reader.SessionSource): string {
  const name: string = source.chat_type ?? "dm";
  const kind: string = source.chat_type; // error TS2322: Type 'undefined' is not assignable to type 'string'
  return name;
}
