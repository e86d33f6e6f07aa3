//! The blocks that a contract can be written in.
//!
//! They carry places, not meanings: what a table or a shape says is read by others.

use crate::contract::model::Span;

/// A block of the document, in reading order.
#[derive(Debug)]
pub(in crate::contract) enum Block {
    Heading(Heading),
    Paragraph(Paragraph),
    Table(TableLines),
    Item(Item),
    Fence(Fence),
    /// A block of HTML, a comment as a rule.
    Html(Span),
    /// Anything else; it is here because it separates its neighbours.
    Other,
}

impl Block {
    /// The bytes that it fills; of a list item, those of its first paragraph from the code span on.
    pub(in crate::contract) fn span(&self) -> Span {
        match self {
            Self::Heading(heading) => heading.span.clone(),
            Self::Paragraph(paragraph) => paragraph.span.clone(),
            Self::Table(lines) => lines.header.start..lines.rows.last().unwrap_or(&lines.header).end,
            Self::Item(item) => item.code.start..item.rest.end,
            Self::Fence(fence) => fence.span.clone(),
            Self::Html(span) => span.clone(),
            Self::Other => 0..0,
        }
    }
}

/// A heading.
#[derive(Debug, Default)]
pub(in crate::contract) struct Heading {
    pub(in crate::contract) top: bool,
    /// The text without markup.
    pub(in crate::contract) text: String,
    /// Runs of text and code spans, in order: the flag says code, its place without the backticks.
    pub(in crate::contract) pieces: Vec<(bool, Span)>,
    pub(in crate::contract) span: Span,
}

/// A paragraph, or the words of a list item that make none.
#[derive(Debug, Default)]
pub(in crate::contract) struct Paragraph {
    pub(in crate::contract) span: Span,
    /// Whether the first thing in it is a code span.
    pub(in crate::contract) opens_with_code: bool,
    /// The code spans without their backticks.
    pub(in crate::contract) codes: Vec<Span>,
    /// Whether it stands alone, not in a list or a quotation.
    pub(in crate::contract) alone: bool,
}

/// The lines of a table; the delimiter row is left out.
#[derive(Debug, Default)]
pub(in crate::contract) struct TableLines {
    pub(in crate::contract) header: Span,
    pub(in crate::contract) rows: Vec<Span>,
}

/// A list item that opens with a code span.
#[derive(Debug)]
pub(in crate::contract) struct Item {
    /// That code span without its backticks.
    pub(in crate::contract) code: Span,
    /// The rest of its first paragraph.
    pub(in crate::contract) rest: Span,
    /// The paragraph before the list.
    pub(in crate::contract) lead: Option<Span>,
}

/// A block of code.
#[derive(Debug, Default)]
pub(in crate::contract) struct Fence {
    /// Whether it is one by its indentation.
    pub(in crate::contract) indented: bool,
    pub(in crate::contract) info: String,
    /// Content and, for each piece of it, where the piece begins in the content and in the document.
    pub(in crate::contract) content: String,
    pub(in crate::contract) pieces: Vec<(usize, usize)>,
    pub(in crate::contract) span: Span,
}
