// Types that are tables: of all definitions by name, and of all actions with what answers them.

import { existsSync, readFileSync, readdirSync } from "node:fs";

const VECTORS = new URL("../vectors/", import.meta.url);

/** The declarations of both tables. `actions` are names by `op`; `typeName` says what a definition is called in TypeScript. */
export function tables(definitions, actions, typeName) {
  const results = answers();
  // Where no vector says it, the name does.
  const resultOf = (op, action) => {
    const named = [results.get(op), action.replace(/Action$/, "Result"), "ActionResult"];
    const known = named.find((name) => definitions.includes(name));
    return known === undefined ? "JsonObject" : typeName(known);
  };
  const rows = Object.entries(actions).map(([op, name]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(op) ? op : JSON.stringify(op);
    return `  ${key}: { readonly action: ${typeName(name)}; readonly result: ${resultOf(op, name)} };\n`;
  });
  const names = definitions.map((name) => `  ${name}: ${typeName(name)};\n`);
  return [
    `/** Every action by its \`op\`, with the result that answers it. */\nexport interface Actions {\n${rows.join("")}}`,
    `/** Every definition by its name. */\nexport interface Definitions {\n${names.join("")}}`,
    "/** The names of all definitions. */\nexport type DefinitionName = keyof Definitions;",
  ];
}

/** The result of each action by its `op`. The schemas do not say it: the vectors of a result do. */
function answers() {
  if (!existsSync(VECTORS)) return new Map();
  const folders = readdirSync(VECTORS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return new Map(
    folders.flatMap(({ name }) => {
      const [file] = readdirSync(new URL(`${name}/`, VECTORS));
      const { answers } = JSON.parse(readFileSync(new URL(`${name}/${file}`, VECTORS), "utf8"));
      return answers === undefined ? [] : [[answers, name]];
    }),
  );
}
