//! From a draft to a contract: references become fields, and every name is checked.

mod carriage;
mod citations;
mod examples;
mod fields;
mod letters;
mod names;
mod recursion;
mod size;

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::field::Field;
use crate::contract::grammar::parser::{Mention, StatedDefault};
use crate::contract::guess;
use crate::contract::model::{Contract, Definition, DefinitionKind, UNIONS};
use crate::contract::read::draft::{DefinitionDraft, Draft};
use crate::contract::read::meaning::both;
use crate::contract::read::prose::SectionText;
use crate::well_known::ACTION_RESULT;

/// The contract that a draft comes to, with all diagnostics.
pub(super) fn resolve(mut draft: Draft<'_>, prose: &[SectionText]) -> (Contract, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let definitions = definitions(&mut draft, &mut diagnostics);
    names::check_clashes(&definitions, &mut diagnostics);
    let mut contract = Contract {
        title: draft.title,
        version: draft.version,
        definitions: IndexMap::new(),
        facts: draft.facts,
        duties: draft.duties,
        examples: draft.examples,
    };
    for definition in definitions {
        // The second of two with one name is reported.
        contract.definitions.entry(definition.name.clone()).or_insert(definition);
    }
    diagnostics.extend(draft.diagnostics);
    check_loose_frames(&draft.loose_frames, &contract, &mut diagnostics);
    fields::check_references(&contract, &mut diagnostics);
    fields::check_results(&contract, &mut diagnostics);
    names::check_mentions(&draft.mentions, &contract, &mut diagnostics);
    check_defaults(&draft.defaults, &contract, &mut diagnostics);
    diagnostics.extend(recursion::check(&contract));
    size::check(&contract, &mut diagnostics);
    read_undefined_as_any(&mut contract);
    carriage::check(&contract, prose, &draft.title_span, &mut diagnostics);
    citations::check(draft.text, &contract, prose, &draft.loose_frames, &mut diagnostics);
    examples::check(&contract, &mut diagnostics);
    letters::check(draft.text, &mut diagnostics);
    guess::complete_hints(&contract, draft.text, &mut diagnostics);
    (contract, diagnostics)
}

/// Objects, frames, then actions and results; those whose fields are in an object's table have them.
fn definitions(draft: &mut Draft<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Definition> {
    let objects = Objects(draft.objects.iter().map(|object| (object.name.as_str(), object)).collect());
    let mut used: HashSet<String> = HashSet::new();
    for DefinitionDraft { definition, fields_from, unread } in
        draft.frames.iter_mut().chain(&mut draft.actions)
    {
        let is_result = matches!(definition.kind, DefinitionKind::Result { .. });
        let object = objects.take(definition, fields_from.as_ref(), *unread, &mut used, diagnostics);
        if let Some(Definition { fields, section, meaning, .. }) = object {
            definition.fields.clone_from(fields);
            definition.section.clone_from(section);
            definition.meaning =
                if is_result { meaning.clone() } else { described(&definition.meaning, meaning) };
        } else if is_result {
            inherit_meanings(&mut definition.fields, objects.get(ACTION_RESULT));
        }
        check_tag(definition, diagnostics);
    }
    let objects = std::mem::take(&mut draft.objects).into_iter();
    let rows = std::mem::take(&mut draft.frames).into_iter().chain(std::mem::take(&mut draft.actions));
    objects.filter(|object| !used.contains(&object.name)).chain(rows.map(|row| row.definition)).collect()
}

/// Makes `any` of each name that the document leaves undefined.
fn read_undefined_as_any(contract: &mut Contract) {
    let defined: HashSet<String> = contract
        .definitions()
        .map(|definition| definition.name.clone())
        .chain(UNIONS.into_iter().filter(|union| !contract.union(union).is_empty()).map(str::to_owned))
        .collect();
    for definition in contract.definitions_mut() {
        for field in &mut definition.fields {
            field.ty.open_names(&|name| !defined.contains(name));
        }
    }
}

/// The objects that frames, actions and results take their fields from.
struct Objects<'o>(HashMap<&'o str, &'o Definition>);

impl<'o> Objects<'o> {
    fn get(&self, name: &str) -> Option<&'o Definition> {
        self.0.get(name).copied()
    }

    /// The object that `from` names; a table of the own name is used up.
    fn take(
        &self,
        own: &Definition,
        from: Option<&Mention>,
        unread: bool,
        used: &mut HashSet<String>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<&'o Definition> {
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
            return Some(object);
        }
        diagnostics.push(Diagnostic::new(
            DiagnosticId::UndefinedReference,
            from.span.clone(),
            format!("expected the name of an object table, found `{}`", from.name),
            format!(
                "add a table under a heading that names `{}`; until then the fields are unknown",
                from.name
            ),
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

fn check_loose_frames(loose_frames: &[Mention], contract: &Contract, diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.extend(loose_frames.iter().filter(|loose| contract.frame(&loose.name).is_none()).map(
        |Mention { name, span }| {
            Diagnostic::new(
                DiagnosticId::LooseFrame,
                span.clone(),
                format!("expected the frame `{name}` in a table or opening a list item, found it elsewhere"),
                "let a list item open with the shape, or give the frame a row",
            )
        },
    ));
}

fn check_defaults(defaults: &[StatedDefault], contract: &Contract, diagnostics: &mut Vec<Diagnostic>) {
    let reads_as_absent = |stated: &&StatedDefault| !stated.always_sent && stated.value.is_null();
    let misfits = defaults
        .iter()
        .filter(|stated| !reads_as_absent(stated) && !contract.fits(&stated.value, &stated.ty));
    diagnostics.extend(misfits.map(|stated| {
        Diagnostic::new(
            DiagnosticId::DefaultMismatch,
            stated.span.clone(),
            "expected a default of the field's type, found another value",
            "readers take the default as if it had been sent: change it or the type",
        )
    }));
}
