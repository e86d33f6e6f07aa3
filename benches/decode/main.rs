//! What it costs to decode and to encode a frame, in multiples of reading its JSON: `cargo bench --bench decode`.
//!
//! All ways are measured in one run, on one core, in turn, so that a noisy neighbour meets each of them; of the many
//! batches of a way the fastest counts. The floor of a row is `serde_json::from_slice::<IgnoredAny>` on its bytes. An
//! argument `only=WORD` keeps the rows whose name has the word. Behind it, the two decoders of base64.

mod body;
mod corpus;
mod measure;
mod node;
mod reference;

use std::hint::black_box;

use relay_contract::frame::{ConnectorFrame, decode, encode_into};
use serde::de::IgnoredAny;

use self::corpus::{Row, rows};
use self::measure::best;
use self::reference::Reference;

#[allow(clippy::print_stdout, reason = "the table is what it is for")]
fn main() {
    let only = std::env::args().find_map(|argument| argument.strip_prefix("only=").map(str::to_owned));
    let rows: Vec<_> =
        rows().into_iter().filter(|row| only.as_ref().is_none_or(|word| row.name.contains(word))).collect();
    let references = [Reference::new(), Reference::lenient()];
    let node = node::times(&rows);
    println!(
        "| frame | bytes | floor | decode | at most | schema and serde | ours is faster | at least | any body | encode | at most | Node |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (index, row) in rows.iter().enumerate() {
        let [floor, ours, theirs, lenient, to_writer, written] = times(row, &references);
        let node = node.as_ref().map_or("-".to_owned(), |times| format!("{:.1}", times[index] / floor));
        println!(
            "| {} | {} | {floor:.0} ns | {:.1} | {:.1} | {:.1} | {:.1} times | {:.0} | {:.1} times | {:.2} | 1.3 | {node} |",
            row.name,
            row.line.len(),
            ours / floor,
            row.at_most,
            theirs / floor,
            theirs / ours,
            row.at_least,
            lenient / ours,
            written / to_writer,
        );
    }
    if let Err(problem) = node {
        println!("\nNode is not measured: {problem}");
    }
    body::print_table();
}

/// The nanoseconds of reading JSON alone, of decoding in our way and in the references' ways, of writing JSON alone and
/// of encoding.
fn times(row: &Row, [reference, lenient]: &[Reference; 2]) -> [f64; 6] {
    let (line, frame) = (row.line.as_str(), row.frame());
    let (mut json, mut lines) = (Vec::new(), Vec::new());
    best([
        Box::new(|| {
            let value = serde_json::from_slice::<IgnoredAny>(black_box(line.as_bytes()));
            assert!(black_box(value).is_ok());
        }),
        Box::new(|| assert!(black_box(decode::<ConnectorFrame>(black_box(line))).is_ok())),
        Box::new(|| drop(black_box(reference.decode(black_box(line))))),
        Box::new(|| drop(black_box(lenient.decode(black_box(line))))),
        Box::new(|| {
            json.clear();
            assert!(serde_json::to_writer(&mut json, black_box(&frame)).is_ok());
            black_box(&json);
        }),
        Box::new(|| {
            lines.clear();
            assert!(encode_into(black_box(&frame), &mut lines).is_ok());
            black_box(&lines);
        }),
    ])
}
