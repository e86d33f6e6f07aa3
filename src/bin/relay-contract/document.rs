//! Loading a contract document and showing what is wrong with it.

use std::path::Path;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use relay_contract::contract::{Diagnostic, Lines, Parse, Severity, position};
use relay_contract::schema;
use serde::Serialize;

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
    /// Reads and parses a file, or standard input for `-`.
    pub(crate) fn load(path: &Path) -> Result<Self, Failure> {
        let (name, text) = if path == Path::new("-") {
            ("<stdin>".to_owned(), std::io::read_to_string(std::io::stdin()))
        } else {
            (path.display().to_string(), std::fs::read_to_string(path))
        };
        let text = text.map_err(|error| {
            let hint = match error.kind() {
                std::io::ErrorKind::InvalidData => "a contract is a Markdown file in UTF-8",
                std::io::ErrorKind::IsADirectory => "name the Markdown file in it",
                _ => "name the contract's Markdown file, or run this in the folder that holds docs/",
            };
            let failure = Failure::new(format!("cannot read {name}")).hint(hint);
            match error.kind() {
                std::io::ErrorKind::InvalidData => failure.because("it is not UTF-8 text"),
                _ => failure.because(error),
            }
        })?;
        let parse = schema::read(&text);
        Ok(Self { path: name, text, parse })
    }

    /// The document that this program was built with.
    pub(crate) fn builtin() -> Self {
        Self { path: PATH.to_owned(), text: BUILTIN.to_owned(), parse: schema::read(BUILTIN) }
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
        let shown = self.render(Some(Severity::Error));
        let message = format!("{} has {}\n\n{shown}", self.path, counted(errors, "error"));
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

    /// All diagnostics, or those of one severity, with their lines underlined.
    pub(crate) fn render(&self, only: Option<Severity>) -> String {
        let lines = Lines::of(&self.text);
        let diagnostics = self.parse.diagnostics.iter();
        diagnostics
            .filter(|diagnostic| only.is_none_or(|only| diagnostic.severity() == only))
            .map(|diagnostic| self.render_one(&lines, diagnostic))
            .collect()
    }

    /// All diagnostics, each as a JSON object on a line of its own.
    pub(crate) fn json(&self) -> Result<String, Failure> {
        let lines = Lines::of(&self.text);
        let mut out = String::new();
        for diagnostic in &self.parse.diagnostics {
            let (start, end) = (lines.position(diagnostic.span.start), lines.position(diagnostic.span.end));
            let record = Record {
                path: &self.path,
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
                severity: diagnostic.severity().to_string(),
                id: diagnostic.id.as_str(),
                message: &diagnostic.message,
                hint: &diagnostic.hint,
            };
            let line = serde_json::to_string(&record)
                .map_err(|error| Failure::new("cannot write a diagnostic as JSON").because(error))?;
            out += &line;
            out.push('\n');
        }
        Ok(out)
    }

    fn render_one(&self, lines: &Lines<'_>, diagnostic: &Diagnostic) -> String {
        let level = match diagnostic.severity() {
            Severity::Error => Level::ERROR,
            Severity::Lint => Level::WARNING.with_name("lint"),
        };
        let span = &diagnostic.span;
        // Only the lines in question: the renderer goes through all that it is given, each time.
        let first = lines.position(span.start).line;
        let shown = lines.line(first).start..lines.line(lines.position(span.end).line).end;
        let annotation = AnnotationKind::Primary.span(span.start - shown.start..span.end - shown.start);
        let snippet =
            Snippet::source(&self.text[shown]).line_start(first).path(&self.path).annotation(annotation);
        let title = level.primary_title(&diagnostic.message).id(diagnostic.id.as_str());
        let report =
            [title.element(snippet).element(Level::HELP.with_name("hint").message(&diagnostic.hint))];
        Renderer::styled().render(&report) + "\n\n"
    }
}

/// `1 error`, `2 errors`.
pub(crate) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// A diagnostic as editors read it: lines and columns from 1, columns in Unicode scalar values, the end not included.
#[derive(Serialize)]
struct Record<'d> {
    path: &'d str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    severity: String,
    id: &'static str,
    message: &'d str,
    hint: &'d str,
}
