//! `relay-contract validate`: captured lines against the contract.

pub(crate) mod capture;
#[cfg(feature = "frame")]
mod crosscheck;
mod finding;
pub(crate) mod input;
mod pipeline;
mod progress;
pub(crate) mod summary;

use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anstream::{AutoStream, ColorChoice};
use anstyle::Style;
use indicatif::ProgressBar;
use relay_contract::Side;
#[cfg(feature = "frame")]
use relay_contract::frame::Crosscheck;
use relay_contract::schema::{self, View};
use relay_contract::validate::{Report, Validator};

use self::finding::Finding;
use self::input::{Batch, Reason};
use self::pipeline::{Pipeline, Poll, Step};
use self::summary::Summary;
use crate::Outcome;
use crate::document::Document;
use crate::failure::Failure;

/// Check captured frames, one per line, against the contract
///
/// A line is a frame, or wraps one as {"dir": "gateway->connector", "frame": {…}}. Each finding names file, line,
/// frame, JSON Pointer, rule and contract section; message content is never shown. Unknown fields are counted, not
/// found fault with. Blank lines are passed over.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  relay-contract validate session.ndjson
  relay-contract validate --format json captures/*.ndjson
  relay-contract validate --from connector --as reader - < lines.ndjson

Exit status: 0 no findings, 1 findings, 2 a file could not be checked. All files are tried.")]
pub(crate) struct Arguments {
    /// Files of lines; `-` is standard input, which is also read if no file is given and it is no terminal.
    files: Vec<PathBuf>,
    /// Who sent the frames whose line does not say.
    #[arg(long, value_enum)]
    from: Option<From>,
    /// The duty to check: what a writer must produce, or what a reader must accept.
    #[arg(long = "as", value_enum, default_value = "writer")]
    view: As,
    /// The contract document to check against; without it the one that this program was built with.
    #[arg(long, value_name = "PATH")]
    contract: Option<PathBuf>,
    /// Also read each line as the two sides do, with the types, and find where that differs from what the reader
    /// schemas say. Their agreement is what makes it safe that live lines are not validated.
    #[cfg(feature = "frame")]
    #[arg(long, conflicts_with = "contract")]
    crosscheck: bool,
    /// `json`: one object a finding with `file`, `line`, `frame`, `pointer`, `rule`, `section`, `message`, and no
    /// summary.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

/// Who sent a frame.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum From {
    Gateway,
    Connector,
}

/// Whose duty is checked.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum As {
    Writer,
    Reader,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Human,
    Json,
}

impl From {
    pub(crate) fn side(self) -> Side {
        match self {
            Self::Gateway => Side::Gateway,
            Self::Connector => Side::Connector,
        }
    }
}

impl As {
    pub(crate) fn view(self) -> View {
        match self {
            Self::Writer => View::Writer,
            Self::Reader => View::Reader,
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    #[cfg(feature = "frame")]
    let crosscheck = arguments.crosscheck.then(Arc::<Crosscheck>::default);
    let check = Check {
        #[cfg(feature = "frame")]
        crosscheck: crosscheck.clone(),
        validator: validator(arguments.contract.as_deref(), arguments.view.view())?,
        from: arguments.from.map(From::side),
        format: arguments.format,
        place: place_style(),
    };
    let files: Arc<[PathBuf]> = files(&arguments.files)?.into();
    let mut run = Run {
        #[cfg(feature = "frame")]
        crosscheck,
        format: arguments.format,
        bar: progress::bar(&files),
        stdout: BufWriter::new(anstream::stdout().lock()),
        summary: Summary::default(),
        failures: Vec::new(),
    };
    let names: Arc<[PathBuf]> = Arc::clone(&files);
    let pipeline = Pipeline::start(Arc::clone(&files), move |batch| check.batch(&names, batch));
    match run.follow(pipeline, &files) {
        Ok(()) => run.outcome(),
        // Whoever closed the pipe has read enough; what was found up to here still counts.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => run.outcome(),
        Err(error) => Err(error.into()),
    }
}

/// The validator of a document, or of the one that this program was built with.
pub(crate) fn validator(contract: Option<&Path>, view: View) -> Result<&'static Validator, Failure> {
    let Some(path) = contract else { return Ok(Validator::builtin(view)) };
    let document = Document::load(path)?.without_errors()?;
    let validator = Validator::new(schema::bundle(&document.parse.contract, view), view)
        .map_err(|error| Failure::new(format!("cannot use {}", document.path)).because(error))?;
    // One for the whole run, shared by threads that nobody joins when a pipe is closed.
    Ok(Box::leak(Box::new(validator)))
}

/// How a file or standard input is called in messages.
pub(crate) fn name(path: &Path) -> String {
    if input::is_stdin(path) { "<stdin>".to_owned() } else { path.display().to_string() }
}

/// Why nothing could be made of a file, and what to run instead.
pub(crate) fn failure(path: &Path, reason: Reason) -> Failure {
    let name = name(path);
    match reason {
        Reason::Io(error) => Failure::new(format!("cannot read {name}")).because(error),
        Reason::Directory => Failure::new(format!("cannot read {name}: it is a directory"))
            .hint(format!("relay-contract validate {}", path.join("*.ndjson").display())),
        Reason::Binary { is_utf16: true } => {
            Failure::new(format!("cannot check {name}: it is UTF-16, and frames are UTF-8"))
                .hint(format!("iconv -f UTF-16 -t UTF-8 {} | relay-contract validate -", path.display()))
        }
        Reason::Binary { is_utf16: false } => {
            Failure::new(format!("cannot check {name}: it is binary, not lines of text"))
                .hint("give a file with one frame per line")
        }
        Reason::NoFrames => Failure::new(format!("no frames in {name}: it has only blank lines, or none"))
            .hint("give a file with one frame per line"),
    }
}

/// The files to check: standard input if none is given, unless that is a terminal.
fn files(given: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let is_terminal = io::stdin().is_terminal();
    if given.is_empty() && is_terminal {
        return Err(Failure::new("no file given, and standard input is a terminal")
            .hint("relay-contract validate FILE, or relay-contract validate - to type frames"));
    }
    Ok(if given.is_empty() { vec![PathBuf::from("-")] } else { given.to_vec() })
}

/// How places are shown: bold on a terminal, plain elsewhere.
fn place_style() -> Style {
    match AutoStream::choice(&io::stdout()) {
        ColorChoice::Never => Style::new(),
        _ => Style::new().bold(),
    }
}

/// What the workers do.
struct Check {
    #[cfg(feature = "frame")]
    crosscheck: Option<Arc<Crosscheck>>,
    validator: &'static Validator,
    from: Option<Side>,
    format: Format,
    place: Style,
}

/// What they find in one batch.
struct Checked {
    bytes: u64,
    findings: String,
    summary: Summary,
}

impl Check {
    fn batch(&self, files: &[PathBuf], mut batch: Batch) -> Checked {
        let file = name(&files[batch.file]);
        let mut checked =
            Checked { bytes: batch.bytes, findings: String::new(), summary: Summary::default() };
        for line in batch.lines() {
            let number = line.number;
            #[cfg(feature = "frame")]
            let text = line.text.as_ref().ok().copied();
            let captured = capture::frame(line);
            let writer = captured.as_ref().ok().and_then(|captured| captured.writer).or(self.from);
            #[cfg(feature = "frame")]
            let disagreement = self.crosscheck.as_ref().zip(text).and_then(|(crosscheck, text)| {
                crosscheck::disagreement(crosscheck, text, captured.as_ref().ok(), writer)
            });
            let mut report = match &captured {
                Ok(captured) => self.validator.check(&captured.frame, writer),
                Err(_) => Report::default(),
            };
            report.violations.extend(captured.err());
            #[cfg(feature = "frame")]
            report.violations.extend(disagreement);
            checked.summary.count(self.validator, &report);
            for violation in &report.violations {
                let finding = Finding::new(&file, number, violation);
                checked.findings += &match self.format {
                    Format::Human => finding.to_text(self.place),
                    Format::Json => finding.to_json(),
                };
            }
        }
        checked
    }
}

/// What comes of it, in order.
struct Run<W: Write> {
    #[cfg(feature = "frame")]
    crosscheck: Option<Arc<Crosscheck>>,
    format: Format,
    bar: ProgressBar,
    stdout: BufWriter<W>,
    summary: Summary,
    failures: Vec<Failure>,
}

impl<W: Write> Run<W> {
    /// Writes the findings as they come, and the summary.
    fn follow(&mut self, mut pipeline: Pipeline<Checked>, files: &[PathBuf]) -> io::Result<()> {
        loop {
            let step = match pipeline.poll() {
                Poll::Pending => {
                    self.flush()?;
                    pipeline.wait()
                }
                other => other,
            };
            match step {
                Poll::Ready(Step::Checked(checked)) => {
                    self.summary.merge(&checked.summary);
                    self.write(&checked.findings)?;
                    self.bar.inc(checked.bytes);
                }
                Poll::Ready(Step::Failed { file, reason }) => {
                    self.failures.push(failure(&files[file], reason));
                }
                Poll::Pending | Poll::End => break,
            }
        }
        self.bar.finish_and_clear();
        if matches!(self.format, Format::Human) && self.summary.seen() > 0 {
            self.write(&self.summary.table())?;
        }
        #[cfg(feature = "frame")]
        if let (Format::Human, Some(crosscheck)) = (self.format, &self.crosscheck) {
            let summary = crosscheck::summary(crosscheck);
            self.write(&summary)?;
        }
        self.flush()
    }

    /// Writes above the bar, where both are on a terminal.
    fn write(&mut self, text: &str) -> io::Result<()> {
        let Self { bar, stdout, .. } = self;
        if text.is_empty() { Ok(()) } else { bar.suspend(|| stdout.write_all(text.as_bytes())) }
    }

    fn flush(&mut self) -> io::Result<()> {
        let Self { bar, stdout, .. } = self;
        if stdout.buffer().is_empty() { Ok(()) } else { bar.suspend(|| stdout.flush()) }
    }

    /// Every failure is told; one is enough for exit status 2.
    fn outcome(mut self) -> Result<Outcome, Failure> {
        self.bar.finish_and_clear();
        if let Some(last) = self.failures.pop() {
            for failure in &self.failures {
                failure.report();
            }
            return Err(last);
        }
        Ok(if self.summary.invalid() == 0 { Outcome::Fine } else { Outcome::Findings })
    }
}
