//! The passages of both documents, and which is which.

use crate::contract::{Passage, PassageKind, Section, SectionText, Span};
use crate::evolution::revision::{Document, PerRevision, Revision};
use crate::evolution::text::alignment::{Alignment, align};

/// All passages of both documents side by side.
pub(in crate::evolution) struct Passages<'a> {
    pub(super) said: PerRevision<Said<'a>>,
    pub(super) alignment: Alignment,
}

/// The passages of one document, and the section of each.
pub(super) struct Said<'a> {
    sections: &'a [SectionText],
    pub(super) passages: Vec<&'a Passage>,
    /// The index of the section of each passage.
    section: Vec<usize>,
}

impl<'a> Passages<'a> {
    /// Aligns the passages of two documents.
    pub(in crate::evolution) fn align(old: &Document<'a>, new: &Document<'a>) -> Self {
        let said = PerRevision { old: Said::of(old), new: Said::of(new) };
        let alignment = align(&said.old.passages, &said.new.passages);
        Self { said, alignment }
    }

    /// Returns true if a section of the new document is one of the old document, by how the contract cites both.
    pub(in crate::evolution) fn is_same_section(&self, old: &Section, new: &Section) -> bool {
        match (self.said.old.heading(old), self.said.new.heading(new)) {
            (None, None) => true,
            (Some(old), Some(new)) => {
                let Alignment { kept, moved, changed, parted, .. } = &self.alignment;
                [kept, moved, changed].into_iter().flatten().any(|pair| *pair == (old, new))
                    || parted.iter().any(|(from, to)| from.contains(&old) && to.contains(&new))
            }
            _ => false,
        }
    }

    /// Returns true if the heading of a section stands in one document alone.
    pub(in crate::evolution) fn is_only_in(&self, revision: Revision, section: &Section) -> bool {
        let heading = self.said.get(revision).heading(section);
        heading.is_some_and(|heading| self.alignment.only_in(revision).contains(&heading))
    }
}

impl<'a> Said<'a> {
    fn of(document: &Document<'a>) -> Self {
        let sections = &document.parse.prose;
        let all = sections.iter().enumerate();
        let all = all.flat_map(|(at, section)| section.passages.iter().map(move |passage| (at, passage)));
        let (section, passages) = all.unzip();
        Self { sections, passages, section }
    }

    /// The section that a passage stands in.
    pub(super) fn section(&self, at: usize) -> &'a Section {
        &self.sections[self.section[at]].section
    }

    /// The passages of the section that begins with the heading `at`, it among them.
    pub(super) fn within(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let section = self.section[at];
        (at..self.section.len()).take_while(move |at| self.section[*at] == section)
    }

    /// The bytes that a section fills, from its heading to the next.
    pub(super) fn stretch(&self, at: usize) -> Span {
        let section = self.section[at];
        let end = self.sections.get(section + 1).map_or(usize::MAX, |next| next.span.start);
        self.sections[section].span.start..end
    }

    fn heading(&self, section: &Section) -> Option<usize> {
        let index = self.sections.iter().position(|text| text.section == *section)?;
        let first = self.section.iter().position(|of| *of == index)?;
        (self.passages[first].kind == PassageKind::Heading).then_some(first)
    }
}
