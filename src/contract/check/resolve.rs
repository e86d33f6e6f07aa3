//! From a draft to a contract: references become fields, and every name is checked.

use std::collections::{HashMap, HashSet};

use crate::contract::check::clashes;
use crate::contract::check::collisions;
use crate::contract::check::finite;
use crate::contract::check::narrowing;
use crate::contract::check::tagged;
use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::grammar::names::RESERVED;
use crate::contract::grammar::type_syntax::suggestion;
use crate::contract::guess;
use crate::contract::model::{Contract, Definition, DefinitionKind, Field, Section};
use crate::contract::read::document::Title;
use crate::contract::read::draft::{DefinitionDraft, Draft, Mention};
use crate::contract::read::objects::both;

/// The contract that a draft comes to, with all diagnostics.
pub(in crate::contract) fn resolve(mut draft: Draft<'_>, title: Title) -> (Contract, Vec<Diagnostic>) {
    let objects = Objects(draft.objects.iter().map(|object| (object.name.as_str(), object)).collect());
    let mut diagnostics = Vec::new();
    let mut used: HashSet<String> = HashSet::new();
    for DefinitionDraft { definition, fields_from, unread } in
        draft.frames.iter_mut().chain(&mut draft.actions)
    {
        let is_result = matches!(definition.kind, DefinitionKind::Result { .. });
        let taken = objects.take(definition, fields_from.as_ref(), *unread, &mut used, &mut diagnostics);
        if let Some(Taken { fields, section, meaning }) = taken {
            definition.fields = fields;
            definition.section = section;
            definition.meaning = if is_result { meaning } else { described(&definition.meaning, &meaning) };
        } else if is_result {
            inherit_meanings(&mut definition.fields, objects.get("ActionResult"));
        }
        check_tag(definition, &mut diagnostics);
    }
    let objects = draft.objects.into_iter().filter(|object| !used.contains(&object.name));
    let rows = draft.frames.into_iter().chain(draft.actions).map(|draft| draft.definition);
    let definitions: Vec<Definition> = objects.chain(rows).collect();
    clashes::check(&definitions, &mut diagnostics);
    let contract = Contract {
        title: title.text,
        version: title.version,
        definitions: definitions.into_iter().collect(),
        facts: draft.facts,
        examples: draft.examples,
    };
    diagnostics.extend(draft.diagnostics);
    let stated = |tag: &str| contract.frame(tag).is_some();
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
    collisions::check(&contract, &mut diagnostics);
    tagged::check(&contract, &mut diagnostics);
    narrowing::check(&contract, &mut diagnostics);
    check_mentions(&draft.mentions, &contract, &mut diagnostics);
    for stated in &draft.defaults {
        let absent = !stated.always_sent && stated.value.is_null();
        if !absent && !contract.fits(&stated.value, &stated.ty) {
            diagnostics.push(Diagnostic::new(
                DiagnosticId::DefaultMismatch,
                stated.span.clone(),
                "expected a default of the field's type, found another value",
                "readers take the default as if it had been sent: change it or the type",
            ));
        }
    }
    diagnostics.extend(finite::check(&contract));
    check_examples(&contract, &mut diagnostics);
    guess::complete_hints(&contract, draft.text, &mut diagnostics);
    (contract, diagnostics)
}

/// The objects that frames, actions and results take their fields from.
struct Objects<'o>(HashMap<&'o str, &'o Definition>);

/// The parts of an object that a frame, action or result takes over.
struct Taken {
    fields: Vec<Field>,
    section: Section,
    meaning: String,
}

impl Objects<'_> {
    fn get(&self, name: &str) -> Option<&Definition> {
        self.0.get(name).copied()
    }

    /// The parts of the object that `from` names; a table of the own name is used up.
    fn take(
        &self,
        own: &Definition,
        from: Option<&Mention>,
        unread: bool,
        used: &mut HashSet<String>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Taken> {
        let (name, role) = (&own.name, own.kind.as_str());
        if self.get(name).is_some() {
            used.insert(name.clone());
            if !unread && from.is_none_or(|from| from.name != *name) {
                diagnostics.push(Diagnostic::new(
                    DiagnosticId::UnreferencedFields,
                    own.span.clone(),
                    format!("expected this {role} to refer to the table `{name}`, found that it does not"),
                    format!("write `<{name}>` in its cell, or give the table another name"),
                ));
            }
        }
        let from = from?;
        if let Some(object) = self.get(&from.name) {
            let Definition { fields, section, meaning, .. } = object.clone();
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
fn inherit_meanings(result: &mut [Field], general: Option<&Definition>) {
    let Some(general) = general else { return };
    for field in result.iter_mut().filter(|field| field.meaning.is_empty()) {
        if let Some(same) = general.fields.iter().find(|known| known.name == field.name) {
            field.meaning.clone_from(&same.meaning);
        }
    }
}

fn check_tag(definition: &Definition, diagnostics: &mut Vec<Diagnostic>) {
    let Some((tag, _)) = definition.tag() else { return };
    diagnostics.extend(definition.fields.iter().filter(|field| field.name == tag).map(|field| {
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

fn check_mentions(mentions: &[Mention], contract: &Contract, diagnostics: &mut Vec<Diagnostic>) {
    let mut nearest: HashMap<&str, Option<&str>> = HashMap::new();
    for Mention { name, span } in mentions.iter().filter(|mention| contract.referent(&mention.name).is_none())
    {
        if nearest.len() < MOST_SUGGESTIONS && !nearest.contains_key(name.as_str()) {
            nearest.insert(name, contract.nearest(name));
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
    let missing = contract.definitions().filter(|definition| !shown.contains(definition.name.as_str()));
    let missing = missing.map(|definition| (&definition.name, &definition.span));
    diagnostics.extend(missing.map(|(name, span)| {
        Diagnostic::new(
            DiagnosticId::NoExample,
            span.clone(),
            format!("expected an example of `{name}`, found none"),
            format!("add a fenced block with the info string `json {name}`"),
        )
    }));
}
