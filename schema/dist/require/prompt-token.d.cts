/**
 * Prompt tokens: the text that a button carries, `hp1:<prompt_id>:<option_id>` (contract section 7.17).
 *
 * @module
 */

/** The longest token, in bytes: the least of what the platforms let a button carry. */
export const TOKEN_LIMIT: 64;

/** The ids in a token, or why the text is none. */
export type ParsedPromptToken =
  | { readonly ok: true; readonly promptId: string; readonly optionId: string }
  | {
      readonly ok: false;
      /** `foreign`: somebody else's button, its text is the message. */
      readonly reason: "foreign" | "parts" | "prompt-id" | "option-id" | "length";
    };

/**
 * The token of one option of one prompt.
 *
 * @throws RangeError for an id that is not 1 to 32 of `A-Z a-z 0-9 _ . -`, and for two that are too long together.
 */
export function promptToken(promptId: string, optionId: string): string;

/** Reads the text of a button that was pressed. */
export function parsePromptToken(text: string): ParsedPromptToken;
