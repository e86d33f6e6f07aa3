//! What rows say beside types: gates, answers, meanings, notes.

use std::collections::BTreeSet;

use crate::contract::{Definition, Notes, Span};
use crate::evolution::catalogue as rules;
use crate::evolution::finding::Revision;
use crate::evolution::text::substance::rule_of_meaning;
use crate::evolution::text::words;
use crate::evolution::walk::{Outcome, PerRevision, Site, Walk};
use crate::evolution::wire::gates::names;

impl Walk<'_> {
    /// Compares the gates of an element; `presence` is what comes of both.
    pub(in crate::evolution) fn compare_gates(
        &mut self,
        site: &Site,
        spans: PerRevision<Option<&Span>>,
        gates: PerRevision<Option<&str>>,
        presence: &PerRevision<Outcome>,
    ) {
        let (rule, change) = match (gates.old, gates.new) {
            (old, new) if old == new => return,
            (None, Some(new)) => (&rules::GATE_TIGHTENED, format!("is gated by {new}; it was not gated")),
            (Some(old), None) => (&rules::GATE_REMOVED, format!("is no longer gated; it was gated by {old}")),
            (Some(old), Some(new)) => {
                let (before, after): (BTreeSet<_>, BTreeSet<_>) =
                    (names(old).collect(), names(new).collect());
                let rule = if before.is_subset(&after) {
                    &rules::GATE_TIGHTENED
                } else if after.is_subset(&before) {
                    &rules::GATE_REMOVED
                } else {
                    &rules::GATE_CHANGED
                };
                (rule, format!("is gated by {new}; it was gated by {old}"))
            }
            (None, None) => return,
        };
        self.structural(rule, site, spans, change, presence);
    }

    /// Compares the meanings and the columns beside it.
    pub(in crate::evolution) fn compare_words(
        &mut self,
        site: &Site,
        spans: PerRevision<Option<&Span>>,
        (old, before): (&str, &Notes),
        (new, after): (&str, &Notes),
    ) {
        let (old, new) = (&self.own_words(Revision::Old, old), &self.own_words(Revision::New, new));
        if words::normal(old) != words::normal(new) {
            let rule = rule_of_meaning(old, new);
            let change = words::quoted(old, new);
            self.authored(rule, site, spans, change);
        }
        if before.direction != after.direction {
            let shown = |notes: &Notes| {
                notes.direction.map_or_else(|| "as the whole".to_owned(), |direction| direction.to_string())
            };
            let change = format!("goes {}; it went {}", shown(after), shown(before));
            self.authored(&rules::FIELD_DIRECTION_CHANGED, site, spans, change);
        }
        if (&before.since, &before.stability) != (&after.since, &after.stability) {
            let shown = |notes: &Notes| {
                let said: Vec<_> =
                    [&notes.since, &notes.stability].into_iter().flatten().map(String::as_str).collect();
                if said.is_empty() { "nothing".to_owned() } else { said.join(", ") }
            };
            let change = format!("says {} of since and stability; it said {}", shown(after), shown(before));
            self.authored(&rules::STABILITY_CHANGED, site, spans, change);
        }
        if before.others != after.others {
            let shown = |notes: &Notes| {
                let said: Vec<_> =
                    notes.others.iter().map(|(name, cell)| format!("{name}: {cell}")).collect();
                if said.is_empty() { "nothing".to_owned() } else { said.join("; ") }
            };
            let change = format!("says {}; it said {}", shown(after), shown(before));
            self.authored(&rules::COLUMN_CHANGED, site, spans, change);
        }
    }

    /// A meaning without the paragraphs that are prose of a section, which are compared as such.
    fn own_words(&self, revision: Revision, meaning: &str) -> String {
        let is_prose = |paragraph: &&str| {
            let paragraph = words::normal(paragraph);
            self.prose.get(revision).iter().any(|prose| prose.contains(&paragraph))
        };
        let (_, own): (Vec<_>, Vec<_>) = meaning.split("\n\n").partition(is_prose);
        own.join(" ")
    }

    /// Compares what frames say of their answers.
    pub(in crate::evolution) fn compare_replies(&mut self, site: &Site, old: &Definition, new: &Definition) {
        let spans = PerRevision { old: Some(&old.span), new: Some(&new.span) };
        match (reply(&old.meaning), reply(&new.meaning)) {
            (before, after) if before == after => {}
            (None, Some(answer)) => {
                let change = format!("is answered by `{answer}` now");
                self.authored(&rules::FRAME_REPLY_ADDED, site, spans, change);
            }
            (Some(answer), None) => {
                let change = format!("is no longer answered; it was, by `{answer}`");
                self.authored(&rules::FRAME_REPLY_REMOVED, site, spans, change);
            }
            (Some(before), Some(after)) => {
                let change = format!("is answered by `{after}`; it was, by `{before}`");
                self.authored(&rules::CORRELATION_CHANGED, site, spans, change);
            }
            (None, None) => {}
        }
    }

    /// Reports an addition without a Since, in a document that says it elsewhere.
    pub(in crate::evolution) fn check_since(&mut self, site: &Site, span: &Span, notes: &Notes) {
        if notes.since.is_none() && self.new.states_since() {
            let spans = PerRevision { old: None, new: Some(span) };
            self.authored(&rules::SINCE_MISSING, site, spans, "does not say since when".to_owned());
        }
    }
}

/// A meaning without the sentences about its answer, which are compared by themselves; paragraphs stay apart.
pub(in crate::evolution) fn without_reply(meaning: &str) -> String {
    let kept = meaning.split("\n\n").map(|paragraph| {
        let sentences = paragraph.split_inclusive(". ");
        let kept = sentences.filter(|sentence| !sentence.to_lowercase().contains("answered"));
        kept.collect::<String>().trim().to_owned()
    });
    kept.filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// The frame that answers, in a meaning such as "Answered by one `outbound_result`.".
pub(in crate::evolution) fn reply(meaning: &str) -> Option<&str> {
    let at = meaning.to_lowercase().find("answered by")?;
    let rest = meaning.get(at..)?.split('.').next()?;
    rest.split('`').nth(1)
}
