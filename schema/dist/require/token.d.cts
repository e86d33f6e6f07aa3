/**
 * The upgrade token: how a gateway proves who it is when it dials (contract sections 2.2 to 2.4). It needs WebCrypto,
 * as Node, browsers and edge runtimes have it.
 *
 * @module
 */

/** Seconds for which the token of a dial is valid. */
export const TOKEN_LIFETIME: 300;

/** Who dials, or why the token is refused. */
export type Verified =
  | { readonly ok: true; readonly id: string }
  | {
      readonly ok: false;
      /** `signature`: of no known secret. `no-secrets`: none to verify with, or only empty ones. */
      readonly reason: "malformed" | "signature" | "expired" | "no-secrets";
    };

/**
 * Makes a token, byte for byte as the contract says.
 *
 * `now` is in whole Unix seconds, `ttl` in seconds; one of zero or less makes a token that never expires.
 */
export function mint(
  id: string,
  secret: string,
  options?: { readonly now?: number; readonly ttl?: number },
): Promise<string>;

/**
 * Verifies a token: the gateway's id if one of `secrets` signed it and it has not expired.
 *
 * `secrets` is a rotation list: the current one first, then older ones; any match accepts, empty ones are skipped. All
 * are tried, each comparison in constant time. At `now`, in whole Unix seconds, equal to its expiry a token is still
 * valid. It is strict: padding, the standard alphabet, an expiry written `+123` and upper-case digits are refused.
 */
export function verify(
  token: string,
  secrets: string | readonly string[],
  options?: { readonly now?: number },
): Promise<Verified>;

/** The token in an `Authorization` header. */
export function bearerOf(header: string | undefined): string | undefined;
