//! Objects on the wire: which of them a frame, an action or a result carries.

use std::collections::HashSet;

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::field::Field;
use crate::contract::model::{Contract, Definition, DefinitionKind};
use crate::contract::position::Span;
use crate::contract::read::prose::{PassageKind, SectionText};

/// Reports each object that nothing on the wire carries, and a document that states definitions and no frame.
pub(super) fn check(
    contract: &Contract,
    prose: &[SectionText],
    title: &Span,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if contract.frames().next().is_none() && contract.definitions().next().is_some() {
        diagnostics.push(Diagnostic::new(
            DiagnosticId::NoFrame,
            title.clone(),
            "expected frames, found definitions alone",
            "give each frame a row of a frame table, or a list item that opens with its shape in backticks, such as \
             `{\"type\":\"hello\", \"platform\": string}`",
        ));
    }
    let carried = carried(contract);
    for object in contract.objects().filter(|object| !carried.contains(object.name.as_str())) {
        let name = &object.name;
        let hint = match frame_beside(contract, prose, name) {
            Some(tag) => {
                format!("the text names it beside `{tag}`: give that frame a field of the type `{name}`")
            }
            None => format!("refer to it from the frame that carries it: `field: <{name}>`"),
        };
        diagnostics.push(Diagnostic::new(
            DiagnosticId::UncarriedObject,
            object.span.clone(),
            format!("expected a frame, an action or a result that carries `{name}`, found none"),
            hint,
        ));
    }
}

/// The names that frames, actions and results refer to, directly or through other objects.
fn carried(contract: &Contract) -> HashSet<&str> {
    let mut carried = HashSet::new();
    let on_the_wire = contract.definitions().filter(|definition| definition.kind != DefinitionKind::Object);
    let mut open: Vec<&[Field]> = on_the_wire.map(|definition| definition.fields.as_slice()).collect();
    while let Some(fields) = open.pop() {
        for name in fields.iter().flat_map(|field| field.ty.names()) {
            if carried.insert(name) {
                open.extend(contract.definition(name).map(|definition| definition.fields.as_slice()));
            }
        }
    }
    carried
}

/// The frame that a passage names in backticks beside the object.
fn frame_beside<'c>(contract: &'c Contract, prose: &[SectionText], object: &str) -> Option<&'c str> {
    let quoted = format!("`{object}`");
    let passages = prose.iter().flat_map(|section| &section.passages);
    let is_prose = |kind| matches!(kind, PassageKind::Sentence | PassageKind::Row | PassageKind::Block);
    let mut naming = passages.filter(|passage| is_prose(passage.kind) && passage.text.contains(&quoted));
    naming.find_map(|passage| {
        let mut tags = contract.frames().map(Definition::word);
        tags.find(|tag| passage.text.contains(&format!("`{tag}`")))
    })
}
