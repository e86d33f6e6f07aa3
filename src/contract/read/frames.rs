//! Frame tables, and frames as list items.

use crate::Side;

use crate::contract::diagnostic::DiagnosticId;
use crate::contract::field::{Direction, Field, Notes, Type};
use crate::contract::grammar::parser::{Mention, parse_shape};
use crate::contract::grammar::token::is_tag;
use crate::contract::markdown::cells::Cell;
use crate::contract::markdown::{CodeBlock, ListItem, Paragraph};
use crate::contract::model::{Definition, DefinitionKind};
use crate::contract::position::{Section, Span};
use crate::contract::read::column::Column;
use crate::contract::read::draft::{DefinitionDraft, Draft, Fields};
use crate::contract::read::field_list;
use crate::contract::read::meaning;
use crate::contract::read::table::{Row, Table};
use crate::words::spelled;

/// Reads the rows of a frame table.
pub(super) fn read_table<'a>(draft: &mut Draft<'a>, table: &Table<'a>, section: Option<&Section>) {
    for row in table.rows(draft) {
        read_row(draft, &row, section);
    }
}

/// Reads a list item that opens with a shape holding a literal `type`; any other is prose.
///
/// Returns true if it is a frame.
pub(super) fn read_item(draft: &mut Draft<'_>, item: &ListItem, section: Option<&Section>) -> bool {
    let text = draft.text;
    let shape = &text[item.code.clone()];
    if !shape.trim_start().starts_with('{') {
        return false;
    }
    let (mut fields, asides) = match parse_shape(text, &item.code) {
        Ok(read) => read,
        Err(flaw) if looks_tagged(shape) => {
            draft.diagnostics.push(flaw);
            return true;
        }
        Err(_) => return false,
    };
    let Some((at, tag)) = fields.iter().enumerate().find_map(|(at, field)| Some((at, literal_tag(field)?)))
    else {
        return false;
    };
    // The literal opens after the name, whose place is known.
    let span = tag_span(text, &fields[at].span, &tag, item.code.end);
    let written = fields.remove(at);
    draft.keep(asides);
    if !written.always_sent || written.if_absent.is_some() {
        draft.report(
            DiagnosticId::TagField,
            &written.span,
            format!("expected the tag of `{tag}` to be always sent, found that it may be absent"),
            "remove the `?` or the default behind `type`: every frame has its tag",
        );
    }

    let rest = &text[item.rest.clone()];
    let own = meaning::directions_in(rest).first().map(|(direction, _)| *direction);
    let direction = own.or_else(|| direction_of_lead(draft, item.lead.as_ref()?));
    let meaning = meaning_of(&meaning::one_line(text, &item.rest));
    let fields = Fields { stated: fields, ..Fields::default() };
    add(draft, Named { tag, span }, direction, fields, (meaning, Notes::default()), section);
    true
}

/// Notes the shapes of frames in a paragraph, which are read only where a list item opens with them.
pub(super) fn note_loose(draft: &mut Draft<'_>, paragraph: &Paragraph) {
    let opens_item = paragraph.opens_with_code && !paragraph.alone;
    for code in paragraph.codes.iter().skip(usize::from(opens_item)) {
        let shape = &draft.text[code.clone()];
        let tag = looks_tagged(shape).then(|| shape.split_once(':')).flatten().and_then(|(_, rest)| {
            let (tag, _) = rest.trim_start().strip_prefix('"')?.split_once('"')?;
            Some(tag.to_owned())
        });
        draft.loose_frames.extend(tag.map(|name| Mention { name, span: code.clone() }));
    }
}

/// Notes the frames that a block of code shows: each JSON object in it that has a `type`, on its first line.
pub(super) fn note_fenced(draft: &mut Draft<'_>, block: &CodeBlock) {
    let mut values = serde_json::Deserializer::from_str(&block.content).into_iter::<serde_json::Value>();
    let mut start = 0;
    while let Some(Ok(value)) = values.next() {
        if let Some(tag) = value.get("type").and_then(serde_json::Value::as_str) {
            let at = start + block.content[start..].find('{').unwrap_or(0);
            let place = block.place(at);
            let line = draft.text[place..].lines().next().map_or(0, str::len);
            draft.loose_frames.push(Mention { name: tag.to_owned(), span: place..place + line });
        }
        start = values.byte_offset();
    }
}

/// The one direction that the paragraph before a list states.
fn direction_of_lead(draft: &mut Draft<'_>, lead: &Span) -> Option<Direction> {
    match &draft.lead {
        Some((known, direction)) if known == lead => *direction,
        _ => {
            let direction = match meaning::directions_in(&draft.text[lead.clone()]).as_slice() {
                [(direction, _)] => Some(*direction),
                _ => None,
            };
            draft.lead = Some((lead.clone(), direction));
            direction
        }
    }
}

/// A tag and its place.
struct Named {
    tag: String,
    span: Span,
}

fn read_row(draft: &mut Draft<'_>, row: &Row<'_, '_>, section: Option<&Section>) {
    let Some(tag) = row.filled(draft, Column::Frame).map(Cell::plain) else {
        return;
    };
    let named = Named { tag: tag.text.to_owned(), span: tag.span };
    if !row.intact {
        add(draft, named, Some(UNKNOWN), Fields::unread(), Default::default(), section);
        return;
    }
    let direction = match row.filled(draft, Column::Direction) {
        Some(cell) if cell.is_dash() => None,
        Some(cell) => Some(meaning::direction_in(draft, cell).unwrap_or(UNKNOWN)),
        // The empty cell or the missing column is already reported.
        None => Some(UNKNOWN),
    };
    let fields = match row.filled(draft, Column::Fields) {
        Some(cell) => field_list::read_fields(draft, cell),
        None => Fields::unread(),
    };
    let prose = (meaning::of_row(draft, row), meaning::notes(draft, row));
    add(draft, named, direction, fields, prose, section);
}

/// Stands where the direction could not be read, which is reported.
const UNKNOWN: Direction = Direction { writer: Side::Gateway };

fn add(
    draft: &mut Draft<'_>,
    Named { tag, span }: Named,
    direction: Option<Direction>,
    Fields { stated, from, remark, unread }: Fields,
    (meaning, notes): (String, Notes),
    section: Option<&Section>,
) {
    if !is_tag(&tag) {
        draft.report(
            DiagnosticId::InvalidName,
            &span,
            format!("expected the `type` of a frame, found `{}`", spelled(&tag)),
            "use letters, digits and underscores, beginning with a letter: `going_idle`",
        );
        return;
    }
    if !draft.taken.frames.insert(tag.clone()) {
        draft.report(
            DiagnosticId::DuplicateFrame,
            &span,
            format!("expected each frame once, found `{tag}` again"),
            "describe it in one place",
        );
        return;
    }
    if direction.is_none() {
        draft.report(
            DiagnosticId::MissingDirection,
            &span,
            format!("expected the direction of `{tag}`, found none"),
            "write `gateway -> connector` or `connector -> gateway` in its cell, behind its shape, or before the list",
        );
    }
    let section = draft.check_section(section, &tag, &span);
    let direction = direction.unwrap_or(UNKNOWN);
    let meaning = meaning::both(&meaning, &remark);
    let kind = DefinitionKind::Frame { tag, direction };
    let definition = Definition::named(kind, stated, meaning, section, span);
    let definition = Definition { notes, ..definition };
    draft.frames.push(DefinitionDraft { definition, fields_from: from, unread });
}

/// The value of a `type` member that is one literal.
fn literal_tag(field: &Field) -> Option<String> {
    match &field.ty {
        Type::ClosedSet(literals) if field.name == "type" => match literals.as_slice() {
            [tag] => Some(tag.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// Returns true if a malformed shape was meant to be a frame.
fn looks_tagged(shape: &str) -> bool {
    let inside = shape.trim_start().trim_start_matches(['{', ' ', '"']);
    inside.strip_prefix("type").is_some_and(|rest| rest.trim_start_matches(['"', '?', ' ']).starts_with(':'))
}

fn tag_span(text: &str, name: &Span, tag: &str, end: usize) -> Span {
    match text[name.end..end].find(&format!("\"{tag}\"")) {
        Some(at) => name.end + at + 1..name.end + at + 1 + tag.len(),
        None => name.clone(),
    }
}

/// The prose after a shape, without the direction and the mark that lead it in.
fn meaning_of(rest: &str) -> String {
    let mut rest = rest.trim_start_matches(LEADING);
    if let Some(inside) = rest.strip_prefix('(')
        && let Some((remark, after)) = inside.split_once(')')
        && matches!(meaning::directions_in(remark).as_slice(), [(_, place)] if place.len() == remark.trim().len())
    {
        rest = after;
    }
    rest.trim_start_matches(LEADING).to_owned()
}

/// Signs between a shape and the sentence about it.
const LEADING: [char; 8] = [' ', ':', ',', '.', ';', '-', '–', '—'];
