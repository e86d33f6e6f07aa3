// What the package says of the requests of a file, for a comparison: one a line, each a text and
// its view, and whose frame or which definition it is.

import { readFileSync } from "node:fs";
import { validateDefinition, validateLine } from "relay-contract";
import { read } from "../src/json.js";

const requests = readFileSync(process.argv[2], "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));
process.stdout.write(requests.map((one) => `${JSON.stringify(violations(one))}\n`).join(""));

function violations({ text, view, writer, definition }) {
  if (!definition) return validateLine(text, { view, writer: writer ?? undefined }).violations ?? [];
  const { value, violation } = read(text);
  return violation ? [violation] : (validateDefinition(definition, value, { view }).violations ?? []);
}
