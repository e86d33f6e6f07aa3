//! `relay-contract scaffold`: rows to paste for what a document leaves untyped and captures carry.

mod field;
mod infer;
mod offer;
mod page;
mod patch;
mod profile;
mod survey;

use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::PathBuf;

use relay_contract::contract::Severity;

use self::infer::Words;
use self::offer::Offers;
use self::profile::Place;
use self::survey::Survey;
use crate::Outcome;
use crate::document::{self, Document, counted};
use crate::failure::Failure;
use crate::stated::members;
use crate::validate::capture;
use crate::validate::input::{self, Item};
use crate::validate::{failure, name};

/// Write rows to paste for fields that a document leaves untyped
///
/// The captures show the types; `validate` says what a line may be. For each untyped field there is the type that they
/// show, in how many of the records that may have the field it was seen, and the line of the first. A field that they
/// never carry is offered the type of a field of the same name, marked as borrowed. Fields that the document does not
/// name are marked as new. No value is ever shown. A document with errors is read as far as it can be.
#[derive(clap::Args)]
#[command(after_help = "Examples:
  relay-contract scaffold session.ndjson
  relay-contract scaffold --contract contract.md captures/*.ndjson > rows.md

Exit status: 0 there is something to paste or nothing is untyped, 1 nothing could be offered, 2 could not run.")]
pub(crate) struct Arguments {
    /// Files of lines, each a frame or wrapping one; `-` is standard input.
    #[arg(required = true, value_name = "CAPTURE")]
    captures: Vec<PathBuf>,
    /// The document.
    #[arg(long, value_name = "PATH", default_value = document::PATH)]
    contract: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let document = Document::load(&arguments.contract)?;
    let contract = &document.parse.contract;
    if contract.definitions().next().is_none() {
        return Err(Failure::new(format!("no definition found in {}", document.path))
            .hint(format!("relay-contract check {}", document.path)));
    }
    let mut stderr = anstream::stderr();
    let errors = document.count(Severity::Error);
    if errors > 0 {
        let (path, errors) = (&document.path, counted(errors, "error"));
        writeln!(stderr, "{path} has {errors} and is read as far as it can be: relay-contract check {path}")?;
    }
    let members = members(&document);
    let mut survey = Survey::new(&document, &members);
    let mut failures = read(&arguments.captures, &mut survey);
    let has_frames = survey.frames + survey.misdirected > 0;
    if !has_frames && failures.is_empty() {
        let hint = format!("relay-contract validate {}", arguments.captures[0].display());
        failures.push(Failure::new("no line of the captures holds a frame").hint(hint));
    }
    let show = |Place { file, line }| {
        let path = arguments.captures.get(file).map(|path| name(path)).unwrap_or_default();
        format!("{path}:{line}")
    };
    let words = Words(members.iter().map(|member| member.name).collect());
    let offers = Offers::of(&members, &survey, &words, &show);
    let page = page::Sources {
        document: &document,
        members: &members,
        survey: &survey,
        offers: &offers,
        words: &words,
        place: &show,
    };
    let (text, offered) = page.write();
    if has_frames {
        anstream::stdout().write_all(text.as_bytes())?;
        write!(stderr, "{}", read_lines(&survey))?;
    }
    let mut failures = failures.into_iter().rev();
    if let Some(last) = failures.next() {
        failures.rev().for_each(|failure| failure.report());
        return Err(last);
    }
    Ok(if offered || offers.untyped == 0 { Outcome::Fine } else { Outcome::Findings })
}

/// Reads all captures in turn: what cannot be read is a failure, and the others are read all the same.
fn read(captures: &[PathBuf], survey: &mut Survey<'_>) -> Vec<Failure> {
    let mut failures = Vec::new();
    input::read_all(captures, |item| {
        match item {
            Item::Lines(mut batch) => {
                let file = batch.file;
                for line in batch.lines() {
                    let place = Place { file, line: line.number };
                    match capture::frame(line) {
                        Ok(read) => survey.frame(&read.frame, read.writer, place),
                        Err(_) => survey.unread += 1,
                    }
                }
            }
            Item::Failed { file, reason } => failures.push(failure(&captures[file], reason)),
        }
        ControlFlow::Continue(())
    });
    failures
}

/// The number of lines that were read, and of those that say nothing.
fn read_lines(survey: &Survey<'_>) -> String {
    let count = |count: u64, what: &str| {
        let what = counted(usize::try_from(count).unwrap_or(usize::MAX), what);
        (count > 0).then_some(what)
    };
    let mut text = format!("{} read", counted(usize::try_from(survey.frames).unwrap_or(usize::MAX), "frame"));
    if let Some(lines) = count(survey.unread, "line") {
        text += &format!(", {lines} without a frame left out");
    }
    if let Some(frames) = count(survey.misdirected, "frame") {
        text += &format!(", {frames} sent by the wrong side left out");
    }
    text + "\n"
}
