// What is published: contents, version, lock file, exports, size, and that it runs where nothing else is.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
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

test("the package contains what it should and nothing else", () => {
  const single = ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "package.json", "rules.json"];
  const folders = [
    /^bin\/[\w-]+\.mjs$/,
    /^dist\/[\w-]+(\.js|\.d\.ts)$/,
    /^examples\/[\w-]+\.(ts|mjs)$/,
    /^src\/[\w-]+(\.js|\.d\.ts)$/,
    /^v1\/duties\.json$/,
    /^v1\/(reader\/)?[\w-]+\.schema\.json$/,
    /^vectors\/[\w-]+(\/[\w-]+)?\.json$/,
  ];
  const strange = packed.paths.filter(
    (path) => !single.includes(path) && !folders.some((folder) => folder.test(path)),
  );
  assert.deepEqual(strange, []);
  const wanted = [
    ...single,
    ...["dist", "examples", "src"].flatMap((folder) =>
      readdirSync(join(PACKAGE, folder)).map((name) => `${folder}/${name}`),
    ),
  ];
  assert.deepEqual(
    wanted.filter((path) => !packed.paths.includes(path)),
    [],
  );
  const schemas = packed.paths.filter((path) => path.startsWith("v1/"));
  assert.equal(
    schemas.length,
    readdirSync(join(PACKAGE, "v1"), { recursive: true }).filter((path) => path.endsWith(".json")).length,
  );
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
  const output = tool("@arethetypeswrong/cli/dist/index.js", "--profile", "esm-only", packed.file);
  assert.equal(output.match(/^node16 \(from ESM\): 🟢 \(ESM\)$/gm)?.length, 2, output);
});

test("both views fit into 30 kB", (context) => {
  const size = gzipSync(bundled('export * from "relay-contract";'), { level: 9 }).length;
  context.diagnostic(`${size} bytes gzipped for both views`);
  assert.ok(size > 3_000 && size < 30_000, `${size} bytes`);
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

test("schemas can be imported as JSON and from JavaScript", () => {
  const program = [
    'import { duties, reader, writer } from "relay-contract/schemas";',
    'import { createRequire } from "node:module";',
    "const require = createRequire(import.meta.url);",
    'console.log(require("relay-contract/v1/reader/SendAction.schema.json").$id === reader.files.SendAction.$id);',
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
