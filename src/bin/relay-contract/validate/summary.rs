//! Counts by frame type.

use std::collections::BTreeMap;

use relay_contract::validate::{Report, Validator};

use crate::table::aligned;

/// What was seen, by the frame types of the contract.
#[derive(Default)]
pub(crate) struct Summary {
    rows: BTreeMap<String, Counts>,
}

#[derive(Default, Clone, Copy)]
struct Counts {
    seen: usize,
    invalid: usize,
    undocumented: usize,
}

impl Summary {
    pub(crate) fn count(&mut self, validator: &Validator, report: &Report) {
        let row = match &report.frame {
            Some(frame) if validator.knows(frame) => frame,
            // A peer may invent as many words as it likes.
            Some(_) => "(unknown type)",
            None => "(no frame)",
        };
        let counts = Counts {
            seen: 1,
            invalid: usize::from(!report.violations.is_empty()),
            undocumented: report.undocumented.len(),
        };
        self.add(row, counts);
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (row, counts) in &other.rows {
            self.add(row, *counts);
        }
    }

    pub(crate) fn seen(&self) -> usize {
        self.rows.values().map(|counts| counts.seen).sum()
    }

    pub(crate) fn invalid(&self) -> usize {
        self.rows.values().map(|counts| counts.invalid).sum()
    }

    pub(crate) fn table(&self) -> String {
        let header = ["frame", "seen", "valid", "invalid", "undocumented fields"].map(str::to_owned).to_vec();
        let row = |name: &str, counts: &Counts| {
            let valid = counts.seen - counts.invalid;
            let numbers = [counts.seen, valid, counts.invalid, counts.undocumented];
            [name.to_owned()].into_iter().chain(numbers.map(|number| number.to_string())).collect()
        };
        let total = Counts {
            seen: self.seen(),
            invalid: self.invalid(),
            undocumented: self.rows.values().map(|counts| counts.undocumented).sum(),
        };
        let rows = self.rows.iter().map(|(name, counts)| row(name, counts));
        let rows: Vec<Vec<String>> = [header].into_iter().chain(rows).chain([row("total", &total)]).collect();
        aligned(&rows)
    }

    fn add(&mut self, row: &str, counts: Counts) {
        if !self.rows.contains_key(row) {
            self.rows.insert(row.to_owned(), Counts::default());
        }
        if let Some(sum) = self.rows.get_mut(row) {
            sum.seen += counts.seen;
            sum.invalid += counts.invalid;
            sum.undocumented += counts.undocumented;
        }
    }
}
