//! `relay-contract diff`: what a change of the document breaks, and who deploys first.

mod human;
mod markdown;
mod source;

use std::io::Write as _;
use std::path::PathBuf;

use relay_contract::evolution::{self, Approvals, ChangeRule, Document, Finding, Stages, Verdict};
use serde_json::{Value, json};

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
    /// `json`: one object with the verdict and all findings; `markdown`: for a pull request.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// The verdicts that fail: the mildest one named, and all that are worse.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "breaking,needs-review")]
    fail_on: Vec<FailOn>,
    /// The file of accepted findings; without it the one beside the blessed document, if it is there.
    #[arg(long)]
    approvals: Option<PathBuf>,
    /// Explain a rule instead.
    #[arg(long, value_name = "RULE", conflicts_with_all = ["rules", "revisions"])]
    explain: Option<String>,
    /// Print the reference of all rules instead, which is docs/evolution.md.
    #[arg(long, conflicts_with = "revisions")]
    rules: bool,
}

/// The document of the last release.
pub(crate) const BLESSED: &str = "schema/blessed/relay-connector-contract.md";

/// The findings that were accepted since.
const APPROVALS: &str = "schema/blessed/approvals.json";

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
    let (old, new) = (source::load(old)?.without_errors()?, source::load(new)?.without_errors()?);
    let mut findings = evolution::compare(
        &Document { text: &old.text, parse: &old.parse },
        &Document { text: &new.text, parse: &new.parse },
    );
    approvals(arguments)?.apply(&mut findings);
    let text = match arguments.format {
        Format::Human => human::render(&findings),
        Format::Markdown => markdown::render(&findings),
        Format::Json => format!("{:#}\n", to_json(&findings)),
    };
    write!(anstream::stdout(), "{text}")?;
    let threshold = arguments.fail_on.iter().map(|fail_on| fail_on.verdict()).min();
    let fails = |finding: &&Finding| {
        finding.approved.is_none() && threshold.is_some_and(|threshold| finding.verdict >= threshold)
    };
    Ok(if findings.iter().any(|finding| fails(&finding)) { Outcome::Findings } else { Outcome::Fine })
}

impl Arguments {
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

fn approvals(arguments: &Arguments) -> Result<Approvals, Failure> {
    let path = match &arguments.approvals {
        Some(path) => path.clone(),
        // The committed file is about what changed since the blessed document, and about nothing else.
        None if arguments.revisions().0 == BLESSED && std::path::Path::new(APPROVALS).exists() => {
            APPROVALS.into()
        }
        None => return Ok(Approvals::default()),
    };
    let shown = path.display();
    let text = std::fs::read_to_string(&path)
        .map_err(|error| Failure::new(format!("cannot read {shown}")).because(error))?;
    Approvals::read(&text).map_err(|error| {
        let hint = "each approval is {\"rule\": …, \"where\": …, \"reason\": …}, as `diff --format json` shows the first two";
        Failure::new(format!("cannot use {shown}")).because(error).hint(hint)
    })
}

fn to_json(findings: &[Finding]) -> Value {
    let verdict = evolution::overall(findings);
    json!({
        "verdict": verdict.as_str(),
        "bump": evolution::bump(findings).as_str(),
        "versions": evolution::versions(findings),
        "plan": evolution::plan(findings).iter().map(plan_to_json).collect::<Vec<_>>(),
        "findings": findings.iter().map(Finding::to_json).collect::<Vec<_>>(),
    })
}

fn plan_to_json(stages: &Stages) -> Value {
    json!({ "of": stages.of, "steps": stages.steps })
}
