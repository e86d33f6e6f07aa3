/**
 * Every definition as a Standard Schema (`~standard`, version 1), for libraries that take any validator.
 *
 * @module
 */
import type * as readerTypes from "../dist/reader.d.cts";
import type * as writerTypes from "../dist/writer.d.cts";

/** A Standard Schema of one type, as https://standardschema.dev specifies it. */
export interface StandardSchema<T> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: "relay-contract";
    readonly validate: (value: unknown) => StandardResult<T>;
    readonly types?: { readonly input: T; readonly output: T } | undefined;
  };
}

/** The value itself, or what is wrong with it. */
export type StandardResult<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path: readonly string[] }[] };

/** What a sender must produce. */
export const writer: { readonly [Name in keyof writerTypes.Definitions]: StandardSchema<writerTypes.Definitions[Name]> };

/** What a receiver must accept. */
export const reader: { readonly [Name in keyof readerTypes.Definitions]: StandardSchema<readerTypes.Definitions[Name]> };
