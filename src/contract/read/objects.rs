//! Object tables and named shapes.

use std::collections::HashSet;

use crate::contract::diagnostic::DiagnosticId;
use crate::contract::field::{Field, Notes, Type};
use crate::contract::grammar::parser::{StatedDefault, parse_shape, parse_type};
use crate::contract::grammar::token::{is_definition_name, is_identifier, is_upper_camel};
use crate::contract::grammar::wording::{duplicate_field, invalid_name, untyped};
use crate::contract::markdown::cells::{Cell, unescape_pipes};
use crate::contract::markdown::{Heading, Paragraph};
use crate::contract::model::{Definition, DefinitionKind};
use crate::contract::position::{Section, Span};
use crate::contract::read::column::Column;
use crate::contract::read::draft::Draft;
use crate::contract::read::meaning;
use crate::contract::read::table::{Row, Table};
use crate::json;
use crate::words::{spelled, upper_camel};

/// The definition that a heading names, and the place of the name.
pub(super) fn named_by(text: &str, heading: &Heading) -> Option<(String, Span)> {
    let in_code =
        |(code, span): &(bool, Span)| (*code && is_identifier(&text[span.clone()])).then(|| span.clone());
    let in_words = |(code, span): &(bool, Span)| {
        let mut words = words(text, span).filter(|word| is_upper_camel(&text[word.clone()]));
        if *code { None } else { words.next() }
    };
    let span =
        heading.pieces.iter().find_map(in_code).or_else(|| heading.pieces.iter().find_map(in_words))?;
    Some((text[span.clone()].to_owned(), span))
}

/// The name in camel case that two to four plain words of a heading come to, and their place.
pub(super) fn named_by_words(text: &str, heading: &Heading) -> Option<(String, Span)> {
    let title = Section::titled(&heading.text).title;
    let words: Vec<&str> = title.split(' ').collect();
    let is_plain = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic());
    if !(2..=4).contains(&words.len()) || !words.iter().all(is_plain) {
        return None;
    }
    let at = heading.span.start + text[heading.span.clone()].find(&title)?;
    Some((upper_camel(&title), at..at + title.len()))
}

/// Reads an object table under the name of its heading.
pub(super) fn read_table<'a>(
    draft: &mut Draft<'a>,
    table: &Table<'a>,
    (name, span): (String, Span),
    meaning: String,
    section: Option<&Section>,
) {
    let mut fields: Vec<Field> = Vec::new();
    let mut names = HashSet::new();
    for row in table.rows(draft) {
        let Some(field) = read_field(draft, &row) else {
            continue;
        };
        if names.insert(field.name.clone()) {
            fields.push(field);
        } else {
            draft.diagnostics.push(duplicate_field(&field.name, &field.span));
        }
    }
    add(draft, (name, span), fields, meaning, String::new(), section);
}

/// Reads a paragraph that opens with a name and holds a shape; any other is prose.
///
/// Returns true if it is a named shape.
pub(super) fn read_named_shape(
    draft: &mut Draft<'_>,
    paragraph: &Paragraph,
    section: Option<&Section>,
) -> bool {
    let text = draft.text;
    let mut codes = paragraph.codes.iter();
    let Some(name) =
        codes.next().filter(|code| paragraph.opens_with_code && is_upper_camel(&text[(*code).clone()]))
    else {
        return false;
    };
    let Some(shape) = codes.find(|code| text[(*code).clone()].trim_start().starts_with('{')) else {
        return false;
    };
    let fields = draft.settle(parse_shape(text, shape)).unwrap_or_default();
    let Span { start, end } = paragraph.span;
    let words = text[start..shape.start].split_whitespace().chain(text[shape.end..end].split_whitespace());
    let remark = words.collect::<Vec<_>>().join(" ");
    let meaning = meaning::one_line(text, &paragraph.span);
    add(draft, (text[name.clone()].to_owned(), name.clone()), fields, meaning, remark, section);
    true
}

fn add(
    draft: &mut Draft<'_>,
    (name, span): (String, Span),
    fields: Vec<Field>,
    meaning: String,
    remark: String,
    section: Option<&Section>,
) {
    if !is_definition_name(&name) {
        draft.report(
            DiagnosticId::InvalidName,
            &span,
            format!("expected the name of an object, found `{}`", spelled(&name)),
            "use letters and digits, beginning with a capital: `SessionSource`",
        );
        return;
    }
    if !draft.taken.objects.insert(name.clone()) {
        draft.report(
            DiagnosticId::DuplicateObject,
            &span,
            format!("expected each object once, found `{name}` again"),
            "define it in one place, or name the other in backticks in its heading",
        );
        return;
    }
    let section = draft.check_section(section, &name, &span);
    let (kind, notes) = (DefinitionKind::Object, Notes::default());
    draft.objects.push(Definition { kind, name, fields, meaning, remark, notes, section, span });
}

fn read_field(draft: &mut Draft<'_>, row: &Row<'_, '_>) -> Option<Field> {
    let name = row.filled(draft, Column::Field)?.plain();
    if !is_identifier(name.text) {
        draft.diagnostics.push(invalid_name(name.text, name.span));
        return None;
    }
    let mut field = Field {
        name: name.text.to_owned(),
        ty: Type::Any,
        always_sent: false,
        if_absent: None,
        meaning: String::new(),
        notes: Notes::default(),
        span: name.span,
    };
    if !row.intact {
        return Some(field);
    }
    let ty =
        row.filled(draft, Column::Type).and_then(|cell| draft.settle(parse_type(draft.text, &cell.span)));
    if row.cell(Column::Type).is_none() {
        draft.diagnostics.push(untyped(&field.name, field.span.clone()));
    }
    field.always_sent = read_duty(draft, row).unwrap_or(false);
    let stated = row.filled(draft, Column::IfAbsent).and_then(|cell| read_default(draft, cell));
    if let Some((value, span)) = stated {
        // A type that could not be read says nothing about its default.
        if let Some(ty) = ty.clone() {
            draft.defaults.push(StatedDefault {
                value: value.clone(),
                ty,
                always_sent: field.always_sent,
                span,
            });
        }
        field.if_absent = Some(value);
    }
    field.ty = ty.unwrap_or(Type::Any);
    field.meaning = meaning::of_row(draft, row);
    field.notes = meaning::notes(draft, row);
    field.notes.direction = meaning::own_direction(draft, row);
    Some(field)
}

fn read_duty(draft: &mut Draft<'_>, row: &Row<'_, '_>) -> Option<bool> {
    let cell = row.filled(draft, Column::AlwaysSent)?;
    match cell.plain().text.to_lowercase().as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => {
            draft.report(
                DiagnosticId::BadDuty,
                &cell.span,
                format!("expected `yes` or `no`, found `{}`", spelled(cell.text)),
                "the column states the writer's duty; put conditions into Meaning",
            );
            None
        }
    }
}

/// The JSON value of an `If absent` cell and its place.
fn read_default(draft: &mut Draft<'_>, cell: &Cell<'_>) -> Option<(serde_json::Value, Span)> {
    if cell.is_dash() {
        return None;
    }
    let ticks = cell.text.len() - cell.text.trim_start_matches('`').len();
    let inside = cell.text.get(ticks..cell.text.len().saturating_sub(ticks)).filter(|_| ticks > 0);
    let closed = inside.is_some_and(|_| cell.text.ends_with(&"`".repeat(ticks)));
    let Some(written) = inside.filter(|inside| closed && !inside.contains('`')) else {
        draft.report(
            DiagnosticId::BadDefault,
            &cell.span,
            "expected a JSON value in backticks or a dash, found something else",
            "write the reader's default as one code span, such as `false`, or a dash if there is none",
        );
        return None;
    };
    let span = cell.span.start + ticks..cell.span.end - ticks;
    match json::read(&unescape_pipes(written)) {
        Ok(value) => return Some((value, span)),
        Err(error) if error.flaw == json::Flaw::DuplicateKey => draft.report(
            DiagnosticId::BadDefault,
            &span,
            "expected each key of a default once, found one twice",
            "remove one of the two",
        ),
        Err(_) => draft.report(
            DiagnosticId::BadDefault,
            &span,
            format!("expected a JSON value, found `{written}`"),
            "quote strings: `\"dm\"`; a dash says that there is no default",
        ),
    }
    None
}

/// The runs of letters, digits and underscores within `span`.
fn words<'a>(text: &'a str, span: &Span) -> impl Iterator<Item = Span> + 'a {
    let start = span.start;
    let part = &text[span.clone()];
    part.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).map(
        move |word| {
            let at = start + (word.as_ptr() as usize - part.as_ptr() as usize);
            at..at + word.len()
        },
    )
}
