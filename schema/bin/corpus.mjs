// The test vectors as the package holds them.

import { readFileSync, readdirSync } from "node:fs";

const ROOT = new URL("../vectors/", import.meta.url);

/** Every case, sorted: its `id` is folder and file, such as `HelloFrame/accept-minimal`. */
export function corpus() {
  const folders = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map((folder) => folder.name).sort().flatMap(cases);
}

/** Every case that is about a frame, with the `line` that carries it. */
export function frames() {
  const about = corpus().filter((vector) => vector.frame !== undefined || vector.line !== undefined);
  return about.map((vector) => ({ ...vector, line: vector.line ?? JSON.stringify(vector.frame) }));
}

function cases(folder) {
  const files = readdirSync(new URL(`${folder}/`, ROOT)).filter((file) => file.endsWith(".json"));
  return files.sort().map((file) => {
    const { $comment, ...vector } = JSON.parse(readFileSync(new URL(`${folder}/${file}`, ROOT), "utf8"));
    return { id: `${folder}/${file.slice(0, -".json".length)}`, ...vector };
  });
}
