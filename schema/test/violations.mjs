// What the package says of lines, word for word, for a comparison: one request a line, in one file.

import { readFileSync } from "node:fs";
import { validateLine } from "relay-contract";

const requests = readFileSync(process.argv[2], "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));
const answers = requests.map(({ text, view, writer }) => {
  return validateLine(text, { view, writer: writer ?? undefined }).violations ?? [];
});
process.stdout.write(answers.map((answer) => `${JSON.stringify(answer)}\n`).join(""));
