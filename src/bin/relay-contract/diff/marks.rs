//! The marks of a word difference: `[-gone-]` and `{+come+}` among what stayed.

/// A stretch of a word difference.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stretch<'t> {
    Kept(&'t str),
    Gone(&'t str),
    Come(&'t str),
}

/// The stretches of a difference in their order, without the marks. Marks that do not close are what they are.
pub(super) fn stretches(difference: &str) -> Vec<Stretch<'_>> {
    let mut found = Vec::new();
    let mut rest = difference;
    while let Some((before, stretch, after)) = next(rest) {
        found.extend([Stretch::Kept(before), stretch]);
        rest = after;
    }
    found.push(Stretch::Kept(rest));
    found
}

/// The first marked stretch, with what stands before and after it.
fn next(text: &str) -> Option<(&str, Stretch<'_>, &str)> {
    let gone = part(text, "[-", "-]").map(|(before, said, after)| (before, Stretch::Gone(said), after));
    let come = part(text, "{+", "+}").map(|(before, said, after)| (before, Stretch::Come(said), after));
    gone.into_iter().chain(come).min_by_key(|(before, ..)| before.len())
}

fn part<'t>(text: &'t str, opening: &str, closing: &str) -> Option<(&'t str, &'t str, &'t str)> {
    let (before, rest) = text.split_once(opening)?;
    let (said, after) = rest.split_once(closing)?;
    Some((before, said, after))
}
