//! `relay-contract diff`: what a change of the document breaks, and who deploys first.

mod approvals;
mod arrangement;
mod human;
mod inert;
mod markdown;
mod marks;
mod source;

use std::io::Write as _;
use std::path::PathBuf;

use relay_contract::contract::Severity;
use relay_contract::evolution::{self, ChangeRule, Document, Finding, Stages, Verdict};
use serde_json::{Value, json};

use crate::diff::approvals::{APPROVALS, approve};
use crate::diff::arrangement::Arrangement;
use crate::document::counted;
use crate::failure::Failure;
use crate::{Outcome, document};

/// Show what a change of the contract breaks, and who must deploy first
///
/// Each of OLD and NEW is a path, git:REV:PATH for a file as it was committed, or - for standard input.
#[derive(clap::Args)]
#[command(override_usage = "relay-contract diff [OPTIONS] [[OLD] NEW]")]
#[command(after_help = "Examples:\n  relay-contract diff\n  \
                        relay-contract diff draft.md\n  \
                        relay-contract diff - < draft.md\n  \
                        relay-contract diff git:HEAD:docs/relay-connector-contract.md docs/relay-connector-contract.md\n  \
                        relay-contract diff --explain FIELD_RENAMED\n\n\
                        Exit status: 0 no finding at or above --fail-on, 1 findings, 2 could not run.")]
pub(crate) struct Arguments {
    /// The deployed revision and the one to be; one alone is the one to be.
    ///
    /// Without OLD it is the blessed document, schema/blessed/relay-connector-contract.md; without NEW it is
    /// docs/relay-connector-contract.md.
    #[arg(value_names = ["OLD", "NEW"], num_args = 0..=2)]
    revisions: Vec<String>,
    /// `json`: one object with the verdict and all findings; `markdown`: a comment of at most 65,000 characters for a pull
    /// request.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// The verdicts that fail: the mildest one named, and all that are worse.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "breaking,needs-review")]
    fail_on: Vec<FailOn>,
    /// The file of accepted findings.
    #[arg(long, value_name = "PATH", default_value = APPROVALS)]
    approvals: PathBuf,
    /// Accept findings from now on: those of a rule, at a place or of a digest, or all that fail, and write them to the file
    /// of approvals.
    #[arg(long, value_name = "RULE|WHERE|DIGEST", num_args = 0..=1, default_missing_value = "", requires = "reason")]
    approve: Option<String>,
    /// With --approve, all changes of text, by one entry; not those of duties, nor what a person judged to be breaking.
    #[arg(long, requires = "approve")]
    all_text: bool,
    /// The reason why they may be accepted.
    #[arg(long, requires = "approve")]
    reason: Option<String>,
    /// Explain a rule instead.
    #[arg(long, value_name = "RULE", conflicts_with_all = ["rules", "revisions"])]
    explain: Option<String>,
    /// Print the reference of all rules instead, which is docs/evolution.md.
    #[arg(long, conflicts_with = "revisions")]
    rules: bool,
}

/// The document of the last release.
pub(crate) const BLESSED: &str = "schema/blessed/relay-connector-contract.md";

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Human,
    Json,
    Markdown,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FailOn {
    Breaking,
    NeedsReview,
    WriterFirst,
    ReaderFirst,
    AnyOrder,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    if let Some(id) = &arguments.explain {
        return explain(id);
    }
    if arguments.rules {
        write!(anstream::stdout(), "{}", evolution::reference())?;
        return Ok(Outcome::Fine);
    }
    let (old, new) = arguments.revisions();
    if old == source::STDIN && new == source::STDIN {
        let hint = format!("relay-contract diff {old} compares it with the blessed document");
        return Err(Failure::new("OLD and NEW cannot both be read from standard input").hint(hint));
    }
    let base = source::load(old)?;
    let new = source::load(new)?.without_errors()?;
    report_errors_of_base(&base)?;
    report_uncommitted(arguments)?;
    let mut findings = evolution::compare(
        &Document { text: &base.text, parse: &base.parse },
        &Document { text: &new.text, parse: &new.parse },
    );
    approve(arguments, &mut findings)?;
    let arrangement = Arrangement::of(&findings, &base.parse.contract, &new.parse.contract);
    let text = match arguments.format {
        Format::Human => human::render(&findings, &arrangement),
        Format::Markdown => markdown::render(&findings, &arrangement),
        Format::Json => format!("{:#}\n", to_json(&findings, base.count(Severity::Error))),
    };
    write!(anstream::stdout(), "{text}")?;
    let fails = findings.iter().any(|finding| arguments.fails(finding));
    Ok(if fails { Outcome::Findings } else { Outcome::Fine })
}

impl Arguments {
    /// Returns true if a finding is open and at or above `--fail-on`.
    fn fails(&self, finding: &Finding) -> bool {
        let threshold = self.fail_on.iter().map(|fail_on| fail_on.verdict()).min();
        finding.approved.is_none() && threshold.is_some_and(|threshold| finding.verdict >= threshold)
    }

    fn revisions(&self) -> (&str, &str) {
        match self.revisions.as_slice() {
            [] => (BLESSED, document::PATH),
            [new] => (BLESSED, new),
            [old, new, ..] => (old, new),
        }
    }
}

impl FailOn {
    const fn verdict(self) -> Verdict {
        match self {
            Self::Breaking => Verdict::Breaking,
            Self::NeedsReview => Verdict::NeedsReview,
            Self::WriterFirst => Verdict::WriterFirst,
            Self::ReaderFirst => Verdict::ReaderFirst,
            Self::AnyOrder => Verdict::AnyOrder,
        }
    }
}

fn explain(id: &str) -> Result<Outcome, Failure> {
    let Some(rule) = ChangeRule::find(id) else {
        let hint = "relay-contract diff --rules lists all rules";
        return Err(Failure::new(format!("there is no rule `{id}`")).hint(hint));
    };
    write!(anstream::stdout(), "{}", evolution::explanation(rule))?;
    Ok(Outcome::Fine)
}

/// Says that the base has errors: what could not be read of it counts as absent.
fn report_errors_of_base(base: &document::Document) -> Result<(), Failure> {
    let errors = base.count(Severity::Error);
    if errors > 0 {
        writeln!(
            anstream::stderr(),
            "note: {} has {}: it is compared as far as it can be read, and what cannot counts as absent\n\n\
             hint: relay-contract check {}\n",
            base.path,
            counted(errors, "error"),
            base.path
        )?;
    }
    Ok(())
}

/// Says how to compare with the last commit, if that is likely to be what was meant.
fn report_uncommitted(arguments: &Arguments) -> Result<(), Failure> {
    if arguments.revisions.is_empty() && source::differs_from_head(document::PATH) {
        writeln!(
            anstream::stderr(),
            "note: this compares with the released document; {} also differs from the last commit\n\n\
             hint: relay-contract diff git:HEAD:{} {}\n",
            document::PATH,
            document::PATH,
            document::PATH
        )?;
    }
    Ok(())
}

fn to_json(findings: &[Finding], errors_of_base: usize) -> Value {
    let verdict = evolution::overall(findings);
    json!({
        "verdict": verdict.as_str(),
        "errors_of_old": errors_of_base,
        "bump": evolution::bump(findings).as_str(),
        "versions": evolution::versions(findings),
        "plan": evolution::plan(findings).iter().map(plan_to_json).collect::<Vec<_>>(),
        "findings": findings.iter().map(Finding::to_json).collect::<Vec<_>>(),
    })
}

fn plan_to_json(stages: &Stages) -> Value {
    json!({ "of": stages.of, "steps": stages.steps })
}
