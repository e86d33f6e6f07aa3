#!/usr/bin/env node
// `relay-contract vectors`: the test vectors of the contract, printed, or put to a command.

import { parseArgs } from "node:util";
import { CommandError, answers } from "./answers.mjs";
import { frameVectors, vectors } from "../src/vectors.js";

const HELP = `Print the test vectors of the relay-connector contract, or put them to your own parser

Usage: relay-contract vectors [--only TEXT]
       relay-contract vectors --command CMD [--from SIDE] [--as VIEW] [--only TEXT] [--timeout SECONDS]

Without a command, each vector is printed as one line of JSON.

With one, the shell runs CMD once. It gets one frame a line on its standard input, as on the wire, and must answer
each with one line of JSON on its standard output, in the same order, flushed or not:

  {"ok":true}                                                 the frame is accepted, or ignored as unknown
  {"ok":false}                                                it is refused
  {"ok":false,"pointer":"/event/source","rule":"type"}        it is refused, and this is why
  {"ok":false,"violations":[{"pointer":"…","rule":"…"}]}      the same, as this package's validators say it

Where an answer gives a reason, the reason is checked too.

Options:
  --command CMD      The command to check
  --from SIDE        Who sent the frames: gateway (what a connector reads), or connector [default: gateway]
  --as VIEW          The duty it checks: reader or writer [default: reader]
  --only TEXT        Only the vectors whose id begins so, such as SessionSource/
  --timeout SECONDS  How long the command may be silent [default: 30]
  -h, --help         Print this

Examples:
  npx relay-contract vectors --command "node verdicts.mjs"
  npx relay-contract vectors --only lines/

Exit status: 0 all agree, 1 a vector disagrees, 2 nothing could be checked.
`;

const OPTIONS = {
  command: { type: "string" },
  from: { type: "string", default: "gateway" },
  as: { type: "string", default: "reader" },
  only: { type: "string", default: "" },
  timeout: { type: "string", default: "30" },
  help: { type: "boolean", short: "h", default: false },
};

const BY_HAND = "run it by hand: for each line of its input it must print one line such as {\"ok\":true}";

/** Something that the caller can put right. */
class UsageError extends Error {}

async function main(words) {
  const { values, positionals } = parsed(words);
  if (values.help) return print(HELP);
  if (positionals.length !== 1 || positionals[0] !== "vectors") {
    throw new UsageError("expected the one command `vectors`");
  }
  if (values.command === undefined) return list(values);
  return check(values);
}

function parsed(words) {
  try {
    return parseArgs({ args: words, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error.message.split(". ")[0]);
  }
}

function list({ only }) {
  print(chosen(vectors(), only).map((vector) => `${JSON.stringify(vector)}\n`).join(""));
}

async function check({ command, from, as: view, only, timeout }) {
  if (!["gateway", "connector"].includes(from)) throw new UsageError("expected --from gateway or --from connector");
  if (!["reader", "writer"].includes(view)) throw new UsageError("expected --as reader or --as writer");
  const seconds = Number(timeout);
  if (!(seconds > 0 && seconds < 86_400)) throw new UsageError("expected --timeout with a number of seconds");
  if (command.trim() === "") throw new UsageError("expected --command with a command");
  const asked = chosen(frameVectors().filter(({ writer }) => writer === from), only);
  const given = await answers(command, asked.map(({ line }) => line), seconds * 1000);
  let [wrong, reasons] = [0, 0];
  asked.forEach(({ id, expected }, index) => {
    const answer = verdict(given[index]);
    if (answer.reasons) reasons += 1;
    if (agrees(expected[view], answer)) return;
    wrong += 1;
    print(`${id}: expected ${told(wanted(expected[view]))}, got ${told(answer)}\n`);
  });
  print(`${asked.length} vectors, ${asked.length - wrong} agree, ${wrong} do not; ${reasons} refusals gave a reason\n`);
  if (wrong > 0) process.exitCode = 1;
}

/** The vectors whose id begins with `only`; there must be some. */
function chosen(vectors, only) {
  const left = vectors.filter(({ id }) => id.startsWith(only));
  if (left.length === 0) throw new UsageError("expected --only with the beginning of an id; no vector has this one");
  return left;
}

/** An answer as a verdict: `reasons` are `pointer` and `rule`, where it gave any. */
function verdict({ ok, violations, pointer, rule }) {
  if (ok) return { ok };
  if (Array.isArray(violations)) return { ok, reasons: violations.map(reason) };
  return pointer === undefined && rule === undefined ? { ok } : { ok, reasons: [reason({ pointer, rule })] };
}

function wanted({ valid, pointer, rule }) {
  return valid ? { ok: true } : { ok: false, reasons: [reason({ pointer, rule })] };
}

function reason(violation) {
  const { pointer = "no place", rule = "none" } = violation ?? {};
  return `${pointer === "" ? "the whole frame" : pointer} (rule ${rule})`;
}

function agrees(expected, answer) {
  if (expected.valid !== answer.ok) return false;
  return answer.reasons === undefined || told(wanted(expected)) === told(answer);
}

function told({ ok, reasons }) {
  if (ok) return "accepted";
  return reasons ? `refused for ${reasons.join(", ") || "no reason"}` : "refused";
}

function print(text) {
  process.stdout.write(text);
}

function fail(message, hint) {
  process.stderr.write(`error: ${message}\n\nhint: ${hint}\n`);
  process.exitCode = 2;
}

// Whoever closed the pipe has read enough; what was found still counts.
process.stdout.on("error", (error) => process.exit(error.code === "EPIPE" ? (process.exitCode ?? 0) : 2));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(signal === "SIGINT" ? 130 : 143));

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) fail(error.message, "relay-contract vectors --help");
  else if (error instanceof CommandError) fail(`the command cannot be checked: ${error.message}`, BY_HAND);
  else throw error;
}
