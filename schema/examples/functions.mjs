// What `relay-contract vectors --about SUBJECT --command` asks: one case a line in, one answer a line out.
//
//   npx relay-contract vectors --about session-key --command "node functions.mjs session-key"

import { createInterface } from "node:readline";
import * as capabilities from "relay-contract/capabilities";
import { parsePromptToken } from "relay-contract/prompt-token";
import { sessionKey } from "relay-contract/session-key";
import { split } from "relay-contract/split";
import { verify } from "relay-contract/token";

/** Every action, and one that nobody knows. */
const OPS =
  "send edit typing follow_up get_chat_info send_media prompt react thread_create thread_rename draft task_card task_card_stop delete levitate";

const FUNCTIONS = {
  async "upgrade-token"({ token, secrets, now }) {
    const { ok, ...others } = await verify(token, secrets, { now });
    return { valid: ok, ...others };
  },
  "session-key": ({ source, options }) => ({ key: sessionKey(source, options) }),
  "prompt-token"({ text }) {
    const { ok, promptId, optionId, reason } = parsePromptToken(text);
    return { valid: ok, prompt_id: promptId, option_id: optionId, reason };
  },
  capabilities: ({ descriptor }) => ({
    message_limit: capabilities.messageLimit(descriptor),
    length_unit: capabilities.lengthUnit(descriptor),
    code_blocks: capabilities.showsCodeBlocks(descriptor),
    draft_streaming: capabilities.streamsDrafts(descriptor),
    supports: OPS.split(" ").filter((op) => capabilities.supportsOp(descriptor, op)),
    sends: OPS.split(" ").filter((op) => capabilities.maySend(descriptor, op)),
  }),
  split({ content, limit, unit, code_blocks }) {
    return { pieces: split(content, { limit, unit, codeBlocks: code_blocks }).map(({ text }) => text) };
  },
};

const answer = FUNCTIONS[process.argv[2] ?? "session-key"];
for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(await answer(JSON.parse(line))));
