// Code fences: where they are, and what a cut inside one costs. A place is a number of UTF-16 code units.

import { measure } from "./capabilities.js";

/** The fences of a content that can be repaired within half a message, in order. */
export function repairable(content, splitter) {
  const fences = [];
  let open;
  let start = 0;
  while (start < content.length) {
    const feed = content.indexOf("\n", start);
    const end = feed < 0 ? content.length : feed + 1;
    const text = content.slice(start, end).replace(/[\r\n]+$/, "");
    if (!open) {
      const marker = opening(text);
      open = marker && { marker, opener: [start, end] };
    } else if (isClosedBy(open.marker, text)) {
      fences.push(...fence(open, [start, start + text.length], splitter));
      open = undefined;
    }
    start = end;
  }
  const beyond = content.length + 1;
  return open ? [...fences, ...fence(open, [beyond, beyond], splitter)] : fences;
}

/** Whether a text, at the beginning of a line, would open or close a code block. */
export function beginsLikeOne(text) {
  return /^ {0,3}(?:```|~~~)/.test(text);
}

/** The code block that a piece from `start` must open again. */
export function openAt(fences, start) {
  const next = fences.find(({ closer }) => closer[0] > start);
  return next && holds(next, start) ? next : undefined;
}

/** What a cut at `end` does: `outside`, `behind`, `forbidden`, or inside, with so many units to close the block. */
export function cutAt(fences, content, end) {
  const next = fences.find(({ closer }) => closer[1] >= end);
  if (!next) return { kind: "outside", closing: 0 };
  if (next.closer[1] === end) return { kind: "behind", closing: 0 };
  // ASCII: as many units as letters, whatever the unit.
  if (holds(next, end)) return { kind: "inside", closing: closingOf(next, content, end).length };
  return { kind: next.opener[0] < end ? "forbidden" : "outside", closing: 0 };
}

/** What closes a block at `end`. */
export function closingOf({ run }, content, end) {
  return content[end - 1] === "\n" ? run : `\n${run}`;
}

/** Whether a cut at `place` is between the lines of the block. */
function holds({ opener, closer }, place) {
  return opener[1] < place && place < closer[0];
}

/** The run that opens a block, with the line that it stands on. */
function opening(text) {
  const [, line, run] = text.match(/^ {0,3}((`{3,}|~{3,})[^]*)$/) ?? [];
  // A line such as ```` ```x``` ```` is code within a paragraph.
  if (run === undefined || (run[0] === "`" && line.slice(run.length).includes("`"))) return undefined;
  return { run, line: trimEnd(line) };
}

function isClosedBy({ run }, text) {
  const line = trimEnd(text.replace(/^ {0,3}/, ""));
  return line.startsWith(run) && [...line].every((letter) => letter === run[0]);
}

function fence({ marker, opener }, closer, { limit, unit }) {
  const { run, line } = marker;
  const reopener = [line, run].find((text) => 2 * (measure(text, unit) + 1 + 1 + measure(run, unit)) <= limit);
  return reopener === undefined ? [] : [{ opener, closer, reopener, run }];
}

function trimEnd(text) {
  return text.replace(/\p{White_Space}+$/u, "");
}
