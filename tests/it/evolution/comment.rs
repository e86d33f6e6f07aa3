//! The comment that `diff --format markdown` makes, and what hostile words of a document cannot do in it.
#![cfg(feature = "cli")]

use std::process::Command;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use tempfile::TempDir;

const BASE: &str = include_str!("base.md");

/// Sentences that would ping, link, close, fold, run or break something, each by the name of what it tries.
const HOSTILE: &[(&str, &str)] = &[
    ("mention", "Ask @octocat, @org/team or (@a-b) and write to someone@example.org."),
    ("mention-in-code", "Ask `@octocat` or ``@octo`cat``."),
    ("reference", "See #12, owner/repo#34, GH-56, gh-7, !8, ~label, %9, $3, &4 and ^5."),
    ("commit", "See 88ef6616722b4ea19cd9bf4bce6b25cb99887766 and 88ef661 there."),
    ("address", "See https://evil.example/x, HTTP://evil.example, www.evil.example and ftp://a.b."),
    ("autolink", "See <https://evil.example> and <a@b.example>."),
    ("link", "See [here](https://evil.example), [there](../../admin), [that][ref] and [^1]."),
    ("image", "See ![it](https://evil.example/x.png) there."),
    ("html", "See <img src=x onerror=alert(1)> </details></table> <b>bold</b> <!-- gone --> now."),
    ("entity", "See &lt;b&gt; &#64;octocat &amp; &copy; now."),
    ("cells", "One | two \\| three \\\\| four."),
    ("ticks", "One `a` two ``b`c`` three ``` four ` five."),
    ("marks", "One *a* **b** _c_ __d__ ~~e~~ ~f~ snake_case_word $x$ now."),
    ("difference-marks", "One [-gone-] {+come+} [- +} two."),
    ("escapes", "One \\@octocat \\` \\[x](y) \\ two."),
    ("emoji", "One :tada: agent:main:key:dm two."),
    ("unseen", "One \u{202e}owt\u{202c} \u{200b}zero\u{ad} two."),
];

#[test]
fn a_hostile_sentence_is_nothing_but_words() {
    for (name, sentence) in HOSTILE {
        for new in [
            BASE.replace("It shows the label to people.", sentence),
            BASE.replace("It shows the label", &format!("It shows {sentence} the label")),
            // A backslash before a pipe would end the cell of the document itself.
            BASE.replace(
                "Closes the socket.",
                &sentence.replace("\\\\|", "").replace("\\|", "|").replace('|', "\\|"),
            ),
        ] {
            let comment = comment(BASE, &new);
            assert_inert(name, &comment);
        }
    }
}

#[test]
fn what_a_sentence_says_is_still_to_be_read() {
    let text = "One `a` *two* | three @x #4 a_b https://c.example";
    let new =
        BASE.replace("It shows the label to people.", &format!("It shows the label to people.\n\n{text}"));
    let shown: String = cells(&comment(BASE, &new)).concat();
    let shown = shown.replace('\u{200b}', "");
    assert!(shown.contains(text), "{shown}");
}

#[test]
fn a_comment_has_a_bound_and_counts_what_it_leaves_out() {
    let paragraph =
        |number: usize| format!("Paragraph {number} says that a gateway of kind {number} must wait.\n\n");
    let many: String = (0..900).map(paragraph).collect();
    let (old, new) =
        (format!("{BASE}\n{many}"), format!("{BASE}\n{}", many.replace("must wait", "may go on")));
    let new = new.replace("| `chat_id` | string | yes |", "| `chat_id` | int | yes |");
    let comment = comment(&old, &new);
    assert!(comment.chars().count() <= 65_000, "{}", comment.chars().count());
    let shown = comment.lines().filter(|line| line.starts_with("| needs-review | TEXT_CHANGED |")).count();
    let note = comment.lines().find(|line| line.starts_with("**Left out")).expect("it says what is left out");
    let left_out = note.split(' ').find_map(|word| word.parse::<usize>().ok()).expect("it has a number");
    assert_eq!(shown + left_out, 900, "{note}");
    assert!(shown > 100, "{shown}");
    // Nothing is cut, and what matters most comes first.
    assert!(comment.contains("| breaking | TYPE_CHANGED | Source.chat_id"));
    assert_inert("bound", &comment);
}

#[test]
fn many_findings_are_read_by_section_with_the_text_at_last() {
    let new = BASE
        .replace(
            "| `topic` | string |",
            "| `scope_id` | string | no | - | - | The server. |\n| `topic` | string |",
        )
        .replace(
            "| `going_idle` | gateway -> connector | none | - | - | Says that the gateway is idle. |\n",
            "",
        )
        .replace("once for each socket.", "once for each platform.")
        .replace("It shows the label to people.", "It shows the label to nobody.")
        .replace("the connector refuses the gateway", "the \u{1b}[31mconnector turns it away");
    let shown = output(BASE, &new, &[]);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("diff-human-by-section", shown);
        insta::assert_snapshot!("diff-markdown-by-section", comment(BASE, &new));
    });
}

#[test]
fn a_terminal_with_colours_shows_what_went_and_what_came_in_them() {
    let new = BASE.replace("It shows the label to people.", "It shows the label to nobody.");
    let folder = folder(BASE, &new);
    let shown = |setting: &str| {
        let output = program(&folder).env(setting, "1").output().expect("the program runs");
        String::from_utf8(output.stdout).expect("the program writes UTF-8")
    };
    let coloured = shown("CLICOLOR_FORCE");
    assert!(coloured.contains("\u{1b}[31m[-people-]\u{1b}[0m\u{1b}[32m{+nobody+}\u{1b}[0m"), "{coloured:?}");
    let plain = shown("NO_COLOR");
    assert!(plain.contains("[-people-]{+nobody+}") && !plain.contains('\u{1b}'), "{plain:?}");
}

/// Fails if a comment does anything but show words: see [`HOSTILE`].
fn assert_inert(name: &str, comment: &str) {
    let mut rows = 0;
    let (mut in_code, mut words) = (false, String::new());
    for event in Parser::new_ext(
        comment,
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES,
    ) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Emphasis | Tag::Strikethrough)
            | Event::FootnoteReference(_)
            | Event::InlineMath(_) => panic!("{name}: a mark or a link in\n{comment}"),
            Event::InlineHtml(html) => {
                assert!(
                    matches!(&*html, "<del>" | "</del>" | "<ins>" | "</ins>"),
                    "{name}: {html} in\n{comment}"
                );
            }
            Event::Html(html) => {
                let is_ours = html.starts_with("<details><summary>") || html.trim() == "</details>";
                assert!(is_ours, "{name}: {html} in\n{comment}");
            }
            Event::Start(Tag::TableRow) => rows += 1,
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Code(code) => assert_eq!(&*code, "relay-contract diff", "{name}: code in\n{comment}"),
            Event::Text(text) if !in_code => words += &text,
            _ => {}
        }
    }
    assert!(rows > 0, "{name}: no finding in\n{comment}");
    // A parser pads and drops cells without a sign: the raw ones count.
    let mut bars = 0;
    for line in comment.lines().filter(|line| line.starts_with("| ")) {
        let found = line.matches('|').count();
        if line.starts_with("| Verdict |") {
            bars = found;
        }
        assert_eq!(found, bars, "{name}: {line}");
    }
    let ours = ["<del>", "</del>", "<ins>", "</ins>", "<details>", "</details>", "<summary>", "</summary>"];
    let rest = ours.iter().fold(comment.to_owned(), |rest, tag| rest.replace(tag, ""));
    assert!(!rest.contains('<'), "{name}: HTML in\n{comment}");
    for (at, letter) in words.char_indices() {
        let after = words[at + letter.len_utf8()..].chars().next();
        let may_refer = matches!(letter, '@' | '#' | '!' | '~' | '%' | '$' | '^');
        assert!(
            !may_refer || after.is_none_or(|after| !after.is_alphanumeric()),
            "{name}: {letter}{after:?}: {words}"
        );
    }
    for word in ["://", "www.", ":tada:", ":key:"] {
        assert!(!words.to_lowercase().contains(word), "{name}: {word}: {words}");
    }
    for word in words.split(|c: char| !c.is_alphanumeric()) {
        let is_commit = word.len() >= 7
            && word.chars().all(|c| c.is_ascii_hexdigit())
            && word.contains(|c: char| c.is_ascii_digit());
        assert!(!is_commit, "{name}: {word}");
    }
    assert!(!words.contains(['\u{202e}', '\u{ad}']), "{name}: {words}");
}

/// The texts of all cells, row by row.
fn cells(comment: &str) -> Vec<String> {
    let mut cells = Vec::new();
    for event in Parser::new_ext(comment, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::TableCell) => cells.push(String::new()),
            Event::Text(text) => {
                if let Some(cell) = cells.last_mut() {
                    *cell += &text;
                }
            }
            _ => {}
        }
    }
    cells
}

fn comment(old: &str, new: &str) -> String {
    output(old, new, &["--format", "markdown"])
}

fn output(old: &str, new: &str, options: &[&str]) -> String {
    let folder = folder(old, new);
    let output = program(&folder).args(options).output().expect("the program runs");
    assert_ne!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the program writes UTF-8")
}

fn folder(old: &str, new: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder can be made");
    for (name, text) in [("old.md", old), ("new.md", new)] {
        std::fs::write(folder.path().join(name), text).expect("a file can be written");
    }
    folder
}

fn program(folder: &TempDir) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_relay-contract"));
    program.args(["diff", "old.md", "new.md"]).current_dir(folder.path());
    program
}
