//! Where the constructs of a document are, found without the parser.

use std::ops::Range;

/// A document as lines.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) name: String,
    pub(super) lines: Vec<String>,
    pub(super) end: &'static str,
}

/// A table of a construct.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) header: usize,
    pub(super) rows: Range<usize>,
    /// Header words in lower case.
    pub(super) columns: Vec<String>,
}

/// A fenced block whose info string names a definition: its lines, fences included.
pub(super) type Example = Range<usize>;

impl Document {
    pub(super) fn new(name: String, text: &str) -> Self {
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        Self { name, lines: text.lines().map(ToOwned::to_owned).collect(), end }
    }

    pub(super) fn text(&self) -> String {
        self.lines.iter().fold(String::new(), |text, line| text + line + self.end)
    }

    fn line(&self, at: usize) -> &str {
        self.lines.get(at).map_or("", String::as_str)
    }

    /// The tables that are read.
    pub(super) fn tables(&self) -> Vec<Table> {
        let mut tables = Vec::new();
        for delimiter in (1..self.lines.len()).filter(|at| is_delimiter(&self.lines[*at])) {
            let header = delimiter - 1;
            let columns: Vec<String> = cells(&self.lines[header])
                .iter()
                .map(|cell| self.lines[header][cell.clone()].replace(['*', '`'], "").trim().to_lowercase())
                .collect();
            let has = |word: &str| columns.iter().any(|column| column == word);
            let duty = has("always sent") || has("required");
            let known = has("field") && has("type") && duty
                || has("frame") && has("fields")
                || has("op") && has("fields")
                || has("fact") && has("value")
                || has("duty") && has("side");
            if known {
                let rows = delimiter + 1..self.end_of_block(delimiter);
                tables.push(Table { header, rows, columns });
            }
        }
        tables
    }

    /// The heading above each construct: the lines of those that are cited.
    pub(super) fn headings(&self) -> Vec<usize> {
        // A table whose rows all refer to object tables is cited by the headings of those.
        let refers = |at: usize, table: &Table| {
            let line = self.line(at);
            let stated = cells(line).into_iter().zip(&table.columns);
            stated
                .filter(|(_, column)| matches!(column.as_str(), "fields" | "result"))
                .all(|(cell, _)| line[cell].trim_start_matches('`').starts_with('<'))
        };
        let tables = self.tables().into_iter().filter(|table| {
            let lists = matches!(table.columns[0].as_str(), "frame" | "op");
            !lists || !table.rows.clone().all(|at| refers(at, table))
        });
        let constructs = tables.map(|table| table.header);
        let constructs =
            constructs.chain(self.items()).chain(self.shapes().into_iter().map(|shape| shape.start));
        let mut headings: Vec<usize> =
            constructs.filter_map(|at| (0..at).rev().find(|at| self.line(*at).starts_with('#'))).collect();
        headings.sort_unstable();
        headings.dedup();
        headings
    }

    /// The paragraphs directly above object tables that have a heading of their own.
    pub(super) fn meanings(&self) -> Vec<Range<usize>> {
        let objects =
            self.tables().into_iter().filter(|table| table.columns.iter().any(|column| column == "field"));
        let above = objects.filter_map(|table| {
            let end = table.header.checked_sub(1)?;
            let start = (0..end).rev().take_while(|at| !self.line(*at).is_empty()).last()?;
            let plain = |at: usize| self.line(at).starts_with(|c: char| c.is_alphabetic());
            (start..end).all(plain).then_some(start..end)
        });
        above.collect()
    }

    /// The first lines of list items that are frames.
    pub(super) fn items(&self) -> Vec<usize> {
        let is_frame = |line: &String| {
            let shape = line.strip_prefix("- `{").and_then(|rest| rest.split('`').next()).unwrap_or_default();
            shape.contains("type:") || shape.contains("\"type\":")
        };
        (0..self.lines.len()).filter(|at| is_frame(&self.lines[*at])).collect()
    }

    /// The paragraph above the list of an item.
    pub(super) fn lead(&self, item: usize) -> Option<usize> {
        let is_lead = |at: &usize| self.line(*at).starts_with(|c: char| c.is_alphabetic());
        (0..item).rev().find(is_lead).filter(|at| self.line(*at).contains('→'))
    }

    /// The named shapes.
    pub(super) fn shapes(&self) -> Vec<Range<usize>> {
        let opens = |at: usize| self.line(at).starts_with('`') && (at == 0 || self.line(at - 1).is_empty());
        let whole = |at: usize| at..self.end_of_block(at);
        let shaped = |lines: &Range<usize>| lines.clone().any(|at| self.line(at).contains("`{"));
        (0..self.lines.len()).filter(|at| opens(*at)).map(whole).filter(shaped).collect()
    }

    /// The examples.
    pub(super) fn examples(&self) -> Vec<Example> {
        let opens = |at: &usize| self.line(*at).strip_prefix("```json ").is_some_and(|name| !name.is_empty());
        let end =
            |at: usize| (at + 1..self.lines.len()).find(|at| self.line(*at) == "```").map_or(at, |at| at + 1);
        (0..self.lines.len()).filter(opens).map(|at| at..end(at)).collect()
    }

    /// The first line behind the block of `at`.
    pub(super) fn end_of_block(&self, at: usize) -> usize {
        (at..self.lines.len()).find(|at| self.line(*at).is_empty()).unwrap_or(self.lines.len())
    }

    /// Whether a comment stands next to the table, so that it may be silenced.
    pub(super) fn is_beside_comment(&self, table: &Table) -> bool {
        let is_comment = |at: Option<usize>| at.is_some_and(|at| self.line(at).starts_with("<!--"));
        is_comment(table.header.checked_sub(2)) || is_comment(Some(table.rows.end + 1))
    }
}

impl Table {
    /// The delimiter row.
    pub(super) fn delimiter(&self) -> usize {
        self.header + 1
    }

    /// All lines but the delimiter row.
    pub(super) fn written(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(self.header).chain(self.rows.clone())
    }
}

/// The places of the cells of a line, white space around them left out.
pub(super) fn cells(line: &str) -> Vec<Range<usize>> {
    let mut bars = vec![];
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        if c == '|' && !escaped {
            bars.push(at);
        }
        escaped = c == '\\' && !escaped;
    }
    let mut edges: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    for bar in bars {
        edges.push((start, bar));
        start = bar + 1;
    }
    edges.push((start, line.len()));
    if line.trim_start().starts_with('|') {
        edges.remove(0);
    }
    if edges.last().is_some_and(|(start, end)| line[*start..*end].trim().is_empty()) {
        edges.pop();
    }
    edges
        .into_iter()
        .map(|(start, end)| {
            let cell = &line[start..end];
            let start = start + cell.len() - cell.trim_start().len();
            if cell.trim().is_empty() { end..end } else { start..start + cell.trim().len() }
        })
        .collect()
}

/// Whether a cell says "none".
pub(super) fn is_dash(cell: &str) -> bool {
    matches!(cell, "-" | "–" | "—")
}

fn is_delimiter(line: &str) -> bool {
    line.contains("--") && line.contains('|') && line.chars().all(|c| matches!(c, '|' | ':' | '-' | ' '))
}
