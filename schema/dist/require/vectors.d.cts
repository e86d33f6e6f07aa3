/**
 * The test vectors of the contract. For Node: they are read from the package's files.
 *
 * @module
 */

/** The verdict that a view must give. */
export interface ExpectedVerdict {
  readonly valid: boolean;
  /** Where the frame is wrong, as a JSON Pointer; only of a frame that is refused. */
  readonly pointer?: string;
  /** Which rule it breaks; only of a frame that is refused. */
  readonly rule?: string;
}

/** A case about a frame. */
export interface FrameVector {
  /** Folder and name: `HelloFrame/accept-minimal`. The name says what a reader makes of it. */
  readonly id: string;
  /** Who sends it. */
  readonly writer: "gateway" | "connector";
  /** The place in the frame of what the case is about, as a JSON Pointer. */
  readonly at: string;
  /** The `op` of the action that a result answers. */
  readonly answers?: string;
  /** The frame as it stands on the wire, without its line end. */
  readonly line: string;
  readonly expected: { readonly writer: ExpectedVerdict; readonly reader: ExpectedVerdict };
}

/** Any case. What it holds beside its id stands in the README. */
export interface Vector {
  readonly id: string;
  readonly [member: string]: unknown;
}

/** Every case, sorted. */
export function vectors(): Vector[];

/** Every case that is about a frame. */
export function frameVectors(): FrameVector[];
