#!/usr/bin/env node
// `relay-contract vectors`: the test vectors of the contract, printed, or put to a command.

import { parseArgs } from "node:util";
import { CommandError, answers } from "./answers.mjs";
import { SUBJECTS, frameQuestions, functionQuestions, givesReason, isMembers, isVerdict } from "./questions.mjs";
import { vectors } from "../src/vectors.js";

const HELP = `Print the test vectors of the relay-connector contract, or put them to your own parser

Usage: relay-contract vectors [--only TEXT]
       relay-contract vectors --command CMD [--from SIDE] [--as VIEW] [--only TEXT] [--timeout SECONDS]
       relay-contract vectors --command CMD --about SUBJECT [--only TEXT] [--timeout SECONDS]

Without a command, each vector is printed as one line of JSON.

With one, the shell runs CMD once. It gets one frame a line on its standard input, as on the wire, and must answer
each with one line of JSON on its standard output, in the same order, flushed or not:

  {"ok":true}                                                 the frame is accepted, or ignored as unknown
  {"ok":false}                                                it is refused
  {"ok":false,"pointer":"/event/source","rule":"type"}        it is refused, and this is why
  {"ok":false,"violations":[{"pointer":"…","rule":"…"}]}      the same, as this package's validators say it

Where an answer gives a reason, the reason is checked too.

With --about, a function is checked instead: the command gets the members of each case that are its input, and answers
with a JSON object that holds the members of what is expected:

  upgrade-token   {"token","secrets","now"}                  {"valid","id"} or {"valid","reason"}
  session-key     {"source","options"}                       {"key"}
  prompt-token    {"text"}                                   {"valid","prompt_id","option_id"} or {"valid","reason"}
  capabilities    {"descriptor"}                             {"message_limit","length_unit","code_blocks",…}
  split           {"content","limit","unit","code_blocks"}   {"pieces"}

A \`reason\` may be left out.

Options:
  --command CMD      The command to check
  --about SUBJECT    frames, upgrade-token, session-key, prompt-token, capabilities or split [default: frames]
  --from SIDE        Who sent the frames: gateway (what a connector reads), or connector [default: gateway]
  --as VIEW          The duty it checks: reader or writer [default: reader]
  --only TEXT        Only the vectors whose id begins so, such as SessionSource/
  --timeout SECONDS  How long the command may be silent [default: 30]
  -h, --help         Print this

Examples:
  npx relay-contract vectors --command "node verdicts.mjs"
  npx relay-contract vectors --command "node functions.mjs session-key" --about session-key
  npx relay-contract vectors --only lines/

Exit status: 0 all agree, 1 a vector disagrees, 2 nothing could be checked.
`;

const OPTIONS = {
  command: { type: "string" },
  about: { type: "string", default: "frames" },
  from: { type: "string", default: "gateway" },
  as: { type: "string", default: "reader" },
  only: { type: "string", default: "" },
  timeout: { type: "string", default: "30" },
  help: { type: "boolean", short: "h", default: false },
};

const BY_HAND = "run it by hand: for each line of its input it must print one line of JSON, such as {\"ok\":true}";

const PACKAGE = "this is the npm package: it puts the contract's test vectors to a parser, and has the one command `vectors`";
const PROGRAM =
  "the Rust program of the same name has it: cargo install --path . in the project's repository, then relay-contract --help";

/** The commands of the Rust program. */
const ELSEWHERE = ["bless", "check", "completions", "connect", "derive", "diff", "explain", "listen", "scaffold", "validate"];

/** Something that the caller can put right. */
class UsageError extends Error {
  constructor(message, hint = "relay-contract vectors --help") {
    super(message);
    this.hint = hint;
  }
}

async function main(words) {
  const { values, positionals } = parsed(words);
  if (values.help) return print(HELP);
  const [command, ...more] = positionals;
  if (ELSEWHERE.includes(command)) throw new UsageError(`expected \`vectors\`, found \`${command}\`: ${PACKAGE}`, PROGRAM);
  if (command !== "vectors" || more.length > 0) throw new UsageError(`expected the one command \`vectors\`: ${PACKAGE}`);
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

async function check({ command, about, only, timeout, ...asked }) {
  const seconds = Number(timeout);
  if (!(seconds > 0 && seconds < 86_400)) throw new UsageError("expected --timeout with a number of seconds");
  if (command.trim() === "") throw new UsageError("expected --command with a command");
  const cases = chosen(about === "frames" ? frameCases(asked) : functionCases(about), only);
  const isFrames = about === "frames";
  const kind = isFrames ? [isVerdict, "JSON object with a boolean `ok`"] : [isMembers, "JSON object"];
  const given = await answers(command, cases.map(({ line }) => line), seconds * 1000, ...kind);
  const problems = cases.map(({ problem }, index) => problem(given[index]));
  cases.forEach(({ id }, index) => problems[index] && print(`${id}: ${problems[index]}\n`));
  const wrong = problems.filter((problem) => problem !== undefined).length;
  const reasons = isFrames ? `; ${given.filter(givesReason).length} refusals gave a reason` : "";
  print(`${cases.length} vectors, ${cases.length - wrong} agree, ${wrong} do not${reasons}\n`);
  if (wrong > 0) process.exitCode = 1;
}

function frameCases({ from, as: view }) {
  if (!["gateway", "connector"].includes(from)) throw new UsageError("expected --from gateway or --from connector");
  if (!["reader", "writer"].includes(view)) throw new UsageError("expected --as reader or --as writer");
  return frameQuestions(from, view);
}

function functionCases(about) {
  if (!SUBJECTS.includes(about)) throw new UsageError(`expected --about with one of ${SUBJECTS.join(", ")}`);
  return functionQuestions(about);
}

/** The vectors whose id begins with `only`; there must be some. */
function chosen(vectors, only) {
  const left = vectors.filter(({ id }) => id.startsWith(only));
  if (left.length === 0) throw new UsageError("expected --only with the beginning of an id; no vector has this one");
  return left;
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
  if (error instanceof UsageError) fail(error.message, error.hint);
  else if (error instanceof CommandError) fail(`the command cannot be checked: ${error.message}`, BY_HAND);
  else throw error;
}
