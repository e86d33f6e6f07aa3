// Frames that were captured on a real link, for the tests.

import { readFileSync } from "node:fs";

const CAPTURES = ["example-session", "current-key-sets", "seed-session"];

/** All captured frames with their writers, files and steps. */
export function captured() {
  const lines = CAPTURES.flatMap((name) => {
    const text = readFileSync(new URL(`../../tests/captures/${name}.ndjson`, import.meta.url), "utf8");
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => ({ file: name, ...JSON.parse(line) }));
  });
  return lines.map(({ file, dir, step, frame }) => ({
    file,
    step,
    writer: dir.split("->")[0],
    // What `JSON.stringify` writes and nothing else: it does not write -0.
    frame: JSON.parse(JSON.stringify(frame)),
  }));
}
