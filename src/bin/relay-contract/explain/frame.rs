//! One captured line, field by field.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use anstyle::{AnsiColor, Style};
use relay_contract::contract::{Field, Section, Type};
use relay_contract::validate::{Report, Rule, Validator, Violation};
use serde_json::{Map, Value};

use super::content::{self, counted};
use super::subject::kind;
use crate::Outcome;
use crate::document::Document;
use crate::failure::Failure;
use crate::validate::capture::{self, Captured};
use crate::validate::{self, As, input};

#[derive(clap::Args)]
#[group(skip)]
pub(super) struct Arguments {
    /// Explain the first line of a file, or of standard input if it is `-`: a frame, or a capture's line.
    #[arg(long, value_name = "FILE")]
    frame: Option<PathBuf>,
    /// The duty to judge by: what a writer must produce, or what a reader must accept.
    #[arg(long = "as", value_enum, default_value = "writer", requires = "frame")]
    view: As,
    /// Show what the fields hold: values cut, bodies decoded to the first bytes. Not for other people's eyes.
    #[arg(long, requires = "frame")]
    include_content: bool,
}

pub(super) fn run(
    document: &Document,
    contract: Option<&Path>,
    arguments: &Arguments,
) -> Result<Outcome, Failure> {
    let path = arguments.frame.as_deref().expect("clap requires a name or a frame");
    if input::is_stdin(path) && io::stdin().is_terminal() {
        writeln!(
            anstream::stderr(),
            "paste one line, then press Enter (terminals cut very long lines: pipe those)"
        )?;
    }
    let validator = validate::validator(contract, arguments.view.view())?;
    let read = input::first_line(path, |line| (line.number, line.length, capture::frame(line)));
    let (number, length, captured) = read.map_err(|reason| validate::failure(path, reason))?;
    let place = format!("{}:{number}: ", validate::name(path));
    let mut page = Page {
        document,
        report: Report::default(),
        include_content: arguments.include_content,
        text: String::new(),
    };
    match captured {
        Ok(captured) => page.explain(validator, &captured, &format!("{place}a line of {length} bytes")),
        Err(violation) => {
            page.text += &format!("{place}{WRONG}{violation}{WRONG:#}\n");
            page.report.violations.push(violation);
        }
    }
    anstream::stdout().write_all(page.text.as_bytes())?;
    Ok(if page.report.violations.is_empty() { Outcome::Fine } else { Outcome::Findings })
}

const PLACE: Style = Style::new().bold();
const RIGHT: Style = AnsiColor::Green.on_default();
const WRONG: Style = AnsiColor::Red.on_default().bold();
const ODD: Style = AnsiColor::Yellow.on_default();

/// What is written about one frame.
struct Page<'a> {
    document: &'a Document,
    report: Report,
    include_content: bool,
    text: String,
}

/// A field, an element of a list or a member of a pair, as the contract states it.
#[derive(Clone, Copy)]
struct Stated<'a> {
    ty: &'a Type,
    field: Option<&'a Field>,
    section: &'a Section,
}

impl Page<'_> {
    fn explain(&mut self, validator: &Validator, captured: &Captured, place: &str) {
        let Captured { frame, writer, .. } = captured;
        self.report = validator.check(frame, None);
        // The fields of a frame that went the wrong way are explained all the same.
        let misdirected = validator.check(frame, *writer).violations;
        let misdirected = misdirected.into_iter().filter(|violation| violation.rule == Rule::Direction);
        self.report.violations.splice(0..0, misdirected);
        let findings = self.report.violations.len();
        let sender = writer.map(|side| format!(", sent by the {side}")).unwrap_or_default();
        self.text += &format!(
            "{place}{sender}: {}, {}\n",
            counted(findings, "finding"),
            counted(self.report.undocumented.len(), "undocumented field")
        );
        let contract = &self.document.parse.contract;
        let tag = frame.get("type").and_then(Value::as_str);
        let Some(stated) = tag.and_then(|tag| contract.frame(tag)) else {
            let word = self.report.frame.as_deref().unwrap_or("without a type");
            self.text += &format!("\n{PLACE}{word}{PLACE:#} (no frame of the contract)\n");
            self.verdicts(&["", "/type"]);
            return;
        };
        self.text += &format!("\n{PLACE}{}{PLACE:#} ({})\n", stated.word(), kind(stated));
        self.text += &super::place(self.document, Some(&stated.section), Some(&stated.span));
        self.text += &indented(&stated.meaning);
        self.verdicts(&[""]);
        if let Value::Object(members) = frame {
            self.tag("", "type", stated.word());
            self.members("", members, "type", &stated.fields, &stated.section);
        }
    }

    /// The fields of an object, then what it holds besides, then what it does not hold.
    fn members(
        &mut self,
        pointer: &str,
        members: &Map<String, Value>,
        tag: &str,
        fields: &[Field],
        section: &Section,
    ) {
        for field in fields {
            if let Some(value) = members.get(&field.name) {
                let pointer = format!("{pointer}/{}", field.name);
                self.part(&pointer, value, Stated { ty: &field.ty, field: Some(field), section });
            }
        }
        let below = format!("{pointer}/");
        let is_member =
            |undocumented: &String| undocumented.strip_prefix(&below).is_some_and(|key| !key.contains('/'));
        let undocumented: Vec<_> =
            self.report.undocumented.iter().filter(|at| is_member(at)).cloned().collect();
        let is_stated = |key: &String| key == tag || fields.iter().any(|field| field.name == *key);
        let others = members.iter().filter(|(key, _)| !is_stated(key));
        // The report names them in the order of the object, with long keys cut.
        for (pointer, (_, value)) in undocumented.iter().zip(others) {
            self.text += &format!("\n{PLACE}{pointer}{PLACE:#}: {ODD}undocumented{ODD:#}\n");
            self.text += "    The contract states no such field; readers ignore it.\n";
            self.text += &format!("    Found {}.\n", content::kind(value));
            self.content(value, &Type::Any);
        }
        let absent = fields.iter().filter(|field| !members.contains_key(&field.name)).map(absent);
        let absent: Vec<_> = absent.collect();
        if !absent.is_empty() {
            let shown = if pointer.is_empty() { "the frame" } else { pointer };
            self.text += &format!("\nNot in {shown}: {}.\n", absent.join(", "));
        }
    }

    fn part(&mut self, pointer: &str, value: &Value, stated: Stated<'_>) {
        let Stated { ty, field, section } = stated;
        self.text += &format!("\n{PLACE}{pointer}{PLACE:#}: {ty}");
        if let Some(field) = field {
            self.text += if field.always_sent { ", always sent" } else { ", optional" };
        }
        self.text += &format!(" (contract section {section})\n");
        self.text += &field.map(|field| indented(&field.meaning)).unwrap_or_default();
        let is_right = self.report.violations.iter().all(|violation| violation.pointer != pointer);
        if is_right {
            self.text += &format!("    {RIGHT}ok{RIGHT:#}: found {}.\n", content::kind(value));
        } else {
            self.verdicts(&[pointer]);
        }
        if !self.enter(pointer, value, stated) {
            self.content(value, ty);
        }
    }

    /// Explains the parts of a value; `false` if the contract states none.
    fn enter(&mut self, pointer: &str, value: &Value, stated: Stated<'_>) -> bool {
        let Stated { ty, section, .. } = stated;
        let contract = &self.document.parse.contract;
        match (ty, value) {
            (Type::Nullable(inner), _) => self.enter(pointer, value, Stated { ty: inner, ..stated }),
            (Type::Shape(fields), Value::Object(members)) => {
                self.members(pointer, members, "", fields, section);
                true
            }
            (Type::Named(name), Value::Object(members)) => {
                if let Some(object) = contract.definition(name) {
                    self.members(pointer, members, "", &object.fields, &object.section);
                    return true;
                }
                let op = members.get("op").and_then(Value::as_str);
                let Some(action) = op.and_then(|op| contract.action(op)) else {
                    self.verdicts(&[&format!("{pointer}/op")]);
                    return false;
                };
                self.tag(pointer, "op", action.word());
                self.text += &indented(&action.meaning);
                self.members(pointer, members, "op", &action.fields, &action.section);
                true
            }
            (Type::List(inner), Value::Array(elements)) => {
                for (index, element) in elements.iter().enumerate() {
                    self.part(
                        &format!("{pointer}/{index}"),
                        element,
                        Stated { ty: inner, field: None, section },
                    );
                }
                !elements.is_empty()
            }
            (Type::Pair(pair), Value::Array(elements)) if elements.len() == pair.len() => {
                for (index, (element, member)) in elements.iter().zip(pair.iter()).enumerate() {
                    let stated = Stated { ty: &member.ty, field: None, section };
                    self.part(&format!("{pointer}/{index}"), element, stated);
                }
                true
            }
            _ => false,
        }
    }

    /// The member that tells frames or actions apart: a word of the contract, so it may be shown.
    fn tag(&mut self, pointer: &str, name: &str, word: &str) {
        self.text += &format!("\n{PLACE}{pointer}/{name}{PLACE:#}: \"{word}\", always sent\n");
    }

    fn verdicts(&mut self, pointers: &[&str]) {
        let violations = self.report.violations.iter();
        for violation in violations.filter(|violation| pointers.contains(&violation.pointer.as_str())) {
            self.text += &format!("    {WRONG}wrong{WRONG:#}: {}.\n", reason(violation));
        }
    }

    fn content(&mut self, value: &Value, ty: &Type) {
        if self.include_content {
            self.text += &content::preview(value, ty);
        }
    }
}

/// Each line of a meaning that says something.
fn indented(meaning: &str) -> String {
    let mut text = String::new();
    for line in meaning.lines().filter(|line| !line.is_empty()) {
        text += &format!("    {line}\n");
    }
    text
}

/// A violation without its place, which stands above it.
fn reason(violation: &Violation) -> String {
    let mut text = format!("{} (rule {}", violation.message, violation.rule);
    if let Some(section) = &violation.section {
        text += &format!(", contract section {section}");
    }
    text + ")"
}

fn absent(field: &Field) -> String {
    let mut text = format!("`{}`", field.name);
    text += if field.always_sent { " (always sent" } else { " (optional" };
    if let Some(default) = &field.if_absent {
        text += &format!(", reads as {default}");
    }
    text + ")"
}
