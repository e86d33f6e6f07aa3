//! Long messages in pieces.

use std::num::NonZeroUsize;

use proptest::prelude::{
    Just, Strategy, prop, prop_assert, prop_assert_eq, prop_assume, prop_oneof, proptest,
};
use relay_contract::capabilities::{Capabilities, LengthUnit};
use relay_contract::relay::split::{Piece, Splitter};
use serde::Deserialize;
use serde_json::json;
use unicode_segmentation::UnicodeSegmentation as _;

use super::descriptor;
use crate::case_files::rows;

/// A row that the npm package has too.
#[derive(Deserialize)]
struct Row {
    content: String,
    limit: usize,
    unit: String,
    code_blocks: bool,
    expected: Expected,
}

#[derive(Deserialize)]
struct Expected {
    pieces: Vec<String>,
}

fn splitter(limit: usize, unit: LengthUnit, code_blocks: bool) -> Splitter {
    Splitter { limit: NonZeroUsize::new(limit).expect("a limit is not zero"), unit, code_blocks }
}

/// The messages that a content becomes, counted in scalar values.
fn split(content: &str, limit: usize) -> Vec<String> {
    splitter(limit, LengthUnit::Chars, true).split(content).iter().map(ToString::to_string).collect()
}

/// The run of the code block that a text leaves open, read without the splitter's own parser.
fn left_open(text: &str) -> Option<String> {
    let mut open: Option<String> = None;
    for line in text.lines() {
        let line = line.trim_end();
        let indent = line.chars().take_while(|&c| c == ' ').count();
        let rest = line.trim_start_matches(' ');
        let mark = rest.chars().next().filter(|c| matches!(c, '`' | '~'));
        let Some(mark) = mark.filter(|_| indent <= 3) else { continue };
        let run: String = rest.chars().take_while(|&c| c == mark).collect();
        let info = &rest[run.len()..];
        match &open {
            None if run.len() >= 3 && !(mark == '`' && info.contains('`')) => open = Some(run),
            Some(opened) if run.starts_with(opened.as_str()) && info.is_empty() => open = None,
            _ => {}
        }
    }
    open
}

#[test]
fn each_row_is_cut_as_it_says() {
    let rows = rows::<Row>("split");
    for (name, row) in &rows {
        let unit = if row.unit == "utf16" { LengthUnit::Utf16 } else { LengthUnit::Chars };
        let pieces = splitter(row.limit, unit, row.code_blocks).split(&row.content);
        let texts: Vec<_> = pieces.iter().map(ToString::to_string).collect();
        assert_eq!(texts, row.expected.pieces, "{name}");
    }
    assert!(rows.len() > 60, "only {} rows", rows.len());
}

#[test]
fn a_splitter_takes_the_chat_s_own_limits() {
    let sms = json!({"max_message_length": 160, "len_unit": "utf16", "markdown_dialect": "plain"});
    let sms = Capabilities::from(descriptor(&sms));
    let splitter = Splitter::from(&sms);
    assert_eq!((splitter.limit.get(), splitter.unit, splitter.code_blocks), (160, LengthUnit::Utf16, false));
}

#[test]
fn a_text_within_the_limit_is_one_piece_as_it_stands() {
    for content in ["", "x", "0123456789", "```\nopen", "   "] {
        assert_eq!(split(content, 10), [content]);
    }
}

#[test]
fn paragraphs_come_before_lines_and_lines_before_words() {
    let content = "one two\nthree\n\nfour five\nsix seven eight";
    assert_eq!(split(content, 30), ["one two\nthree\n\n", "four five\nsix seven eight"]);
    assert_eq!(split("one two three\nfour five six", 20), ["one two three\n", "four five six"]);
    assert_eq!(split("one two three four", 10), ["one two ", "three four"]);
    assert_eq!(split("a\n\nbcdefghij klmnopq", 12), ["a\n\n", "bcdefghij ", "klmnopq"]);
}

#[test]
fn a_break_that_leaves_a_piece_nearly_empty_is_no_good() {
    let content = "Hi\n\nthis is one long paragraph of several words";
    assert_eq!(split(content, 30)[0], "Hi\n\nthis is one long ");
}

#[test]
fn a_word_longer_than_the_limit_is_cut_between_clusters() {
    assert_eq!(split("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    assert_eq!(split("ae\u{301}e\u{301}e\u{301}", 4), ["ae\u{301}", "e\u{301}e\u{301}"]);
    assert_eq!(split("🇫🇷🇩🇪🇮🇹", 3), ["🇫🇷", "🇩🇪", "🇮🇹"]);
}

#[test]
fn the_limit_is_counted_in_the_unit_of_the_chat() {
    let content = "😀".repeat(6);
    let pieces = |unit| splitter(4, unit, true).split(&content).len();
    assert_eq!((pieces(LengthUnit::Chars), pieces(LengthUnit::Utf16)), (2, 3));
}

#[test]
fn a_code_block_is_closed_and_opened_again_with_its_info_string() {
    let content = "Run:\n\n```sh title=x\ncargo fetch\ncargo build\ncargo test\n```\nDone.";
    let pieces = split(content, 50);
    assert_eq!(
        pieces,
        ["Run:\n\n```sh title=x\ncargo fetch\ncargo build\n```", "```sh title=x\ncargo test\n```\nDone.",]
    );
}

#[test]
fn a_line_of_code_that_is_cut_gets_a_line_end() {
    let content = format!("~~~~\n{}\n~~~~", "x".repeat(30));
    assert_eq!(
        split(&content, 30),
        [format!("~~~~\n{}\n~~~~", "x".repeat(20)), format!("~~~~\n{}\n~~~~", "x".repeat(10)),]
    );
}

#[test]
fn an_info_string_that_takes_up_half_a_message_is_left_out() {
    let content = format!("```{}\n{}\n```", "i".repeat(12), "word ".repeat(8));
    let pieces = split(&content, 32);
    assert!(pieces.len() > 1 && pieces[1].starts_with("```\nword"), "{pieces:?}");
}

#[test]
fn a_cut_makes_no_fence_of_half_a_line() {
    // Behind the last word that fits, the rest of the line would begin with a fence.
    let tail = "```\none two three ```\n```\nand the end of it all";
    assert_eq!(split(tail, 24), ["```\none two \n```", "```\nthree ```\n```\n", "and the end of it all"]);
    // Behind the only word that fits, the beginning of the line would close the block.
    let head = format!("```\nab\n``` {}\n```\n", "x".repeat(18));
    assert_eq!(split(&head, 32), ["```\nab\n```".to_owned(), format!("```\n``` {}\n```\n", "x".repeat(18))]);
}

#[test]
fn an_open_block_at_the_end_is_left_as_it_was_written() {
    let content = "```rust\nfn main() {}\nfn other() {}\nfn third() {}\n";
    let pieces = split(content, 40);
    assert_eq!(pieces, ["```rust\nfn main() {}\nfn other() {}\n```", "```rust\nfn third() {}\n"]);
}

#[test]
fn what_only_looks_like_a_fence_is_text() {
    for line in ["``` `x` ```", "    ```", "``", "`` `", "text ```"] {
        let content = format!("{line}\n{}", "word ".repeat(12));
        for piece in splitter(32, LengthUnit::Chars, true).split(&content) {
            assert!(piece.opening.is_empty() && piece.closing.is_empty(), "{line}: {piece:?}");
        }
    }
}

#[test]
fn a_chat_without_code_blocks_gets_no_fences_put_in() {
    let content = format!("```\n{}\n```", "word ".repeat(20));
    for piece in splitter(32, LengthUnit::Chars, false).split(&content) {
        assert_eq!(piece.to_string(), piece.body);
    }
}

#[test]
fn a_limit_too_small_for_the_rules_wins_over_them() {
    assert_eq!(split("👨‍👩‍👧", 2).concat(), "👨‍👩‍👧");
    assert_eq!(split("👨‍👩‍👧", 2).len(), 3);
    assert_eq!(split("```sh\nab\n```", 3).concat(), "```sh\nab\n```");
    let lone =
        splitter(1, LengthUnit::Utf16, true).split("a😀b").iter().map(|piece| piece.body).collect::<Vec<_>>();
    assert_eq!(lone, ["a", "😀", "b"], "half a surrogate pair is no text");
}

#[test]
fn a_text_of_most_of_a_frame_is_cut_without_loss() {
    let content = "lorem ipsum dolor sit amet, consectetur\n```\nlet x = 1;\n```\n".repeat(15_000);
    assert!(content.len() > 800_000);
    let pieces = splitter(2000, LengthUnit::Utf16, true).split(&content);
    assert_eq!(pieces.iter().map(|piece| piece.body).collect::<String>(), content);
}

fn content() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        8 => "[a-z]{1,12} ".prop_map(String::from),
        2 => Just("\n".to_owned()),
        1 => Just("\n\n".to_owned()),
        1 => Just("\r\n".to_owned()),
        1 => Just("\n```rust\n".to_owned()),
        1 => Just("\n```\n".to_owned()),
        1 => Just("\n  ~~~ a b\n".to_owned()),
        1 => Just("\n~~~\n".to_owned()),
        1 => Just("\n````\n".to_owned()),
        1 => Just("```".to_owned()),
        1 => Just("👨‍👩‍👧🇫🇷e\u{301}😀".to_owned()),
        1 => "[a-z]{20,60}".prop_map(String::from),
        1 => Just("  \t ".to_owned()),
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

/// Whether a line begins like a fence and takes up more than half a message, in any unit.
fn holds_long_fence(content: &str, limit: usize) -> bool {
    let fences = content.lines().filter(|line| line.trim_start().starts_with(['`', '~']));
    fences.map(|line| line.encode_utf16().count()).any(|length| 2 * length > limit)
}

fn unit() -> impl Strategy<Value = LengthUnit> {
    prop_oneof![Just(LengthUnit::Chars), Just(LengthUnit::Utf16)]
}

proptest! {
    #[test]
    fn the_bodies_of_all_pieces_are_the_content(content in content(), limit in 1..120_usize, unit in unit()) {
        for code_blocks in [true, false] {
            let pieces = splitter(limit, unit, code_blocks).split(&content);
            prop_assert_eq!(pieces.iter().map(|piece| piece.body).collect::<String>(), content.as_str());
            prop_assert!(pieces.len() <= content.chars().count().max(1), "each piece but one takes something");
        }
    }

    #[test]
    fn every_piece_is_within_the_limit(content in content(), limit in 1..120_usize, unit in unit()) {
        for piece in splitter(limit, unit, true).split(&content) {
            let text = piece.to_string();
            let single = text.chars().count() == 1;
            prop_assert!(single || unit.measure(&text) <= limit, "{piece:?}");
        }
    }

    #[test]
    fn no_cluster_is_cut_that_fits_beside_a_fence(content in content(), limit in 40..120_usize, unit in unit()) {
        let clusters: Vec<_> = content.grapheme_indices(true).map(|(at, _)| at).collect();
        let mut at = 0;
        for piece in splitter(limit, unit, true).split(&content) {
            prop_assert!(at == content.len() || clusters.contains(&at), "{piece:?}");
            at += piece.body.len();
        }
    }

    #[test]
    fn no_piece_but_the_last_leaves_a_code_block_open(content in content(), limit in 40..120_usize, unit in unit()) {
        prop_assume!(!holds_long_fence(&content, limit));
        let pieces = splitter(limit, unit, true).split(&content);
        let texts: Vec<_> = pieces.iter().map(ToString::to_string).collect();
        let (last, before) = texts.split_last().expect("at least one piece");
        for text in before {
            prop_assert_eq!(left_open(text), None, "{:?}", texts);
        }
        prop_assert_eq!(left_open(last).is_some(), left_open(&content).is_some(), "{:?}", texts);
    }

    #[test]
    fn fences_are_put_in_pairs(content in content(), limit in 40..120_usize, unit in unit()) {
        prop_assume!(!holds_long_fence(&content, limit));
        let pieces = splitter(limit, unit, true).split(&content);
        for two in pieces.windows(2) {
            let [Piece { closing, .. }, Piece { opening, .. }] = two else { unreachable!() };
            prop_assert_eq!(closing.is_empty(), opening.is_empty());
        }
    }
}
