//! From a draft to a contract: references become fields, and every name is checked.

use std::collections::{HashMap, HashSet};

use crate::contract::check::clashes;
use crate::contract::check::collisions;
use crate::contract::check::defaults;
use crate::contract::check::definitions::Definitions;
use crate::contract::check::finite;
use crate::contract::check::narrowing;
use crate::contract::check::tagged;
use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::grammar::names::RESERVED;
use crate::contract::grammar::type_syntax::suggestion;
use crate::contract::model::{Contract, Field, Object, Section, Span};
use crate::contract::read::document::Title;
use crate::contract::read::draft::{ActionDraft, Draft, FrameDraft, Mention};
use crate::contract::read::objects::both;

/// The contract that a draft comes to, with all diagnostics.
pub(in crate::contract) fn resolve(mut draft: Draft<'_>, title: Title) -> (Contract, Vec<Diagnostic>) {
    let objects = Objects(draft.objects.iter().map(|object| (object.name.as_str(), object)).collect());
    let mut diagnostics = Vec::new();
    let mut used: HashSet<String> = HashSet::new();
    for FrameDraft { frame, fields_from, unread } in &mut draft.frames {
        let own = Own { name: frame.name(), role: "frame", span: &frame.span, unread: *unread };
        if let Some(Taken { fields, section, meaning }) =
            objects.take(fields_from.as_ref(), &own, &mut used, &mut diagnostics)
        {
            frame.fields = fields;
            frame.section = section;
            frame.meaning = described(&frame.meaning, &meaning);
        }
        check_tag("type", &frame.fields, &mut diagnostics);
    }
    for ActionDraft { action, fields_from, result_from, unread } in &mut draft.actions {
        let own = Own { name: action.name(), role: "action", span: &action.span, unread: *unread };
        if let Some(Taken { fields, section, meaning }) =
            objects.take(fields_from.as_ref(), &own, &mut used, &mut diagnostics)
        {
            action.fields = fields;
            action.section = section;
            action.meaning = described(&action.meaning, &meaning);
        }
        check_tag("op", &action.fields, &mut diagnostics);
        let own = Own { name: action.result_name(), role: "result", span: &action.span, unread: *unread };
        match objects.take(result_from.as_ref(), &own, &mut used, &mut diagnostics) {
            Some(Taken { fields, section, meaning }) => {
                action.result = fields;
                action.result_section = section;
                action.result_meaning = meaning;
            }
            None => inherit_meanings(&mut action.result, objects.get("ActionResult")),
        }
    }
    let objects = draft.objects.into_iter().filter(|object| !used.contains(&object.name)).collect();
    let contract = Contract {
        title: title.text,
        version: title.version,
        objects,
        frames: draft.frames.into_iter().map(|draft| draft.frame).collect(),
        actions: draft.actions.into_iter().map(|draft| draft.action).collect(),
        facts: draft.facts,
        examples: draft.examples,
    };
    diagnostics.extend(draft.diagnostics);
    let stated = |tag: &str| contract.frames.iter().any(|frame| frame.tag == tag);
    diagnostics.extend(draft.loose_frames.iter().filter(|loose| !stated(&loose.name)).map(|loose| {
        Diagnostic::new(
            DiagnosticId::LooseFrame,
            loose.span.clone(),
            format!(
                "expected the frame `{}` in a table or opening a list item, found it in running text",
                loose.name
            ),
            "let a list item open with the shape, or give the frame a row",
        )
    }));
    clashes::check(&contract, &mut diagnostics);
    collisions::check(&contract, &mut diagnostics);
    let definitions = Definitions::of(&contract);
    tagged::check(&contract, &definitions, &mut diagnostics);
    narrowing::check(&contract, &mut diagnostics);
    check_mentions(&draft.mentions, &definitions, &mut diagnostics);
    for stated in &draft.defaults {
        let absent = !stated.always_sent && stated.value.is_null();
        if !absent && !defaults::fits(&stated.value, &stated.ty, &definitions) {
            diagnostics.push(Diagnostic::new(
                DiagnosticId::DefaultMismatch,
                stated.span.clone(),
                "expected a default of the field's type, found another value",
                "readers take the default as if it had been sent: change it or the type",
            ));
        }
    }
    diagnostics.extend(finite::check(&contract, &definitions));
    check_examples(&contract, &mut diagnostics);
    (contract, diagnostics)
}

/// The objects that frames, actions and results take their fields from.
struct Objects<'o>(HashMap<&'o str, &'o Object>);

/// The frame, action or result that takes fields.
struct Own<'o> {
    name: String,
    role: &'static str,
    span: &'o Span,
    unread: bool,
}

/// What a frame, action or result takes of an object.
struct Taken {
    fields: Vec<Field>,
    section: Section,
    meaning: String,
}

impl Objects<'_> {
    fn get(&self, name: &str) -> Option<&Object> {
        self.0.get(name).copied()
    }

    /// What the object has that `from` names; a table of the own name is used up.
    fn take(
        &self,
        from: Option<&Mention>,
        own: &Own<'_>,
        used: &mut HashSet<String>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Taken> {
        let Own { name, role, span, unread } = own;
        if self.get(name).is_some() {
            used.insert(name.clone());
            if !unread && from.is_none_or(|from| from.name != *name) {
                diagnostics.push(Diagnostic::new(
                    DiagnosticId::UnreferencedFields,
                    (*span).clone(),
                    format!("expected this {role} to refer to the table `{name}`, found that it does not"),
                    format!("write `<{name}>` in its cell, or give the table another name"),
                ));
            }
        }
        let from = from?;
        if let Some(object) = self.get(&from.name) {
            let Object { fields, section, meaning, .. } = object.clone();
            return Some(Taken { fields, section, meaning });
        }
        diagnostics.push(Diagnostic::new(
            DiagnosticId::UndefinedReference,
            from.span.clone(),
            format!("expected the name of an object table, found `{}`", from.name),
            format!("add a table under a heading that names `{}`", from.name),
        ));
        None
    }
}

/// The words of a row and the paragraph that introduces its table, unless that begins with the same words.
fn described(row: &str, table: &str) -> String {
    let repeats = !row.is_empty() && table.starts_with(row.trim_end_matches('.'));
    if repeats { table.to_owned() } else { both(row, table) }
}

/// A result field without a meaning has that of the field of the general result.
fn inherit_meanings(result: &mut [Field], general: Option<&Object>) {
    let Some(general) = general else { return };
    for field in result.iter_mut().filter(|field| field.meaning.is_empty()) {
        if let Some(same) = general.fields.iter().find(|known| known.name == field.name) {
            field.meaning.clone_from(&same.meaning);
        }
    }
}

fn check_tag(tag: &str, fields: &[Field], diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.extend(fields.iter().filter(|field| field.name == tag).map(|field| {
        Diagnostic::new(
            DiagnosticId::TagField,
            field.span.clone(),
            format!("expected the fields without the tag, found `{tag}`"),
            "remove the field: the tag belongs to every frame and action",
        )
    }));
}

/// For how many undefined names the most similar definition is looked for: each search goes through all of them.
const MOST_SUGGESTIONS: usize = 32;

fn check_mentions(mentions: &[Mention], definitions: &Definitions<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut nearest: HashMap<&str, Option<&str>> = HashMap::new();
    for Mention { name, span } in mentions.iter().filter(|mention| definitions.get(&mention.name).is_none()) {
        if nearest.len() < MOST_SUGGESTIONS && !nearest.contains_key(name.as_str()) {
            nearest.insert(name, definitions.nearest(name));
        }
        diagnostics.push(Diagnostic::new(
            DiagnosticId::UndefinedReference,
            span.clone(),
            format!("expected the name of a definition, found `{name}`"),
            match suggestion(name).or_else(|| nearest.get(name.as_str()).copied().flatten()) {
                Some(known) if RESERVED.contains(&name.as_str()) => format!("write `{known}`"),
                Some(known) => format!("write `{known}`, or define `{name}`"),
                None => format!("define `{name}`: a table under a heading that names it, or a named shape"),
            },
        ));
    }
}

fn check_examples(contract: &Contract, diagnostics: &mut Vec<Diagnostic>) {
    let shown: HashSet<&str> = contract.examples.iter().map(|example| example.name.as_str()).collect();
    let objects = contract.objects.iter().map(|object| (object.name.clone(), &object.span));
    let frames = contract.frames.iter().map(|frame| (frame.name(), &frame.span));
    let actions = contract
        .actions
        .iter()
        .flat_map(|action| [(action.name(), &action.span), (action.result_name(), &action.span)]);
    let missing = objects.chain(frames).chain(actions).filter(|(name, _)| !shown.contains(name.as_str()));
    diagnostics.extend(missing.map(|(name, span)| {
        Diagnostic::new(
            DiagnosticId::NoExample,
            span.clone(),
            format!("expected an example of `{name}`, found none"),
            format!("add a fenced block with the info string `json {name}`"),
        )
    }));
}
