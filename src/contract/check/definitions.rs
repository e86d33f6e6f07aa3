//! All definitions of a contract by name.

use std::collections::HashMap;

use crate::Side;

use crate::contract::grammar::names::UNIONS;
use crate::contract::model::{Contract, Field};

/// What a name stands for.
#[derive(Debug, Clone)]
pub(in crate::contract) enum Definition<'a> {
    /// A record; of a frame or action also the tag's name and value.
    Record { fields: &'a [Field], tag: Option<(&'static str, &'a str)> },
    /// One of several records.
    Union(Vec<String>),
}

/// The definitions of a contract.
#[derive(Debug)]
pub(in crate::contract) struct Definitions<'a> {
    by_name: HashMap<String, Definition<'a>>,
}

impl<'a> Definitions<'a> {
    pub(in crate::contract) fn of(contract: &'a Contract) -> Self {
        let mut by_name = HashMap::new();
        for (name, members) in UNIONS.iter().zip(unions(contract)) {
            if !members.is_empty() {
                by_name.insert((*name).to_owned(), Definition::Union(members));
            }
        }
        for object in &contract.objects {
            by_name.insert(object.name.clone(), Definition::Record { fields: &object.fields, tag: None });
        }
        for frame in &contract.frames {
            let tag = Some(("type", frame.tag.as_str()));
            by_name.insert(frame.name(), Definition::Record { fields: &frame.fields, tag });
        }
        for action in &contract.actions {
            let tag = Some(("op", action.op.as_str()));
            by_name.insert(action.name(), Definition::Record { fields: &action.fields, tag });
            by_name.insert(action.result_name(), Definition::Record { fields: &action.result, tag: None });
        }
        Self { by_name }
    }

    pub(in crate::contract) fn get(&self, name: &str) -> Option<&Definition<'a>> {
        self.by_name.get(name)
    }

    /// The defined name that is most like `name`.
    pub(in crate::contract) fn nearest(&self, name: &str) -> Option<&str> {
        let wanted = name.to_lowercase();
        // Each letter too many or too few counts in any case.
        let like =
            self.by_name.keys().map(String::as_str).filter(|known| known.len().abs_diff(name.len()) <= 3);
        like.map(|known| (distance(&wanted, &known.to_lowercase()), known))
            .filter(|(distance, _)| *distance <= 3 && *distance * 3 <= name.len())
            .min()
            .map(|(_, known)| known)
    }
}

/// The members of each union, in the order of [`UNIONS`].
fn unions(contract: &Contract) -> [Vec<String>; 3] {
    let written_by = |side| {
        let frames = contract.frames.iter().filter(move |frame| frame.direction.writer == side);
        frames.map(crate::contract::model::Frame::name).collect()
    };
    [
        written_by(Side::Gateway),
        written_by(Side::Connector),
        contract.actions.iter().map(crate::contract::model::Action::name).collect(),
    ]
}

/// How many letters must be changed, added or removed to come from `a` to `b`.
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
