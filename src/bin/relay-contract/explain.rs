//! `relay-contract explain`: one name in the contract's words.

use std::io::Write as _;
use std::path::PathBuf;

use relay_contract::Side;
use relay_contract::contract::{Action, Contract, Field, Frame, Notes, Object, Section, Span, Type};

use crate::Outcome;
use crate::document::Document;
use crate::failure::Failure;

/// Explain a frame, action, result, object or field in the contract's words
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  relay-contract explain inbound\n  relay-contract explain send\n  \
                        relay-contract explain SessionSource.chat_type\n  \
                        relay-contract explain inbound.event.source")]
pub(crate) struct Arguments {
    /// `inbound`, `SessionSource`, `SessionSource.chat_type`, `send`, `SendResult`, …
    name: String,
    /// The document; without it the one that this program was built with.
    #[arg(long)]
    contract: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let document = Document::load_or_builtin(arguments.contract.as_deref())?.without_errors()?;
    let contract = &document.parse.contract;
    let mut steps = arguments.name.split('.');
    let head = steps.next().unwrap_or_default();
    let path: Vec<_> = steps.collect();
    let subjects = subjects(contract).into_iter().filter(|subject| subject.is_called(head));
    let explained = subjects.filter_map(|subject| explain(&document, &subject, &path));
    let text = explained.collect::<Vec<_>>().join("\n");
    if text.is_empty() {
        let message = format!("the contract defines no `{}`", arguments.name);
        let names: Vec<_> = self::subjects(contract).into_iter().map(|subject| subject.word).collect();
        return Err(Failure::new(message).hint(format!(
            "relay-contract explain NAME, or NAME.FIELD, where NAME is one of {}",
            names.join(", ")
        )));
    }
    write!(anstream::stdout(), "{text}")?;
    Ok(Outcome::Fine)
}

/// A definition of the contract, whatever its kind.
struct Subject<'a> {
    /// The shortest word for it: a tag, or the definition's name.
    word: String,
    /// The definition's name.
    name: String,
    kind: String,
    meaning: String,
    fields: &'a [Field],
    section: Option<&'a Section>,
    span: Option<&'a Span>,
    notes: Option<&'a Notes>,
    /// For a union, its branches.
    branches: Vec<String>,
}

impl Subject<'_> {
    fn is_called(&self, name: &str) -> bool {
        self.word == name || self.name == name
    }
}

fn subjects(contract: &Contract) -> Vec<Subject<'_>> {
    let frames = contract.frames.iter().map(of_frame);
    let objects = contract.objects.iter().map(of_object);
    let actions = contract.actions.iter().flat_map(|action| [of_action(action), of_result(action)]);
    frames.chain(objects).chain(actions).chain(unions(contract)).collect()
}

fn of_frame(frame: &Frame) -> Subject<'_> {
    Subject {
        word: frame.tag.clone(),
        name: frame.name(),
        kind: format!("frame, {}", frame.direction),
        meaning: frame.meaning.clone(),
        fields: &frame.fields,
        section: Some(&frame.section),
        span: Some(&frame.span),
        notes: Some(&frame.notes),
        branches: Vec::new(),
    }
}

fn of_object(object: &Object) -> Subject<'_> {
    Subject {
        word: object.name.clone(),
        name: object.name.clone(),
        kind: "object".to_owned(),
        meaning: object.meaning.clone(),
        fields: &object.fields,
        section: Some(&object.section),
        span: Some(&object.span),
        notes: None,
        branches: Vec::new(),
    }
}

fn of_action(action: &Action) -> Subject<'_> {
    Subject {
        word: action.op.clone(),
        name: action.name(),
        kind: format!("action, answered by {}", action.result_name()),
        meaning: action.meaning.clone(),
        fields: &action.fields,
        section: Some(&action.section),
        span: Some(&action.span),
        notes: Some(&action.notes),
        branches: Vec::new(),
    }
}

fn of_result(action: &Action) -> Subject<'_> {
    Subject {
        word: action.result_name(),
        name: action.result_name(),
        kind: "result".to_owned(),
        meaning: format!("What the connector answers to `{}`.", action.op),
        fields: &action.result,
        section: Some(&action.result_section),
        span: None,
        notes: None,
        branches: Vec::new(),
    }
}

fn unions(contract: &Contract) -> Vec<Subject<'_>> {
    let frames = |writer| {
        let frames = contract.frames.iter().filter(move |frame| frame.direction.writer == writer);
        frames.map(|frame| frame.tag.clone()).collect::<Vec<_>>()
    };
    let ops = contract.actions.iter().map(|action| action.op.clone()).collect();
    let unions = [
        ("GatewayFrame", "type", frames(Side::Gateway)),
        ("ConnectorFrame", "type", frames(Side::Connector)),
        ("OutboundAction", "op", ops),
    ];
    let unions = unions.into_iter().map(|(name, tag, branches)| Subject {
        word: name.to_owned(),
        name: name.to_owned(),
        kind: format!("union, told apart by `{tag}`"),
        meaning: String::new(),
        fields: &[],
        section: None,
        span: None,
        notes: None,
        branches,
    });
    unions.collect()
}

/// Explains a subject, or the field of it at the end of a path; `None` if there is no such field.
fn explain(document: &Document, subject: &Subject<'_>, path: &[&str]) -> Option<String> {
    let contract = &document.parse.contract;
    let Some((last, way)) = path.split_last() else {
        return Some(definition(document, subject));
    };
    let mut fields = subject.fields;
    for step in way {
        let field = fields.iter().find(|field| field.name == *step)?;
        fields = members(contract, &field.ty)?;
    }
    let field = fields.iter().find(|field| field.name == *last)?;
    let mut text = format!("{}.{}\n", subject.word, path.join("."));
    text += &place(document, None, Some(&field.span));
    text.push('\n');
    text += &describe(field, "");
    if let Some(members) = members(contract, &field.ty) {
        text += &format!("\nFields of it: {}\n", join(members.iter().map(|field| field.name.as_str())));
    }
    let pointer = format!("/{}", path.join("/"));
    let example = examples(contract, &subject.name).find_map(|example| example.pointer(&pointer));
    text += &example_text(example);
    Some(text)
}

fn definition(document: &Document, subject: &Subject<'_>) -> String {
    let mut text = format!("{} ({})\n", subject.word, subject.kind);
    text += &place(document, subject.section, subject.span);
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
    text + &example_text(examples(&document.parse.contract, &subject.name).next())
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
    known.chain(others).map(|(header, cell)| format!("    {header}: {cell}\n")).collect()
}

/// The fields of a type, if it has any.
fn members<'a>(contract: &'a Contract, ty: &'a Type) -> Option<&'a [Field]> {
    match ty {
        Type::Named(name) => {
            let object = contract.objects.iter().find(|object| object.name == *name)?;
            Some(&object.fields)
        }
        Type::Shape(fields) => Some(fields),
        Type::List(inner) | Type::Nullable(inner) => members(contract, inner),
        _ => None,
    }
}

fn examples<'a>(contract: &'a Contract, name: &str) -> impl Iterator<Item = &'a serde_json::Value> {
    contract.examples.iter().filter(move |example| example.name == name).map(|example| &example.value)
}

fn example_text(example: Option<&serde_json::Value>) -> String {
    example.map(|example| format!("\nExample:\n{example:#}\n")).unwrap_or_default()
}

fn join<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(", ")
}
