/**
 * Both views as JSON Schemas (2020-12), for a validator or a generator of your own, and the duties of both sides.
 *
 * @module
 */
import type { DefinitionName } from "../dist/writer.d.cts";

/** A JSON Schema with its address. AJV's strict mode takes it as it is. */
export interface Schema {
  readonly $schema: "https://json-schema.org/draft/2020-12/schema";
  readonly $id: string;
}

/** The schemas of one view. */
export interface Schemas {
  /** All definitions in one schema, below `$defs`. */
  readonly bundle: Schema & { readonly $defs: { readonly [Name in DefinitionName]: object } };
  /** One schema a definition; they refer to each other by file name. */
  readonly files: { readonly [Name in DefinitionName]: Schema };
}

/** What one side must do on the link beyond the shape of its frames. */
export interface Duty {
  /** In kebab case, unique: rules of conduct and tests cite it. */
  readonly id: string;
  readonly side: "gateway" | "connector";
  /** A sentence or two, as Markdown. */
  readonly meaning: string;
  /** The section of the document that states it. */
  readonly section: string;
  /** The capability that must be advertised. */
  readonly gate?: string;
  readonly since?: string;
  readonly stability?: string;
  /** The consequence of its removal for a deployment, where the document says it. */
  readonly if_changed?: "any-order" | "reader-first" | "writer-first" | "needs-review" | "breaking";
}

/** The duties of both sides, in document order. */
export const duties: readonly Duty[];

/** What a sender must produce. */
export const writer: Schemas;

/** What a receiver must accept. */
export const reader: Schemas;
