//! `relay-contract validate`: captured lines against the contract.

mod capture;
mod finding;
mod lines;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::PathBuf;

use relay_contract::Side;
use relay_contract::schema::{self, View};
use relay_contract::validate::{Report, Validator, Violation};

use self::finding::Finding;
use self::lines::Lines;
use crate::Outcome;
use crate::document::Document;
use crate::failure::Failure;
use crate::table::aligned;

/// Check captured frames, one per line, against the contract
///
/// A line is a frame, or wraps one as {"dir": "gateway->connector", "frame": {…}}. Unknown fields are counted, not
/// found fault with. Message content is never shown.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  relay-contract validate session.ndjson\n  \
                        relay-contract validate --from connector --as reader - < lines.ndjson\n\n\
                        Exit status: 0 no findings, 1 findings, 2 could not run.")]
pub(crate) struct Arguments {
    /// Files of lines; `-` is standard input.
    #[arg(default_value = "-")]
    files: Vec<PathBuf>,
    /// Who sent the frames whose line does not say.
    #[arg(long, value_enum)]
    from: Option<From>,
    /// The duty to check: what a writer must produce, or what a reader must accept.
    #[arg(long = "as", value_enum, default_value = "writer")]
    view: As,
    /// The contract document to check against; without it the one that this program was built with.
    #[arg(long)]
    contract: Option<PathBuf>,
    /// `json`: one object a finding, and no summary.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum From {
    Gateway,
    Connector,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum As {
    Writer,
    Reader,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Human,
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let view = match arguments.view {
        As::Writer => View::Writer,
        As::Reader => View::Reader,
    };
    let loaded;
    let validator = match &arguments.contract {
        None => Validator::builtin(view),
        Some(path) => {
            let document = Document::load(path)?.without_errors()?;
            let bundle = schema::bundle(&document.parse.contract, view);
            loaded = Validator::new(bundle, view)
                .map_err(|error| Failure::new(format!("cannot use {}", document.path)).because(error))?;
            &loaded
        }
    };
    let from = arguments.from.map(|from| match from {
        From::Gateway => Side::Gateway,
        From::Connector => Side::Connector,
    });
    let mut run = Run {
        validator,
        from,
        format: arguments.format,
        stdout: anstream::stdout(),
        summary: Summary::default(),
    };
    for path in &arguments.files {
        let name = path.display().to_string();
        let unreadable = |error: io::Error| Failure::new(format!("cannot read {name}")).because(error);
        if name == "-" {
            run.check_lines("<stdin>", Lines::new(io::stdin().lock()))?;
        } else {
            let file = File::open(path).map_err(unreadable)?;
            run.check_lines(&name, Lines::new(BufReader::new(file)))?;
        }
    }
    run.finish()
}

struct Run<'a, W> {
    validator: &'a Validator,
    from: Option<Side>,
    format: Format,
    stdout: W,
    summary: Summary,
}

impl<W: Write> Run<'_, W> {
    fn check_lines(&mut self, file: &str, mut lines: Lines<impl io::BufRead>) -> Result<(), Failure> {
        let unreadable = |error: io::Error| Failure::new(format!("cannot read {file}")).because(error);
        while let Some(line) = lines.next().map_err(unreadable)? {
            let report = match capture::frame(&line.bytes, line.length) {
                Ok(captured) => self.validator.check(&captured.frame, captured.writer.or(self.from)),
                Err(violation) => unread(violation),
            };
            let row = match &report.frame {
                Some(frame) if self.validator.knows(frame) => frame,
                Some(_) => "(unknown type)",
                None => "(no frame)",
            };
            self.summary.count(row, &report);
            for violation in report.violations {
                let finding = Finding::new(file, line.number, violation);
                match self.format {
                    Format::Human => writeln!(self.stdout, "{finding}")?,
                    Format::Json => writeln!(self.stdout, "{}", finding.to_json())?,
                }
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Outcome, Failure> {
        if self.summary.frames() == 0 {
            return Err(Failure::new("no frames: the input has only blank lines, or none")
                .hint("give a file with one frame per line"));
        }
        if matches!(self.format, Format::Human) {
            write!(self.stdout, "{}", self.summary.table())?;
        }
        self.stdout.flush()?;
        Ok(if self.summary.invalid() == 0 { Outcome::Fine } else { Outcome::Findings })
    }
}

/// The report of a line that holds no readable frame.
fn unread(violation: Violation) -> Report {
    let mut report = Report::default();
    report.violations.push(violation);
    report
}

/// Counts by frame type.
#[derive(Default)]
struct Summary {
    rows: BTreeMap<String, Counts>,
}

#[derive(Default)]
struct Counts {
    seen: usize,
    invalid: usize,
    undocumented: usize,
}

impl Summary {
    fn count(&mut self, row: &str, report: &Report) {
        let counts = self.rows.entry(row.to_owned()).or_default();
        counts.seen += 1;
        counts.invalid += usize::from(!report.violations.is_empty());
        counts.undocumented += report.undocumented.len();
    }

    fn frames(&self) -> usize {
        self.rows.values().map(|counts| counts.seen).sum()
    }

    fn invalid(&self) -> usize {
        self.rows.values().map(|counts| counts.invalid).sum()
    }

    fn table(&self) -> String {
        let header = ["frame", "seen", "valid", "invalid", "undocumented fields"].map(str::to_owned).to_vec();
        let row = |name: &str, counts: &Counts| {
            let valid = counts.seen - counts.invalid;
            let numbers = [counts.seen, valid, counts.invalid, counts.undocumented];
            [name.to_owned()].into_iter().chain(numbers.map(|number| number.to_string())).collect()
        };
        let total = Counts {
            seen: self.frames(),
            invalid: self.invalid(),
            undocumented: self.rows.values().map(|counts| counts.undocumented).sum(),
        };
        let rows = self.rows.iter().map(|(name, counts)| row(name, counts));
        let rows: Vec<Vec<String>> = [header].into_iter().chain(rows).chain([row("total", &total)]).collect();
        aligned(&rows)
    }
}
