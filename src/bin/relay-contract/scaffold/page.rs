//! The page that is written: for each definition what was seen of its fields, and the lines to paste.

use std::collections::{BTreeMap, BTreeSet};

use relay_contract::contract::{Definition, Type, likely_type};

use super::field::{NewField, Seen, row, written};
use super::infer::Words;
use super::offer::{Offer, Offers};
use super::patch::{Page, in_table};
use super::profile::{Keys, Place, Profile};
use super::survey::{Record, Survey};
use crate::document::Document;
use crate::stated::{Member, Stated};

/// The header of the tables of what was seen.
const HEADER: &str = "| field | to paste | seen | first |\n| --- | --- | --- | --- |\n";

/// All that the page is made of.
pub(super) struct Sources<'s> {
    pub(super) document: &'s Document,
    pub(super) members: &'s [Member<'s>],
    pub(super) survey: &'s Survey<'s>,
    pub(super) offers: &'s Offers<'s>,
    pub(super) words: &'s Words<'s>,
    /// The form in which a line of a capture is shown.
    pub(super) place: &'s dyn Fn(Place) -> String,
}

/// The part of the page about one definition, or about several whose fields are on one line.
#[derive(Default)]
struct Part {
    names: Vec<String>,
    /// Rows of the table of what was seen.
    rows: Vec<String>,
    /// Lines of the document that hold its fields.
    near: BTreeSet<usize>,
    /// Those that get types.
    lines: BTreeSet<usize>,
    /// True if captures carry fields that the document does not name.
    has_new: bool,
    /// Rows that the table of the definition may get.
    added: Vec<String>,
}

impl Sources<'_> {
    /// The page, and whether it offers anything.
    pub(super) fn write(&self) -> (String, bool) {
        let page = Page::of(&self.document.text);
        let mut parts: Vec<Part> = Vec::new();
        for definition in self.document.parse.contract.definitions() {
            let part = self.part(definition, &page);
            match parts.last_mut() {
                _ if part.rows.is_empty() => {}
                Some(last) if !last.near.is_disjoint(&part.near) => last.merge(part),
                _ => parts.push(part),
            }
        }
        let types = self.types();
        let mut text = String::new();
        for part in &parts {
            text += &part.text(&page, &types);
        }
        for (name, profile) in &self.survey.undefined {
            text += &self.undefined(name, profile);
        }
        text += &self.unknown();
        let offered =
            !types.is_empty() || !self.survey.undefined.is_empty() || parts.iter().any(|part| part.has_new);
        (text + &self.counts(), offered)
    }

    /// The offered types by the ends of the names that they stand behind.
    fn types(&self) -> BTreeMap<usize, &Type> {
        let offered = |member: &Member<'_>| Some((member.span.end, self.offers.at(member.span.start)?.ty()?));
        self.members.iter().filter_map(offered).collect()
    }

    fn part(&self, definition: &Definition, page: &Page<'_>) -> Part {
        let own = || self.members.iter().filter(|member| member.owner.name == definition.name);
        let mut part = Part { names: vec![format!("`{}`", definition.word())], ..Part::default() };
        part.near = own().map(|member| page.line(member.span.start)).collect();
        for member in own().filter(|member| member.stated == Stated::Nothing) {
            let Some(offer) = self.offers.at(member.span.start) else { continue };
            let is_optional = member.span == member.field.span && !member.field.always_sent;
            let paste = offer.ty().map_or_else(|| "-".to_owned(), |ty| written(member.name, is_optional, ty));
            part.rows.push(row(definition.word(), &member.path, &paste, &self.seen(member, offer)));
            if offer.ty().is_some() {
                part.lines.insert(page.line(member.span.start));
            }
        }
        if let Some(keys) = self.survey.fresh(Record::Definition(&definition.name)) {
            let fields = self.fresh(keys);
            part.has_new |= !fields.is_empty();
            part.rows.extend(fields.iter().map(|field| field.row(definition.word(), "", "**new**, ")));
            part.rows.extend(further(definition, "", keys));
            part.added = page.rows(definition, &fields).unwrap_or_default();
        }
        for member in own().filter(|member| holds_shape(member.ty)) {
            let Some(keys) = self.survey.fresh(Record::Shape(member.span.start)) else { continue };
            let (fields, path) = (self.fresh(keys), format!("{}.", member.path));
            part.has_new |= !fields.is_empty();
            part.rows.extend(fields.iter().map(|field| field.row(definition.word(), &path, "**new**, ")));
            part.rows.extend(further(definition, &path, keys));
        }
        part
    }

    /// The sightings of a member, the first of them, and the reason for the type that is offered.
    fn seen(&self, member: &Member<'_>, offer: &Offer) -> Seen {
        let site = self.survey.site(member.span.start);
        let profile =
            site.map(|site| (&site.profile, site.records)).filter(|(profile, _)| profile.all.is_some());
        let mut seen = profile.map_or_else(
            || Seen { often: "never".to_owned(), first: "-".to_owned() },
            |(profile, of)| self.often(profile, of),
        );
        seen.often += &match offer {
            Offer::Nothing => match likely_type(member.name, &member.field.meaning) {
                Some(ty) => format!("; its name makes `{}` likely", in_table(&ty)),
                None => String::new(),
            },
            offer => self.told(offer),
        };
        seen
    }

    /// The reason for a type that is offered, where it is not plain to see.
    fn told(&self, offer: &Offer) -> String {
        match offer {
            Offer::Shown(_) | Offer::Nothing => String::new(),
            Offer::Agreed { like, others, .. } => format!("; as `{like}` is, but {others}"),
            Offer::Mixed { kinds } => format!("; no one type: {kinds}"),
            Offer::Borrowed { like, shown: None, .. } => format!("; borrowed: as `{like}` is"),
            Offer::Borrowed { like, shown: Some(at), .. } => {
                format!("; borrowed: as `{like}` was seen in {}", (self.place)(*at))
            }
        }
    }

    /// `12 of 14, null in 3`, and the place of the first.
    fn often(&self, profile: &Profile, of: u64) -> Seen {
        let (count, first) = profile.all.map_or((0, None), |seen| (seen.count, Some(seen.first)));
        let nulls = if profile.nulls > 0 { format!(", null in {}", profile.nulls) } else { String::new() };
        Seen {
            often: format!("{count} of {of}{nulls}"),
            first: first.map_or_else(|| "-".to_owned(), |first| (self.place)(first)),
        }
    }

    /// Keys as the fields that they would be.
    fn fresh<'k>(&self, keys: &'k Keys) -> Vec<NewField<'k>> {
        let field = |(name, profile): (&'k String, &'k Profile)| {
            let offer = self.offers.fresh(name, profile, self.words, self.place);
            let mut seen = self.often(profile, keys.objects);
            seen.often += &self.told(&offer);
            NewField {
                name,
                ty: offer.ty().cloned().unwrap_or(Type::Any),
                always_sent: profile.all.is_some_and(|seen| seen.count == keys.objects),
                seen,
            }
        };
        keys.named.iter().map(field).collect()
    }

    /// The sightings of a name that the document does not define, as its table.
    fn undefined(&self, name: &str, profile: &Profile) -> String {
        let Some(all) = profile.all else { return String::new() };
        let Seen { often, first } = self.often(profile, all.count);
        let mut text = format!("## `{name}`, which is not defined\n\nSeen {often}; first in {first}.\n\n");
        let fields = self.fresh(&profile.keys);
        if fields.is_empty() {
            return text;
        }
        text += HEADER;
        text += &fields.iter().map(|field| field.row(name, "", "")).collect::<String>();
        text.push('\n');
        let mut table = vec![
            format!("### `{name}`\n"),
            "| Field | Type | Always sent | Meaning |".to_owned(),
            "| --- | --- | --- | --- |".to_owned(),
        ];
        table.extend(
            fields.iter().map(|field| field.in_columns(&["field", "type", "always sent", "meaning"])),
        );
        text + &fenced("As a table:", &table)
    }

    /// Frame types and ops that the document does not define.
    fn unknown(&self) -> String {
        if self.survey.unknown.is_empty() {
            return String::new();
        }
        let mut text = "## Not in the document\n\n| word | seen | first |\n| --- | --- | --- |\n".to_owned();
        for ((what, word), seen) in &self.survey.unknown {
            text += &format!(
                "| {what} `{}` | {} | {} |\n",
                word.replace('|', r"\|"),
                seen.count,
                (self.place)(seen.first)
            );
        }
        text + "\n"
    }

    fn counts(&self) -> String {
        let Offers { untyped, shown, mixed, borrowed, .. } = self.offers;
        let left = untyped - shown - mixed - borrowed;
        let path = &self.document.path;
        let mixed = if *mixed > 0 { format!(", {mixed} as `any`") } else { String::new() };
        format!(
            "{path}: {untyped} untyped: {shown} typed by the captures{mixed}, {borrowed} borrowed, {left} still untyped\n"
        )
    }
}

impl Part {
    fn merge(&mut self, other: Self) {
        self.names.extend(other.names);
        self.rows.extend(other.rows);
        self.near.extend(other.near);
        self.lines.extend(other.lines);
        self.has_new |= other.has_new;
        self.added.extend(other.added);
    }

    fn text(&self, page: &Page<'_>, types: &BTreeMap<usize, &Type>) -> String {
        let lines: Vec<_> = self.lines.iter().map(usize::to_string).collect();
        let mut text = format!("## {}", self.names.join(", "));
        match lines.as_slice() {
            [] => {}
            [line] => text += &format!(" in line {line}"),
            lines => text += &format!(" in lines {}", lines.join(", ")),
        }
        text += "\n\n";
        text += HEADER;
        text += &self.rows.concat();
        text.push('\n');
        let lines: Vec<_> = self.lines.iter().map(|line| page.typed(*line, types)).collect();
        text + &fenced("With the types:", &lines) + &fenced("New rows:", &self.added)
    }
}

/// The row that stands for keys that are not kept, as names of fields or at all.
fn further(definition: &Definition, path: &str, keys: &Keys) -> Option<String> {
    let seen = Seen { often: "**new**, further keys".to_owned(), first: "-".to_owned() };
    keys.is_open.then(|| row(definition.word(), &format!("{path}…"), "-", &seen))
}

fn fenced(title: &str, lines: &[String]) -> String {
    if lines.is_empty() {
        String::new()
    } else {
        format!("{title}\n\n```markdown\n{}\n```\n\n", lines.join("\n"))
    }
}

fn holds_shape(ty: &Type) -> bool {
    match ty {
        Type::Shape(_) => true,
        Type::Nullable(inner) | Type::List(inner) => holds_shape(inner),
        Type::Pair(members) => members.iter().any(|member| holds_shape(&member.ty)),
        _ => false,
    }
}
