//! Fields as they are to be pasted, in the forms of the document.

use relay_contract::contract::Type;

use super::patch::in_table;

/// A count of sightings and the place of the first, in words.
pub(super) struct Seen {
    pub(super) often: String,
    pub(super) first: String,
}

/// A field that the document does not name.
pub(super) struct NewField<'k> {
    pub(super) name: &'k str,
    pub(super) ty: Type,
    /// True if every record has it.
    pub(super) always_sent: bool,
    pub(super) seen: Seen,
}

impl NewField<'_> {
    /// Its row in the table of what was seen.
    pub(super) fn row(&self, word: &str, path: &str, mark: &str) -> String {
        let Seen { often, first } = &self.seen;
        let seen = Seen { often: format!("{mark}{often}"), first: first.clone() };
        row(word, &format!("{path}{}", self.name), &written(self.name, !self.always_sent, &self.ty), &seen)
    }

    /// Its row in a table of the document with these header words, in small letters.
    pub(super) fn in_columns(&self, header: &[&str]) -> String {
        let cells = header.iter().map(|word| match *word {
            "field" => format!(" `{}` |", self.name),
            "type" => format!(" {} |", in_table(&self.ty)),
            "always sent" | "required" => format!(" {} |", if self.always_sent { "yes" } else { "no" }),
            // Left empty, for `check` to ask for it.
            "meaning" => " |".to_owned(),
            _ => " - |".to_owned(),
        });
        cells.fold("|".to_owned(), |row, cell| row + &cell)
    }
}

/// A row of the table of what was seen.
pub(super) fn row(word: &str, path: &str, paste: &str, Seen { often, first }: &Seen) -> String {
    format!("| `{word}.{path}` | {paste} | {often} | {first} |\n")
}

/// A member as a shape has it, in a cell of a table.
pub(super) fn written(name: &str, is_optional: bool, ty: &Type) -> String {
    format!("`{name}{}: {}`", if is_optional { "?" } else { "" }, in_table(ty))
}
