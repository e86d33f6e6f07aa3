/**
 * Cutting a long text into messages that a chat takes (contract section 6.6). It knows no markup but code fences.
 *
 * @module
 */
import type * as reader from "../reader.d.cts";
import type { LengthUnit } from "./capabilities.d.cts";

/** The limits of one chat. */
export interface Splitter {
  /** The longest message, in `unit`; at least 1. */
  readonly limit: number;
  /** What the limit counts. */
  readonly unit: LengthUnit;
  /** Whether the chat shows code blocks; if not, fences are text like any other. */
  readonly codeBlocks: boolean;
}

/** One message. */
export interface Piece {
  /** The line that opens again the code block in which the last piece ended, or nothing. */
  readonly opening: string;
  /** The content itself: the bodies of all pieces, one after the other, are the content. */
  readonly body: string;
  /** The line that closes the code block in which this piece ends, or nothing. */
  readonly closing: string;
  /** All three: what is sent. */
  readonly text: string;
}

/** The limits that a descriptor states. */
export function splitterOf(descriptor: reader.CapabilityDescriptor): Splitter;

/**
 * The pieces of a content, in order, at least one, each within the limit with its fences.
 *
 * A cut is made behind a paragraph if that leaves a piece at least half full, else behind a line if it is a quarter
 * full, else behind a word. Failing all, between two grapheme clusters. A code block that is cut is closed, and opened
 * again with its info string. Where a limit is too small for the rules, the limit wins; only a single scalar value is
 * never cut. White space stays where it was, so a piece may be blank.
 */
export function split(content: string, splitter: Splitter): Piece[];
