//! `relay-contract explain`: one name, or one frame, in the contract's words.

#[cfg(feature = "validate")]
mod content;
mod duty;
#[cfg(feature = "validate")]
mod frame;
mod stated;
mod subject;

use std::io::Write as _;
use std::path::PathBuf;

use relay_contract::contract::{Contract, Example, Field, Notes, Section, Span, Type};

use self::subject::{Subject, subjects};
use crate::Outcome;
use crate::document::Document;
use crate::failure::Failure;

/// Explain a name, or a frame field by field, in the contract's words
///
/// NAME is a frame, action, result, object or union, a field of one, the key of a fact, the id of a duty, a section, or a
/// rule of a finding or a diagnostic. With `--frame`, one line is explained: each meaning, contract section and whether it keeps the contract.
#[derive(clap::Args)]
#[cfg_attr(
    feature = "validate",
    command(
        override_usage = "relay-contract explain [OPTIONS] <NAME>\n       relay-contract explain [OPTIONS] --frame <FILE>"
    )
)]
#[command(after_help = "Examples:
  relay-contract explain inbound
  relay-contract explain send
  relay-contract explain SessionSource.chat_type
  relay-contract explain inbound.event.source
  relay-contract explain 4401
  relay-contract explain 'section 5.5'
  sed -n 17p session.ndjson | relay-contract explain --frame -

Exit status: 0 explained, 1 the frame breaks the contract, 2 could not run.")]
pub(crate) struct Arguments {
    /// `inbound`, `SessionSource.chat_type`, `send`, `SendResult`, `4401`, `hello-first`, `section 5.5`, `TYPE_CHANGED`, …
    #[cfg_attr(feature = "validate", arg(required_unless_present = "frame", conflicts_with = "frame"))]
    #[cfg_attr(not(feature = "validate"), arg(required = true))]
    name: Option<String>,
    #[cfg(feature = "validate")]
    #[command(flatten)]
    frame: frame::Arguments,
    /// The document; without it the one that this program was built with.
    #[arg(long, value_name = "PATH")]
    contract: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let contract = arguments.contract.as_deref();
    let document = Document::load_or_builtin(contract)?.without_errors()?;
    if let Some(name) = &arguments.name {
        return run_name(&document, name);
    }
    #[cfg(feature = "validate")]
    return frame::run(&document, contract, &arguments.frame);
    #[cfg(not(feature = "validate"))]
    Ok(Outcome::Fine)
}

fn run_name(document: &Document, name: &str) -> Result<Outcome, Failure> {
    let contract = &document.parse.contract;
    let mut steps = name.split('.');
    let head = steps.next().unwrap_or_default();
    let path: Vec<_> = steps.collect();
    let subjects = subjects(contract).into_iter().filter(|subject| subject.is_called(head));
    let explained = subjects.filter_map(|subject| explain(document, &subject, &path));
    let duty = contract.duty(name).map(|duty| duty::shown(document, duty));
    let mut text: Vec<_> = explained.chain(duty).chain(stated::shown(document, name)).collect();
    if text.is_empty() {
        text.extend(stated::conduct(document, name));
    }
    let text = text.join("\n");
    if text.is_empty() {
        return Err(Failure::new(format!("the contract defines no `{name}`")).hint(instead(contract, name)));
    }
    write!(anstream::stdout(), "{text}")?;
    Ok(Outcome::Fine)
}

/// Explains a subject, or the field of it at the end of a path; `None` if there is no such field.
fn explain(document: &Document, subject: &Subject<'_>, path: &[&str]) -> Option<String> {
    let contract = &document.parse.contract;
    let Some((last, way)) = path.split_last() else {
        return Some(definition(document, subject));
    };
    let (mut fields, mut section) = (subject.fields, subject.section);
    for step in way {
        let field = fields.iter().find(|field| field.name == *step)?;
        (fields, section) = members(contract, &field.ty, section)?;
    }
    let field = fields.iter().find(|field| field.name == *last)?;
    let mut text = format!("{}.{}\n", subject.word, path.join("."));
    text += &place(document, section, Some(&field.span));
    text.push('\n');
    text += &describe(field, "");
    if let Some((members, _)) = members(contract, &field.ty, section) {
        let names: Vec<_> = members.iter().map(|field| field.name.as_str()).collect();
        text += &format!("\nFields of it: {}\n", names.join(", "));
    }
    let pointer = format!("/{}", path.join("/"));
    let example = examples(contract, &subject.name).find_map(|example| example.value.pointer(&pointer));
    text += &example.map(|example| format!("\nExample:\n{example:#}\n")).unwrap_or_default();
    Some(text)
}

fn definition(document: &Document, subject: &Subject<'_>) -> String {
    let mut text = format!("{} ({})\n", subject.word, subject.kind);
    // The fields stand in the section that is cited; the name may stand in a row of another.
    let span = subject.fields.first().map(|field| &field.span).or(subject.span);
    text += &place(document, subject.section, span);
    if !subject.meaning.is_empty() {
        text += &format!("\n{}\n", subject.meaning);
    }
    text += &subject.notes.map(notes).unwrap_or_default();
    text.push('\n');
    for field in subject.fields {
        text += &describe(field, "  ");
    }
    if subject.fields.is_empty() && subject.branches.is_empty() {
        text += "No fields.\n";
    }
    if !subject.branches.is_empty() {
        text += &format!("One of: {}\n", subject.branches.join(", "));
    }
    let example = examples(&document.parse.contract, &subject.name).next();
    text + &example.map(|example| format!("\nExample:\n{}\n", spread(&example.text))).unwrap_or_default()
}

fn place(document: &Document, section: Option<&Section>, span: Option<&Span>) -> String {
    let section = section.map(|section| format!("contract section {section}"));
    let line = span.map(|span| format!("{}:{}", document.path, document.line(span.start)));
    let places: Vec<_> = section.into_iter().chain(line).collect();
    if places.is_empty() { String::new() } else { places.join(", ") + "\n" }
}

/// One field: name, type, duty and default in a line, the meaning below.
fn describe(field: &Field, indent: &str) -> String {
    let duty = if field.always_sent { "always sent" } else { "optional" };
    let mut text = format!("{indent}{}: {}, {duty}", field.name, field.ty);
    if let Some(default) = &field.if_absent {
        text += &format!(", absent reads as {default}");
    }
    text.push('\n');
    if !field.meaning.is_empty() {
        text += &format!("{indent}    {}\n", field.meaning);
    }
    text + &notes(&field.notes)
}

fn notes(notes: &Notes) -> String {
    let direction = notes.direction.map(|direction| direction.to_string());
    let known = [
        ("Direction", direction.as_ref()),
        ("Gate", notes.gate.as_ref()),
        ("Since", notes.since.as_ref()),
        ("Stability", notes.stability.as_ref()),
        ("Renamed from", notes.renamed_from.as_ref()),
    ];
    let known = known.into_iter().filter_map(|(header, cell)| Some((header, cell?)));
    let others = notes.others.iter().map(|(header, cell)| (header.as_str(), cell));
    let mut text = String::new();
    for (header, cell) in known.chain(others) {
        text += &format!("    {header}: {cell}\n");
    }
    text
}

/// The fields of a type, if it has any, and the section that states them.
fn members<'a>(
    contract: &'a Contract,
    ty: &'a Type,
    section: Option<&'a Section>,
) -> Option<(&'a [Field], Option<&'a Section>)> {
    match ty {
        Type::Named(name) => {
            let object = contract.definition(name)?;
            Some((&object.fields, Some(&object.section)))
        }
        Type::Shape(fields) => Some((fields, section)),
        Type::List(inner) | Type::Nullable(inner) => members(contract, inner, section),
        _ => None,
    }
}

fn examples<'a>(contract: &'a Contract, name: &str) -> impl Iterator<Item = &'a Example> {
    contract.examples.iter().filter(move |example| example.name == name)
}

/// A JSON text over several lines, its keys in the order in which they were written.
fn spread(json: &str) -> String {
    let mut spread = Vec::new();
    let mut reader = serde_json::Deserializer::from_str(json);
    let done = serde_transcode::transcode(&mut reader, &mut serde_json::Serializer::pretty(&mut spread));
    done.ok().and_then(|()| String::from_utf8(spread).ok()).unwrap_or_else(|| json.to_owned())
}

/// What to ask for instead of a name that the contract does not define.
fn instead(contract: &Contract, name: &str) -> String {
    let subjects = subjects(contract);
    let fields = subjects.iter().flat_map(|subject| {
        let named = subject.fields.iter().filter(|field| field.name == name);
        named.map(|field| format!("{}.{}", subject.word, field.name))
    });
    let like = |word: &str| word.to_lowercase().contains(&name.to_lowercase());
    let alike = subjects.iter().filter(|subject| like(&subject.word)).map(|subject| subject.word.clone());
    let duties = contract.duties.iter().map(|duty| duty.id.clone());
    let mut found: Vec<_> = fields.chain(alike).chain(duties.clone().filter(|id| like(id))).collect();
    if found.is_empty() {
        found = subjects.iter().map(|subject| subject.word.clone()).collect();
        found.push("the key of a fact, the id of a duty, a section such as 5.5, a rule".to_owned());
    }
    format!("relay-contract explain NAME, where NAME is one of {}", found.join(", "))
}
