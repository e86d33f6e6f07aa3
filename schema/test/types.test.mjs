// The types: right programs compile, wrong ones fail where they are marked and for the stated reason, and compile
// without the marked line.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const PROGRAMS = fileURLToPath(new URL("types/", import.meta.url));
const COMPILERS = ["typescript", "typescript-5"];
const OPTIONS = {
  strict: true,
  noEmit: true,
  target: "es2022",
  module: "nodenext",
  lib: ["es2022", "dom"],
  types: [],
  noUncheckedIndexedAccess: true,
};

const folder = mkdtempSync(join(tmpdir(), "relay-contract-types-"));
after(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, "node_modules"));
symlinkSync(PACKAGE, join(folder, "node_modules", "relay-contract"), "junction");
writeFileSync(join(folder, "package.json"), '{"type":"module"}');

/** The errors of a compiler in the programs of one subfolder, as `file:line: code: text`. */
function errors(compiler, subfolder, options = {}) {
  const project = join(folder, `tsconfig.${subfolder}.json`);
  writeFileSync(
    project,
    JSON.stringify({ compilerOptions: { ...OPTIONS, ...options }, include: [`${subfolder}/*.ts`] }),
  );
  const tsc = join(PACKAGE, "node_modules", compiler, "bin", "tsc");
  const { stdout, stderr, error } = spawnSync(process.execPath, [tsc, "-p", project, "--pretty", "false"], {
    encoding: "utf8",
  });
  assert.equal(error, undefined);
  assert.equal(stderr, "");
  const found = [];
  for (const line of stdout.split("\n").filter((line) => line !== "")) {
    const [, file, number, code, text] = line.match(/^(\S+)\((\d+),\d+\): error (TS\d+): (.*)$/) ?? [];
    // What follows an error, indented, tells more of it.
    if (file) found.push({ file: file.split(/[\\/]/).at(-1), number: Number(number), code, text });
    else if (/^\s/.test(line)) found.at(-1).text += line;
    else assert.fail(line);
  }
  return found;
}

function programs(subfolder) {
  const names = readdirSync(join(PROGRAMS, subfolder));
  cpSync(join(PROGRAMS, subfolder), join(folder, subfolder), { recursive: true });
  return names.map((name) => ({
    name,
    lines: readFileSync(join(PROGRAMS, subfolder, name), "utf8").split("\n"),
  }));
}

for (const compiler of COMPILERS) {
  test(`${compiler}: right programs compile`, () => {
    assert.ok(programs("right").length >= 4);
    assert.deepEqual(errors(compiler, "right"), []);
    const other = { exactOptionalPropertyTypes: true, module: "esnext", moduleResolution: "bundler" };
    assert.deepEqual(errors(compiler, "right", other), []);
  });

  test(`${compiler}: wrong programs fail on the marked line, and compile without it`, () => {
    const wrong = programs("wrong");
    const found = errors(compiler, "wrong");
    mkdirSync(join(folder, "mended"), { recursive: true });
    for (const { name, lines } of wrong) {
      const marked = lines.findIndex((line) => line.includes("// error "));
      const [, code, text] =
        lines[marked]?.match(/\/\/ error (TS\d+): (.+)$/) ?? assert.fail(`${name}: no line is marked`);
      const own = found.filter(({ file }) => file === name);
      assert.deepEqual(
        own.map(({ number }) => number),
        [marked + 1],
        `${name}: ${JSON.stringify(own)}`,
      );
      assert.equal(own[0].code, code, `${name}: ${own[0].text}`);
      assert.ok(own[0].text.includes(text), `${name}: ${own[0].text}`);
      writeFileSync(join(folder, "mended", name), lines.toSpliced(marked, 1).join("\n"));
    }
    assert.equal(found.length, wrong.length);
    assert.ok(wrong.length >= 19, `${wrong.length} programs`);
    assert.deepEqual(errors(compiler, "mended"), []);
  });
}

for (const compiler of COMPILERS) {
  test(`${compiler}: a program that is CommonJS sees the types`, () => {
    programs("right");
    const manifest = join(folder, "right/package.json");
    writeFileSync(manifest, '{"type":"commonjs"}');
    for (const module of ["node16", "node20", "nodenext"].filter((name) => name !== "node20" || compiler === "typescript")) {
      assert.deepEqual(errors(compiler, "right", { module, moduleResolution: module === "node20" ? "node16" : module }), []);
    }
    rmSync(manifest);
  });
}

test("what is only for some is said where it stands", () => {
  const text = readFileSync(join(PACKAGE, "dist/reader.d.cts"), "utf8");
  const before = (line) => text.slice(0, text.indexOf(line)).split("/**").at(-1);
  assert.match(before("export interface DraftAction"), /\* Gate: `draft`, explicitly, and `supports_draft_streaming`\.\n \* @since 2026-08-11, observed\n/);
  assert.match(before("  guild_id?:"), /\* @deprecated Since 2026-07-01: /);
  assert.equal(text.match(/@deprecated/g).length, 1);
  // Each field has a row in the document; of frames and actions the tags have none.
  const fields = [...text.matchAll(/^ {2}(\w+)\??: /gm)].filter(([, name]) => name !== "type" && name !== "op");
  assert.ok(text.match(/^ {3}\* @since \d{4}-\d\d-\d\d(, (stable|observed|described))?$/gm).length > 150);
  assert.ok(fields.length > 150);
});

test("each link of the types leads to a heading of the packed document", () => {
  const headings = readFileSync(join(PACKAGE, "../docs/relay-connector-contract.md"), "utf8").match(/^#+ .*$/gm);
  const addresses = headings.map((line) => line.replace(/^#+ /, "").toLowerCase().replaceAll(/[^\w -]/g, "").replaceAll(" ", "-"));
  const texts = readdirSync(join(PACKAGE, "dist")).filter((name) => name.endsWith(".d.cts"));
  const links = texts.flatMap((name) => [...readFileSync(join(PACKAGE, "dist", name), "utf8").matchAll(/\]\(([^)]*)\)/g)]);
  assert.ok(links.length > 150, `${links.length} links`);
  for (const [, link] of links) {
    const [file, address] = link.split("#");
    assert.equal(file, "../relay-connector-contract.md");
    assert.ok(addresses.includes(address), link);
  }
});

test("the example compiles", () => {
  const tsc = join(PACKAGE, "node_modules/typescript/bin/tsc");
  const options = [
    "--strict",
    "--noEmit",
    "--noUncheckedIndexedAccess",
    "--target",
    "es2022",
    "--module",
    "nodenext",
    "--types",
    "node",
  ];
  const words = [tsc, ...options, "examples/connector.ts"];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: PACKAGE, encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
});

test("no type has an index signature, a numbered twin or an unknown member", () => {
  for (const view of ["writer", "reader"]) {
    const text = readFileSync(join(PACKAGE, "dist", `${view}.d.cts`), "utf8");
    const code = text.replaceAll(/\/\*\*[^]*?\*\//g, "");
    assert.doesNotMatch(code, /\[\w+: string\]|\bunknown\b|\bany\b/);
    const names = [...code.matchAll(/(?:interface|type) (\w+)/g)].map(([, name]) => name);
    assert.ok(names.length > 50);
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(
      names.filter((name) => names.includes(name.replace(/\d+$/, "")) && /\d$/.test(name)),
      [],
    );
  }
});

test("each definition says its section of the contract", () => {
  for (const view of ["writer", "reader"]) {
    const text = readFileSync(join(PACKAGE, "dist", `${view}.d.cts`), "utf8");
    const records = text.match(/^export interface \w+/gm).filter((name) => !/ (UnknownAction|Actions|Definitions)$/.test(name));
    assert.equal(text.match(/^ \* @see \[Contract section \d+(\.\d+)*\]\(\S+\)\.$/gm).length, records.length);
  }
});
