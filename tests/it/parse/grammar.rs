//! The grammar's page: each example gives what is said below it, and the table of ids is complete.

use std::fmt::Write as _;

use relay_contract::contract::{
    Contract, Definition, DefinitionKind, DiagnosticId, Field, Parse, Section, position,
};
use relay_contract::schema::read;

const PAGE: &str = include_str!("../../../docs/contract-grammar.md");
const IDS: &str = include_str!("../../../src/contract/diagnostic.rs");

/// What stands above an example that has no title.
const ABOVE: &str = "# Contract, v1\n\n";

/// The blocks of an opening fence, with their first lines.
fn blocks<'p>(opening: &str, closing: &str) -> Vec<(usize, &'p str)> {
    let blocks = PAGE.match_indices(opening).map(|(at, _)| {
        let start = at + opening.len();
        let length = PAGE[start..].find(closing).expect("a closing fence");
        (position(PAGE, at).line, &PAGE[start..start + length])
    });
    blocks.collect()
}

#[test]
fn each_example_gives_what_the_page_says() {
    let examples = blocks("\n````markdown\n", "````\n");
    let results = blocks("\n```text\n", "```\n");
    assert_eq!(examples.len(), results.len());
    assert!(examples.len() >= 12, "only {} examples", examples.len());
    let mut wrong = String::new();
    for ((line, example), (_, result)) in examples.into_iter().zip(results) {
        let above = if example.starts_with("# ") { "" } else { ABOVE };
        let parse = read(&format!("{above}{example}"));
        let mut given = String::new();
        if above.is_empty() {
            writeln!(given, "version {}", parse.contract.version).expect("a string takes all text");
        }
        given += &described(&parse, &format!("{above}{example}"), above.matches('\n').count());
        if given != result {
            write!(wrong, "\nthe example on line {line} gives:\n{given}").expect("a string takes all text");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_construct_has_an_example() {
    let all: String = blocks("\n```text\n", "```\n").into_iter().map(|(_, result)| result).collect();
    for construct in ["object", "frame", "action", "fact", "duty", "example"] {
        assert!(all.lines().any(|line| line.starts_with(construct)), "{construct}");
    }
}

#[test]
fn the_table_of_ids_is_what_the_source_says() {
    let mut wanted = "| id | severity | meaning |\n| --- | --- | --- |\n".to_owned();
    for id in DiagnosticId::ALL {
        let place = IDS.find(&format!(", \"{id}\", ")).expect("each id stands in the source");
        let comments =
            IDS[..place].lines().rev().skip(1).take_while(|line| line.trim_start().starts_with("///"));
        let mut meaning: Vec<&str> =
            comments.map(|line| line.trim_start().trim_start_matches("/// ")).collect();
        meaning.reverse();
        writeln!(wanted, "| `{id}` | {} | {} |", id.severity(), meaning.join(" "))
            .expect("a string takes all text");
    }
    let found = PAGE.split_once("| id | severity |").map(|(_, table)| format!("| id | severity |{table}"));
    assert_eq!(
        found.as_deref(),
        Some(wanted.as_str()),
        "put this table at the end of docs/contract-grammar.md"
    );
}

/// All that was read, one line for each construct, and all that is wrong but missing examples.
fn described(parse: &Parse, text: &str, lines_above: usize) -> String {
    let contract @ Contract { facts, duties, examples, .. } = &parse.contract;
    let mut lines = Vec::new();
    for definition in contract.definitions() {
        let Definition { kind, fields: stated, section, meaning, .. } = definition;
        let said = format!("{}: {}", head(section, meaning), fields(stated));
        match kind {
            DefinitionKind::Object => lines.push(format!("object {}{said}", definition.name)),
            DefinitionKind::Frame { tag, direction } => lines.push(format!("frame {tag}, {direction}{said}")),
            DefinitionKind::Action { op } => lines.push(format!("action {op}{said}")),
            DefinitionKind::Result { .. } => {
                let action = lines.last_mut().expect("a result is behind its action");
                *action += &format!("; result{said}");
            }
        }
    }
    lines.extend(facts.iter().map(|fact| {
        let verdict = fact.if_changed.map(|verdict| format!(", if changed {}", verdict.as_str()));
        let since = fact.notes.since.iter().map(|since| format!(" [Since: {since}]"));
        let columns: String = verdict.into_iter().chain(since).collect();
        format!(
            "fact {}, section {}: {}{}{columns}",
            fact.key,
            fact.section,
            fact.value,
            remark(&fact.meaning)
        )
    }));
    lines.extend(duties.iter().map(|duty| {
        let verdict = duty.if_changed.map(|verdict| format!(", if changed {}", verdict.as_str()));
        let verdict = verdict.unwrap_or_default();
        format!("duty {}, {}, section {}: {}{verdict}", duty.id, duty.side, duty.section, duty.meaning)
    }));
    lines.extend(examples.iter().map(|example| format!("example {}: {}", example.name, example.text)));
    // The page shows parts of documents: they need no example, no frame, no carrier, and not what a gate names.
    let of_the_whole = [
        DiagnosticId::NoExample,
        DiagnosticId::NoFrame,
        DiagnosticId::UncarriedObject,
        DiagnosticId::UnknownGate,
    ];
    let wrong = parse.diagnostics.iter().filter(|found| !of_the_whole.contains(&found.id));
    lines.extend(
        wrong.map(|found| {
            format!("line {}: {}", position(text, found.span.start).line - lines_above, found.id)
        }),
    );
    lines.join("\n") + "\n"
}

fn head(section: &Section, meaning: &str) -> String {
    let meaning =
        if meaning.is_empty() { String::new() } else { format!(", \"{}\"", meaning.replace("\n\n", "|")) };
    format!(", section {section}{meaning}")
}

fn remark(meaning: &str) -> String {
    if meaning.is_empty() { String::new() } else { format!(" (\"{meaning}\")") }
}

fn fields(fields: &[Field]) -> String {
    if fields.is_empty() {
        return "none".into();
    }
    let shown = fields.iter().map(|field| {
        let optional = if field.always_sent { "" } else { "?" };
        let default = field.if_absent.as_ref().map(|value| format!(" = {value}")).unwrap_or_default();
        let gate = field.notes.gate.iter().map(|gate| format!(" [Gate: {gate}]"));
        let others = field.notes.others.iter().map(|(header, note)| format!(" [{header}: {note}]"));
        let notes: String = gate.chain(others).collect();
        format!("{}{optional}: {}{default}{}{notes}", field.name, field.ty, remark(&field.meaning))
    });
    shown.collect::<Vec<_>>().join(", ")
}
