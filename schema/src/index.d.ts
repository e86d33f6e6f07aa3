/**
 * The relay-connector contract: frames as types, validators and a line parser.
 *
 * @module
 */
import type * as filled from "../dist/filled.d.cts";
import type * as reader from "../dist/reader.d.cts";
import type { Rule } from "../dist/rules.d.cts";
import type * as writer from "../dist/writer.d.cts";

/** What arrived, its defaults filled in, see {@link withDefaults}. */
export type * as filled from "../dist/filled.d.cts";
/** What may arrive: fields with a default may be absent, `null` reads as absent. */
export type * as reader from "../dist/reader.d.cts";
/** What must be sent: every always-sent field is there. */
export type * as writer from "../dist/writer.d.cts";
export type { Rule };

/** One side of the link. The gateway dials and runs the agent, the connector listens and owns the platforms. */
export type Side = "gateway" | "connector";

/** Whose duty is checked: what a `writer` must produce, or what a `reader` must accept. */
export type View = "writer" | "reader";

/** The frames of one writer in one view. */
export type FrameOf<V extends View, W extends Side> = {
  writer: { gateway: writer.GatewayFrame; connector: writer.ConnectorFrame };
  reader: { gateway: reader.GatewayFrame; connector: reader.ConnectorFrame };
}[V][W];

/** One thing that is wrong with a frame. It never holds a value of the frame. */
export interface Violation {
  /** The frame's `type`, escaped and cut at 64 characters; `null` where it could not be read. */
  readonly frame: string | null;
  /** The place within the frame as a JSON Pointer (RFC 6901), long keys cut; empty for the frame itself. */
  readonly pointer: string;
  /** Which rule is broken. */
  readonly rule: Rule;
  /** The section of the contract that states what was expected. */
  readonly section: string | null;
  /** `expected X, found Y`. */
  readonly message: string;
}

/** What a validator tells beside its verdict. */
export interface Told {
  /**
   * The places of the fields that the contract does not have, as JSON Pointers: of a later revision, or misspelt. They
   * break nothing. At most 256, long keys cut; empty where the frame is unknown or could not be read.
   */
  readonly undocumented: readonly string[];
}

/** A frame of the contract. It is the value itself, not a copy. */
export interface Known<F> extends Told {
  readonly ok: true;
  readonly known: true;
  readonly frame: F;
}

/** A well-formed frame whose `type` this writer does not have: a reader ignores it. In the reader view only. */
export interface Unknown extends Told {
  readonly ok: true;
  readonly known: false;
  readonly frame: { readonly type: string };
}

/**
 * What breaks the contract, at least one violation, in the order of its fields. At most 256, and one that says that
 * there are more: how much a refusal costs is not the peer's choice.
 */
export interface Refused<W extends Side = Side> extends Told {
  readonly ok: false;
  readonly violations: readonly Violation[];
  /** The side that sent it, if the expectation names one. */
  readonly writer?: W;
  /**
   * The `requestId` of the frame, if it can be read: an integer as text, nothing in a line that is too long. Its sender
   * waits for an answer, see {@link refusalOf}.
   */
  readonly requestId?: string;
  /** The `bufferId` of the frame, if it can be read and is not empty. */
  readonly bufferId?: string;
}

/** What a validator makes of a frame. The writer view knows no unknown frames: there they are refused. */
export type Outcome<V extends View = View, W extends Side = Side> =
  Known<FrameOf<V, W>> | (V extends "reader" ? Unknown : never) | Refused<W>;

/** Which view of whose frames. */
export interface Expectation<V extends View, W extends Side> {
  /** The duty that is checked: `reader` for what arrives, `writer` for what is sent, and in tests. */
  readonly view: V;
  /** The side that sent the frame. Without it the frame may come from either. */
  readonly writer?: W;
  /**
   * Reads ids that are written as integers as strings, every digit kept: the values of keys that end in `_id`,
   * `_id_alt` or `Id`. Off by default, for lines only. The contract has ids as strings.
   */
  readonly coerceIds?: boolean;
}

/**
 * Checks one frame that has been parsed already.
 *
 * It sees the value only: a key that stood twice in the text is lost by then. For a text that a peer sent use
 * {@link validateLine} or {@link LineParser}. A member that is `undefined` counts as absent.
 */
export function validateFrame<V extends View, W extends Side = Side>(
  value: unknown,
  expectation: Expectation<V, W>,
): Outcome<V, W>;

/**
 * Reads and checks one line, with or without its line end.
 *
 * Refused before the contract is looked at: a line longer than {@link FRAME_LIMIT} bytes, nesting deeper than
 * {@link DEPTH_LIMIT}, malformed JSON, half of a surrogate pair, a number beyond a 64-bit float, a key twice in one
 * object.
 */
export function validateLine<V extends View, W extends Side = Side>(
  line: string,
  expectation: Expectation<V, W>,
): Outcome<V, W>;

/**
 * What to send for a line that is refused: to a gateway the failure of what it asked, to a connector the
 * acknowledgement of what it would deliver again. `undefined` if its id could not be read, or nobody waits for it.
 *
 * The text of the failure says where the frame breaks the contract, and never shows a value.
 */
export function refusalOf<W extends Side>(line: Refused<W>): RefusalOf<W> | undefined;

/** The answer to a refused frame of one side. */
export type RefusalOf<W extends Side> = {
  gateway: writer.OutboundResultFrame;
  connector: writer.InboundAckFrame;
}[W];

/** What a validator makes of a value of one definition. The violations name no frame. */
export type DefinitionOutcome<T> =
  | (Told & { readonly ok: true; readonly value: T })
  | (Told & { readonly ok: false; readonly violations: readonly Violation[] });

/** The type of each definition, by view and name. */
export interface DefinitionsOf {
  readonly writer: writer.Definitions;
  readonly reader: reader.Definitions;
}

/**
 * Checks a value against one definition of the contract, such as `SessionSource` or `SendResult`.
 *
 * @throws RangeError if the contract has no definition of that name.
 */
export function validateDefinition<V extends View, N extends keyof DefinitionsOf[V]>(
  name: N,
  value: unknown,
  options: { readonly view: V },
): DefinitionOutcome<DefinitionsOf[V][N]>;

/**
 * Writes one frame as one line: the tag first, a line end last.
 *
 * It is checked under the writer view, so what is written is what a strict reader takes. A field that the contract does
 * not have is written all the same, see {@link undocumentedFields}.
 *
 * @throws ContractError if the frame breaks the contract, for instance because a cast let a field go missing.
 */
export function encodeFrame(frame: writer.GatewayFrame | writer.ConnectorFrame): string;

/**
 * The places of the fields of a frame that the contract does not have, as in {@link Told.undocumented}. Of what you
 * build in steps, where no compiler sees a misspelt name, ask it in your tests.
 */
export function undocumentedFields(frame: { readonly type: string }): readonly string[];

/** A frame whose defaults are filled in. */
export type Filled<F extends { readonly type: string }> = Extract<
  filled.GatewayFrame | filled.ConnectorFrame,
  { readonly type: F["type"] }
>;

/**
 * A copy of a frame that was read, in which each field with a default is there; `null` counts as absent. Fields that
 * have none, and were absent, still are.
 */
export function withDefaults<F extends reader.GatewayFrame | reader.ConnectorFrame>(frame: F): Filled<F>;

/** A handler for every action of the contract: one that is missing is an error of the compiler. */
export type Handlers = {
  readonly [Op in keyof reader.Actions]: (
    action: reader.Actions[Op]["action"],
  ) => writer.Actions[Op]["result"] | Promise<writer.Actions[Op]["result"]>;
};

/**
 * Hands an action to the handler of its `op`, and gives that one's result.
 *
 * An action of a later revision goes to `otherwise`; by default it is answered with a failure, as contract section 1.3
 * asks. What a handler throws is thrown.
 */
export function dispatch(
  action: reader.OutboundAction | reader.UnknownAction,
  handlers: Handlers,
  otherwise?: (action: reader.UnknownAction) => writer.ActionResult | Promise<writer.ActionResult>,
): Promise<writer.ActionResult>;

/** A frame that must not be sent. Its message names place and rule, never a value. */
export class ContractError extends Error {
  constructor(violations: readonly Violation[]);
  readonly name: "ContractError";
  readonly violations: readonly Violation[];
}

/** One line that is not blank, and what a validator makes of it. */
export type ParsedLine<V extends View = View, W extends Side = Side> = Outcome<V, W> & {
  /** From 1, blank lines counted. */
  readonly number: number;
  /** In bytes, with its line end (one byte is counted for it where the input ends without one). */
  readonly length: number;
};

/**
 * Cuts a stream into lines, whatever the pieces it arrives in, and checks each line.
 *
 * A line ends with `\n` or `\r\n`; blank lines are counted and left out. A line that is refused is a value, and the
 * line after it is read as if nothing had happened. Of an unfinished line fewer bytes than the limit are kept; of one
 * that is too long, none.
 */
export class LineParser<V extends View = "reader", W extends Side = Side> {
  /** `limit`: the greatest length of a line in bytes, the line end counted; {@link FRAME_LIMIT} by default. */
  constructor(expectation: Expectation<V, W> & { readonly limit?: number });
  /** The lines that end in this piece. A string is taken as its UTF-8. */
  push(piece: string | Uint8Array): ParsedLine<V, W>[];
  /**
   * The rest of the input; `undefined` if nothing or only white space is left. In a `file` it is the last line. On a
   * `socket` its writer never finished it: it is refused.
   */
  end(source: "file" | "socket"): ParsedLine<V, W> | undefined;
  /** How many bytes of an unfinished line are kept. */
  readonly kept: number;
}

/** The greatest length of a frame's line in bytes, its line end counted: 1 MiB (contract section 3.2). */
export const FRAME_LIMIT: 1048576;

/** The deepest nesting of arrays and objects in a frame, the frame itself counted. */
export const DEPTH_LIMIT: 128;

/** The `type`s of each side's frames, in document order. */
export const FRAME_TYPES: { readonly [W in Side]: readonly FrameOf<"writer", W>["type"][] };
