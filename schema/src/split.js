// Cutting a long text into messages that a chat takes (contract section 6.6).

import { lengthUnit, measure, messageLimit, showsCodeBlocks } from "./capabilities.js";
import { beginsLikeOne, closingOf, cutAt, openAt, repairable } from "./fence.js";

const CLUSTERS = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** More units than any cluster has that is looked at as a whole. */
const SLACK = 4096;

export function splitterOf(descriptor) {
  return {
    limit: messageLimit(descriptor),
    unit: lengthUnit(descriptor),
    codeBlocks: showsCodeBlocks(descriptor),
  };
}

export function split(content, splitter) {
  const { limit, unit, codeBlocks } = splitter;
  if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError("expected a limit of at least 1");
  const fences = codeBlocks ? repairable(content, splitter) : [];
  const pieces = [];
  let start = 0;
  do {
    while (fences.length > 0 && fences[0].closer[1] < start) fences.shift();
    const open = openAt(fences, start);
    const opening = open ? `${open.reopener}\n` : "";
    const room = Math.max(0, limit - measure(opening, unit));
    const end = cut(content, start, room, splitter, fences);
    if (end === undefined) {
      const forced = forcedCut(content, start, splitter);
      pieces.push(piece("", content.slice(start, forced), ""));
      start = forced;
    } else {
      const left = end < content.length ? openAt(fences, end) : undefined;
      pieces.push(piece(opening, content.slice(start, end), left ? closingOf(left, content, end) : ""));
      start = end;
    }
  } while (start < content.length);
  return pieces;
}

function piece(opening, body, closing) {
  return { opening, body, closing, text: opening + body + closing };
}

/** Where the piece from `start` ends by the rules; `undefined` if they leave no place. */
function cut(content, start, room, { unit, codeBlocks }, fences) {
  if (start === content.length) return start;
  const places = {};
  let [used, lineStart] = [0, start];
  for (const { index, segment } of clusters(content, start, room)) {
    used += measure(segment, unit);
    if (used > room) break;
    const end = start + index + segment.length;
    if (end === content.length) return end;
    if (segment.endsWith("\n")) lineStart = end;
    const { kind, closing } = cutAt(fences, content, end);
    if (kind === "forbidden" || used + closing > room) continue;
    // Half a line of text can be a whole fence.
    const isWithinLine = codeBlocks && kind !== "behind" && lineStart < end;
    if (isWithinLine && (beginsLikeOne(content.slice(lineStart, end)) || beginsLikeOne(content.slice(end, end + 6)))) continue;
    places[placeOf(content, end, kind)] = { end, used };
  }
  return best(places, room);
}

function placeOf(content, end, kind) {
  const before = content.slice(Math.max(0, end - 3), end);
  if (kind === "outside" && (before.endsWith("\n\n") || before === "\n\r\n")) return "paragraph";
  if (kind === "behind" || before.endsWith("\n")) return "line";
  return isSpace(content[end - 1]) && !isSpace(content[end]) ? "word" : "cluster";
}

/** A paragraph if the piece is half full, a line if it is a quarter full, else the last of them, else any cluster. */
function best({ paragraph, line, word, cluster }, room) {
  if (paragraph && paragraph.used >= Math.ceil(room / 2)) return paragraph.end;
  if (line && line.used >= Math.ceil(room / 4)) return line.end;
  const ends = [paragraph, line, word].filter((place) => place !== undefined).map(({ end }) => end);
  return ends.length > 0 ? Math.max(...ends) : cluster?.end;
}

/** Where the piece from `start` ends if only the limit counts: behind clusters, else scalar values, else the first. */
function forcedCut(content, start, { limit, unit }) {
  const segments = [...clusters(content, start, limit)].map(({ segment }) => segment);
  const scalars = [...(segments[0] ?? "")];
  const length = fitting(segments, limit, unit) || fitting(scalars, limit, unit) || (scalars[0]?.length ?? 0);
  return start + length;
}

/** How much of a text fits, whole parts only. */
function fitting(parts, limit, unit) {
  let [end, used] = [0, 0];
  for (const part of parts) {
    used += measure(part, unit);
    if (used > limit) break;
    end += part.length;
  }
  return end;
}

/** The clusters from `start`, and a cluster beyond the room. A scalar value has two units at most. */
function clusters(content, start, room) {
  return CLUSTERS.segment(content.slice(start, start + 2 * room + SLACK));
}

/** All white space stands in the basic plane. */
function isSpace(letter) {
  return /\p{White_Space}/u.test(letter);
}
