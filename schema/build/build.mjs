// Writes schema/dist/: what the package has beside its own sources. `--check` writes nothing and fails if a file is stale.

import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { acceptors } from "./accept.mjs";
import { types } from "./types.mjs";
import { bundle, definitions, duties } from "./views.mjs";

const DIST = new URL("../dist/", import.meta.url);
const SOURCES = new URL("../src/", import.meta.url);
const REPAIR = "cargo run --release -- derive && npm run build --prefix schema";
const PROVENANCE = "// Derived from the contract document by `npm run build`: edit that, not this.\n";

/** The files below `dist`, by name. */
export function files() {
  const rules = JSON.parse(readFileSync(new URL("../rules.json", import.meta.url), "utf8"));
  const { keywords, tags } = rules;
  const views = { writer: definitions("writer"), reader: definitions("reader") };
  const derived = {
    "views.js": `${PROVENANCE}export const views = ${literal(views)};\n`,
    "accept-writer.js": PROVENANCE + acceptors("writer", views.writer),
    "accept-reader.js": PROVENANCE + acceptors("reader", views.reader),
    "rules.js": `${PROVENANCE}export const rules = ${literal({ keywords, tags })};\n`,
    "rules.d.cts": `${PROVENANCE}${ruleType(rules.rules)}`,
    "schemas.js": PROVENANCE + schemas(),
    "writer.d.cts": types("writer"),
    "reader.d.cts": types("reader"),
    "filled.d.cts": types("filled"),
  };
  return { ...derived, ...forRequire() };
}

/**
 * The entry points once more, for programs that are CommonJS: TypeScript would not let them see the types of a module.
 * The code is the same, for Node loads modules with `require`. The types that all refer to are CommonJS to TypeScript,
 * since a module may import those, and not the reverse.
 */
function forRequire() {
  const names = readdirSync(SOURCES).filter((name) => name.endsWith(".d.ts"));
  return Object.fromEntries(
    names.flatMap((name) => {
      const entry = name.replace(/\.d\.ts$/, "");
      const text = readFileSync(new URL(name, SOURCES), "utf8");
      const moved = text.replaceAll('"../dist/', '"../').replaceAll(/"\.\/([\w-]+)\.d\.ts"/g, '"./$1.d.cts"');
      const code = `../${entry === "schemas" ? "" : "../src/"}${entry}.js`;
      return [
        [`require/${entry}.d.cts`, moved],
        [`require/${entry}.cjs`, `${PROVENANCE}module.exports = require("${code}");\n`],
      ];
    }),
  );
}

/** The bundles, and what makes a schema of its own of each definition. */
function schemas() {
  const views = ["writer", "reader"].map((view) => {
    return `export const ${view} = /* @__PURE__ */ schemas(${literal(bundle(view))});\n`;
  });
  const stated = `export const duties = ${literal(duties())};\n`;
  return `import { schemas } from "../src/files.js";\n${views.join("")}${stated}`;
}

/** JSON as JavaScript, where `"__proto__"` before a colon is no key but the prototype. */
function literal(value) {
  return JSON.stringify(value).replaceAll('"__proto__":', '["__proto__"]:');
}

function ruleType(rules) {
  const lines = Object.entries(rules).map(
    ([id, meaning]) => `  /** ${meaning} */\n  | ${JSON.stringify(id)}`,
  );
  return `/** The rules that a frame can break. */\nexport type Rule =\n${lines.join("\n")};\n`;
}

/** The names of the files that are not what the schemas say. */
function stale(wanted) {
  const entries = readdirSync(DIST, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const found = entries.map((entry) => relative(fileURLToPath(DIST), join(entry.parentPath, entry.name)));
  const changed = Object.keys(wanted).filter((name) => {
    return !found.includes(name) || readFileSync(new URL(name, DIST), "utf8") !== wanted[name];
  });
  return { changed, left: found.filter((name) => !Object.hasOwn(wanted, name)) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(new URL("require/", DIST), { recursive: true });
  const wanted = files();
  const { changed, left } = stale(wanted);
  if (!process.argv.includes("--check")) {
    for (const name of changed) writeFileSync(new URL(name, DIST), wanted[name]);
    for (const name of left) rmSync(new URL(name, DIST));
    console.log(`${Object.keys(wanted).length} files, ${changed.length + left.length} changed`);
  } else if (changed.length + left.length > 0) {
    console.error(
      `error: dist is not what the schemas say: ${[...changed, ...left].join(", ")}\n\nhint: ${REPAIR}`,
    );
    process.exitCode = 1;
  }
}
