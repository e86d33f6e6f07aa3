//! Objects that have another name: nothing on the wire, and another type for users.

use crate::contract::{Contract, Definition};
use crate::evolution::catalogue as rules;
use crate::evolution::walk::{PerRevision, Walk};
use crate::evolution::wire::actions::alone;

impl Walk<'_> {
    /// Reports each object that was compared with one of another name, where neither document has both.
    pub(in crate::evolution) fn compare_names_of_objects(&mut self) {
        let (old, new) = (self.old.contract(), self.new.contract());
        let mut renamed: Vec<(Definition, Definition)> = Vec::new();
        for object in new.objects().filter(|object| find(old, &object.name).is_none()) {
            let mut others = self.compared.iter().filter(|(_, to, _)| *to == object.name);
            let former = others.find_map(|(from, _, _)| find(new, from).is_none().then(|| find(old, from)));
            if let Some(former) = former.flatten() {
                renamed.push((former.clone(), object.clone()));
            }
        }
        for (before, after) in renamed {
            let spans = PerRevision { old: Some(&before.span), new: Some(&after.span) };
            let change = format!("the object `{}` is now called `{}`", before.name, after.name);
            self.authored(&rules::OBJECT_RENAMED, &alone("", &after.name, None), spans, change);
        }
    }
}

fn find<'a>(contract: &'a Contract, name: &str) -> Option<&'a Definition> {
    contract.objects().find(|object| object.name == name)
}
