//! Faults of a contract document, and their places.
//!
//! Ids and severities are here; the words of a diagnostic are where it is found.

use std::fmt;

use crate::contract::position::Span;
use crate::words::visible;

/// One finding in a contract document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that the document breaks.
    pub id: DiagnosticId,
    /// The bytes of the document that break it.
    pub span: Span,
    /// The thing expected and the thing found: lower case, no full stop.
    pub message: String,
    /// Advice on repairing it.
    pub hint: String,
}

/// The weight of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The document has no sure meaning until it is repaired.
    Error,
    /// The meaning is clear, but the document says less than it should.
    Lint,
}

macro_rules! diagnostic_ids {
    ($($(#[doc = $doc:literal])+ $variant:ident, $name:literal, $severity:ident;)+) => {
        /// The rule that a diagnostic is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum DiagnosticId {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl DiagnosticId {
            /// All ids: the errors, then the lints.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The id in kebab case, such as `unknown-type`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// The fault that it is about, in a sentence.
            #[must_use]
            pub const fn summary(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($doc),+).trim_ascii_start(),)+
                }
            }

            /// Its weight: error or lint.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)+
                }
            }
        }
    };
}

diagnostic_ids! {
    /// The document holds no contract construct at all.
    NoContract, "no-contract", Error;
    /// A merge has left its marks.
    ConflictMarker, "conflict-marker", Error;
    /// A fence does not end.
    UnclosedFence, "unclosed-fence", Error;
    /// A comment does not end.
    UnclosedComment, "unclosed-comment", Error;
    /// Rows are cut off their table by a blank line, a comment or a block of code.
    SeveredRow, "severed-row", Error;
    /// A recognised table lacks a column that its construct needs.
    MissingColumn, "missing-column", Error;
    /// Two columns of a table have the same meaning.
    DuplicateColumn, "duplicate-column", Error;
    /// A row has more or fewer cells than the header.
    CellCount, "cell-count", Error;
    /// A cell that must say something is empty.
    EmptyCell, "empty-cell", Error;
    /// An object table is under a heading that names nothing.
    UnnamedObject, "unnamed-object", Error;
    /// A field, tag, duty or definition has a name that is no identifier of its kind.
    InvalidName, "invalid-name", Error;
    /// Two fields of one record have the same name.
    DuplicateField, "duplicate-field", Error;
    /// Two objects have the same name.
    DuplicateObject, "duplicate-object", Error;
    /// Two frames have the same `type`.
    DuplicateFrame, "duplicate-frame", Error;
    /// Two actions have the same `op`.
    DuplicateOp, "duplicate-op", Error;
    /// Two facts of one section have the same key.
    DuplicateFact, "duplicate-fact", Error;
    /// Two duties have the same id.
    DuplicateDuty, "duplicate-duty", Error;
    /// Two definitions, or a definition and the type of a field, come to the same name.
    NameClash, "name-clash", Error;
    /// A type, shape or field list is malformed.
    Syntax, "syntax", Error;
    /// A code span in a field list or type does not end.
    UnclosedCode, "unclosed-code", Error;
    /// A word is where a type is needed and is none.
    UnknownType, "unknown-type", Error;
    /// Limits follow a type that takes none.
    LimitsNotAllowed, "limits-not-allowed", Error;
    /// Limits are malformed, out of range, or leave nothing.
    BadLimits, "bad-limits", Error;
    /// Alternatives that cannot be in one type.
    MixedSet, "mixed-set", Error;
    /// A set holds the same literal twice.
    DuplicateLiteral, "duplicate-literal", Error;
    /// A type, or a chain of definitions, nests too deeply.
    TooDeep, "too-deep", Error;
    /// The smallest value of a definition is too long for a frame.
    TooLarge, "too-large", Error;
    /// A duty cell is neither `yes` nor `no`.
    BadDuty, "bad-duty", Error;
    /// A reader's default is no JSON value in backticks.
    BadDefault, "bad-default", Error;
    /// A reader's default does not fit the field's type.
    DefaultMismatch, "default-mismatch", Error;
    /// A direction is neither of the two.
    UnknownDirection, "unknown-direction", Error;
    /// The side of a duty is neither of the two.
    UnknownSide, "unknown-side", Error;
    /// A cell of If changed is no verdict.
    UnknownVerdict, "unknown-verdict", Error;
    /// A frame says nowhere who sends it.
    MissingDirection, "missing-direction", Error;
    /// An action states no result.
    MissingResult, "missing-result", Error;
    /// The tag (`type` of a frame, `op` of an action) is listed among the fields, or may be absent.
    TagField, "tag-field", Error;
    /// A table carries the name of a frame, action or result that does not refer to it.
    UnreferencedFields, "unreferenced-fields", Error;
    /// The type of a field is one frame or one action, outside its union.
    TaggedReference, "tagged-reference", Error;
    /// Definitions that contain one another without a list between.
    RecursiveType, "recursive-type", Error;
    /// An example is not JSON, or has a key twice in one object.
    BadExample, "bad-example", Error;
    /// An example is nothing that a writer of its definition may send.
    ExampleMismatch, "example-mismatch", Error;
    /// The result of an action has a field that the general result has not.
    WiderResult, "wider-result", Lint;
    /// Lines end with two carriage returns and a line feed; they are read as if they ended once.
    DamagedLineEnds, "damaged-line-ends", Lint;
    /// There is no level-1 heading, or it has no word like `v1`: it reads as version 1.
    MissingVersion, "missing-version", Lint;
    /// An object table is named by the words of its heading.
    NamedByWords, "named-by-words", Lint;
    /// A name refers to no definition of the document and is taken as `any`.
    UndefinedReference, "undefined-reference", Lint;
    /// The document states definitions, but no frame.
    NoFrame, "no-frame", Lint;
    /// No frame, action or result carries an object.
    UncarriedObject, "uncarried-object", Lint;
    /// A table, or what looks like one, is no contract construct.
    UnrecognisedTable, "unrecognised-table", Lint;
    /// A frame is in running text or in a block of code, and no table or list item states it.
    LooseFrame, "loose-frame", Lint;
    /// A member states no type and is taken as `any`.
    UntypedField, "untyped-field", Lint;
    /// A meaning or note cell is empty.
    EmptyMeaning, "empty-meaning", Lint;
    /// A letter within a word only looks like one of ASCII, or is not seen.
    LookAlike, "look-alike", Lint;
    /// A frame, action or object has no example.
    NoExample, "no-example", Lint;
    /// The text cites a section that does not exist.
    UnknownSection, "unknown-section", Lint;
    /// A link leads to a heading that does not exist.
    UnknownAnchor, "unknown-anchor", Lint;
    /// Two headings have the same number.
    DuplicateSection, "duplicate-section", Lint;
    /// A gate names no field and no op of the document.
    UnknownGate, "unknown-gate", Lint;
    /// The text names a frame that no table and no list item states.
    UnknownFrame, "unknown-frame", Lint;
    /// A cell of Stability or Since has a word that says nothing of either.
    UnknownNote, "unknown-note", Lint;
    /// A definition is before the first heading and cannot be cited.
    MissingSection, "missing-section", Lint;
}

impl Diagnostic {
    pub(crate) fn new(
        id: DiagnosticId,
        span: Span,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self { id, span, message: visible(&message.into()), hint: visible(&hint.into()) }
    }

    /// Its weight, which its id decides.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.id.severity()
    }
}

impl fmt::Display for DiagnosticId {
    /// The id in kebab case.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Severity {
    /// `error` or `lint`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Lint => "lint",
        })
    }
}
