/**
 * The meaning of a descriptor: limits, units, and which actions may be sent (contract sections 6.6 and 6.14). With it
 * a connector sees its own descriptor as a gateway does.
 *
 * @module
 */
import type * as reader from "../dist/reader.d.cts";

/** The message limit where a descriptor states zero or less. */
export const DEFAULT_MESSAGE_LIMIT: 4096;

/** The legacy set: what a connector carries out whose `supported_ops` are empty or missing. */
export const LEGACY_OPS: readonly ["send", "edit", "typing", "follow_up"];

/** The unit of a limit: Unicode scalar values, or UTF-16 code units. */
export type LengthUnit = "chars" | "utf16";

/**
 * Whether a connector carries out an action: what `supported_ops` lists, or {@link LEGACY_OPS} if it lists nothing. A
 * list is taken at its word: one that names only `draft` says that `send` is not supported.
 */
export function supportsOp(descriptor: reader.CapabilityDescriptor, op: string): boolean;

/**
 * Whether a gateway may send an action: the {@link LEGACY_OPS} whatever the list says, any other if it is listed.
 * `draft` needs its flag besides, and `task_card_stop` goes with `task_card`.
 */
export function maySend(descriptor: reader.CapabilityDescriptor, op: string): boolean;

/** Whether an answer can grow as a draft: the flag, and `draft` in `supported_ops`. */
export function streamsDrafts(descriptor: reader.CapabilityDescriptor): boolean;

/** The longest `content` of one message, in units of {@link lengthUnit}. */
export function messageLimit(descriptor: reader.CapabilityDescriptor): number;

/** The unit of the limit: any word but `utf16` is treated as `chars`. */
export function lengthUnit(descriptor: reader.CapabilityDescriptor): LengthUnit;

/** Whether code blocks are shown: unless `markdown_dialect` is empty or `plain`. */
export function showsCodeBlocks(descriptor: reader.CapabilityDescriptor): boolean;

/** The length of a text in this unit. */
export function measure(text: string, unit: LengthUnit): number;
