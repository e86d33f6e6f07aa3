// How long it takes to read and to write a frame.
//
//   npm run bench                 the README's table: what the package advises, beside what others need, in multiples
//                                 of `JSON.parse` and `JSON.stringify`
//   node build/bench.mjs FRAMES   the nanoseconds of reading each line of a file, as the Rust crate's benchmark asks

import { readFileSync } from "node:fs";
import { LineParser, encodeFrame } from "../src/index.js";
import { others } from "./others.mjs";

const BATCH_MS = 2;
const ROUNDS = 150;
const EXPECTATION = { view: "reader", writer: "connector" };
/** The most that reading and writing may cost. */
const AT_MOST = 2.5;

/** The nanoseconds of each function: of many batches, one of each in turn, the fastest. */
function measured(functions) {
  const jobs = Object.entries(functions).map(([name, run]) => ({ name, run, calls: 1, best: Infinity }));
  // All have been seen before any is measured, as in a connector that runs.
  for (const { run } of jobs) for (let call = 0; call < 500; call += 1) run();
  for (const job of jobs) while (batch(job) < BATCH_MS) job.calls *= 2;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const job of jobs) job.best = Math.min(job.best, (batch(job) / job.calls) * 1e6);
  }
  return Object.fromEntries(jobs.map(({ name, best }) => [name, best]));
}

/** The milliseconds of so many calls. */
function batch({ run, calls }) {
  const start = performance.now();
  for (let call = 0; call < calls; call += 1) run();
  return performance.now() - start;
}

/** Reads a line as a socket delivers it: as bytes. */
function reading(line) {
  const bytes = Buffer.from(`${line}\n`);
  const parser = new LineParser(EXPECTATION);
  return () => {
    const [outcome] = parser.push(bytes);
    if (!outcome.ok || !outcome.known) throw new Error("expected a frame that a reader takes");
  };
}

function row(name, line) {
  const frame = JSON.parse(line);
  const validators = Object.entries(others("ConnectorFrame")).map(([other, validate]) => {
    if (!validate(frame) || validate({ ...frame, bufferId: 5, requestId: 5 })) throw new Error(`${other} judges otherwise`);
    return [other, () => validate(JSON.parse(line))];
  });
  const found = measured({
    parse: () => JSON.parse(line),
    read: reading(line),
    ...Object.fromEntries(validators),
    stringify: () => JSON.stringify(frame),
    write: () => encodeFrame(frame),
  });
  const read = Object.keys(found).filter((key) => !["parse", "stringify", "write"].includes(key));
  return [
    name,
    line.length,
    `${found.parse.toFixed(0)} ns`,
    ...read.map((key) => (found[key] / found.parse).toFixed(2)),
    `${found.stringify.toFixed(0)} ns`,
    (found.write / found.stringify).toFixed(2),
  ];
}

/** The frames of the Rust crate's benchmark. */
function corpus() {
  const text = (name) => readFileSync(new URL(`../../benches/corpus/${name}.json`, import.meta.url), "utf8").trimEnd();
  const withBody = (length) => {
    const frame = JSON.parse(text("forward"));
    frame.forward.bodyB64 = Buffer.from(bytes(length)).toString("base64");
    return JSON.stringify(frame);
  };
  const room = Math.floor((2 ** 20 - text("forward").length) / 4) * 3;
  return { result: text("result"), inbound: text("inbound"), "forward, 64 KB": withBody(48 << 10), "forward, 1 MB": withBody(room) };
}

/** Bytes without a pattern, the same on each run. */
function bytes(length) {
  let state = 0x2545f491;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 255;
  });
}

if (process.argv[2] !== undefined) {
  const lines = readFileSync(process.argv[2], "utf8").trimEnd().split("\n");
  for (const time of Object.values(measured(Object.fromEntries(lines.map((line, index) => [index, reading(line)]))))) {
    console.log(time.toFixed(1));
  }
} else {
  const names = Object.keys(others("ConnectorFrame"));
  const rows = Object.entries(corpus()).map(([name, line]) => row(name, line));
  const header = ["frame", "bytes", "`JSON.parse`", "`LineParser`", ...names, "`JSON.stringify`", "`encodeFrame`"];
  const table = [header, header.map((_, index) => (index === 0 ? "---" : "---:")), ...rows];
  console.log(table.map((cells) => `| ${cells.join(" | ")} |`).join("\n"));
  const [parsed, written] = [header.indexOf("`LineParser`"), header.indexOf("`encodeFrame`")];
  const over = rows.filter((cells) => cells[parsed] > AT_MOST || cells[written] > AT_MOST);
  if (over.length > 0) {
    console.error(`error: expected at most ${AT_MOST}, found more for ${over.map(([name]) => name).join(" and ")}`);
    process.exitCode = 1;
  }
}
