// The README's programs, compiled and run where only the packed package is installed.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { PACKAGE, installed, pack } from "./packed.mjs";

const packed = pack();
after(() => rmSync(packed.folder, { recursive: true }));

test("the README's programs compile and run with the packed package alone", () => {
  const empty = installed(packed);
  const text = readFileSync(join(PACKAGE, "README.md"), "utf8");
  const programs = [...text.matchAll(/^```ts\n\/\/ (\S+)\.ts\n([^]*?)^```$/gm)].map(([, name, code]) => ({
    name,
    code,
  }));
  assert.deepEqual(
    programs.map(({ name }) => name),
    ["receive", "send", "schemas"],
  );
  for (const { name, code } of programs) writeFileSync(join(empty, `${name}.ts`), code);
  // Node's own types are no part of the package.
  for (const name of ["node", "../undici-types"]) {
    cpSync(join(PACKAGE, "node_modules/@types", name), join(empty, "node_modules/@types", name), {
      recursive: true,
    });
  }
  const tsc = join(PACKAGE, "node_modules/typescript/bin/tsc");
  const files = programs.map(({ name }) => `${name}.ts`);
  run(empty, tsc, "--strict", "--target", "es2022", "--module", "nodenext", "--types", "node", ...files);
  rmSync(join(empty, "node_modules/@types"), { recursive: true });
  rmSync(join(empty, "node_modules/undici-types"), { recursive: true });
  for (const { name } of programs) run(empty, `${name}.js`);
});

function run(cwd, ...words) {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd, encoding: "utf8" });
  assert.equal(status, 0, `${words.join(" ")}\n${stdout}${stderr}`);
}
