// The same constraints in the validators that one would use without this package, compiled: for the benchmark alone.

import { Ajv2020 } from "ajv/dist/2020.js";
import { Compile } from "typebox/compile";
import { fromJSONSchema } from "zod";
import { bundle } from "./views.mjs";

/** Whether a value is of a definition in the reader view, as each of them says. */
export function others(name) {
  const schema = { $ref: `#/$defs/${name}`, $defs: bundle("reader").$defs };
  const ajv = new Ajv2020({ strict: false }).compile(schema);
  const zod = fromJSONSchema(schema);
  const typebox = Compile(schema);
  return {
    ajv: (value) => ajv(value),
    "zod 4": (value) => zod.safeParse(value).success,
    TypeBox: (value) => typebox.Check(value),
  };
}
