//! What findings come to: the versions, the stages of a breaking change.

use super::catalogue as rules;
use super::finding::Finding;
use super::rule::Kind;
use super::verdict::{Answer, Verdict};
use crate::Side;
use crate::contract::Contract;

/// How much a release of the crate and of the npm package, which carry the same version, must go up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bump {
    /// Nothing changed.
    None,
    /// Words only.
    Patch,
    /// Something was added, or an order of deployment matters.
    Minor,
    /// Something breaks.
    Major,
}

impl Bump {
    /// The part of the version that goes up.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// What to do with the crate, the npm package and `contract_version`.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::None => "no release is needed",
            Self::Patch => "crate and npm package: a patch release; contract_version stays",
            Self::Minor => {
                "crate and npm package: a minor release (a patch below 1.0); contract_version stays"
            }
            Self::Major => {
                "crate and npm package: a major release (a minor below 1.0); contract_version goes up"
            }
        }
    }
}

/// The release that the findings imply, the approved ones included: an approval accepts a break, it does not undo it.
#[must_use]
pub fn bump(findings: &[Finding]) -> Bump {
    let of_one = |finding: &Finding| match (finding.rule.kind, finding.verdict) {
        (Kind::Policy(_), _) => Bump::None,
        (_, Verdict::Breaking) => Bump::Major,
        (Kind::Structural, _) | (_, Verdict::NeedsReview | Verdict::WriterFirst | Verdict::ReaderFirst) => {
            Bump::Minor
        }
        (Kind::Semantic(_), Verdict::AnyOrder) => Bump::Patch,
    };
    findings.iter().map(of_one).max().unwrap_or(Bump::None)
}

/// How to make the breaking changes without breaking anything, step by step; empty if there are none.
#[must_use]
pub fn plan(findings: &[Finding]) -> Vec<String> {
    let breaking: Vec<_> = findings.iter().filter(|finding| finding.verdict == Verdict::Breaking).collect();
    if breaking.is_empty() {
        return Vec::new();
    }
    let mut places: Vec<_> = breaking.iter().map(|finding| format!("`{}`", finding.location)).collect();
    places.dedup();
    let places = places.join(", ");
    let mut readers: Vec<_> = breaking.iter().filter_map(|finding| finding.writer).map(Side::peer).collect();
    readers.sort_unstable();
    readers.dedup();
    let readers: Vec<_> = readers.iter().map(ToString::to_string).collect();
    let reader = if readers.is_empty() { "side that reads".to_owned() } else { readers.join(" and the ") };
    let add = if breaking.iter().any(|finding| finding.rule.kind == Kind::Structural) {
        format!("state the new form of {places} beside the old one, optional and with another name")
    } else {
        format!(
            "give the new rule of {places} a name of its own, such as a capability or a field, beside the old rule"
        )
    };
    vec![
        format!("add: {add}; deploy the {reader} first"),
        "write both: every writer serves the old and the new form; every reader prefers the new one"
            .to_owned(),
        "remove: when no writer of the old form is left, stop reading it, then take it out of the document"
            .to_owned(),
    ]
}

/// Findings about the whole of the others: the version of the contract, and orders that exclude one another.
pub(super) fn check(old: &Contract, new: &Contract, findings: &mut Vec<Finding>) {
    let refused_first = |finding: &Finding| {
        let answers = finding.answers?;
        let writer = finding.writer?;
        match (answers.old_reader, answers.new_reader) {
            (Answer::Refused, Answer::Accepted | Answer::Ignored) => Some(writer.peer()),
            (Answer::Accepted | Answer::Ignored, Answer::Refused) => Some(writer),
            _ => None,
        }
    };
    let first = |side| findings.iter().find(|finding| refused_first(finding) == Some(side));
    if let (Some(gateway), Some(connector)) = (first(Side::Gateway), first(Side::Connector)) {
        let change = format!(
            "{} of `{}` wants the gateway first, {} of `{}` wants the connector first, and the wrong order is refused: \
             release them apart, or deploy on each side what reads before what writes",
            gateway.rule.id, gateway.location, connector.rule.id, connector.location
        );
        let location = "contract".to_owned();
        findings.push(Finding::authored(&rules::ORDER_CONFLICT, location, change));
    }
    let breaking = findings.iter().find(|finding| finding.verdict == Verdict::Breaking);
    match (breaking, old.version, new.version) {
        (Some(finding), old, new) if old == new => {
            let change = format!(
                "the title still says v{new}, and {} of `{}` is breaking: raise it together with contract_version",
                finding.rule.id, finding.location
            );
            findings.push(Finding::authored(&rules::VERSION_NOT_BUMPED, "title".to_owned(), change));
        }
        (None, old, new) if old != new => {
            let change = format!("the title says v{new}, it said v{old}, and no change is breaking");
            findings.push(Finding::authored(&rules::BUMPED_FOR_NOTHING, "title".to_owned(), change));
        }
        _ => {}
    }
}
