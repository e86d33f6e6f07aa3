//! Structural mutations: one change each, at a place chosen by chance.

use super::generate::{Generator, MAX_SAFE_INTEGER};
use super::json::Json;
use super::random::Random;

/// Changes one node of a frame; the frame itself more often than its share.
pub(crate) fn mutate(frame: &mut Json, generator: &mut Generator<'_>) {
    let number = if generator.random.once_in(5) { 0 } else { generator.random.below(frame.count()) };
    let (node, depth) = frame.nth(number).expect("the number is below the count");
    if generator.random.once_in(6) {
        *node = match generator.random.below(3) {
            0 => Json::null(),
            1 => generator.anything(4),
            _ => nested(depth, generator.random),
        };
        return;
    }
    match node {
        Json::Raw(literal) => *node = literal_changed(literal, generator.random),
        Json::Text(content) => *node = text_changed(content, generator),
        Json::List(elements) => {
            if let Some(other) = list_changed(elements, generator) {
                *node = other;
            }
        }
        Json::Object(members) => {
            if let Some(other) = object_changed(members, depth, generator) {
                *node = other;
            }
        }
    }
}

/// Changes the text as a whole.
pub(crate) fn mutate_text(text: &str, random: &mut Random) -> String {
    match random.below(12) {
        0 => format!("\u{feff}{text}"),
        1 => format!("{text}{text}"),
        2 => format!("{text} x"),
        3 => format!("{text}\r\n"),
        4 => format!(" \t\r{text} \n"),
        5 => text.chars().take(random.below(text.chars().count() + 1)).collect(),
        6 => text.replacen('"', "\"\u{1}", 1),
        7 => text.replacen(',', ",,", 1),
        8 => text.replacen('}', ",}", 1),
        9 => text.replacen('"', "'", 2),
        10 => format!("{text}// end"),
        _ => text.replacen(':', ": NaN", 1),
    }
}

/// Arrays or objects, so many that the deepest stands at the limit of 128 or one beside it.
fn nested(depth: usize, random: &mut Random) -> Json {
    let layers = (127 + random.below(3)).saturating_sub(depth);
    let mut node = if random.once_in(2) { Json::List(Vec::new()) } else { Json::Object(Vec::new()) };
    for _ in 1..layers {
        node = if random.once_in(2) {
            Json::List(vec![node])
        } else {
            Json::Object(vec![("d".to_owned(), node)])
        };
    }
    node
}

fn literal_changed(literal: &str, random: &mut Random) -> Json {
    let Ok(number) = literal.parse::<i64>() else {
        let choices =
            ["true", "false", "null", "0", "1", "-1", "\"\"", "True", "tru", "1e400", "NaN", "-", "[]"];
        return Json::raw(random.pick(&choices));
    };
    let past = MAX_SAFE_INTEGER + 1;
    Json::Raw(match random.below(14) {
        0 | 1 => number.saturating_add(1).to_string(),
        2 | 3 => number.saturating_sub(1).to_string(),
        4 => format!("{number}.0"),
        5 => format!("{number}.5"),
        6 => format!("{number}e0"),
        7 => format!("{number}e3"),
        8 => "-0".to_owned(),
        9 => (*random.pick(&["1e400", "-1e400", "01", "+1", ".5", "1.", "1e", "--1"])).to_owned(),
        10 => (*random.pick(&[past, -past, past + 1, -past - 1])).to_string(),
        11 => (*random.pick(&["9007199254740991.0", "9007199254740992.0", "1e300", "-1e300"])).to_owned(),
        12 => "123456789012345678901234567890".to_owned(),
        _ => format!("\"{number}\""),
    })
}

fn text_changed(content: &str, generator: &mut Generator<'_>) -> Json {
    let words = words(generator);
    let random = &mut *generator.random;
    let mut content = content.to_owned();
    match random.below(15) {
        0 | 1 => content.push(*random.pick(&['x', '=', '😀', '\n'])),
        2 | 3 => {
            content.pop();
        }
        4 => content.clear(),
        5 => content.clone_from(random.pick(&words)),
        6 => content = content.to_uppercase(),
        // A key may be shown, so that what must not be is none.
        7 if generator.mark.is_some() => return Json::Object(vec![("k".to_owned(), Json::Text(content))]),
        7 => return Json::Object(vec![(content, Json::null())]),
        8 => return Json::List(vec![Json::Text(content)]),
        9 => return Json::raw(&random.below(3)),
        10 => {
            return Json::Raw(
                (*random.pick(&[r#""\ud800""#, r#""\udc00x""#, r#""\ud83d\u0041""#])).to_owned(),
            );
        }
        // Base64 that is not padded, not canonical, of the other alphabet, broken into lines.
        11 => content.truncate(content.trim_end_matches('=').len()),
        12 => {
            let broken = ["AB==", "AAB=", "-_8=", "A===", "AAA", "AA==\n", " AAA", "A=AA"];
            (*random.pick(&broken)).clone_into(&mut content);
        }
        13 => content = content.replace('+', "-").replace('/', "_"),
        _ => content.insert(0, ' '),
    }
    Json::Text(content)
}

/// Words that some set or tag of the document lists, and one that none does.
fn words(generator: &Generator<'_>) -> Vec<String> {
    let contract = &generator.document.contract;
    let tags = contract.frames().map(|frame| frame.word().to_owned());
    let ops = contract.actions().map(|action| action.word().to_owned());
    tags.chain(ops).chain(["dm", "a", "unheard_of"].map(str::to_owned)).collect()
}

fn list_changed(elements: &mut Vec<Json>, generator: &mut Generator<'_>) -> Option<Json> {
    match generator.random.below(8) {
        0 => {
            elements.pop();
        }
        1 => elements.push(elements.last().cloned().unwrap_or_else(Json::null)),
        2 => elements.push(generator.anything(4)),
        3 => elements.insert(0, Json::null()),
        4 => elements.reverse(),
        5 => elements.clear(),
        6 => {
            let member = |(index, value): (usize, &Json)| (index.to_string(), value.clone());
            return Some(Json::Object(elements.iter().enumerate().map(member).collect()));
        }
        _ => return Some(Json::List(vec![Json::List(std::mem::take(elements))])),
    }
    None
}

fn object_changed(
    members: &mut Vec<(String, Json)>,
    depth: usize,
    generator: &mut Generator<'_>,
) -> Option<Json> {
    let tag = members.iter().position(|(key, _)| key == "type" || key == "op");
    let any = (!members.is_empty()).then(|| generator.random.below(members.len()));
    match (generator.random.below(15), tag, any) {
        (0..=3, _, Some(any)) => {
            members.remove(any);
        }
        (4, _, Some(any)) => {
            let (key, value) = members[any].clone();
            let value = if generator.random.once_in(2) { value } else { generator.anything(4) };
            let place = generator.random.below(members.len() + 1);
            members.insert(place, (key, value));
        }
        (5, Some(tag), _) => members[tag..].rotate_left(1),
        (6 | 7, Some(tag), _) => members[tag].1 = wrong_tag(generator),
        (8, Some(tag), _) => {
            members.remove(tag);
        }
        (9, _, Some(any)) => {
            let key = members[any].0.to_uppercase();
            members[any].0 = key;
        }
        (10, ..) => return Some(Json::List(members.drain(..).map(|(_, value)| value).collect())),
        (11, ..) => return Some(Json::List(vec![Json::Object(std::mem::take(members))])),
        (12, ..) => members.push(("x".to_owned(), nested(depth + 1, generator.random))),
        (13, ..) => {
            let twice = [("b", "1"), ("b", "2")].map(|(key, value)| (key.to_owned(), Json::raw(value)));
            let value = match generator.random.below(5) {
                0 => Json::Object(twice.to_vec()),
                1 => Json::List(vec![Json::Object(twice.to_vec())]),
                2 => Json::raw("1e400"),
                3 => Json::raw(r#""\udead""#),
                _ => generator.anything(3),
            };
            members.push(("__proto__".to_owned(), value));
        }
        _ => members.clear(),
    }
    None
}

fn wrong_tag(generator: &mut Generator<'_>) -> Json {
    let words = words(generator);
    let word = Json::text(generator.random.pick(&words));
    match generator.random.below(8) {
        0 => Json::raw("2"),
        1 => Json::null(),
        2 => Json::List(vec![word]),
        3 => Json::Object(vec![("send".to_owned(), Json::null())]),
        _ => word,
    }
}
