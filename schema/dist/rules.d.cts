// Derived from the contract document by `npm run build`: edit that, not this.
/** The rules that a frame can break. */
export type Rule =
  /** Longer than the frame limit. */
  | "size"
  /** Nested deeper than the depth limit. */
  | "depth"
  /** Not well-formed JSON text. */
  | "json"
  /** A key twice in one object. */
  | "duplicate-key"
  /** A frame `type` that the contract does not know. */
  | "unknown-type"
  /** An action `op` that the contract does not know. */
  | "unknown-op"
  /** A frame of the other side. */
  | "direction"
  /** Another JSON type than stated. */
  | "type"
  /** A field that must be there is not. */
  | "required"
  /** A word outside a closed set. */
  | "enum"
  /** A string or an integer outside its limits. */
  | "limit"
  /** Not an array of exactly two. */
  | "pair"
  /** Not canonical base64. */
  | "base64"
  /** More violations than are told. */
  | "too-many";
