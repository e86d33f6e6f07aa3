/**
 * Both views as JSON Schemas (2020-12), for a validator or a generator of your own.
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

/** What a sender must produce. */
export const writer: Schemas;

/** What a receiver must accept. */
export const reader: Schemas;
