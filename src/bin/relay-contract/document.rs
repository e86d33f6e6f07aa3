//! Loading a contract document and showing what is wrong with it.

use std::path::Path;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use relay_contract::contract::{self, Diagnostic, Parse, Severity, position};

use crate::failure::Failure;

/// Where the contract stands in a checkout.
pub(crate) const PATH: &str = "docs/relay-connector-contract.md";

/// The document that this program was built with.
pub(crate) const BUILTIN: &str = include_str!("../../../docs/relay-connector-contract.md");

/// A parsed document with its text.
pub(crate) struct Document {
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) parse: Parse,
}

impl Document {
    /// Reads and parses a file.
    pub(crate) fn load(path: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            let hint = "name the contract's Markdown file, or run this in the folder that holds docs/";
            Failure::new(format!("cannot read {}", path.display())).because(error).hint(hint)
        })?;
        let parse = contract::parse(&text);
        Ok(Self { path: path.display().to_string(), text, parse })
    }

    /// The document that this program was built with.
    pub(crate) fn builtin() -> Self {
        Self { path: PATH.to_owned(), text: BUILTIN.to_owned(), parse: contract::parse(BUILTIN) }
    }

    /// The file, or the built-in document.
    pub(crate) fn load_or_builtin(path: Option<&Path>) -> Result<Self, Failure> {
        path.map_or_else(|| Ok(Self::builtin()), Self::load)
    }

    /// The document, unless it has errors.
    pub(crate) fn without_errors(self) -> Result<Self, Failure> {
        let errors = self.count(Severity::Error);
        if errors == 0 {
            return Ok(self);
        }
        let shown = self.render(Severity::Error);
        let message =
            format!("{} has {errors} error{}\n\n{shown}", self.path, if errors == 1 { "" } else { "s" });
        Err(Failure::new(message.trim_end()).hint(format!("relay-contract check {}", self.path)))
    }

    /// How many diagnostics are of this severity.
    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.parse.diagnostics.iter().filter(|diagnostic| diagnostic.severity() == severity).count()
    }

    /// The line of a byte offset, from 1.
    pub(crate) fn line(&self, offset: usize) -> usize {
        position(&self.text, offset).line
    }

    /// All diagnostics of this severity with their lines underlined.
    pub(crate) fn render(&self, severity: Severity) -> String {
        let diagnostics =
            self.parse.diagnostics.iter().filter(|diagnostic| diagnostic.severity() == severity);
        diagnostics.map(|diagnostic| self.render_one(diagnostic)).collect()
    }

    fn render_one(&self, diagnostic: &Diagnostic) -> String {
        let level = match diagnostic.severity() {
            Severity::Error => Level::ERROR,
            Severity::Lint => Level::WARNING.with_name("lint"),
        };
        let annotation = AnnotationKind::Primary.span(diagnostic.span.clone());
        let snippet = Snippet::source(&self.text).path(&self.path).annotation(annotation);
        let title = level.primary_title(&diagnostic.message).id(diagnostic.id.as_str());
        let report =
            [title.element(snippet).element(Level::HELP.with_name("hint").message(&diagnostic.hint))];
        Renderer::styled().render(&report) + "\n\n"
    }
}
