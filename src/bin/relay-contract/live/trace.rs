//! Every frame of a link, checked, shown and recorded; and the verdict in the end.

use std::io::Write as _;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use relay_contract::Side;
use relay_contract::schema::View;
use relay_contract::validate::{Report, Validator, Violation};
use serde::Serialize;
use serde_json::Value;

use super::finding::Finding;
use super::mask::Mask;
use super::record::Record;
use super::session::Session;
use super::tag_first::TagFirst;
use super::{Format, Options};
use crate::document::Document;
use crate::failure::Failure;
use crate::shown;
use crate::validate::summary::Summary;

/// What is seen of a link.
pub(crate) struct Trace {
    /// Whose frames are judged; the others are our own.
    peer: Side,
    format: Format,
    types: Vec<String>,
    session: Option<Session>,
    include_content: bool,
    record: Option<Record>,
    validator: &'static Validator,
    mask: Mask,
    started: Instant,
    /// The same, in Unix milliseconds.
    started_at: u64,
    summary: Summary,
    findings: usize,
}

/// One line that went over a link.
pub(crate) struct Passed<'a> {
    pub(crate) at: Instant,
    pub(crate) connection: u64,
    pub(crate) writer: Side,
    /// In bytes, with its line end.
    pub(crate) size: usize,
    pub(crate) frame: Result<&'a Value, &'a Violation>,
    /// What is wrong with it beside its form.
    pub(crate) conduct: &'a [Finding],
    pub(crate) answers: Answers,
}

/// What a frame is to those before it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) enum Answers {
    /// It is no answer, or nobody looks.
    #[default]
    NotOne,
    /// The answer to a frame that went by so long before.
    After(Duration),
    /// An answer that nothing waits for: it is late, or nobody asked. The contract lets it be (section 4.6).
    Nothing,
}

/// A frame as it is shown.
#[derive(Serialize)]
struct Shown<'a> {
    event: &'static str,
    /// Unix milliseconds.
    at: u64,
    connection: u64,
    dir: String,
    #[serde(rename = "type")]
    frame_type: Option<&'a str>,
    /// What tells it from others of its type, in the contract's names.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "as_object")]
    ids: Vec<(&'static str, String)>,
    size: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    latency_ms: Option<u128>,
    /// Whether it is an answer that nothing waits for.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unasked: bool,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    undocumented: &'a [String],
    findings: &'a [Finding],
    #[serde(skip_serializing_if = "Option::is_none")]
    frame: Option<TagFirst<'a>>,
}

impl Trace {
    /// A trace of a link to `peer`.
    pub(crate) fn new(peer: Side, options: &Options) -> Result<Self, Failure> {
        for unknown in options.types.iter().filter(|word| !Validator::builtin(View::Writer).knows(word)) {
            let word = shown::word(unknown);
            writeln!(anstream::stderr(), "warning: --type {word}: the contract has no such frame")?;
        }
        Ok(Self {
            peer,
            format: options.format,
            types: options.types.clone(),
            session: options.session.as_deref().map(Session::new),
            include_content: options.include_content,
            record: options.record.as_deref().map(Record::create).transpose()?,
            // Compiled now, so that the first frame need not wait for it.
            validator: Validator::builtin(View::Writer),
            mask: Mask::new(Document::builtin().parse.contract),
            started: Instant::now(),
            started_at: unix_millis(),
            summary: Summary::default(),
            findings: 0,
        })
    }

    /// Checks one line, records it, and shows it unless it is filtered out.
    pub(crate) fn passed(&mut self, passed: &Passed<'_>) -> Result<(), Failure> {
        let at = self.at(passed.at);
        let report = match passed.frame {
            Ok(frame) => self.validator.check(frame, Some(passed.writer)),
            Err(violation) => {
                let mut report = Report::default();
                report.frame.clone_from(&violation.frame);
                report.violations.push(violation.clone());
                report
            }
        };
        self.summary.count(self.validator, &report);
        let findings: Vec<_> =
            report.violations.iter().map(Finding::from).chain(passed.conduct.iter().cloned()).collect();
        if passed.writer == self.peer {
            self.findings += findings.len();
        }
        if let Some(record) = &mut self.record {
            let masked =
                passed.frame.ok().filter(|_| !self.include_content).map(|frame| self.mask.frame(frame));
            let frame = passed.frame.map(|frame| masked.as_ref().unwrap_or(frame));
            record.write(at, passed.connection, passed.writer, frame)?;
        }
        let of_session = match (&mut self.session, passed.frame) {
            (Some(session), Ok(frame)) => session.has(frame),
            (Some(_), Err(_)) => false,
            (None, _) => true,
        };
        let frame_type = report.frame.as_deref();
        let of_type =
            self.types.is_empty() || self.types.iter().any(|wanted| Some(wanted.as_str()) == frame_type);
        if !of_session || !of_type {
            return Ok(());
        }
        self.show(&Shown {
            event: "frame",
            at,
            connection: passed.connection,
            dir: format!("{}->{}", passed.writer, passed.writer.peer()),
            frame_type,
            ids: passed.frame.map(ids).unwrap_or_default(),
            size: passed.size,
            latency_ms: match passed.answers {
                Answers::After(latency) => Some(latency.as_millis()),
                Answers::NotOne | Answers::Nothing => None,
            },
            unasked: matches!(passed.answers, Answers::Nothing),
            undocumented: &report.undocumented,
            findings: &findings,
            frame: passed.frame.ok().filter(|_| self.include_content).map(TagFirst),
        })
    }

    /// Shows something about a connection, in words.
    pub(crate) fn tell(
        &mut self,
        event: &'static str,
        connection: Option<u64>,
        text: &str,
    ) -> Result<(), Failure> {
        let at = self.at(Instant::now());
        match self.format {
            Format::Human => {
                let connection = connection.map(|number| format!("{number} ")).unwrap_or_default();
                let time = self.seconds(at);
                self.write(&format!("{time:9.3} {connection}{event}: {text}"))
            }
            Format::Json => self.json(&serde_json::json!({
                "event": event, "at": at, "connection": connection, "text": text,
            })),
        }
    }

    /// Shows something that the peer did wrong, and that is in no single frame.
    pub(crate) fn fault(&mut self, connection: u64, finding: &Finding) -> Result<(), Failure> {
        self.findings += 1;
        match self.format {
            Format::Human => self.tell("finding", Some(connection), &finding.to_string()),
            Format::Json => self.json(&serde_json::json!({
                "event": "finding", "at": self.at(Instant::now()), "connection": connection, "finding": finding,
            })),
        }
    }

    /// Shows the counts by frame type and the number of findings, which it returns.
    pub(crate) fn end(&mut self) -> Result<usize, Failure> {
        let (seen, findings) = (self.summary.seen(), self.findings);
        match self.format {
            Format::Human => {
                let table = if seen == 0 { String::new() } else { self.summary.table() };
                let plural = if findings == 1 { "" } else { "s" };
                self.write(&format!("{table}{findings} finding{plural} of the {}", self.peer))?;
            }
            Format::Json => self.json(&serde_json::json!({
                "event": "end", "at": self.at(Instant::now()), "frames": seen, "findings": findings,
            }))?,
        }
        Ok(findings)
    }

    fn show(&self, shown: &Shown<'_>) -> Result<(), Failure> {
        if self.format == Format::Json {
            return self.json(shown);
        }
        let ids: Vec<_> = shown.ids.iter().map(|(name, id)| format!("{name} {id}")).collect();
        let mut text = format!(
            "{:9.3} {} {} {}",
            self.seconds(shown.at),
            shown.connection,
            shown.dir,
            shown.frame_type.unwrap_or("(no frame)"),
        );
        if !ids.is_empty() {
            text += &format!(" {}", ids.join(" "));
        }
        if let Some(latency) = shown.latency_ms {
            text += &format!(" after {latency} ms");
        }
        if shown.unasked {
            text += " answers nothing";
        }
        text += if shown.findings.is_empty() { ": ok" } else { ": out of contract" };
        for finding in shown.findings {
            text += &format!("\n            {finding}");
        }
        if let Some(frame) = &shown.frame {
            text += &format!("\n            {}", frame.text());
        }
        self.write(&text)
    }

    /// A moment of this run in Unix milliseconds, whatever becomes of the clock meanwhile.
    fn at(&self, moment: Instant) -> u64 {
        let since = moment.saturating_duration_since(self.started).as_millis();
        self.started_at.saturating_add(u64::try_from(since).unwrap_or(u64::MAX))
    }

    /// From the beginning of the run to a moment.
    fn seconds(&self, at: u64) -> f64 {
        Duration::from_millis(at.saturating_sub(self.started_at)).as_secs_f64()
    }

    fn json(&self, shown: &impl Serialize) -> Result<(), Failure> {
        self.write(&serde_json::to_string(shown).expect("strings and numbers have a JSON form"))
    }

    /// One line on standard output, there at once for whoever follows.
    #[allow(clippy::unused_self, reason = "all output of a link goes through its trace")]
    fn write(&self, text: &str) -> Result<(), Failure> {
        let mut stdout = anstream::stdout().lock();
        writeln!(stdout, "{text}")?;
        stdout.flush()?;
        Ok(())
    }
}

/// What tells a frame from others of its type.
fn ids(frame: &Value) -> Vec<(&'static str, String)> {
    const PLACES: [(&str, &str); 12] = [
        ("op", "/action/op"),
        ("requestId", "/requestId"),
        ("bufferId", "/bufferId"),
        ("platform", "/platform"),
        ("botId", "/botId"),
        ("platform", "/descriptor/platform"),
        ("platform", "/event/source/platform"),
        ("platform", "/forward/platform"),
        ("session_key", "/session_key"),
        ("session_key", "/action/session_key"),
        ("chat_id", "/action/chat_id"),
        ("chat_id", "/event/source/chat_id"),
    ];
    let mut ids = Vec::new();
    for (name, pointer) in PLACES {
        if let Some(text) = frame.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty()) {
            ids.push((name, shown::word(text)));
        }
    }
    if let Some(Value::Bool(success)) = frame.pointer("/result/success") {
        ids.push(("success", success.to_string()));
    }
    ids
}

fn as_object<S: serde::Serializer>(ids: &[(&'static str, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(ids.iter().map(|(name, id)| (name, id)))
}

/// A clock before 1970 reads as 1970.
fn unix_millis() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
