// Contracts that today's is not: a field with the name of the prototype, and a side that sends nothing.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { PACKAGE } from "./packed.mjs";

const folders = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** The package of a contract whose bundles were changed, built and loaded. */
async function packageOf(change) {
  const folder = mkdtempSync(join(tmpdir(), "relay-contract-other-"));
  folders.push(folder);
  const own = join(folder, "schema");
  for (const name of ["build", "src", "v1", "vectors", "names.json", "rules.json", "package.json"]) {
    cpSync(join(PACKAGE, name), join(own, name), { recursive: true });
  }
  cpSync(join(PACKAGE, "../docs"), join(folder, "docs"), { recursive: true });
  for (const path of ["v1", "v1/reader"]) {
    const file = join(own, path, "relay-contract.schema.json");
    const bundle = JSON.parse(readFileSync(file, "utf8"));
    change(bundle.$defs);
    writeFileSync(file, JSON.stringify(bundle));
  }
  const { status, stderr } = spawnSync(process.execPath, [join(own, "build/build.mjs")], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const types = readFileSync(join(own, "dist/writer.d.cts"), "utf8");
  return { ...(await import(join(own, "src/index.js"))), types };
}

test("a field called `__proto__` is checked like any other", async () => {
  const { validateLine, withDefaults, types } = await packageOf(($defs) => {
    const { properties } = $defs.GoingIdleFrame;
    Object.defineProperty(properties, "__proto__", { value: { type: "integer", default: 7 }, enumerable: true });
  });
  const read = (text) => validateLine(`{"type":"going_idle"${text}}`, { view: "reader" });
  assert.deepEqual(read(',"__proto__":5').undocumented, []);
  const [{ pointer, rule }] = read(',"__proto__":"x"').violations;
  assert.deepEqual([pointer, rule], ["/__proto__", "type"]);
  assert.equal(Object.entries(withDefaults(read("").frame)).join(), "type,going_idle,__proto__,7");
  assert.match(types, /^ {2}__proto__\?: number;$/m);
});

test("one side may send nothing", async () => {
  const { FRAME_TYPES, LineParser, encodeFrame, types } = await packageOf(($defs) => delete $defs.ConnectorFrame);
  assert.deepEqual(FRAME_TYPES.connector, []);
  assert.match(types, /^export type ConnectorFrame = never;$/m);
  assert.equal(encodeFrame({ type: "going_idle" }), '{"type":"going_idle"}\n');
  const [line] = new LineParser({ view: "reader", writer: "connector" }).push('{"type":"descriptor"}\n');
  assert.deepEqual([line.ok, line.known], [true, false]);
});
