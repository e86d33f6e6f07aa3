// Writes schema/dist/: what the package has beside its own sources. `--check` writes nothing and fails if a file is stale.

import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { types } from "./types.mjs";
import { bundle, definitions, duties, single } from "./views.mjs";

const DIST = new URL("../dist/", import.meta.url);
const REPAIR = "cargo run --release -- derive && npm run build --prefix schema";
const PROVENANCE = "// Derived from the contract document by `npm run build`: edit that, not this.\n";

/** The files below `dist`, by name. */
export function files() {
  const rules = JSON.parse(readFileSync(new URL("../rules.json", import.meta.url), "utf8"));
  const { keywords, tags } = rules;
  const views = { writer: definitions("writer"), reader: definitions("reader") };
  return {
    "views.js": `${PROVENANCE}export const views = ${literal(views)};\n`,
    "rules.js": `${PROVENANCE}export const rules = ${JSON.stringify({ keywords, tags })};\n`,
    "rules.d.ts": `${PROVENANCE}${ruleType(rules.rules)}`,
    "schemas.js": `${PROVENANCE}${["writer", "reader"].map(schema).join("")}export const duties = ${JSON.stringify(duties())};\n`,
    "writer.d.ts": types("writer"),
    "reader.d.ts": types("reader"),
  };
}

function schema(view) {
  const whole = bundle(view);
  const files = Object.fromEntries(Object.keys(whole.$defs).map((name) => [name, single(view, name)]));
  return `export const ${view} = ${literal({ bundle: whole, files })};\n`;
}

/** A value as a program writes it, where `"__proto__": …` would not be a member. */
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
  const found = readdirSync(DIST, { recursive: true });
  const changed = Object.keys(wanted).filter((name) => {
    return !found.includes(name) || readFileSync(new URL(name, DIST), "utf8") !== wanted[name];
  });
  return { changed, left: found.filter((name) => !Object.hasOwn(wanted, name)) };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  mkdirSync(DIST, { recursive: true });
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
