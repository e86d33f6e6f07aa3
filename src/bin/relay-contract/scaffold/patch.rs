//! The document's own lines with types put into them, and rows in the form of its tables.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::field::NewField;
use relay_contract::contract::{Definition, Field, Lines, Type};

/// A document's lines, and which of them are rows of tables.
pub(super) struct Page<'d> {
    text: &'d str,
    lines: Lines<'d>,
    /// For each line, from 1, the number of the header of its table.
    headers: BTreeMap<usize, usize>,
}

impl<'d> Page<'d> {
    pub(super) fn of(text: &'d str) -> Self {
        let mut headers = BTreeMap::new();
        let mut header = None;
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() {
                header = None;
            } else if index > 0 && is_delimiter(line) {
                header = Some(index);
            } else if let Some(header) = header {
                headers.insert(index + 1, header);
            }
        }
        Self { text, lines: Lines::of(text), headers }
    }

    /// The number of the line of a byte, from 1.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.lines.position(offset).line
    }

    /// A line with types behind the names that end at these bytes.
    pub(super) fn typed(&self, line: usize, types: &BTreeMap<usize, &Type>) -> String {
        let range = self.lines.line(line);
        let mut written = String::new();
        let mut done = range.start;
        for (&end, ty) in types.range((Bound::Excluded(range.start), Bound::Included(range.end))) {
            let rest = &self.text[end..range.end];
            // `"name"?`, `name[]?`: the type stands behind all of it, and says itself that it is a list.
            let marks = rest.len() - rest.trim_start_matches(['"', '?']).len();
            let behind = &rest[marks..];
            let brackets = if behind.starts_with("[]") { 2 } else { 0 };
            let optional = behind[brackets..].len() - behind[brackets..].trim_start_matches('?').len();
            written += &self.text[done..end + marks];
            written += &behind[brackets..brackets + optional];
            written += &format!(": {}", self.written(line, ty));
            done = end + marks + brackets + optional;
        }
        (written + &self.text[done..range.end]).trim_end().to_owned()
    }

    /// Rows for further fields of a definition, if its fields stand in a table of their own.
    pub(super) fn rows(&self, definition: &Definition, fields: &[NewField<'_>]) -> Option<Vec<String>> {
        let header = definition.fields.iter().find_map(|field| self.object_header(field))?;
        let words: Vec<&str> = header.iter().map(String::as_str).collect();
        Some(fields.iter().map(|field| field.in_columns(&words)).collect())
    }

    /// The header words of the table of fields that has a row for this field.
    fn object_header(&self, field: &Field) -> Option<Vec<String>> {
        let header = self.headers.get(&self.line(field.span.start))?;
        let words = self.text[self.lines.line(*header)].trim().trim_matches('|').split('|');
        let words: Vec<_> = words.map(|word| word.replace(['`', '*'], "").trim().to_lowercase()).collect();
        words.iter().any(|word| word == "field").then_some(words)
    }

    fn written(&self, line: usize, ty: &Type) -> String {
        if self.headers.contains_key(&line) { in_table(ty) } else { ty.to_string() }
    }
}

/// A type as a cell of a table holds it.
pub(super) fn in_table(ty: &Type) -> String {
    ty.to_string().replace('|', r"\|")
}

/// The line below the header of a table.
fn is_delimiter(line: &str) -> bool {
    line.contains('-')
        && line.contains('|')
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t' | '>'))
}
