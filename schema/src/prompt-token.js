// The text that a button carries: which prompt, which option (contract section 7.17).

/** The longest token, in bytes: the least of what the platforms let a button carry. */
export const TOKEN_LIMIT = 64;

const PREFIX = "hp1:";
const ID = /^[A-Za-z0-9_.-]{1,32}$/;

export function promptToken(promptId, optionId) {
  const reason = refusal(promptId, optionId);
  if (reason) throw new RangeError(`expected ids of 1 to 32 characters that fit into ${TOKEN_LIMIT} bytes (${reason})`);
  return `${PREFIX}${promptId}:${optionId}`;
}

export function parsePromptToken(text) {
  if (!text.startsWith(PREFIX)) return { ok: false, reason: "foreign" };
  const [, promptId, optionId, ...more] = text.split(":");
  const reason = optionId === undefined || more.length > 0 ? "parts" : refusal(promptId, optionId);
  return reason ? { ok: false, reason } : { ok: true, promptId, optionId };
}

function refusal(promptId, optionId) {
  // `$` would let a line feed pass in some dialects; in this one it does not.
  if (!ID.test(promptId)) return "prompt-id";
  if (!ID.test(optionId)) return "option-id";
  return PREFIX.length + promptId.length + 1 + optionId.length > TOKEN_LIMIT ? "length" : undefined;
}
