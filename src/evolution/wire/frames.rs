//! Frames side by side.

use crate::contract::{Contract, Definition, Direction, Field, Notes, Span};
use crate::evolution::catalogue as rules;
use crate::evolution::finding::Revision;
use crate::evolution::walk::{PerRevision, Root, Site, Walk};
use crate::evolution::wire::gates::names;
use crate::evolution::wire::meaning::{reply, without_reply};
use crate::evolution::wire::visibility::Stated;

impl Walk<'_> {
    /// Compares all frames, and through them everything that they carry.
    pub(in crate::evolution) fn compare_frames(&mut self) {
        let (old, new) = (&self.old.parse.contract, &self.new.parse.contract);
        for frame in new.frames() {
            if let Some(before) = old.frame(frame.word()) {
                self.compare_frame(before, frame);
            } else if let Some(before) = renamed(old, new, frame) {
                self.frame_renamed(before, frame);
            } else {
                self.frame_on_one_side(Revision::New, frame);
            }
        }
        for frame in old.frames().filter(|frame| new.frame(frame.word()).is_none()) {
            let successor = new.frames().find(|later| renamed(old, new, later) == Some(frame));
            if successor.is_none() {
                self.frame_on_one_side(Revision::Old, frame);
            }
        }
    }

    fn compare_frame(&mut self, old: &Definition, new: &Definition) {
        let mut site = site(new);
        let spans = PerRevision { old: Some(&old.span), new: Some(&new.span) };
        if old.writer() != new.writer() {
            let change = format!("`{}` goes {}; it went {}", new.word(), direction(new), direction(old));
            // Either side now gets a frame that only it may send, and drops it.
            let outcomes = PerRevision {
                old: self.unknown(&site, Revision::Old, old.notes.gate.as_deref()),
                new: self.unknown(&site, Revision::New, new.notes.gate.as_deref()),
            };
            site.writer = None;
            self.structural(&rules::FRAME_DIRECTION_CHANGED, &site, spans, change, &outcomes);
            self.check_awaited(old, spans);
            return;
        }
        let gates = PerRevision { old: old.notes.gate.as_deref(), new: new.notes.gate.as_deref() };
        let presence =
            self.presence(&site, PerRevision { old: Stated::by(gates.old), new: Stated::by(gates.new) });
        self.compare_gates(&site, spans, gates, &presence);
        self.compare_replies(&site, old, new);
        let words = (without_reply(&old.meaning), without_reply(&new.meaning));
        self.compare_words(&site, spans, (&words.0, &old.notes), (&words.1, &new.notes));
        site.live = self.meets(gates);
        site.held.extend([gates.old, gates.new].into_iter().flatten().flat_map(names).map(str::to_owned));
        self.compare_fields(&site, &old.fields, &new.fields);
    }

    fn frame_on_one_side(&mut self, revision: Revision, frame: &Definition) {
        let site = site(frame);
        let gate = frame.notes.gate.as_deref();
        let (rule, gates, spans, verb) = match revision {
            Revision::New => (
                &rules::FRAME_ADDED,
                PerRevision { old: Stated::Not, new: Stated::by(gate) },
                PerRevision { old: None, new: Some(&frame.span) },
                "is new",
            ),
            Revision::Old => (
                &rules::FRAME_REMOVED,
                PerRevision { old: Stated::by(gate), new: Stated::Not },
                PerRevision { old: Some(&frame.span), new: None },
                "is gone",
            ),
        };
        let outcomes = self.presence(&site, gates);
        let mut change =
            format!("the frame `{}` ({}) {verb}{}", frame.word(), direction(frame), gated(&frame.notes));
        if revision == Revision::New && self.old.mentions(frame.word()) {
            change += "; the old document names it without stating it, so that this may be an addition to the document \
                       alone";
        }
        self.structural(rule, &site, spans, change, &outcomes);
        if revision == Revision::Old {
            self.check_awaited(frame, spans);
        }
        if revision == Revision::New {
            self.check_since(&site, &frame.span, &frame.notes);
        }
    }

    fn frame_renamed(&mut self, old: &Definition, new: &Definition) {
        let site = site(new);
        let before = Site { root: Root::Frame(old.word().to_owned()), ..site.clone() };
        let outcomes = PerRevision {
            old: self.unknown(&before, Revision::Old, old.notes.gate.as_deref()),
            new: self.unknown(&site, Revision::New, new.notes.gate.as_deref()),
        };
        let change = format!("the frame `{}` is now called `{}`", old.word(), new.word());
        let spans = PerRevision { old: Some(&old.span), new: Some(&new.span) };
        self.structural(&rules::FRAME_RENAMED, &site, spans, change, &outcomes);
        self.check_awaited(old, spans);
    }

    /// Reports that no frame like this `answer` of the old document comes any more, if a peer may still ask for it.
    fn check_awaited(&mut self, answer: &Definition, spans: PerRevision<Option<&Span>>) {
        let (old, new) = (&self.old.parse.contract, &self.new.parse.contract);
        let asked = |frame: &&Definition| {
            frame.writer() != answer.writer()
                && (reply(&frame.meaning) == Some(answer.word())
                    || request(&answer.meaning) == Some(frame.word()))
        };
        let mut requests = old.frames().filter(asked);
        if let Some(request) = requests.find(|request| new.frame(request.word()).is_some()) {
            let change =
                format!("`{}` answered `{}`, and an old peer waits for it", answer.word(), request.word());
            let site = site(answer);
            self.authored(&rules::FRAME_AWAITED_REMOVED, &site, spans, change);
        }
    }
}

/// ` (gated by supported_ops)`.
pub(in crate::evolution) fn gated(notes: &Notes) -> String {
    notes.gate.as_ref().map(|gate| format!(", gated by {gate}")).unwrap_or_default()
}

/// The name in a `Renamed from` cell.
pub(in crate::evolution) fn former(notes: &Notes) -> Option<&str> {
    notes.renamed_from.as_deref().map(|name| name.trim_matches('`'))
}

fn site(frame: &Definition) -> Site {
    let root = Root::Frame(frame.word().to_owned());
    Site {
        root: root.clone(),
        writer: frame.writer(),
        steps: Vec::new(),
        location: frame.word().to_owned(),
        held: crate::evolution::wire::gates::Gates::new(),
        live: PerRevision { old: true, new: true },
        within: root,
    }
}

/// Who sends a frame to whom.
fn direction(frame: &Definition) -> String {
    frame.writer().map(|writer| Direction { writer }.to_string()).unwrap_or_default()
}

/// The old frame that `new` is the new name of: as either document says, or because all but the name is the same.
fn renamed<'a>(old: &'a Contract, later: &Contract, new: &Definition) -> Option<&'a Definition> {
    if old.frame(new.word()).is_some() {
        return None;
    }
    let mut gone =
        old.frames().filter(|frame| later.frame(frame.word()).is_none() && frame.writer() == new.writer());
    let is_stated = |frame: &&Definition| {
        former(&new.notes) == Some(frame.word()) || former(&frame.notes) == Some(new.word())
    };
    let is_like = |frame: &&Definition| {
        !new.meaning.is_empty() && frame.meaning == new.meaning && same_names(&frame.fields, &new.fields)
    };
    gone.clone().find(is_stated).or_else(|| gone.find(is_like))
}

/// The frame that is answered, in a meaning such as "Answers one `outbound`.".
fn request(meaning: &str) -> Option<&str> {
    let rest = meaning.strip_prefix("Answers ")?.split('.').next()?;
    rest.split('`').nth(1)
}

/// Whether two records have fields of the same names.
pub(in crate::evolution) fn same_names(old: &[Field], new: &[Field]) -> bool {
    old.iter().map(|field| &field.name).eq(new.iter().map(|field| &field.name))
}
