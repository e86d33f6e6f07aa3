// The upgrade token: how a gateway proves who it is when it dials (contract sections 2.2 to 2.4).

/** Seconds for which the token of a dial is valid. */
export const TOKEN_LIFETIME = 300;

export async function mint(id, secret, { now = seconds(), ttl = TOKEN_LIFETIME } = {}) {
  if (secret === "") throw new TypeError("expected a secret, found an empty one");
  const signed = `${id}:${ttl > 0 ? now + ttl : 0}`;
  const signature = await crypto.subtle.sign("HMAC", await keyOf(secret, "sign"), encoded(signed));
  const sig = Array.from(new Uint8Array(signature), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return toBase64Url(encoded(`${signed}:${sig}`));
}

export async function verify(token, secrets, { now = seconds() } = {}) {
  const usable = [secrets].flat().filter((secret) => secret !== "");
  if (usable.length === 0) return refused("no-secrets");
  const parts = partsOf(token);
  if (!parts) return refused("malformed");
  const { id, exp, sig } = parts;
  // All are tried, so that the delay says nothing about which one matched; each comparison is in constant time.
  const matches = await Promise.all(
    usable.map(async (secret) => {
      return crypto.subtle.verify("HMAC", await keyOf(secret, "verify"), sig, encoded(`${id}:${exp}`));
    }),
  );
  if (!matches.includes(true)) return refused("signature");
  if (exp !== "0" && BigInt(now) > BigInt(exp)) return refused("expired");
  return { ok: true, id };
}

export function bearerOf(header) {
  return header?.match(/^Bearer ([\w-]+)$/)?.[1];
}

function refused(reason) {
  return { ok: false, reason };
}

function seconds() {
  return Math.floor(Date.now() / 1000);
}

function encoded(text) {
  return new TextEncoder().encode(text);
}

/** The secret is the key as it is written: 64 hexadecimal digits are 64 bytes. */
function keyOf(secret, use) {
  return crypto.subtle.importKey("raw", encoded(secret), { name: "HMAC", hash: "SHA-256" }, false, [use]);
}

/** Split from the right: an id may hold colons. */
function partsOf(token) {
  const raw = fromBase64Url(token);
  const [, id, exp, sig] = raw?.match(/^([^]+):(0|[1-9]\d*):([0-9a-f]{64})$/) ?? [];
  if (sig === undefined || BigInt(exp) >= 1n << 64n) return undefined;
  return { id, exp, sig: Uint8Array.from(sig.match(/../g), (digits) => Number.parseInt(digits, 16)) };
}

function toBase64Url(bytes) {
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The text under canonical base64 of the URL-safe alphabet, without padding. */
function fromBase64Url(token) {
  if (typeof token !== "string" || !/^[\w-]*$/.test(token) || token.length % 4 === 1) return undefined;
  const letters = atob(token.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  if (toBase64Url(bytes) !== token) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
