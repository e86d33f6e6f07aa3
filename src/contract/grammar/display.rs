//! Types as the grammar writes them: what is shown here parses to the same type.

use std::fmt;

use crate::contract::model::{Limits, PairMember, Type};

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(limits) => write!(f, "string{limits}"),
            Self::Int(limits) => write!(f, "int{limits}"),
            Self::Number => f.write_str("number"),
            Self::Bool => f.write_str("bool"),
            Self::Object => f.write_str("object"),
            Self::Any => f.write_str("any"),
            Self::Base64 => f.write_str("base64"),
            Self::List(each)
                if matches!(**each, Self::Nullable(_) | Self::ClosedSet(_) | Self::OpenSet(_)) =>
            {
                write!(f, "({each})[]")
            }
            Self::List(each) => write!(f, "{each}[]"),
            Self::Pair(members) => write!(f, "[{}, {}]", members[0], members[1]),
            Self::Nullable(inner) => write!(f, "{inner}|null"),
            Self::ClosedSet(words) => words_between(f, words),
            Self::OpenSet(words) => {
                words_between(f, words)?;
                f.write_str(" | string")
            }
            Self::Named(name) => f.write_str(name),
            Self::Shape(fields) => {
                f.write_str("{")?;
                for (index, field) in fields.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    let optional = if field.always_sent { "" } else { "?" };
                    write!(f, "{comma}{}{optional}: {}", field.name, field.ty)?;
                    if let Some(default) = &field.if_absent {
                        write!(f, " = {default}")?;
                    }
                }
                f.write_str("}")
            }
        }
    }
}

impl fmt::Display for PairMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(label) = &self.label {
            write!(f, "{label}: ")?;
        }
        self.ty.fmt(f)
    }
}

impl fmt::Display for Limits {
    /// `(1..64)`, `(>=1)`, `(<=64)` or nothing.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (Some(min), Some(max)) => write!(f, "({min}..{max})"),
            (Some(min), None) => write!(f, "(>={min})"),
            (None, Some(max)) => write!(f, "(<={max})"),
            (None, None) => Ok(()),
        }
    }
}

fn words_between(f: &mut fmt::Formatter<'_>, words: &[String]) -> fmt::Result {
    for (index, word) in words.iter().enumerate() {
        let bar = if index > 0 { " | " } else { "" };
        write!(f, "{bar}\"{word}\"")?;
    }
    Ok(())
}
