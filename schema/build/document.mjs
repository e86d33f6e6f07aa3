// What the types tell of the contract document beside what the schemas say: since when a part is there, how settled it
// is, what must be advertised first, and where its section stands.

import { readFileSync } from "node:fs";

/** The document as it is packed, seen from `dist`. */
const PACKED = "../relay-connector-contract.md";

const HEADING = /^#{1,6} ((\d+(?:\.\d+)*)\.? .*)$/;

/** Rows of tables with a column `Since`, by section and first cell; and the address of each section. */
function read() {
  const text = readFileSync(new URL("../../docs/relay-connector-contract.md", import.meta.url), "utf8");
  const [rows, addresses] = [new Map(), new Map()];
  let [section, columns] = ["", []];
  for (const line of text.split("\n")) {
    const [, title, number] = line.match(HEADING) ?? [];
    if (title) {
      section = number;
      addresses.set(number, slug(title));
    }
    const cells = line.startsWith("|") ? cellsOf(line) : [];
    if (cells.length === 0) columns = [];
    else if (columns.length === 0) columns = cells;
    else if (columns.includes("Since")) rows.set(`${section} ${bare(cells[0])}`, noteOf(columns, cells));
  }
  return { rows, addresses };
}

const { rows, addresses } = read();

/** What the row of a field, an action or a frame says; `undefined` if there is none. */
export function noteOn(section, name) {
  return rows.get(`${section} ${name}`);
}

/** A link to a section; one without a number is named alone. */
export function linkTo(section) {
  const address = addresses.get(section);
  if (address === undefined && !/^\d/.test(section)) return `Contract section ${section}`;
  if (address === undefined) throw new Error(`the document has no section ${section}`);
  return `[Contract section ${section}](${PACKED}#${address})`;
}

/** The same text, its links within the document leading into the packed one. */
export function linked(text) {
  return text.replaceAll("](#", `](${PACKED}#`);
}

function noteOf(columns, cells) {
  const cell = (name) => cells[columns.indexOf(name)];
  const gate = cell("Gate");
  return { since: cell("Since"), stability: cell("Stability"), gate: gate === "-" ? undefined : gate };
}

function cellsOf(line) {
  return line.slice(1, line.lastIndexOf("|")).split(/(?<!\\)\|/).map((cell) => cell.trim());
}

function bare(cell) {
  return cell.replaceAll("`", "");
}

/** As GitHub makes addresses of headings. */
function slug(title) {
  return title.toLowerCase().replace(/[^\p{L}\p{N}\p{M}_ -]/gu, "").replaceAll(" ", "-");
}
