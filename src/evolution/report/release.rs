//! The consequences of all findings: the versions, and orders of deployment that exclude one another.

use crate::Side;
use crate::contract::Contract;
use crate::evolution::catalogue as rules;
use crate::evolution::finding::Finding;
use crate::evolution::place::ChangePlace;
use crate::evolution::report::frame_conflicts::standing;
use crate::evolution::rule::{ChangeRule, Judgement, RuleKind};
use crate::evolution::verdict::{ReaderAnswer, Verdict};

/// The step of the version of the crate and of the npm package, which carry the same one.
///
/// The names are those of a version from 1.0 on. Below 1.0 the second number takes the part of the first: what is
/// `major` here raises the second number, and `minor` and `patch` raise the third.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bump {
    /// Nothing changed.
    None,
    /// Words only.
    Patch,
    /// Something was added, or an order of deployment matters.
    Minor,
    /// Code that uses the generated types no longer compiles, or something breaks on the wire.
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
}

/// The release that the findings imply, the approved ones included: an approval accepts a break, it does not undo it.
#[must_use]
pub fn bump(findings: &[Finding]) -> Bump {
    findings.iter().map(bump_of).max().unwrap_or(Bump::None)
}

/// The advice for the crate, the npm package and `contract_version`, in one sentence without a full stop.
#[must_use]
pub fn versions(findings: &[Finding]) -> String {
    let packages = match bump(findings) {
        Bump::None => return "no release is needed".to_owned(),
        Bump::Patch => "crate and npm package: a patch release".to_owned(),
        Bump::Minor => "crate and npm package: a minor release (below 1.0 a patch release)".to_owned(),
        Bump::Major => {
            let cause = findings.iter().find(|finding| bump_of(finding) == Bump::Major);
            let cause = cause.map(|finding| format!(", for {} of `{}`", finding.rule.id, finding.place));
            format!(
                "crate and npm package: a major release (below 1.0 a minor release){}",
                cause.unwrap_or_default()
            )
        }
    };
    let breaks = findings.iter().any(|finding| finding.verdict == Verdict::Breaking);
    format!("{packages}; contract_version {}", if breaks { "goes up" } else { "stays" })
}

/// Findings about the whole of the others: the version of the contract, and orders that exclude one another.
pub(in crate::evolution) fn check(
    old: &Contract,
    new: &Contract,
    judgement: Judgement<'_>,
    findings: &[Finding],
) -> Vec<Finding> {
    let removed = findings.iter().filter(|finding| REMOVES.contains(&finding.rule));
    let too_short = removed.filter_map(|finding| not_deprecated(old, judgement, finding));
    let conflict = order_conflict(judgement, findings);
    let version = version((old.version, new.version), judgement, findings);
    conflict.into_iter().chain(too_short).chain(version).collect()
}

fn order_conflict(judgement: Judgement<'_>, findings: &[Finding]) -> Option<Finding> {
    let orders = standing(findings.iter());
    let first = |side| orders.iter().copied().find(|finding| first_or_refused(finding) == Some(side));
    let (one, other) = (first_half(first(Side::Gateway)?), first_half(first(Side::Connector)?));
    let change = format!(
        "{one}, and {other}: whole, either order is refused; release these two halves first, each with its side, and \
         what waits for them afterwards"
    );
    Some(Finding::authored(&rules::ORDER_CONFLICT, ChangePlace::Contract, change, judgement))
}

fn version((old, new): (u32, u32), judgement: Judgement<'_>, findings: &[Finding]) -> Option<Finding> {
    let breaking = findings.iter().find(|finding| finding.verdict == Verdict::Breaking);
    let (rule, change) = match breaking {
        Some(finding) if old == new => {
            let change = format!(
                "the title still says v{new}, and {} of `{}` is breaking: raise it together with contract_version",
                finding.rule.id, finding.place
            );
            (&rules::VERSION_NOT_BUMPED, change)
        }
        None if old != new => {
            let change = format!(
                "the title says v{new}, it said v{old}, and no change is breaking; the schemas go to another folder \
                 and another `$id` all the same"
            );
            (&rules::BUMPED_FOR_NOTHING, change)
        }
        _ => return None,
    };
    Some(Finding::authored(rule, ChangePlace::Title, change, judgement))
}

/// The rules by which something is gone.
static REMOVES: &[&ChangeRule] = &[
    &rules::FRAME_REMOVED,
    &rules::OP_REMOVED,
    &rules::FIELD_REMOVED_REQUIRED,
    &rules::FIELD_REMOVED_OPTIONAL,
];

/// The rules whose every finding changes a type that code of users names, whatever the wire says: the arguments of a
/// constructor, the type or name of a field, a struct, an enum that has no room for another word.
static BREAKS_TYPES: &[&ChangeRule] = &[
    &rules::FRAME_REMOVED,
    &rules::FRAME_RENAMED,
    &rules::FRAME_DIRECTION_CHANGED,
    &rules::OP_REMOVED,
    &rules::OP_RENAMED,
    &rules::FIELD_ADDED_REQUIRED,
    &rules::FIELD_REMOVED_REQUIRED,
    &rules::FIELD_REMOVED_OPTIONAL,
    &rules::FIELD_REQUIRED_TO_OPTIONAL,
    &rules::FIELD_OPTIONAL_TO_REQUIRED,
    &rules::FIELD_RENAMED,
    &rules::FIELD_MOVED,
    &rules::TYPE_WIDENED,
    &rules::TYPE_NARROWED,
    &rules::TYPE_CHANGED,
    &rules::TYPE_RESTATED,
    &rules::TYPE_STATED,
    &rules::TYPE_UNSTATED,
    &rules::OBJECT_CLOSED,
    &rules::OBJECT_OPENED,
    &rules::OBJECT_RENAMED,
    &rules::ENUM_VALUE_REMOVED,
    &rules::ENUM_OPENED,
    &rules::ENUM_CLOSED,
    &rules::CONSTRAINT_TIGHTENED,
    &rules::CONSTRAINT_LOOSENED,
    &rules::DEFINITION_REMOVED,
    // The folder and the `$id` of every schema hold the version.
    &rules::BUMPED_FOR_NOTHING,
];

fn bump_of(finding: &Finding) -> Bump {
    if BREAKS_TYPES.contains(&finding.rule) {
        return Bump::Major;
    }
    match (finding.rule.kind, finding.verdict) {
        (RuleKind::Policy(_), _) => Bump::None,
        (_, Verdict::Breaking) => Bump::Major,
        (RuleKind::Structural, _)
        | (_, Verdict::NeedsReview | Verdict::WriterFirst | Verdict::ReaderFirst) => Bump::Minor,
        (RuleKind::Semantic(_), Verdict::AnyOrder) if *finding.rule == rules::DEFINITION_ADDED => Bump::Minor,
        (RuleKind::Semantic(_) | RuleKind::Text, Verdict::AnyOrder) => Bump::Patch,
    }
}

/// The removal of what the deployed revision calls settled in some way other than deprecated.
fn not_deprecated(old: &Contract, judgement: Judgement<'_>, removed: &Finding) -> Option<Finding> {
    let notes = match (&removed.place, removed.place.field()) {
        (_, Some((root, name))) => &root.definition(old)?.field(name)?.notes,
        (ChangePlace::Definition { root, path }, None) if path.is_empty() => &root.definition(old)?.notes,
        _ => return None,
    };
    let stability = notes.stability.as_deref().filter(|stability| !stability.contains("deprecated"))?;
    let change = format!("is gone, and the deployed revision calls it {stability}: no peer was told");
    let place = removed.place.clone();
    let mut finding = Finding::authored(&rules::DEPRECATION_TOO_SHORT, place, change, judgement);
    finding.old_line = removed.old_line;
    finding.writer = removed.writer;
    Some(finding)
}

/// The side that must go first, where the other order is refused.
fn first_or_refused(finding: &Finding) -> Option<Side> {
    let answers = finding.answers?;
    let writer = finding.writer?;
    match (answers.old_reader, answers.new_reader) {
        (ReaderAnswer::Refused, ReaderAnswer::Accepted | ReaderAnswer::Ignored) => Some(writer.peer()),
        (ReaderAnswer::Accepted | ReaderAnswer::Ignored, ReaderAnswer::Refused) => Some(writer),
        _ => None,
    }
}

/// The half of a change that has to be deployed first, and the other half.
fn first_half(finding: &Finding) -> String {
    let Finding { rule, place, writer, .. } = finding;
    let (writer, reader) = writer.map_or_else(
        || ("writer".to_owned(), "reader".to_owned()),
        |writer| (writer.to_string(), writer.peer().to_string()),
    );
    if finding.verdict == Verdict::WriterFirst {
        format!("the {writer} must send the new `{place}` ({}) before the {reader} insists on it", rule.id)
    } else {
        format!("the {reader} must read the new `{place}` ({}) before the {writer} sends it", rule.id)
    }
}
