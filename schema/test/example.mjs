// Runs the example connector as its user would, with the package and `ws` installed: `node test/example.mjs`. What it
// takes, tells and reads of its environment stands in the example itself.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { PACKAGE } from "./packed.mjs";

const folder = mkdtempSync(join(tmpdir(), "relay-contract-connector-"));
const program = join(folder, "connector.mjs");
mkdirSync(join(folder, "node_modules"));
symlinkSync(PACKAGE, join(folder, "node_modules/relay-contract"), "junction");
symlinkSync(join(PACKAGE, "node_modules/ws"), join(folder, "node_modules/ws"), "junction");
// Node 20 reads no types.
buildSync({
  entryPoints: [join(PACKAGE, "examples/connector.ts")],
  outfile: program,
  format: "esm",
  logLevel: "error",
});
try {
  await import(pathToFileURL(program).href);
} finally {
  rmSync(folder, { recursive: true });
}
