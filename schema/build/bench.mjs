// How long it takes to parse and to validate a frame: `node build/bench.mjs FRAMES`, a file with one frame a line. It
// prints the nanoseconds of each, in the fastest of many batches, as the Rust crate's benchmark asks.

import { readFileSync } from "node:fs";
import { validateFrame } from "../src/validate.js";

const BATCH_MS = 2;
const ROUNDS = 150;
const EXPECTATION = { view: "reader", writer: "connector" };

function measured(line) {
  const outcome = validateFrame(JSON.parse(line), EXPECTATION);
  if (!outcome.ok || !outcome.known) throw new Error("expected a frame that a reader takes");
}

/** The milliseconds of so many calls. */
function batch(line, calls) {
  const start = performance.now();
  for (let call = 0; call < calls; call += 1) measured(line);
  return performance.now() - start;
}

/** The nanoseconds of one call. */
function best(line) {
  let calls = 1;
  while (batch(line, calls) < BATCH_MS) calls *= 2;
  const times = Array.from({ length: ROUNDS }, () => batch(line, calls));
  return (Math.min(...times) / calls) * 1e6;
}

const lines = readFileSync(process.argv[2], "utf8").trimEnd().split("\n");
// All shapes are seen before any is measured, as in a connector that runs.
for (let call = 0; call < 2_000; call += 1) lines.filter((line) => line.length < 4_096).forEach(measured);
for (const line of lines) console.log(best(line).toFixed(1));
