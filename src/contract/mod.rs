//! The contract document: Markdown in, a [`Contract`] with source spans out.
//!
//! This layer knows no JSON Schema.

mod check;
mod diagnostic;
mod fits;
mod grammar;
mod guess;
mod json;
mod markdown;
mod model;
mod position;
mod read;
mod referent;

pub use diagnostic::{Diagnostic, DiagnosticId, Severity};
pub use guess::likely_type;
pub use model::{
    Contract, Definition, DefinitionKind, Direction, Example, Fact, Field, Limits, Notes, PairMember,
    Section, Span, Type,
};
pub use position::{Lines, Position, position};
pub use read::prose::{Passage, SectionText, prose};

/// A document as far as it was understood, with everything that is wrong with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Parse {
    /// The contract; if there are errors, only what could be read of it.
    pub contract: Contract,
    /// All diagnostics, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
}

impl Parse {
    /// Whether any diagnostic is an error, so that the contract must not be relied on.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error)
    }
}

/// Reads a contract document.
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
    let mut draft = read::draft::Draft::new(text);
    let title = read::document::read(&mut draft, &markdown::blocks(text));
    let (contract, mut diagnostics) = check::resolve::resolve(draft, title);
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end, diagnostic.id));
    diagnostics.dedup();
    Parse { contract, diagnostics }
}
