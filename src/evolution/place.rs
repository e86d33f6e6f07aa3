//! The place of a change, as data; people read it as text.

use std::fmt;

use serde_json::{Value, json};

use crate::contract::{Contract, Definition, Section};

/// The place of a change, the same for both revisions.
///
/// Its text is what people read and what approvals name: `SessionSource.chat_type`, `section 6.4 fact retries`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChangePlace {
    /// A definition or a part of it.
    Definition {
        /// The definition; of a renamed object, the new name.
        root: PlaceRoot,
        /// The way from the definition to the part; empty for the definition itself.
        path: Vec<PathStep>,
    },
    /// A section of the document or a part of it.
    Section {
        /// The section, as the contract cites it.
        section: Section,
        /// The part of the section.
        part: SectionPart,
    },
    /// The contract as a whole.
    Contract,
    /// The title, which states the version.
    Title,
    /// The place that an approval names, as the approval writes it.
    Approval(String),
}

/// A definition by the shortest word for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PlaceRoot {
    /// A frame, by its `type`.
    Frame(String),
    /// An action, by its `op`.
    Action(String),
    /// An object, a result or the union of actions, by its name.
    Definition(String),
}

/// A step from a record towards a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PathStep {
    /// Into a field.
    Field(String),
    /// Into the elements of a list.
    Element,
    /// Into a member of a pair.
    Member(usize),
    /// To the action of this `op`, where a field holds any action; it adds nothing to a text or a pointer.
    Op(String),
}

/// A part of a section.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SectionPart {
    /// The section as a whole.
    Whole,
    /// A fact, by its key.
    Fact(String),
    /// A duty, by its id.
    Duty(String),
}

impl ChangePlace {
    /// The definition itself.
    pub(in crate::evolution) const fn definition(root: PlaceRoot) -> Self {
        Self::Definition { root, path: Vec::new() }
    }

    /// The field of a definition that the place is, and the definition; none for any other place.
    pub(in crate::evolution) fn field(&self) -> Option<(&PlaceRoot, &str)> {
        match self {
            Self::Definition { root, path } => match path.as_slice() {
                [PathStep::Field(name)] => Some((root, name)),
                _ => None,
            },
            _ => None,
        }
    }

    /// The place as JSON: `kind`, and what leads there from it.
    pub(in crate::evolution) fn to_json(&self) -> Value {
        match self {
            Self::Definition { root, path } => {
                let (kind, PlaceRoot::Frame(name) | PlaceRoot::Action(name) | PlaceRoot::Definition(name)) =
                    (root.kind(), root);
                let path: Vec<_> = path.iter().map(PathStep::to_json).collect();
                json!({ "kind": kind, "name": name, "path": path })
            }
            Self::Section { section, part } => {
                let (fact, duty) = match part {
                    SectionPart::Whole => (None, None),
                    SectionPart::Fact(key) => (Some(key), None),
                    SectionPart::Duty(id) => (None, Some(id)),
                };
                let (number, title) = (&section.number, &section.title);
                json!({ "kind": "section", "number": number, "title": title, "fact": fact, "duty": duty })
            }
            Self::Contract => json!({ "kind": "contract" }),
            Self::Title => json!({ "kind": "title" }),
            Self::Approval(place) => json!({ "kind": "approval", "of": place }),
        }
    }

    /// The text of the place from its last field on: the shortest name for it.
    pub(in crate::evolution) fn short_name(&self) -> String {
        let Self::Definition { path, .. } = self else { return self.to_string() };
        let is_field = |step: &PathStep| matches!(step, PathStep::Field(_));
        let Some(last) = path.iter().rposition(is_field) else { return self.to_string() };
        let text: String = path[last..].iter().map(PathStep::to_string).collect();
        text.trim_start_matches('.').to_owned()
    }
}

impl PlaceRoot {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Frame(_) => "frame",
            Self::Action(_) => "action",
            Self::Definition(_) => "definition",
        }
    }

    /// The definition of this name in a contract.
    pub(in crate::evolution) fn definition<'a>(&self, contract: &'a Contract) -> Option<&'a Definition> {
        match self {
            Self::Frame(tag) => contract.frame(tag),
            Self::Action(op) => contract.action(op),
            Self::Definition(name) => contract.definition(name),
        }
    }
}

impl PathStep {
    /// A field by its name, a member of a pair by its number, the elements of a list as `[]`, an action by its `op`.
    fn to_json(&self) -> Value {
        match self {
            Self::Field(name) => json!({ "field": name }),
            Self::Element => json!("[]"),
            Self::Member(at) => json!({ "member": at }),
            Self::Op(op) => json!({ "op": op }),
        }
    }
}

impl fmt::Display for ChangePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Definition { root, path } => {
                write!(f, "{root}")?;
                path.iter().try_for_each(|step| write!(f, "{step}"))
            }
            Self::Section { section, part } if *section == Section::default() => {
                write!(f, "before the first heading{part}")
            }
            Self::Section { section, part } => write!(f, "section {section}{part}"),
            Self::Contract => f.write_str("contract"),
            Self::Title => f.write_str("title"),
            Self::Approval(place) => f.write_str(place),
        }
    }
}

impl fmt::Display for PlaceRoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Frame(word) | Self::Action(word) | Self::Definition(word)) = self;
        f.write_str(word)
    }
}

impl fmt::Display for PathStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(name) => write!(f, ".{name}"),
            Self::Element => f.write_str("[]"),
            Self::Member(at) => write!(f, "[{at}]"),
            Self::Op(_) => Ok(()),
        }
    }
}

impl fmt::Display for SectionPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Fact(key) => write!(f, " fact {key}"),
            Self::Duty(id) => write!(f, " duty {id}"),
        }
    }
}
