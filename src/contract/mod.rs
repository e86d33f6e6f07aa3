//! The contract document: Markdown in, a [`Contract`] with source spans out.
//!
//! This layer knows no JSON Schema.

mod check;
mod diagnostic;
mod field;
mod fits;
mod grammar;
mod guess;
mod markdown;
mod model;
mod position;
mod read;

pub use diagnostic::{Diagnostic, DiagnosticId, Severity};
pub use field::{Direction, Field, Limits, Notes, PairMember, Type};
pub use guess::likely_type;
pub use model::{Contract, Definition, DefinitionKind, Duty, Example, Fact, IfChanged};
pub use position::{Lines, Position, Section, Span, position};
#[cfg(feature = "evolution")]
pub(crate) use read::prose::says_the_same;
pub use read::prose::{Passage, PassageKind, SectionText};

/// A document as far as it was understood, with everything that is wrong with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Parse {
    /// The contract; if there are errors, only what could be read of it.
    pub contract: Contract,
    /// All that the document says, by section, each passage with its form; comments are left out.
    pub prose: Vec<SectionText>,
    /// All diagnostics, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
}

impl Parse {
    /// Returns true if any diagnostic is an error, so that the contract must not be relied on.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error)
    }

    /// Adds diagnostics; all of them stay in the order of their places, and none is there twice.
    pub(crate) fn report(&mut self, found: Vec<Diagnostic>) {
        self.diagnostics.extend(found);
        self.diagnostics
            .sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end, diagnostic.id));
        self.diagnostics.dedup();
    }
}

/// Reads a contract document. Code is generated from what [`schema::read`](crate::schema::read) accepts, which also
/// checks names.
///
/// Never fails: what cannot be understood is a diagnostic, and all of them are returned at once. Spans are byte
/// ranges of `text`, whatever its line ends and whether or not it begins with a byte order mark.
///
/// ```
/// use relay_contract::contract::{Type, parse};
///
/// let document = "# Link, v1\n\n## 1. The `Ping`\n\n\
///     | Field | Type | Always sent |\n|---|---|---|\n| `at` | any | yes |\n";
/// let parse = parse(document);
/// assert!(!parse.has_errors());
/// assert_eq!(parse.contract.version, 1);
/// let ping = parse.contract.definition("Ping").expect("the heading names it");
/// assert_eq!(ping.fields[0].ty, Type::Any);
/// ```
#[must_use]
pub fn parse(text: &str) -> Parse {
    let source = markdown::source::with_line_ends(text);
    let (draft, prose) = read::read(&source);
    let (contract, mut diagnostics) = check::resolve(draft, &prose);
    diagnostics.extend(markdown::source::damaged_line_end(text).map(|span| {
        Diagnostic::new(
            DiagnosticId::DamagedLineEnds,
            span,
            "expected each line to end once, found two carriage returns before a line feed",
            "save the document with one kind of line end; it is read as if it had been",
        )
    }));
    let mut parse = Parse { contract, prose, diagnostics: Vec::new() };
    parse.report(diagnostics);
    parse
}
