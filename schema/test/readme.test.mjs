// The README's programs, compiled and run where only the packed package is installed.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { PACKAGE, installed, pack } from "./packed.mjs";

const packed = pack();
after(() => rmSync(packed.folder, { recursive: true }));
const empty = installed(packed);
const text = readFileSync(join(PACKAGE, "README.md"), "utf8");

test("the README's programs compile and run with the packed package alone", () => {
  const programs = [...text.matchAll(/^```ts\n\/\/ (\S+)\.ts\n([^]*?)^```$/gm)].map(([, name, code]) => ({
    name,
    code,
  }));
  assert.deepEqual(
    programs.map(({ name }) => name),
    ["receive", "answer", "send", "beyond", "schemas", "duties"],
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

test("the README's commands run with the packed package alone", (context) => {
  const commands = [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].flatMap(([, block]) => block.trimEnd().split("\n"));
  const [own, others] = [[], []];
  for (const command of commands) (command.startsWith("npx relay-contract ") ? own : others).push(command);
  context.diagnostic(`${own.length} commands are run`);
  assert.ok(own.length >= 3);
  for (const command of own) {
    const { status, stdout, stderr } = spawnSync(command, { cwd: empty, encoding: "utf8", shell: true });
    assert.equal(status, 0, `${command}\n${stdout}${stderr}`);
  }
  // The rest is npm's own, and the example's; a script that it names exists.
  const { scripts } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
  const example = ["cp node_modules/relay-contract/examples/connector.ts .", "npm install ws", "RELAY_SECRET=secret node connector.ts"];
  assert.deepEqual(others.filter((command) => example.includes(command)), example);
  assert.ok(packed.paths.includes("examples/connector.ts"));
  for (const command of others.filter((command) => !example.includes(command))) {
    const [, script] = command.match(/^npm (?:ci|install relay-contract|(?:run )?(build|test))$/) ?? assert.fail(command);
    assert.ok(script === undefined || script in scripts, command);
  }
});

function run(cwd, ...words) {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd, encoding: "utf8" });
  assert.equal(status, 0, `${words.join(" ")}\n${stdout}${stderr}`);
}
