// The vectors as questions to a command, each a line of JSON, and what is expected of the answer.

import { frameVectors, vectors } from "../src/vectors.js";

/** What a command can be asked beside frames: of each vector, the members that make the question, and the answer. */
const FUNCTIONS = {
  "upgrade-token": { asks: ["token", "secrets", "now"], expects: ({ expected }) => expected },
  "session-key": { asks: ["source", "options"], expects: ({ key }) => ({ key }) },
  "prompt-token": { asks: ["text"], expects: ({ expected }) => expected },
  capabilities: { asks: ["descriptor"], expects: ({ expected }) => expected },
  split: { asks: ["content", "limit", "unit", "code_blocks"], expects: ({ expected }) => expected },
};

/** What `--about` takes. */
export const SUBJECTS = ["frames", ...Object.keys(FUNCTIONS)];

/** Frames of one side, and the verdicts of one view. */
export function frameQuestions(writer, view) {
  return frameVectors()
    .filter((vector) => vector.writer === writer)
    .map(({ id, line, expected }) => ({ id, line, problem: (answer) => verdictProblem(expected[view], answer) }));
}

/** The cases of one function. */
export function functionQuestions(subject) {
  const { asks, expects } = FUNCTIONS[subject];
  const own = vectors().filter(({ id }) => id.startsWith(`${subject}/`));
  return own.map((vector) => {
    const question = Object.fromEntries(asks.filter((name) => name in vector).map((name) => [name, vector[name]]));
    const expected = expects(vector);
    return { id: vector.id, line: JSON.stringify(question), problem: (answer) => memberProblem(expected, answer) };
  });
}

/** Whether a frame's answer is one: it says yes or no. */
export function isVerdict(answer) {
  return typeof answer?.ok === "boolean";
}

/** Whether a function's answer is one: an object. */
export function isMembers(answer) {
  return typeof answer === "object" && answer !== null && !Array.isArray(answer);
}

/** What of an answer is not as expected. A `reason` that is not told is none. */
function memberProblem(expected, answer) {
  const wrong = Object.keys(expected).find((name) => {
    return !(name === "reason" && answer[name] === undefined) && !isSame(expected[name], answer[name]);
  });
  if (wrong === undefined) return undefined;
  return `expected \`${wrong}\` ${shown(expected[wrong])}, got ${shown(answer[wrong])}`;
}

function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

function shown(value) {
  return value === undefined ? "none" : JSON.stringify(value);
}

function verdictProblem(expected, answer) {
  const wanted = expected.valid ? { ok: true } : { ok: false, reasons: [reason(expected)] };
  const given = verdict(answer);
  const isRight = wanted.ok === given.ok && (given.reasons === undefined || told(wanted) === told(given));
  return isRight ? undefined : `expected ${told(wanted)}, got ${told(given)}`;
}

/** Whether an answer says why. */
export function givesReason(answer) {
  return verdict(answer).reasons !== undefined;
}

/** An answer as a verdict: `reasons` are `pointer` and `rule`, where it gave any. */
function verdict({ ok, violations, pointer, rule }) {
  if (ok) return { ok };
  if (Array.isArray(violations)) return { ok, reasons: violations.map(reason) };
  return pointer === undefined && rule === undefined ? { ok } : { ok, reasons: [reason({ pointer, rule })] };
}

function reason(violation) {
  const { pointer = "no place", rule = "none" } = violation ?? {};
  return `${pointer === "" ? "the whole frame" : pointer} (rule ${rule})`;
}

function told({ ok, reasons }) {
  if (ok) return "accepted";
  return reasons ? `refused for ${reasons.join(", ") || "no reason"}` : "refused";
}
