//! Edits that must change nothing: white space, alignment, and the spellings that the grammar takes for one.

use super::anatomy::{Document, cells};
use super::edit::{Dice, Edit, Expect};
use super::in_tables::{replaced, row};

pub(super) fn edits(document: &Document, dice: &mut Dice) -> Vec<Edit> {
    let mut edits = Vec::new();
    edits.extend(everywhere(document, dice));
    edits.extend(tables(document));
    edits.extend(headings(document));
    edits
}

fn same(kind: &'static str, at: usize, line: impl Into<String>) -> Edit {
    Edit::line(kind, Expect::Same, at, line)
}

/// White space at the ends of lines, more blank lines, other line ends.
fn everywhere(document: &Document, dice: &mut Dice) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (at, line) in document.lines.iter().enumerate() {
        let fenced = document.lines[..at].iter().filter(|line| line.starts_with("```")).count() % 2 == 1;
        if fenced {
            continue;
        }
        if line.is_empty() {
            edits.push(same("neutral-blank-lines", at, "\n"));
            edits.push(same("neutral-blank-lines", at, "  \t"));
        } else {
            // Two blanks at the end of a line would be a break.
            edits.push(same("neutral-white-space", at, format!("{line} ")));
        }
    }
    let other = if document.end == "\n" { "\r" } else { "" };
    if !other.is_empty() {
        for _ in 0..3 {
            // Some lines with another end than the rest.
            let mixed = (0..document.lines.len()).filter(|_| dice.below(2) == 0);
            let lines = mixed.map(|at| (at, Some(format!("{}{other}", document.lines[at])))).collect();
            edits.push(Edit { kind: "neutral-line-ends", expect: Expect::Same, lines });
        }
    }
    let first = &document.lines[0];
    edits.push(same("neutral-line-ends", 0, format!("\u{feff}{first}")));
    edits.push(same(
        "neutral-line-ends",
        document.lines.len() - 1,
        format!("{}\n\n", document.lines[document.lines.len() - 1]),
    ));
    edits
}

fn tables(document: &Document) -> Vec<Edit> {
    let mut edits = Vec::new();
    for table in document.tables() {
        let count = table.columns.len();
        for mark in [":---", "---:", ":-:", "-", "-----------"] {
            edits.push(same("neutral-alignment", table.delimiter(), row(&vec![mark.to_owned(); count])));
        }
        for at in table.written() {
            let line = &document.lines[at];
            let places = cells(line);
            let texts: Vec<String> = places.iter().map(|cell| line[cell.clone()].to_owned()).collect();
            let marked = texts
                .iter()
                .map(|text| text.chars().next().is_some_and(|c| c.is_alphabetic() || "`<".contains(c)));
            let open =
                marked.clone().next() == Some(true) && texts.last().is_some_and(|text| !text.is_empty());
            edits.push(same("neutral-white-space", at, format!("|{}|", texts.join("|"))).unless(line));
            edits.push(
                same("neutral-white-space", at, format!("|  {}\t\t|", texts.join("  |\t"))).unless(line),
            );
            edits.push(same("neutral-white-space", at, format!("   {line}")));
            if open {
                edits.push(same("neutral-outer-pipes", at, texts.join(" | ")).unless(line));
                edits.push(same("neutral-outer-pipes", at, format!("| {}", texts.join(" | "))).unless(line));
            }
            edits.push(same("neutral-outer-pipes", at, row(&texts)).unless(line));
            for (column, place) in places.iter().enumerate() {
                let spellings = spellings(at == table.header, &table.columns[column], &line[place.clone()]);
                let lines = spellings.into_iter().map(|spelling| replaced(line, place, &spelling));
                edits.extend(
                    lines.filter(|edited| edited != line).map(|edited| same("neutral-marks", at, edited)),
                );
            }
        }
    }
    // What was the same line already is no edit.
    edits.retain(|edit| !edit.lines.is_empty());
    edits
}

impl Edit {
    /// No edit at all where nothing changes.
    fn unless(mut self, line: &str) -> Self {
        self.lines.retain(|(_, edited)| edited.as_deref() != Some(line));
        self
    }
}

/// Other ways to write a cell.
fn spellings(is_header: bool, column: &str, cell: &str) -> Vec<String> {
    let plain = cell.trim_matches(['*', '`']);
    if is_header {
        let mut spellings = vec![plain.to_owned(), format!("`{plain}`"), format!("**{plain}**")];
        match column {
            "required" => spellings.push("Always sent".into()),
            "always sent" => spellings.push("REQUIRED".into()),
            "field" | "type" | "frame" | "op" | "fields" | "fact" | "value" | "meaning" | "if absent"
            | "gate" => {
                spellings.extend([plain.to_uppercase(), plain.to_lowercase()]);
            }
            _ => {}
        }
        return spellings;
    }
    match (column, plain) {
        // The value of a fact is text as it stands.
        ("value", _) => Vec::new(),
        (_, "-" | "–" | "—") => ["-", "–", "—"].map(ToOwned::to_owned).into(),
        ("field" | "frame" | "op" | "duty", _) => {
            vec![plain.to_owned(), format!("`{plain}`"), format!("**`{plain}`**")]
        }
        ("required" | "always sent" | "side" | "if changed", _) => {
            vec![plain.to_uppercase(), format!("**{plain}**"), format!("`{plain}`")]
        }
        ("direction", _) => {
            vec![
                plain.replace("->", "→"),
                plain.replace('→', "->"),
                format!("`{plain}`"),
                plain.to_lowercase(),
            ]
        }
        ("type", "bool") => vec!["boolean".into(), "`bool`".into()],
        ("type", "boolean") => vec!["bool".into()],
        ("type", "int" | "string" | "any" | "number" | "object" | "base64") => {
            vec![format!("`{plain}`"), format!("({plain})")]
        }
        ("fields", "none") => vec!["-".into(), "`none`".into(), "None".into()],
        ("fields" | "result", _) if plain.starts_with('<') => vec![plain.to_owned(), format!("`{plain}`")],
        _ => Vec::new(),
    }
}

/// The level of a heading does not matter, nor does the full stop behind its number.
fn headings(document: &Document) -> Vec<Edit> {
    let mut edits = Vec::new();
    for at in document.headings().into_iter().filter(|at| document.lines[*at].starts_with("##")) {
        let line = &document.lines[at];
        edits.push(same("neutral-level", at, format!("#{line}")));
        edits.push(same("neutral-level", at, format!("{line} ##")));
        let (marks, words) = line.split_once(' ').expect("words behind the marks");
        edits.push(same("neutral-white-space", at, format!("{marks}  \t{words}")));
        if let Some((number, rest)) = words.split_once(' ')
            && number.ends_with(|c: char| c.is_ascii_digit())
            && number.starts_with(|c: char| c.is_ascii_digit())
        {
            edits.push(same("neutral-level", at, format!("{marks} {number}. {rest}")));
        }
    }
    edits
}
