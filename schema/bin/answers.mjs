// A command that is asked: lines go in, one answer a line comes out.

import { spawn } from "node:child_process";

/** The longest answer, in UTF-16 code units. */
const ANSWER_LIMIT = 1 << 20;

const IS_WINDOWS = process.platform === "win32";

/** Why a command could not be asked. Its message says what it did instead of answering. */
export class CommandError extends Error {
  name = "CommandError";
}

/**
 * The answers of a shell command to lines, one each and in order.
 *
 * The command gets all lines on its standard input, which is then closed. Its standard error is passed through, and
 * how it ends does not matter once it has answered. It is ended if it is silent for `timeout` milliseconds.
 *
 * @throws CommandError if it cannot be started, dies, hangs, or does not answer each line with one line of JSON that
 * `isAnswer` takes; `kind` says what that is.
 */
export async function answers(command, lines, timeout, isAnswer, kind) {
  // A group of its own: what the shell has started ends with it.
  const child = spawn(command, { shell: true, detached: !IS_WINDOWS, stdio: ["pipe", "pipe", "inherit"] });
  const end = () => endGroup(child);
  process.once("exit", end);
  try {
    return await conversation(child, lines, timeout, isAnswer, kind);
  } finally {
    process.removeListener("exit", end);
    end();
  }
}

function conversation(child, lines, timeout, isAnswer, kind) {
  const found = [];
  const soFar = () => `it answered ${found.length} of ${lines.length} lines`;
  const parsed = (text) => {
    const answer = json(text);
    return isAnswer(answer) ? answer : undefined;
  };
  let timer;
  return new Promise((resolve, reject) => {
    const refuse = (what) => reject(new CommandError(what));
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (found.length === lines.length) resolve(found);
        else refuse(`${soFar()} and was then silent for ${timeout / 1000} s`);
      }, timeout);
    };
    let rest = "";
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (piece) => {
      wait();
      const complete = (rest + piece).split("\n");
      rest = complete.pop();
      for (const text of complete) {
        if (found.length === lines.length) return refuse(`it gave more than ${lines.length} answers`);
        const answer = parsed(text);
        if (answer === undefined) {
          return refuse(`its answer ${found.length + 1} is no ${kind}`);
        }
        found.push(answer);
      }
      if (rest.length > ANSWER_LIMIT) refuse(`its answer ${found.length + 1} is longer than ${ANSWER_LIMIT} characters`);
    });
    child.on("error", (error) => refuse(`it could not be started: ${error.code}`));
    child.on("close", (status, signal) => {
      const last = parsed(rest);
      if (last !== undefined && found.length < lines.length) found.push(last);
      if (found.length === lines.length) resolve(found);
      else refuse(`${soFar()} and ended with ${signal ?? `status ${status}`}`);
    });
    // A command that has ended reads no more; that it has ended is told by `close`.
    child.stdin.on("error", () => {});
    child.stdin.end(lines.map((line) => `${line}\n`).join(""));
    wait();
  }).finally(() => {
    clearTimeout(timer);
    child.stdout.destroy();
  });
}

function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function endGroup(child) {
  if (child.pid === undefined) return;
  try {
    if (IS_WINDOWS) child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    // It has ended already.
    if (error.code !== "ESRCH") throw error;
  }
}
