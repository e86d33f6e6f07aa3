//! Edits of cells, columns, pipes, header words, the delimiter row and rows.

use std::ops::Range;

use relay_contract::contract::DiagnosticId;

use super::anatomy::{Document, Table, cells, is_dash};
use super::edit::{Dice, Edit, Expect};

/// Signs that mean something somewhere.
pub(super) const SIGNS: &str = "xT7`{}<>\"?:=,()-*[]._\\/#";

/// How many typos are made in each cell.
const TYPOS: usize = 6;

pub(super) fn edits(document: &Document, dice: &mut Dice) -> Vec<Edit> {
    let mut edits = Vec::new();
    for table in document.tables() {
        let table = Editor { document, table: &table };
        edits.extend(table.cells(dice));
        edits.extend(table.columns(dice));
        edits.extend(table.pipes(dice));
        edits.extend(table.delimiter());
        edits.extend(table.rows());
        edits.extend(table.surroundings());
    }
    edits
}

struct Editor<'d> {
    document: &'d Document,
    table: &'d Table,
}

impl Editor<'_> {
    fn line(&self, at: usize) -> &str {
        &self.document.lines[at]
    }

    fn texts(&self, at: usize) -> Vec<String> {
        let line = self.line(at);
        cells(line).into_iter().map(|cell| line[cell].to_owned()).collect()
    }

    fn cells(&self, dice: &mut Dice) -> Vec<Edit> {
        let mut edits = Vec::new();
        for at in self.table.rows.clone() {
            let texts = self.texts(at);
            for (column, place) in cells(self.line(at)).into_iter().enumerate() {
                let text = &texts[column];
                let word = self.table.columns[column].as_str();
                for _ in 0..TYPOS {
                    let Some(typo) = dice.typo(text, SIGNS) else { continue };
                    if is_meant_alike(word, text, &typo) {
                        continue;
                    }
                    let line = replaced(self.line(at), &place, &typo);
                    edits.push(Edit::line("cell-change", Expect::Noticed, at, line));
                }
                if matches!(word, "field" | "frame" | "op" | "fact" | "duty")
                    && let Some(typo) = dice.typo(text.trim_matches('`'), "xyz789")
                {
                    let line = replaced(self.line(at), &place, &typo);
                    edits.push(Edit::line("name-typo", Expect::Noticed, at, line));
                }
                let mut with = |kind, edited: Vec<String>| {
                    if edited != texts {
                        edits.push(Edit::line(kind, Expect::Noticed, at, row(&edited)));
                    }
                };
                let mut edited = texts.clone();
                edited[column].clear();
                with("cell-empty", edited);
                let mut edited = texts.clone();
                edited.insert(column, text.clone());
                with("cell-duplicate", edited);
                let mut edited = texts.clone();
                edited.remove(column);
                with("cell-delete", edited);
                let mut edited = texts.clone();
                let other = (column + 1) % texts.len();
                edited.swap(column, other);
                if !(is_dash(text) && is_dash(&texts[other])) {
                    with("cell-swap", edited);
                }
            }
        }
        edits
    }

    fn columns(&self, dice: &mut Dice) -> Vec<Edit> {
        let mut edits = Vec::new();
        let header = self.texts(self.table.header);
        for (column, word) in header.iter().enumerate() {
            let says =
                |said: fn(&str) -> bool| self.table.rows.clone().all(|at| said(&self.texts(at)[column]));
            // A column of dashes says as much as none; what an empty cell leaves open is reported as it is.
            let is_silent = says(is_dash);
            let is_bare = says(|cell| cell.is_empty() || is_dash(cell)) && !is_silent;
            let needed = matches!(
                self.table.columns[column].as_str(),
                "field"
                    | "type"
                    | "required"
                    | "always sent"
                    | "frame"
                    | "op"
                    | "fields"
                    | "result"
                    | "fact"
                    | "value"
                    | "duty"
                    | "side"
            ) || self.table.columns[column] == "meaning" && self.table.columns[0] == "duty";
            let expect = if is_silent && !needed { Expect::Same } else { Expect::Noticed };
            if !is_bare {
                edits.push(self.each_line("column-delete", expect, |texts| {
                    texts.remove(column);
                }));
                let renamed = |to: &str| {
                    Edit::line("column-rename", expect, self.table.header, row(&with(&header, column, to)))
                };
                edits.push(renamed("Remark"));
                edits.push(renamed(&format!("{word}s")));
            }
            edits.push(self.each_line("column-duplicate", Expect::Noticed, |texts| {
                texts.insert(column, texts[column].clone());
            }));
            edits
                .push(self.each_line("column-empty", Expect::Noticed, |texts| texts[column] = String::new()));
            for known in ["Field", "Type", "Required", "Fields", "Meaning", "Gate", "op", "Fact", "If absent"]
            {
                let own = self.table.columns[column].as_str();
                let alike = own == known.to_lowercase() || known == "Required" && own == "always sent";
                if !alike && !is_silent && !is_bare {
                    let line = row(&with(&header, column, known));
                    edits.push(Edit::line("column-reheaded", Expect::Noticed, self.table.header, line));
                }
            }
            let empty = row(&with(&header, column, ""));
            edits.push(Edit::line("header-word", Expect::Noticed, self.table.header, empty));
            for _ in 0..TYPOS {
                if let Some(typo) = dice.typo(word, SIGNS)
                    && !is_silent
                    && !is_bare
                    && typo.to_lowercase() != word.to_lowercase()
                {
                    let line = row(&with(&header, column, &typo));
                    edits.push(Edit::line("header-word", Expect::Noticed, self.table.header, line));
                }
            }
            let other = (column + 1) % header.len();
            edits.push(self.each_line("column-reorder", Expect::Same, |texts| texts.swap(column, other)));
        }
        edits.push(self.each_line("column-reorder", Expect::Same, |texts| texts.reverse()));
        edits
    }

    /// Edits the cells of every line, the delimiter row included.
    fn each_line(&self, kind: &'static str, expect: Expect, edit: impl Fn(&mut Vec<String>)) -> Edit {
        let lines = (self.table.header..self.table.rows.end).map(|at| {
            let mut texts = self.texts(at);
            edit(&mut texts);
            let is_delimiter = at == self.table.delimiter();
            let filled = texts
                .into_iter()
                .map(|text| if is_delimiter && text.is_empty() { "---".into() } else { text });
            (at, Some(row(&filled.collect::<Vec<_>>())))
        });
        Edit { kind, expect, lines: lines.collect() }
    }

    fn pipes(&self, dice: &mut Dice) -> Vec<Edit> {
        let mut edits = Vec::new();
        for at in self.table.written() {
            let line = self.line(at);
            let framed = line.starts_with('|');
            for (bar, _) in line.match_indices('|') {
                if bar > 0 && line.as_bytes()[bar - 1] == b'\\' {
                    edits.push(Edit::line(
                        "pipe-unescape",
                        Expect::Noticed,
                        at,
                        replaced(line, &(bar - 1..bar), ""),
                    ));
                    continue;
                }
                let outer = bar + 1 == line.len() || framed && bar == 0;
                if !outer {
                    edits.push(Edit::line(
                        "pipe-remove",
                        Expect::Noticed,
                        at,
                        replaced(line, &(bar..bar + 1), ""),
                    ));
                }
                edits.push(Edit::line("pipe-escape", Expect::Noticed, at, replaced(line, &(bar..bar), "\\")));
            }
            let letters: Vec<usize> = line.char_indices().map(|(at, _)| at).filter(|at| *at > 0).collect();
            for _ in 0..4 {
                let place = letters[dice.below(letters.len())];
                // Behind a backslash it would be no pipe.
                if line.as_bytes()[place - 1] != b'\\' {
                    edits.push(Edit::line(
                        "pipe-add",
                        Expect::Noticed,
                        at,
                        replaced(line, &(place..place), "|"),
                    ));
                }
            }
            let in_code = line.find('`').filter(|at| line[at + 1..].contains('`'));
            if let Some(tick) = in_code {
                for added in ["|", "\\|"] {
                    let line = replaced(line, &(tick + 1..tick + 1), added);
                    edits.push(Edit::line("pipe-add", Expect::Noticed, at, line));
                }
            }
        }
        edits
    }

    fn delimiter(&self) -> Vec<Edit> {
        let at = self.table.delimiter();
        let line = self.line(at);
        let broken = if self.document.is_beside_comment(self.table) {
            Expect::Noticed
        } else {
            Expect::Reported(DiagnosticId::UnrecognisedTable)
        };
        let count = self.table.columns.len();
        vec![
            Edit::without("delimiter-delete", broken, at..at + 1),
            Edit::line("delimiter-break", broken, at, replaced(line, &(line.len() / 2..line.len() / 2), "x")),
            Edit::line("delimiter-break", broken, at, line.replacen('-', "_", 1)),
            Edit::line("delimiter-break", broken, at, line.replace('-', "=")),
            Edit::line("delimiter-break", broken, at, line.replace('-', "")),
            Edit::line("delimiter-break", broken, at, ""),
            Edit::line("delimiter-break", broken, at, "Words."),
            Edit::line("delimiter-short", broken, at, row(&vec!["---".to_owned(); count - 1])),
            Edit::line("delimiter-long", broken, at, row(&vec!["---".to_owned(); count + 1])),
            Edit::line("delimiter-duplicate", Expect::Noticed, at, format!("{line}\n{line}")),
            Edit::without("header-delete", Expect::Noticed, at - 1..at),
        ]
    }

    fn rows(&self) -> Vec<Edit> {
        let mut edits = Vec::new();
        let rows = self.table.rows.clone();
        for at in rows.clone() {
            let line = self.line(at);
            edits.push(Edit::without("row-delete", Expect::Noticed, at..at + 1));
            edits.push(Edit::line("row-duplicate", Expect::Noticed, at, format!("{line}\n{line}")));
            let framed = line.starts_with('|') && !self.document.is_beside_comment(self.table);
            let split = if framed { Expect::Reported(DiagnosticId::SeveredRow) } else { Expect::Noticed };
            edits.push(Edit::line("row-split", split, at, format!("\n{line}")));
            edits.push(Edit::line("row-split", Expect::Noticed, at, format!("Words.\n{line}")));
            if at + 1 < rows.end {
                let lines = vec![(at, Some(self.line(at + 1).to_owned())), (at + 1, Some(line.to_owned()))];
                edits.push(Edit { kind: "row-swap", expect: Expect::Noticed, lines });
            }
        }
        edits
    }

    fn surroundings(&self) -> Vec<Edit> {
        let mut edits = Vec::new();
        let header = self.table.header;
        // A table may follow a paragraph at once, which gives an object its meaning; without outer pipes it may not.
        let gives_meaning = self.table.columns.iter().any(|column| column == "field");
        let framed = self.line(header).starts_with('|');
        let lost = Expect::Reported(DiagnosticId::UnrecognisedTable);
        let glued = if framed { Expect::Same } else { lost };
        let expect = if framed && gives_meaning { Expect::Noticed } else { glued };
        edits.push(Edit::line("glue-above", expect, header, format!("Words.\n{}", self.line(header))));
        let before = header.checked_sub(2).map(|at| self.line(at)).unwrap_or_default();
        if before.starts_with(char::is_alphabetic) {
            edits.push(Edit::without("glue-above", glued, header - 1..header));
        }
        if before.starts_with('#') {
            edits.push(Edit::without("glue-above", Expect::Same, header - 1..header));
        }
        let end = self.table.rows.end;
        let line = self.line(end - 1);
        edits.push(Edit::line(
            "glue-below",
            Expect::Reported(DiagnosticId::CellCount),
            end - 1,
            format!("{line}\nWords."),
        ));
        if self.document.lines.get(end + 1).is_some_and(|line| line.starts_with(|c: char| c.is_alphabetic()))
        {
            edits.push(Edit::without("glue-below", Expect::Reported(DiagnosticId::CellCount), end..end + 1));
        }
        edits
    }
}

/// Whether the grammar takes two cells for the same, so that no change can be seen.
fn is_meant_alike(column: &str, before: &str, after: &str) -> bool {
    match column {
        _ if is_dash(before) && is_dash(after) => column != "value",
        "always sent" | "required" | "direction" | "side" | "if changed" => {
            before.to_lowercase() == after.to_lowercase()
        }
        "if absent" => {
            let value = |cell: &str| serde_json::from_str::<serde_json::Value>(cell.trim_matches('`')).ok();
            value(before).is_some() && value(before) == value(after)
        }
        // Outside of code a backslash before a sign is Markdown's own.
        "type" if before.matches('`').count() == after.matches('`').count() && before.contains('`') => {
            before.replace('`', "") == after.replace('`', "")
        }
        "type" => !before.contains('`') && after.replace('\\', "") == before.replace('\\', ""),
        _ => false,
    }
}

/// A line of cells.
pub(super) fn row(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

fn with(cells: &[String], at: usize, text: &str) -> Vec<String> {
    let mut cells = cells.to_vec();
    text.clone_into(&mut cells[at]);
    cells
}

/// `line` with other words at a place.
pub(super) fn replaced(line: &str, place: &Range<usize>, words: &str) -> String {
    format!("{}{words}{}", &line[..place.start], &line[place.end..])
}
