// The package as it is published: packed, and installed into an empty folder.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const PACKAGE = fileURLToPath(new URL("..", import.meta.url));

/** The output of npm in a folder. */
export function npm(folder, ...words) {
  const options = {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  };
  return execFileSync("npm", words, options);
}

/** Packs the package: where the file stands, and the paths in it. */
export function pack() {
  const folder = mkdtempSync(join(tmpdir(), "relay-contract-pack-"));
  // What the script before packing prints stands before the answer.
  const output = npm(PACKAGE, "pack", "--json", "--pack-destination", folder);
  const answer = JSON.parse(output.slice(output.search(/^[[{]/m)));
  const [{ filename, files, size: packedSize, unpackedSize: size }] = Array.isArray(answer) ? answer : Object.values(answer);
  return { folder, file: join(folder, filename), paths: files.map(({ path }) => path), size, packedSize };
}

/** A folder in which nothing but the packed package is installed. */
export function installed({ folder, file }) {
  const empty = join(folder, "empty");
  mkdirSync(empty);
  writeFileSync(join(empty, "package.json"), '{"name":"empty","private":true,"type":"module"}');
  npm(empty, "install", "--offline", "--no-audit", "--no-fund", file);
  return empty;
}
