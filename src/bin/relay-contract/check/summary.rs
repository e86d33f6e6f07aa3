//! The table of `check --summary`: how much of a document is typed, and what it lacks, in eleven lines.

use relay_contract::contract::{DefinitionKind, DiagnosticId, Severity};

use crate::document::Document;
use crate::stated::{Stated, members};
use crate::table::aligned;

/// The diagnostics of a document that are counted.
const LACKS: [(&str, DiagnosticId); 4] = [
    ("examples missing", DiagnosticId::NoExample),
    ("undefined references", DiagnosticId::UndefinedReference),
    ("loose frames", DiagnosticId::LooseFrame),
    ("unrecognised tables", DiagnosticId::UnrecognisedTable),
];

/// Eleven lines: the header, one for each kind of definition, one for duties, one for each thing that a document may
/// lack.
pub(super) fn table(document: &Document) -> String {
    let members = members(document);
    let header = ["", "number", "fields", "typed", "any", "untyped"].map(str::to_owned).to_vec();
    let row = |name: &str, is_of: fn(&DefinitionKind) -> bool| {
        let number =
            document.parse.contract.definitions().filter(|definition| is_of(&definition.kind)).count();
        let own = members.iter().filter(|member| is_of(&member.owner.kind));
        let stated = |stated| own.clone().filter(|member| member.stated == stated).count();
        let counts =
            [number, own.clone().count(), stated(Stated::Type), stated(Stated::Any), stated(Stated::Nothing)];
        line(name, &counts)
    };
    let lacks = LACKS.map(|(name, id)| {
        let of_id = document.parse.diagnostics.iter().filter(|diagnostic| diagnostic.id == id);
        line(name, &[of_id.count()])
    });
    let rows = [
        header,
        row("objects", |kind| matches!(kind, DefinitionKind::Object)),
        row("frames", |kind| matches!(kind, DefinitionKind::Frame { .. })),
        row("actions", |kind| matches!(kind, DefinitionKind::Action { .. })),
        row("results", |kind| matches!(kind, DefinitionKind::Result { .. })),
    ];
    let errors = line("errors", &[document.count(Severity::Error)]);
    let duties = line("duties", &[document.parse.contract.duties.len()]);
    aligned(&rows.into_iter().chain([duties]).chain(lacks).chain([errors]).collect::<Vec<_>>())
}

fn line(name: &str, counts: &[usize]) -> Vec<String> {
    [name.to_owned()].into_iter().chain(counts.iter().map(usize::to_string)).collect()
}
