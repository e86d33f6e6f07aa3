// What the contract asks of a connector beyond frames. The vectors are put to it by the runner's test; here is the rest.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { LEGACY_OPS, measure } from "relay-contract/capabilities";
import { parsePromptToken, promptToken } from "relay-contract/prompt-token";
import { KNOWN_PLATFORMS, openSlackThread, sessionKey } from "relay-contract/session-key";
import { split, splitterOf } from "relay-contract/split";
import { TOKEN_LIFETIME, bearerOf, mint, verify } from "relay-contract/token";
import { vectors } from "../src/vectors.js";

const document = readFileSync(new URL("../../docs/relay-connector-contract.md", import.meta.url), "utf8");

test("a token is minted byte for byte, and verified until its last second", async () => {
  let count = 0;
  for (const { id, minted, token } of vectors().filter((row) => row.minted)) {
    const options = minted.exp === 0 ? { ttl: 0 } : { now: minted.exp - 300 };
    assert.equal(await mint(minted.id, minted.secret, options), token, id);
    count += 1;
  }
  assert.ok(count >= 4, `only ${count} tokens`);
  assert.equal(TOKEN_LIFETIME, 300);
  const token = await mint("gw", "current", { now: 1000 });
  assert.deepEqual(await verify(token, ["next", "", "current"], { now: 1300 }), { ok: true, id: "gw" });
  assert.deepEqual(await verify(token, "current", { now: 1301 }), { ok: false, reason: "expired" });
  assert.equal((await verify(await mint("gw", "k"), "k")).ok, true, "by the clock");
  await assert.rejects(mint("gw", ""), TypeError);
  assert.equal(bearerOf(`Bearer ${token}`), token);
  for (const header of [undefined, "", token, `Basic ${token}`, `Bearer ${token} x`]) assert.equal(bearerOf(header), undefined);
});

test("a token with any other letter is refused", async () => {
  const token = await mint("org:7:gw-β", "clé-ü-鍵", { now: 1000 });
  for (let at = 0; at < token.length; at += 1) {
    const changed = `${token.slice(0, at)}${token[at] === "A" ? "B" : "A"}${token.slice(at + 1)}`;
    assert.equal((await verify(changed, "clé-ü-鍵", { now: 1000 })).ok, false, `letter ${at}`);
  }
  for (const other of [undefined, null, 5, `${token}=`, ` ${token}`, `${token}\n`]) {
    assert.deepEqual(await verify(other, "clé-ü-鍵", { now: 1000 }), { ok: false, reason: "malformed" });
  }
});

test("the known platforms are those of the document", () => {
  const rows = document.match(/^\| (?:built-in|bundled) platforms \|.*$/gm).join("\n");
  const names = [...rows.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  assert.deepEqual(names, KNOWN_PLATFORMS);
});

test("a key needs no more than what is there, and a Slack message opens a thread", () => {
  assert.equal(sessionKey({}), "agent:main:relay:dm");
  assert.equal(sessionKey({ platform: "telegram", chat_type: "group", chat_id: -100, user_id: 5 }), "agent:main:telegram:group:-100:5");
  const source = { platform: " Slack", chat_type: "channel", chat_id: "C1", user_id: "U", scope_id: "T1" };
  const { source: opened } = openSlackThread({ source, message_id: "17.1" });
  assert.equal(sessionKey(opened), "agent:main:slack:channel:T1:C1:17.1");
  for (const event of [
    { source: opened, message_id: "18.2" },
    { source, message_id: "" },
    { source },
    { source: { ...source, platform: "discord" }, message_id: "1" },
    {},
  ]) {
    assert.equal(openSlackThread(event), event);
  }
});

test("a prompt token is read as it was made, and ids that make none are refused", () => {
  assert.equal(promptToken("3fa9c1.0b7e42d8", "once"), "hp1:3fa9c1.0b7e42d8:once");
  assert.deepEqual(parsePromptToken(promptToken("p", "o")), { ok: true, promptId: "p", optionId: "o" });
  for (const [promptId, optionId] of [["", "o"], ["p", "o:"], ["p".repeat(33), "o"], ["p".repeat(32), "o".repeat(28)]]) {
    assert.throws(() => promptToken(promptId, optionId), RangeError);
  }
});

test("nothing of a long text is lost, and each message is within the limit", () => {
  const content = "lorem ipsum 😀 dolor sit amet, consectetur\n```sh\nlet x = 1;\n```\n".repeat(300);
  for (const unit of ["chars", "utf16"]) {
    const pieces = split(content, { limit: 200, unit, codeBlocks: true });
    assert.equal(pieces.map(({ body }) => body).join(""), content);
    assert.ok(pieces.length > 50);
    for (const { text } of pieces) assert.ok(measure(text, unit) <= 200, text);
  }
  assert.deepEqual(splitterOf({ max_message_length: 0, len_unit: "bytes", markdown_dialect: "plain" }), {
    limit: 4096,
    unit: "chars",
    codeBlocks: false,
  });
  for (const limit of [0, -1, 1.5, Number.NaN]) {
    assert.throws(() => split("x", { limit, unit: "chars", codeBlocks: false }), RangeError);
  }
  assert.ok(LEGACY_OPS.includes("send"));
});
