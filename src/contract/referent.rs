//! The meaning of a name that a type refers to.

use super::model::{Contract, Definition, UNIONS};

/// The meaning of a name in a type.
#[derive(Debug, Clone)]
pub(super) enum Referent<'a> {
    /// One definition.
    Definition(&'a Definition),
    /// One of several, told apart by their tags.
    Union(Vec<&'a Definition>),
}

impl Contract {
    /// The meaning of `name`; none where the document leaves it undefined.
    pub(super) fn referent(&self, name: &str) -> Option<Referent<'_>> {
        if let Some(definition) = self.definition(name) {
            return Some(Referent::Definition(definition));
        }
        Some(self.union(name)).filter(|branches| !branches.is_empty()).map(Referent::Union)
    }

    /// The defined name that is most like `name`.
    pub(super) fn nearest(&self, name: &str) -> Option<&str> {
        let wanted = name.to_lowercase();
        let unions = UNIONS.into_iter().filter(|union| !self.union(union).is_empty());
        let names = self.definitions().map(|definition| definition.name.as_str()).chain(unions);
        // Each letter too many or too few counts in any case.
        let like = names.filter(|known| known.len().abs_diff(name.len()) <= 3);
        like.map(|known| (distance(&wanted, &known.to_lowercase()), known))
            .filter(|(distance, _)| *distance <= 3 && *distance * 3 <= name.len())
            .min()
            .map(|(_, known)| known)
    }
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
