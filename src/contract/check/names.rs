//! Names of definitions: each means one of them, and each that is used means one.

use std::collections::HashMap;

use crate::contract::diagnostic::{Diagnostic, DiagnosticId};
use crate::contract::grammar::parser::Mention;
use crate::contract::grammar::token::suggestion;
use crate::contract::model::{Contract, Definition, DefinitionKind, UNIONS};

/// The number of undefined names for which the most similar definition is looked up: each search goes through all.
const MOST_SUGGESTIONS: usize = 32;

/// Reports definitions that come to the same name, or to names that differ in case alone.
///
/// No reader tells `BotID` from `BotId`, nor do some file systems, where each has a schema.
pub(super) fn check_clashes(definitions: &[Definition], diagnostics: &mut Vec<Diagnostic>) {
    let mut known: HashMap<String, String> =
        UNIONS.iter().map(|name| (name.to_lowercase(), format!("the union `{name}`"))).collect();
    for Definition { kind, name, span, .. } in definitions {
        let this = match kind {
            DefinitionKind::Object => format!("the object `{name}`"),
            DefinitionKind::Frame { tag, .. } => format!("the frame `{tag}`"),
            DefinitionKind::Action { op } => format!("the action `{op}`"),
            DefinitionKind::Result { op } => format!("the result of `{op}`"),
        };
        match known.get(&name.to_lowercase()) {
            Some(other) => diagnostics.push(Diagnostic::new(
                DiagnosticId::NameClash,
                span.clone(),
                format!("expected a name of its own, found `{name}` for {this} beside {other}"),
                "rename one of the two; names must differ in more than upper and lower case",
            )),
            None => {
                known.insert(name.to_lowercase(), this);
            }
        }
    }
}

/// Reports each name that refers to no definition.
pub(super) fn check_mentions(mentions: &[Mention], contract: &Contract, diagnostics: &mut Vec<Diagnostic>) {
    let mut similar: HashMap<&str, Option<&str>> = HashMap::new();
    for Mention { name, span } in mentions.iter().filter(|mention| contract.referent(&mention.name).is_none())
    {
        if similar.len() < MOST_SUGGESTIONS && !similar.contains_key(name.as_str()) {
            similar.insert(name, nearest(contract, name));
        }
        diagnostics.push(Diagnostic::new(
            DiagnosticId::UndefinedReference,
            span.clone(),
            format!("expected the name of a definition, found `{name}`"),
            match suggestion(name).or_else(|| similar.get(name.as_str()).copied().flatten()) {
                // A definition that differs from a known name in case alone would be refused.
                Some(known) if known.eq_ignore_ascii_case(name) => format!("write `{known}`"),
                Some(known) => format!("write `{known}`, or define `{name}`"),
                None => format!(
                    "define `{name}`: a table under a heading that names it, or a named shape; until then it reads \
                     as `any`"
                ),
            },
        ));
    }
}

/// The defined name that is most like `name`.
fn nearest<'c>(contract: &'c Contract, name: &str) -> Option<&'c str> {
    let wanted = name.to_lowercase();
    let unions = UNIONS.into_iter().filter(|union| !contract.union(union).is_empty());
    let names = contract.definitions().map(|definition| definition.name.as_str()).chain(unions);
    // Each letter too many or too few counts in any case.
    let like = names.filter(|known| known.len().abs_diff(name.len()) <= 3);
    like.map(|known| (distance(&wanted, &known.to_lowercase()), known))
        .filter(|(distance, _)| *distance <= 3 && *distance * 3 <= name.len())
        .min()
        .map(|(_, known)| known)
}

/// The number of letters to change, add or remove to come from `a` to `b`.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (row, letter) in a.chars().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in b.iter().enumerate() {
            let changed = above[column] + usize::from(letter != *other);
            current.push(changed.min(above[column + 1] + 1).min(current[column] + 1));
        }
        above = current;
    }
    above.last().copied().unwrap_or_default()
}
