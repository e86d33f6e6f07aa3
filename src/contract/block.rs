//! The blocks that a contract can be written in.
//!
//! They carry places, not meanings: what a table or a shape says is read by others.

use super::model::Span;

/// A block of the document, in reading order.
#[derive(Debug)]
pub(super) enum Block {
    Heading(Heading),
    Paragraph(Paragraph),
    Table(TableLines),
    Item(Item),
    Fence(Fence),
    /// A block of HTML, a comment as a rule.
    Html(Span),
    /// Anything else; it stands here because it separates its neighbours.
    Other,
}

/// A heading.
#[derive(Debug, Default)]
pub(super) struct Heading {
    pub(super) top: bool,
    /// The text without markup.
    pub(super) text: String,
    /// Runs of text and code spans, in order: the flag says code, its place without the backticks.
    pub(super) pieces: Vec<(bool, Span)>,
    pub(super) span: Span,
}

/// A paragraph, or the words of a list item that make none.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) span: Span,
    /// Whether the first thing in it is a code span.
    pub(super) opens_with_code: bool,
    /// The code spans without their backticks.
    pub(super) codes: Vec<Span>,
    /// Whether it stands alone, not in a list or a quotation.
    pub(super) alone: bool,
}

/// The lines of a table; the delimiter row is left out.
#[derive(Debug, Default)]
pub(super) struct TableLines {
    pub(super) header: Span,
    pub(super) rows: Vec<Span>,
}

/// A list item that opens with a code span.
#[derive(Debug)]
pub(super) struct Item {
    /// That code span without its backticks.
    pub(super) code: Span,
    /// The rest of its first paragraph.
    pub(super) rest: Span,
    /// The paragraph before the list.
    pub(super) lead: Option<Span>,
}

/// A block of code.
#[derive(Debug, Default)]
pub(super) struct Fence {
    /// Whether it is one by its indentation.
    pub(super) indented: bool,
    pub(super) info: String,
    /// Content and, for each piece of it, where the piece begins in the content and in the document.
    pub(super) content: String,
    pub(super) pieces: Vec<(usize, usize)>,
    pub(super) span: Span,
}
