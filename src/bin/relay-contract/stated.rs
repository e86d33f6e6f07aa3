//! The typing of each field of a document: by a type, by `any`, or by nothing.

use std::collections::{BTreeSet, HashSet};

use relay_contract::contract::{Contract, Definition, DiagnosticId, Field, Span, Type};

use crate::document::Document;

/// The word of a document on a field's type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stated {
    Type,
    /// That it may be anything. A name that is never defined says no more.
    Any,
    Nothing,
}

/// One field, or one member of a pair that has a name and no type.
#[cfg_attr(not(feature = "validate"), allow(dead_code, reason = "`scaffold` asks for more than `check`"))]
pub(crate) struct Member<'d> {
    pub(crate) owner: &'d Definition,
    /// From its definition on: `metadata`, `options[].id`, `headers[].k`.
    pub(crate) path: String,
    pub(crate) name: &'d str,
    pub(crate) ty: &'d Type,
    /// The field that it is or, for a member of a pair, that holds it.
    pub(crate) field: &'d Field,
    /// The place of its name.
    pub(crate) span: Span,
    pub(crate) stated: Stated,
}

/// All members of a document, each once, in the order of the definitions. Fields that a frame takes from an object are
/// those of the object.
pub(crate) fn members(document: &Document) -> Vec<Member<'_>> {
    let lints = document.parse.diagnostics.iter().filter(|lint| lint.id == DiagnosticId::UntypedField);
    let mut walk = Walk {
        contract: &document.parse.contract,
        text: &document.text,
        untyped: lints.map(|lint| (lint.span.start, lint.span.end)).collect(),
        seen: HashSet::new(),
        members: Vec::new(),
    };
    for owner in walk.contract.definitions() {
        walk.fields(owner, "", &owner.fields);
    }
    walk.members
}

/// Returns true if a name is that of a definition or a union of the contract.
pub(crate) fn is_defined(contract: &Contract, name: &str) -> bool {
    contract.definition(name).is_some() || !contract.union(name).is_empty()
}

struct Walk<'d> {
    contract: &'d Contract,
    text: &'d str,
    /// The places of names without a type.
    untyped: BTreeSet<(usize, usize)>,
    seen: HashSet<usize>,
    members: Vec<Member<'d>>,
}

impl<'d> Walk<'d> {
    fn fields(&mut self, owner: &'d Definition, path: &str, fields: &'d [Field]) {
        for field in fields {
            if !self.seen.insert(field.span.start) {
                continue;
            }
            let path = format!("{path}{}", field.name);
            let stated = if self.untyped.contains(&(field.span.start, field.span.end)) {
                Stated::Nothing
            } else if self.is_any(&field.ty) {
                Stated::Any
            } else {
                Stated::Type
            };
            let (name, span, ty) = (field.name.as_str(), field.span.clone(), &field.ty);
            self.members.push(Member { owner, path: path.clone(), name, ty, field, span, stated });
            self.within(owner, &path, field, &field.ty);
        }
    }

    fn within(&mut self, owner: &'d Definition, path: &str, field: &'d Field, ty: &'d Type) {
        match ty {
            Type::Nullable(inner) => self.within(owner, path, field, inner),
            Type::List(item) => self.within(owner, &format!("{path}[]"), field, item),
            Type::Shape(fields) => self.fields(owner, &format!("{path}."), fields),
            Type::Pair(members) => {
                for member in members.iter() {
                    let name = member.label.as_deref().unwrap_or_default();
                    let path = format!("{path}.{name}");
                    if let Some(span) = self.untyped_label(field, name).filter(|_| member.ty == Type::Any) {
                        self.seen.insert(span.start);
                        let stated = Stated::Nothing;
                        self.members.push(Member { owner, path, name, ty: &member.ty, field, span, stated });
                    } else {
                        self.within(owner, &path, field, &member.ty);
                    }
                }
            }
            _ => {}
        }
    }

    /// The place of a pair's label without a type: the next such name behind that of its field, in the same paragraph.
    fn untyped_label(&self, field: &Field, label: &str) -> Option<Span> {
        let behind = self.untyped.range((field.span.end, 0)..);
        let (start, end) = behind.copied().find(|(start, _)| !self.seen.contains(start))?;
        let is_it = self.text.get(start..end) == Some(label)
            && self.text.get(field.span.end..start).is_some_and(|between| !between.contains("\n\n"));
        is_it.then_some(start..end)
    }

    fn is_any(&self, ty: &Type) -> bool {
        match ty {
            Type::Any => true,
            Type::Nullable(inner) => self.is_any(inner),
            Type::Named(name) => !is_defined(self.contract, name),
            _ => false,
        }
    }
}
