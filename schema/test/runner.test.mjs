// `relay-contract vectors`, as its user runs it.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { SUBJECTS } from "../bin/questions.mjs";
import { frameVectors as frames } from "../src/vectors.js";

const PROGRAM = fileURLToPath(new URL("../bin/relay-contract.mjs", import.meta.url));
const RIGHT = `"${process.execPath}" "${fileURLToPath(new URL("../examples/verdicts.mjs", import.meta.url))}"`;
const FUNCTIONS = RIGHT.replace("verdicts.mjs", "functions.mjs");
const GATEWAY = frames().filter(({ writer }) => writer === "gateway");

function run(...words) {
  return spawnSync(process.execPath, [PROGRAM, ...words], { encoding: "utf8" });
}

/** A command that runs these statements on its `lines`. */
function program(statements) {
  const read = 'const lines = require("fs").readFileSync(0, "utf8").split("\\n").slice(0, -1);';
  return `"${process.execPath}" -e '${read}${statements}'`;
}

function refuses(said, status, message) {
  assert.equal(said.status, status, said.stderr);
  assert.match(said.stderr, message);
  assert.match(said.stderr, /\n\nhint: /);
}

test("the corpus is printed, one vector a line", () => {
  const said = run("vectors");
  assert.equal(said.status, 0, said.stderr);
  const lines = said.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.ok(lines.length > GATEWAY.length);
  assert.equal(new Set(lines.map(({ id }) => id)).size, lines.length);
  for (const folder of ["SessionSource", "SendResult", "lines", "upgrade-token", "session-key"]) {
    const some = lines.filter(({ id }) => id.startsWith(`${folder}/`));
    assert.ok(some.length > 3, folder);
    const only = run("vectors", "--only", `${folder}/`).stdout.trimEnd().split("\n");
    assert.deepEqual(only.map((line) => JSON.parse(line)), some);
  }
});

test("a command that says what the contract says passes, on both sides and in both views", () => {
  for (const from of ["gateway", "connector"]) {
    for (const view of ["reader", "writer"]) {
      const said = run("vectors", "--command", `${RIGHT} ${view} ${from}`, "--from", from, "--as", view);
      assert.equal(said.status, 0, said.stdout + said.stderr);
      const count = frames().filter(({ writer }) => writer === from).length;
      assert.ok(said.stdout.startsWith(`${count} vectors, ${count} agree, 0 do not; `), said.stdout);
    }
  }
});

test("a command that does what the contract asks beyond frames passes", () => {
  const counts = {};
  for (const subject of SUBJECTS.slice(1)) {
    const said = run("vectors", "--about", subject, "--command", `${FUNCTIONS} ${subject}`);
    assert.equal(said.status, 0, said.stdout + said.stderr);
    [, counts[subject]] = said.stdout.match(/^(\d+) vectors, \1 agree, 0 do not\n$/);
  }
  assert.ok(Object.values(counts).every((count) => Number(count) > 20), JSON.stringify(counts));
});

test("a wrong function is told what was expected, and may leave out reasons", () => {
  const only = ["--about", "prompt-token", "--only", "prompt-token/reject-empty-prompt", "--command"];
  const wrong = run("vectors", ...only, `echo '{"valid":true}'`);
  assert.equal(wrong.status, 1, wrong.stderr);
  assert.match(wrong.stdout, /^prompt-token\/reject-empty-prompt: expected `valid` false, got true\n/);
  assert.match(run("vectors", ...only, `echo '{"valid":false,"reason":"foreign"}'`).stdout, /expected `reason` "prompt-id", got "foreign"/);
  assert.equal(run("vectors", ...only, `echo '{"valid":false}'`).status, 0);
  refuses(run("vectors", ...only, "echo 5"), 2, /answer 1 is no JSON object$/m);
  refuses(run("vectors", "--about", "everything", "--command", "true"), 2, /--about with one of frames, upgrade-token, /);
});

test("a command of the Rust program is said to be there", () => {
  for (const command of ["diff", "check", "listen", "explain"]) {
    refuses(run(command, "some", "words"), 2, new RegExp(`found \`${command}\`: this is the npm package: [^]*\n\nhint: the Rust program`));
  }
});

test("a command may answer without reasons", () => {
  const said = run("vectors", "--command", `${RIGHT} | "${process.execPath}" -e '${WITHOUT_REASONS}'`);
  assert.equal(said.status, 0, said.stdout + said.stderr);
  assert.match(said.stdout, /; 0 refusals gave a reason\n$/);
});

const WITHOUT_REASONS =
  'for (const line of require("fs").readFileSync(0, "utf8").trim().split("\\n"))' +
  " console.log(JSON.stringify({ ok: JSON.parse(line).ok }))";

test("a wrong command is told which vectors it gets wrong, and what was expected", () => {
  const said = run("vectors", "--command", program('lines.forEach(() => console.log("{\\"ok\\":true}"))'));
  assert.equal(said.status, 1, said.stderr);
  const findings = said.stdout.trimEnd().split("\n").slice(0, -1);
  assert.equal(findings.length, GATEWAY.filter(({ expected }) => !expected.reader.valid).length);
  const [finding] = findings.filter((line) => line.startsWith("SendAction/reject-chat_id-number:"));
  const wanted = "expected refused for /action/chat_id (rule type), got accepted";
  assert.equal(finding, `SendAction/reject-chat_id-number: ${wanted}`);
});

test("a wrong reason is a disagreement", () => {
  const answer = '{"ok":false,"pointer":"/action","rule":"type"}';
  const said = run("vectors", "--only", "SendAction/reject-chat_id-number", "--command", `echo '${answer}'`);
  assert.equal(said.status, 1, said.stderr);
  assert.match(said.stdout, /refused for \/action\/chat_id \(rule type\), got refused for \/action \(rule type\)\n/);
});

test("whoever reads no further still gets the status", () => {
  const status = (words) => {
    const script = `"$0" "$1" ${words} | head -c 1 > /dev/null; echo "\${PIPESTATUS[0]}"`;
    return spawnSync("bash", ["-c", script, process.execPath, PROGRAM], { encoding: "utf8" }).stdout.trim();
  };
  assert.equal(status("vectors"), "0");
  assert.equal(status(`vectors --command "while read -r line; do echo '{\\"ok\\":true}'; done"`), "1");
});

test("a run that executed nothing fails", () => {
  refuses(run("vectors", "--command", "true"), 2, /it answered 0 of \d+ lines and ended with status 0/);
  refuses(run("vectors", "--command", "exit 3"), 2, /it answered 0 of \d+ lines and ended with status 3/);
  refuses(run("vectors", "--command", ""), 2, /expected --command with a command/);
  refuses(run("vectors", "--command", "no-such-program-anywhere"), 2, /ended with status 127/);
  refuses(run("vectors", "--only", "Nothing/"), 2, /no vector has this one/);
  refuses(run("vectors", "--only", "upgrade-token/", "--command", RIGHT), 2, /no vector has this one/);
});

test("a command that dies half way is no result", () => {
  const dies = program('console.log("{\\"ok\\":true}"); process.exitCode = 4');
  refuses(run("vectors", "--command", dies), 2, /it answered 1 of \d+ lines and ended with status 4/);
  refuses(run("vectors", "--command", "kill -9 $$"), 2, /it answered 0 of \d+ lines and ended with SIGKILL/);
});

test("a command that hangs is ended", () => {
  const hangs = program('console.log("{\\"ok\\":true}"); setInterval(() => {}, 1e6)');
  const said = run("vectors", "--timeout", "1", "--command", hangs);
  refuses(said, 2, /it answered [01] of \d+ lines and was then silent for 1 s/);
});

test("an interrupted run ends its command", async () => {
  const hangs = program('console.error("reading"); setInterval(() => {}, 1e6)');
  const child = spawn(process.execPath, [PROGRAM, "vectors", "--command", hangs], { stdio: ["ignore", "ignore", "pipe"] });
  const closed = new Promise((resolve) => child.on("close", resolve));
  child.stderr.once("data", () => child.kill("SIGTERM"));
  // Standard error is the command's too: it closes when both have ended.
  assert.equal(await closed, 143);
});

test("answers that are no verdicts are refused", () => {
  const one = ["vectors", "--only", "SendAction/accept-minimal", "--command"];
  for (const answer of ["yes", "{}", "null", '{"ok":"true"}', "[]"]) {
    refuses(run(...one, `echo '${answer}'`), 2, /answer 1 is no JSON object with a boolean `ok`/);
  }
  refuses(run(...one, `echo '{"ok":true}'; echo '{"ok":true}'`), 2, /more than 1 answers/);
  refuses(run(...one, "yes | tr -d '\\n'"), 2, /answer 1 is longer than 1048576 characters/);
  assert.equal(run(...one, `printf '{"ok":true}'`).status, 0, "the last line end may be missing");
});

test("what it cannot understand it says", () => {
  refuses(run(), 2, /expected the one command `vectors`/);
  refuses(run("victors"), 2, /expected the one command `vectors`/);
  refuses(run("vectors", "--colour"), 2, /'--colour'/);
  refuses(run("vectors", "--command", RIGHT, "--from", "nobody"), 2, /--from gateway or --from connector/);
  refuses(run("vectors", "--command", RIGHT, "--as", "judge"), 2, /--as reader or --as writer/);
  refuses(run("vectors", "--command", RIGHT, "--timeout", "soon"), 2, /--timeout with a number of seconds/);
  const help = run("--help");
  assert.equal(help.status, 0);
  assert.match(help.stdout, /Usage: relay-contract vectors/);
});
