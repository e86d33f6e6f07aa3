//! Edits of a document, as people and formatters make them.

/// One edit.
pub(crate) struct Edit {
    pub(crate) kind: &'static str,
    /// The line that it is made at, from 1.
    pub(crate) line: usize,
    /// The whole document after it.
    pub(crate) text: String,
}

/// One of `step` edits, in the order of the lines.
pub(crate) fn edits(text: &str, step: usize) -> impl Iterator<Item = Edit> + '_ {
    let lines: Vec<&str> = text.split('\n').collect();
    // What front matter says is no text.
    let front = if lines[0] == "---" {
        lines[1..].iter().position(|line| *line == "---").map_or(0, |at| at + 2)
    } else {
        0
    };
    let all = (front..lines.len()).flat_map({
        let lines = lines.clone();
        move |at| of_line(&lines, at).into_iter().map(move |(kind, replaced)| (at, kind, replaced))
    });
    // A document is written out for the edits that are tried alone: the real one is long.
    all.step_by(step).map(move |(at, kind, replaced)| {
        let (before, after) = (&lines[..at], &lines[at + replaced.taken..]);
        let within = replaced.lines.iter().map(String::as_str);
        let edited: Vec<&str> = before.iter().copied().chain(within).chain(after.iter().copied()).collect();
        Edit { kind, line: at + 1, text: edited.join("\n") }
    })
}

/// Lines in place of others.
struct Replaced {
    /// How many lines they stand for.
    taken: usize,
    lines: Vec<String>,
}

fn of_line(lines: &[&str], at: usize) -> Vec<(&'static str, Replaced)> {
    let line = lines[at];
    let one = |text: String| Replaced { taken: 1, lines: vec![text] };
    let mut edits = vec![
        ("line-delete", Replaced { taken: 1, lines: Vec::new() }),
        ("line-duplicate", Replaced { taken: 1, lines: vec![line.to_owned(), line.to_owned()] }),
        ("blank-line", Replaced { taken: 0, lines: vec![String::new()] }),
        ("quote", one(format!("> {line}"))),
        ("indent-two", one(format!("  {line}"))),
        ("heading", one(format!("#{line}"))),
        ("bold", one(format!("**{line}**"))),
        (
            "html",
            Replaced { taken: 1, lines: vec!["<div>".to_owned(), line.to_owned(), "</div>".to_owned()] },
        ),
        ("comment", one(format!("<!-- {line} -->"))),
        ("fence", Replaced { taken: 1, lines: vec!["```".to_owned(), line.to_owned(), "```".to_owned()] }),
        ("full-stop", one(format!("{line}."))),
    ];
    // Parsers disagree on whether a row that stands further in goes on with its table.
    if !line.contains('|') {
        edits.push(("item", one(format!("- {line}"))));
        edits.push(("indent-four", one(format!("    {line}"))));
    }
    if let Some(next) = lines.get(at + 1) {
        edits.push(("lines-swap", Replaced { taken: 2, lines: vec![(*next).to_owned(), line.to_owned()] }));
        edits.push(("lines-join", Replaced { taken: 2, lines: vec![format!("{line} {next}")] }));
    }
    if let Some(other) = lines.get(at + 3) {
        let between = lines[at + 1..at + 3].iter().map(|line| (*line).to_owned());
        let moved = between.chain([(*other).to_owned(), line.to_owned()]).collect();
        edits.push(("line-move", Replaced { taken: 4, lines: moved }));
    }
    edits.extend(of_words(line).into_iter().map(|(kind, text)| (kind, one(text))));
    edits
}

/// Edits of the words of a line; what is between them stays.
fn of_words(line: &str) -> Vec<(&'static str, String)> {
    let pieces: Vec<&str> = line.split_inclusive(' ').collect();
    let mut edits = Vec::new();
    for at in 0..pieces.len() {
        let piece = pieces[at];
        let with = |new: &str| [&pieces[..at], &[new], &pieces[at + 1..]].concat().concat();
        edits.push(("word-delete", with("")));
        edits.push(("word-add", with(&format!("{piece}indeed "))));
        let (word, blank) = (piece.trim_end_matches(' '), if piece.ends_with(' ') { " " } else { "" });
        if !word.is_empty() {
            edits.push(("word-change", with(&format!("{word}x{blank}"))));
            edits.push(("word-code", with(&format!("`{word}`{blank}"))));
            edits.push(("word-italics", with(&format!("*{word}*{blank}"))));
            edits.push(("word-link", with(&format!("[{word}](#1-frames){blank}"))));
            edits.push(("word-html", with(&format!("<b>{word}</b>{blank}"))));
            edits.push(("word-break", with(&format!("{word}\n"))));
            edits.push(("blanks", with(&format!("{word}  {blank}"))));
        }
        if let Some(next) = pieces.get(at + 1) {
            let swapped = [&pieces[..at], &[*next, piece], &pieces[at + 2..]].concat().concat();
            edits.push(("words-swap", swapped));
        }
    }
    edits
}
