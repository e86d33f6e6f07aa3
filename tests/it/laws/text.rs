//! One generated text: a valid value with up to three mutations.

use super::document::Document;
use super::generate::Generator;
use super::json::Json;
use super::mutate::{mutate, mutate_text};
use super::random::Random;
use super::results::RESULTS;
use super::subject::Subject;

pub(crate) struct Text {
    /// What it is read as.
    pub(crate) subject: Subject,
    /// The frame or result that it was made from.
    pub(crate) definition: String,
    pub(crate) content: String,
    /// How often it was mutated.
    pub(crate) mutations: usize,
}

/// The text of a seed.
pub(crate) fn text(document: &Document, seed: u64) -> Text {
    let (subject, definition, random) = definition(document, seed);
    of(document, subject, definition, random, None)
}

/// Of which definition a seed's text is: frames three times as often as results.
pub(crate) fn definition(document: &Document, seed: u64) -> (Subject, String, Random) {
    let mut random = Random::new(seed);
    if random.once_in(4) {
        let index = random.below(RESULTS.len());
        return (Subject::Result(index), RESULTS[index].0.to_owned(), random);
    }
    let frames: Vec<_> = document.contract.frames().collect();
    let frame = random.pick(&frames);
    (Subject::of_frame(frame), frame.name.clone(), random)
}

/// A text of one definition; every free string in it holds the mark.
pub(crate) fn of(
    document: &Document,
    subject: Subject,
    definition: String,
    mut random: Random,
    mark: Option<&str>,
) -> Text {
    let mut generator = Generator { document, random: &mut random, mark };
    let mut json = generator.record(&definition, 0);
    let mutations = generator.random.below(4);
    for _ in 0..mutations {
        mutate(&mut json, &mut generator);
    }
    if mark.is_some() {
        unmark_tags(&mut json);
    }
    let mut text = json.print(generator.random);
    if mutations > 0 && generator.random.once_in(12) {
        text = mutate_text(&text, generator.random);
    }
    Text { subject, definition, content: text, mutations }
}

/// Takes marks out of `type` and of an action's `op`: those words may be shown.
fn unmark_tags(frame: &mut Json) {
    let Json::Object(members) = frame else { return };
    for (key, value) in members {
        match value {
            Json::Text(word) if key == "type" || key == "op" => {
                word.retain(|letter| letter.is_ascii_lowercase() || letter == '_');
            }
            Json::Object(_) if key == "action" => unmark_tags(value),
            _ => {}
        }
    }
}
