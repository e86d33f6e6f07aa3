// Canonical base64: the standard alphabet, padded, with spare bits of zero. A body may be a megabyte.

/** How many letters are looked at in one go. */
const PIECE = 16384;

const LETTER = /^[A-Za-z0-9+/]*$/;

/** Whether a text is base64 as there is one way to write it. */
export function isBase64Text(text) {
  if (text.length % 4 !== 0) return false;
  if (text.length === 0) return true;
  const last = text.slice(-4);
  // The end is looked at first: it may hold padding.
  const isEnd = /^(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/][AQgw]==)$/.test(last);
  if (!isEnd) return false;
  return text.length <= 256 ? LETTER.test(text.slice(0, -4)) : areLetters(text, text.length - 4);
}

// Constants, whose addresses go into the optimized loop.
const encoder = new TextEncoder();
const bytes = new Uint8Array(PIECE);
/** The same bytes four by four, and of each two whether one is no letter. */
const words = new Int32Array(bytes.buffer);
const refused = new Uint8Array(1 << 16);
let isFilled = false;

/** Whether the first `length` letters of a text, four by four, are of the alphabet. */
function areLetters(text, length) {
  if (!isFilled) fill();
  for (let at = 0; at < length; at += PIECE) {
    const piece = text.slice(at, Math.min(length, at + PIECE));
    const { read, written } = encoder.encodeInto(piece, bytes);
    if (read !== piece.length || written !== read || isRefused(written >> 2)) return false;
  }
  return true;
}

/** Looks up two letters at a time, which is a tenth of the work of a pattern. */
function isRefused(count) {
  let found = 0;
  let index = 0;
  for (; index + 3 < count; index += 4) {
    found |= pairOf(words[index]) | pairOf(words[index + 1]) | pairOf(words[index + 2]) | pairOf(words[index + 3]);
  }
  for (; index < count; index += 1) found |= pairOf(words[index]);
  return found !== 0;
}

function pairOf(word) {
  return refused[word & 0xffff] | refused[word >>> 16];
}

function fill() {
  const isLetter = Array.from({ length: 256 }, (_, code) => LETTER.test(String.fromCharCode(code)));
  for (let pair = 0; pair < refused.length; pair += 1) {
    refused[pair] = isLetter[pair & 255] && isLetter[pair >> 8] ? 0 : 1;
  }
  isFilled = true;
}
