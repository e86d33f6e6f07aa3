import type { writer } from "relay-contract";

// Always sent and nullable: null is written, undefined is not.
export const source: Partial<writer.SessionSource> = {
  chat_name: null,
  platform: "telegram",
  scope_id: null, // error TS2322: Type 'null' is not assignable to type 'string
};
