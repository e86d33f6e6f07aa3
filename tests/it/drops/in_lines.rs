//! Edits of the title, headings, paragraphs, list items, named shapes, examples and comments.

use relay_contract::contract::DiagnosticId;

use super::anatomy::Document;
use super::edit::{Dice, Edit, Expect};
use super::in_tables::{SIGNS, replaced};

/// Letters that open no block and mark nothing.
const LETTERS: &str = "xyz789";

pub(super) fn edits(document: &Document, dice: &mut Dice) -> Vec<Edit> {
    let mut edits = Vec::new();
    edits.extend(title(document));
    edits.extend(headings(document, dice));
    edits.extend(meanings(document, dice));
    edits.extend(items(document, dice));
    edits.extend(shapes(document, dice));
    edits.extend(examples(document, dice));
    edits.extend(references(document, dice));
    edits.extend(comments(document));
    edits
}

fn title(document: &Document) -> Vec<Edit> {
    let at = document.lines.iter().position(|line| line.starts_with("# ")).expect("a title");
    let line = &document.lines[at];
    let version = line.find(|c: char| c.is_ascii_digit()).expect("a version");
    vec![
        Edit::without("title-delete", Expect::Reported(DiagnosticId::MissingVersion), at..at + 1),
        Edit::line("title-version", Expect::Noticed, at, replaced(line, &(version..version), "1")),
        Edit::line("title-version", Expect::Noticed, at, replaced(line, &(version..version + 1), "")),
        Edit::line("title-version", Expect::Noticed, at, replaced(line, &(version - 1..version), "")),
        Edit::line("title-version", Expect::Noticed, at, replaced(line, &(version - 1..version), "version ")),
        Edit::line("title-version", Expect::Noticed, at, format!("#{line}")),
    ]
}

fn headings(document: &Document, dice: &mut Dice) -> Vec<Edit> {
    let mut edits = Vec::new();
    for at in document.headings() {
        let line = &document.lines[at];
        let words = line.find(' ').expect("words behind the marks") + 1;
        edits.push(Edit::without("heading-delete", Expect::Noticed, at..at + 1));
        edits.push(Edit::line(
            "heading-nameless",
            Expect::Noticed,
            at,
            format!("{}Overview", &line[..words]),
        ));
        edits.push(Edit::line("heading-nameless", Expect::Noticed, at, line[..words].trim_end()));
        edits.push(Edit::line("heading-nameless", Expect::Noticed, at, &line[words..]));
        for (tick, _) in line.match_indices('`') {
            edits.push(Edit::line(
                "heading-backtick",
                Expect::Noticed,
                at,
                replaced(line, &(tick..tick + 1), ""),
            ));
        }
        for _ in 0..12 {
            let Some(typo) = dice.typo(&line[words..], LETTERS) else { continue };
            // The full stop behind a number does not count.
            let undotted = |text: &str| text.replacen(". ", " ", 1);
            if undotted(&typo) != undotted(&line[words..]) {
                edits.push(Edit::line(
                    "heading-typo",
                    Expect::Noticed,
                    at,
                    format!("{}{typo}", &line[..words]),
                ));
            }
        }
    }
    edits
}

fn meanings(document: &Document, dice: &mut Dice) -> Vec<Edit> {
    let mut edits = Vec::new();
    for lines in document.meanings() {
        edits.push(Edit::without("meaning-delete", Expect::Noticed, lines.clone()));
        for at in lines {
            for _ in 0..8 {
                if let Some(typo) = dice.typo(&document.lines[at], LETTERS) {
                    edits.push(Edit::line("meaning-change", Expect::Noticed, at, typo));
                }
            }
        }
    }
    edits
}

fn items(document: &Document, dice: &mut Dice) -> Vec<Edit> {
    let mut edits = Vec::new();
    for at in document.items() {
        let line = &document.lines[at];
        let inside = line.find("`{").expect("a shape") + 1;
        let end = line[inside..].find('`').map_or(line.len(), |length| inside + length);
        edits.push(Edit::without("item-delete", Expect::Noticed, at..at + 1));
        let mut signs = |kind, signs: &[char], from: usize, to: usize| {
            for (place, sign) in line[from..to].match_indices(signs) {
                let place = from + place..from + place + sign.len();
                edits.push(Edit::line(kind, Expect::Noticed, at, replaced(line, &place, "")));
                edits.push(Edit::line(kind, Expect::Noticed, at, replaced(line, &place, &sign.repeat(2))));
            }
        };
        signs("item-brace", &['{', '}', '<', '>'], inside, end);
        signs("item-backtick", &['`'], 0, (end + 1).min(line.len()));
        signs("item-quote", &['"', ':', ',', '?'], inside, end);
        signs("item-arrow", &['→'], end, line.len());
        for _ in 0..60 {
            // The `?` may stand on either side of the quotation mark.
            let alike = |shape: &str| shape.replace("?\"", "\"?");
            if let Some(typo) = dice.typo(&line[inside..end], SIGNS)
                && alike(&typo) != alike(&line[inside..end])
            {
                edits.push(Edit::line(
                    "item-change",
                    Expect::Noticed,
                    at,
                    replaced(line, &(inside..end), &typo),
                ));
            }
        }
        let words = line[end..].find(char::is_alphabetic).map_or(line.len(), |length| end + length);
        for _ in 0..8 {
            // What leads the words in says nothing.
            let said = |words: &str| words.replace(|c: char| !c.is_alphanumeric(), "");
            if let Some(typo) = dice.typo(&line[words..], LETTERS)
                && said(&typo) != said(&line[words..])
            {
                edits.push(Edit::line(
                    "item-words",
                    Expect::Noticed,
                    at,
                    replaced(line, &(words..line.len()), &typo),
                ));
            }
        }
        if let Some(lead) = document.lead(at).filter(|_| !line.contains("gateway")) {
            let line = &document.lines[lead];
            edits.push(Edit::line("item-arrow", Expect::Noticed, lead, line.replace('→', "-")));
            edits.push(Edit::line("item-arrow", Expect::Noticed, lead, line.replace("gateway", "gatway")));
            edits.push(Edit::line(
                "item-arrow",
                Expect::Noticed,
                lead,
                line.replace("connector → gateway", "gateway → connector"),
            ));
            edits.push(Edit::line(
                "item-arrow",
                Expect::Noticed,
                lead,
                line.to_owned() + " Or gateway → connector.",
            ));
        }
    }
    edits
}

fn shapes(document: &Document, dice: &mut Dice) -> Vec<Edit> {
    let mut edits = Vec::new();
    for at in document.shapes().into_iter().flatten() {
        let line = &document.lines[at];
        for (place, sign) in line.match_indices(['`', '{', '}', '<', '>', ',', '?']) {
            let place = place..place + sign.len();
            edits.push(Edit::line("shape-change", Expect::Noticed, at, replaced(line, &place, "")));
        }
        for _ in 0..60 {
            if let Some(typo) = dice.typo(line, SIGNS) {
                edits.push(Edit::line("shape-change", Expect::Noticed, at, typo));
            }
        }
    }
    edits
}

fn examples(document: &Document, dice: &mut Dice) -> Vec<Edit> {
    let mut edits = Vec::new();
    for lines in document.examples() {
        let (opening, closing) = (lines.start, lines.end - 1);
        edits.push(Edit::without("example-delete", Expect::Noticed, lines.clone()));
        edits.push(Edit::without("example-fence", Expect::Noticed, opening..opening + 1));
        edits.push(Edit::without("example-fence", Expect::Noticed, closing..closing + 1));
        let info = &document.lines[opening];
        for info in ["```json", "```", "```yaml", "~~~json"].into_iter().map(ToOwned::to_owned).chain([
            format!("{info} more"),
            info.replace("json", "JSON"),
            info.replace("json", "json5"),
        ]) {
            edits.push(Edit::line("example-info", Expect::Noticed, opening, info));
        }
        for _ in 0..6 {
            if let Some(typo) = dice.typo(&info[8..], LETTERS) {
                edits.push(Edit::line(
                    "example-info",
                    Expect::Noticed,
                    opening,
                    replaced(info, &(8..info.len()), &typo),
                ));
            }
        }
        for at in opening + 1..closing {
            for _ in 0..6 {
                if let Some(typo) = dice.typo(&document.lines[at], SIGNS) {
                    edits.push(Edit::line("example-body", Expect::Noticed, at, typo));
                }
            }
        }
    }
    edits
}

/// `<Name>` in tables and items.
fn references(document: &Document, dice: &mut Dice) -> Vec<Edit> {
    let rows = document.tables().into_iter().flat_map(|table| table.rows);
    let mut edits = Vec::new();
    for at in rows.chain(document.items()) {
        let line = &document.lines[at];
        for (open, _) in line.match_indices('<') {
            let name = line[open + 1..].split('>').next().unwrap_or_default();
            if name.is_empty()
                || !name.chars().all(|c| c.is_ascii_alphanumeric())
                || !line[open..].contains('>')
            {
                continue;
            }
            let place = open + 1..open + 1 + name.len();
            edits.extend((0..4).filter_map(|_| {
                let typo = dice.typo(name, LETTERS)?;
                Some(Edit::line("reference-typo", Expect::Noticed, at, replaced(line, &place, &typo)))
            }));
        }
    }
    edits
}

/// Only the comments that silence something.
fn comments(document: &Document) -> Vec<Edit> {
    let lint = Expect::Reported(DiagnosticId::UnrecognisedTable);
    let mut edits = Vec::new();
    for at in (0..document.lines.len()).filter(|at| document.lines[*at] == "<!-- not-contract -->") {
        edits.push(Edit::without("comment-delete", lint, at..at + 1));
        for typo in [
            "<!-- not-contrat -->",
            "<!-- notcontract -->",
            "<!- not-contract -->",
            "<!-- contract -->",
            "not-contract",
        ] {
            edits.push(Edit::line("comment-typo", lint, at, typo));
        }
        // Words between the table and the comment part them.
        edits.push(Edit::line("comment-typo", lint, at, "Words.\n\n<!-- not-contract -->"));
    }
    edits
}
