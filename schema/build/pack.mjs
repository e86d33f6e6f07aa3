// Puts beside the package's manifest what is packed and stands elsewhere: licences, document, changelog, and the
// vectors as one file, each a line, with an index: of each folder the number of its first line, from 0, and how many.

import { copyFileSync, writeFileSync } from "node:fs";
import { cases } from "../src/vectors.js";

for (const name of ["LICENSE-APACHE", "LICENSE-MIT", "CHANGELOG.md", "docs/relay-connector-contract.md"]) {
  const copy = name.split("/").at(-1);
  copyFileSync(new URL(`../../${name}`, import.meta.url), new URL(`../${copy}`, import.meta.url));
}

const index = {};
const lines = cases().map((vector, line) => {
  const [folder] = vector.id.split("/");
  index[folder] ??= { first: line, count: 0 };
  index[folder].count += 1;
  return `${JSON.stringify(vector)}\n`;
});
writeFileSync(new URL("../vectors.ndjson", import.meta.url), lines.join(""));
writeFileSync(new URL("../vectors.index.json", import.meta.url), `${JSON.stringify(index, null, 2)}\n`);
