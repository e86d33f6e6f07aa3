// The test vectors as the package holds them, or as they stand in its repository. For Node: it reads files.

import { existsSync, readFileSync, readdirSync } from "node:fs";

const PACKED = new URL("../vectors.ndjson", import.meta.url);
const ROOT = new URL("../vectors/", import.meta.url);

/** Every case, sorted: its `id` is folder and name, such as `HelloFrame/accept-minimal`. */
export function vectors() {
  // In the repository a packed file may be left of an earlier day.
  if (existsSync(ROOT)) return cases();
  return rows(readFileSync(PACKED, "utf8"));
}

/** Every case that is about a frame, with the `line` that carries it. */
export function frameVectors() {
  const about = vectors().filter((vector) => vector.frame !== undefined || vector.line !== undefined);
  return about.map((vector) => ({ ...vector, line: vector.line ?? JSON.stringify(vector.frame) }));
}

/** The cases as they stand in the repository: a folder of files, or a file of rows. */
export function cases() {
  const entries = readdirSync(ROOT, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => [name, () => casesOf(name)]);
  const tables = entries.filter(({ name }) => name.endsWith(".ndjson")).map(({ name }) => {
    const folder = name.slice(0, -".ndjson".length);
    return [folder, () => rowsOf(folder)];
  });
  return [...folders, ...tables].sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([, read]) => read());
}

function casesOf(folder) {
  const files = readdirSync(new URL(`${folder}/`, ROOT)).filter((file) => file.endsWith(".json"));
  return files.sort().map((file) => {
    const { $comment, ...vector } = JSON.parse(readFileSync(new URL(`${folder}/${file}`, ROOT), "utf8"));
    return { id: `${folder}/${file.slice(0, -".json".length)}`, ...vector };
  });
}

function rowsOf(folder) {
  const text = readFileSync(new URL(`${folder}.ndjson`, ROOT), "utf8");
  return rows(text).map(({ name, ...vector }) => ({ id: `${folder}/${name}`, ...vector }));
}

function rows(text) {
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}
