// What is published: contents, version, lock file, exports, size, and that it runs where nothing else is.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { frameVectors, vectors } from "../src/vectors.js";
import { PACKAGE, installed, pack } from "./packed.mjs";

const packed = pack();
after(() => rmSync(packed.folder, { recursive: true }));
const empty = installed(packed);

const read = (path) => readFileSync(join(PACKAGE, path), "utf8");

test("what is derived is fresh", () => {
  const { status, stderr } = spawnSync(process.execPath, [join(PACKAGE, "build/build.mjs"), "--check"], {
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
});

test("the package contains what it should and nothing else", (context) => {
  const single = [
    "CHANGELOG.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "package.json",
    "relay-connector-contract.md",
    "rules.json",
    "v1/duties.json",
    "v1/reader/relay-contract.schema.json",
    "v1/relay-contract.schema.json",
    "vectors.index.json",
    "vectors.ndjson",
  ];
  const folders = ["bin", "dist", "dist/require", "examples", "src"];
  const own = folders.flatMap((folder) => {
    const entries = readdirSync(join(PACKAGE, folder), { withFileTypes: true }).filter((entry) => entry.isFile());
    return entries.map(({ name }) => `${folder}/${name}`);
  });
  assert.deepEqual([...packed.paths].sort(), [...single, ...own].sort());
  assert.ok(packed.paths.length < 100, `${packed.paths.length} files`);
  context.diagnostic(`${packed.paths.length} files, ${packed.size} bytes, ${packed.packedSize} packed`);
  assert.ok(packed.size < 1.6e6, `${packed.size} bytes`);
});

test("the vectors are packed as they stand in the repository", () => {
  const program = [
    'import { frameVectors, vectors } from "relay-contract/vectors";',
    'import index from "relay-contract/vectors.index.json" with { type: "json" };',
    "const all = vectors();",
    "const counted = Object.entries(index).every(([folder, { first, count }]) => {",
    '  return all.slice(first, first + count).every(({ id }) => id.split("/")[0] === folder);',
    "});",
    "console.log(JSON.stringify([all, frameVectors().length, counted]));",
  ];
  writeFileSync(join(empty, "vectors.js"), program.join("\n"));
  const options = { encoding: "utf8", maxBuffer: 1 << 26 };
  const output = execFileSync(process.execPath, ["--no-warnings", join(empty, "vectors.js")], options);
  const [all, frames, counted] = JSON.parse(output);
  assert.deepEqual(all, vectors());
  assert.deepEqual([frames, counted], [frameVectors().length, true]);
  assert.ok(all.length > 1500, `${all.length} vectors`);
});

test("the version is the crate's", () => {
  const crate = read("../Cargo.toml").match(/^version = "(.+)"$/m)[1];
  assert.equal(JSON.parse(read("package.json")).version, crate);
  const lock = JSON.parse(read("package-lock.json"));
  assert.deepEqual([lock.version, lock.packages[""].version], [crate, crate]);
});

test("the lock file names hashes and no addresses, and nothing is needed at run time", () => {
  const lock = JSON.parse(read("package-lock.json"));
  const locked = Object.entries(lock.packages).filter(([path]) => path !== "");
  assert.ok(locked.length > 20);
  for (const [path, entry] of locked) {
    assert.ok(entry.integrity, path);
    assert.ok(!("resolved" in entry), path);
  }
  const manifest = JSON.parse(read("package.json"));
  for (const kind of ["dependencies", "peerDependencies", "optionalDependencies"])
    assert.equal(manifest[kind], undefined);
  assert.deepEqual(
    readdirSync(join(empty, "node_modules")).filter((name) => !name.startsWith(".")),
    ["relay-contract"],
  );
});

test("publint finds nothing", () => {
  assert.match(tool("publint/src/cli.js", "--strict", packed.file), /All good/);
});

test("the types are not wrong", () => {
  const output = tool("@arethetypeswrong/cli/dist/index.js", packed.file, "--profile", "node16", "--exclude-entrypoints", "vectors.ndjson");
  assert.equal(output.match(/^node16 \(from ESM\): 🟢 \(ESM\)$/gm)?.length, 9, output);
  assert.equal(output.match(/^node16 \(from CJS\): 🟢 \(CJS\)$/gm)?.length, 9, output);
});

test("both views fit into 30 kB", (context) => {
  const size = gzipSync(bundled('export * from "relay-contract";'), { level: 9 }).length;
  context.diagnostic(`${size} bytes gzipped for both views`);
  assert.ok(size > 3_000 && size < 30_000, `${size} bytes`);
});

test("a bundle holds what is used", () => {
  const size = (program) => bundled(program).length;
  assert.ok(size('export * from "relay-contract/prompt-token";') < 1_500);
  assert.ok(size('export * from "relay-contract/session-key";') < 3_000);
  assert.ok(size('export { FRAME_LIMIT } from "relay-contract";') < 200);
  assert.ok(size('export { verify } from "relay-contract/token";') < size('export * from "relay-contract/token";'));
});

test("a browser's bundle runs where no code may be made from text", () => {
  const code = bundled(
    'import { FRAME_TYPES, validateLine } from "relay-contract";\nconst types = FRAME_TYPES.connector.map((type) => validateLine(JSON.stringify({ type }), { view: "writer" }).ok);\nconsole.log(types.join());',
  );
  const folder = mkdtempSync(join(tmpdir(), "relay-contract-browser-"));
  writeFileSync(join(folder, "bundle.mjs"), code);
  const output = execFileSync(
    process.execPath,
    ["--disallow-code-generation-from-strings", join(folder, "bundle.mjs")],
    { encoding: "utf8" },
  );
  rmSync(folder, { recursive: true });
  assert.equal(output.trim(), "false,false,false,false,false,true");
});

test("a program that is CommonJS loads the same code", () => {
  const program = [
    'const own = require("relay-contract");',
    'require("relay-contract/schemas");',
    'import("relay-contract").then((module) => console.log(own.encodeFrame === module.encodeFrame));',
  ];
  writeFileSync(join(empty, "program.cjs"), program.join("\n"));
  const { stdout, stderr } = spawnSync(process.execPath, [join(empty, "program.cjs")], { encoding: "utf8" });
  assert.deepEqual([stdout, stderr], ["true\n", ""]);
});

test("a schema of its own is the file that was derived", async () => {
  const schemas = await import("relay-contract/schemas");
  for (const [view, folder] of [["writer", "v1"], ["reader", "v1/reader"]]) {
    const names = readdirSync(join(PACKAGE, folder)).filter((name) => name.endsWith(".schema.json"));
    assert.equal(names.length, Object.keys(schemas[view].files).length + 1);
    for (const [name, schema] of Object.entries(schemas[view].files)) {
      assert.equal(JSON.stringify(schema), JSON.stringify(JSON.parse(read(`${folder}/${name}.schema.json`))), name);
    }
  }
});

test("schemas can be imported as JSON and from JavaScript", () => {
  const program = [
    'import { duties, reader, writer } from "relay-contract/schemas";',
    'import { createRequire } from "node:module";',
    "const require = createRequire(import.meta.url);",
    'console.log(require("relay-contract/v1/reader/relay-contract.schema.json").$id === reader.bundle.$id);',
    'console.log(require("relay-contract/v1/relay-contract.schema.json").$id === writer.bundle.$id);',
    'const data = require("relay-contract/v1/duties.json").duties;',
    'console.log(duties.length > 0 && JSON.stringify(duties) === JSON.stringify(data));',
  ];
  writeFileSync(join(empty, "schemas.js"), program.join("\n"));
  assert.equal(
    execFileSync(process.execPath, [join(empty, "schemas.js")], { encoding: "utf8" }),
    "true\ntrue\ntrue\n",
  );
});

/** What a tool prints that found nothing. */
function tool(script, ...words) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(PACKAGE, "node_modules", script), ...words],
    { encoding: "utf8" },
  );
  assert.equal(status, 0, stdout + stderr);
  return stdout;
}

/** A browser's bundle of this program, with the package as it is installed. */
function bundled(program) {
  const stdin = { contents: program, resolveDir: empty };
  const { outputFiles } = buildSync({
    stdin,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
  });
  return outputFiles[0].contents;
}
