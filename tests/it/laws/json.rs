//! JSON as text is made of: duplicate keys, number spellings and broken literals have a place here.

use super::random::Random;

#[derive(Debug, Clone)]
pub(crate) enum Json {
    /// Written as it stands: a number, a literal, or what only looks like one.
    Raw(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// How a text is written.
#[derive(Clone, Copy)]
enum Style {
    Plain,
    /// White space between tokens, letters as escapes.
    Loose,
}

impl Json {
    pub(crate) fn raw(literal: &(impl ToString + ?Sized)) -> Self {
        Self::Raw(literal.to_string())
    }

    pub(crate) fn text(content: impl Into<String>) -> Self {
        Self::Text(content.into())
    }

    pub(crate) fn null() -> Self {
        Self::raw("null")
    }

    /// The number of nodes, this one counted.
    pub(crate) fn count(&self) -> usize {
        1 + match self {
            Self::Raw(_) | Self::Text(_) => 0,
            Self::List(elements) => elements.iter().map(Self::count).sum(),
            Self::Object(members) => members.iter().map(|(_, value)| value.count()).sum(),
        }
    }

    /// The node of this number, in the order of the text, and how many arrays and objects it stands in.
    pub(crate) fn nth(&mut self, number: usize) -> Option<(&mut Self, usize)> {
        let mut left = number;
        self.find(&mut left, 0)
    }

    fn find(&mut self, left: &mut usize, depth: usize) -> Option<(&mut Self, usize)> {
        if *left == 0 {
            return Some((self, depth));
        }
        *left -= 1;
        match self {
            Self::Raw(_) | Self::Text(_) => None,
            Self::List(elements) => elements.iter_mut().find_map(|value| value.find(left, depth + 1)),
            Self::Object(members) => members.iter_mut().find_map(|(_, value)| value.find(left, depth + 1)),
        }
    }

    /// The text, plain or, now and then, with white space and escapes.
    pub(crate) fn print(&self, random: &mut Random) -> String {
        let style = if random.once_in(4) { Style::Loose } else { Style::Plain };
        let mut text = String::new();
        self.write(&mut text, style, random);
        text
    }

    fn write(&self, text: &mut String, style: Style, random: &mut Random) {
        match self {
            Self::Raw(literal) => text.push_str(literal),
            Self::Text(content) => quote(content, text, style, random),
            Self::List(elements) => {
                text.push('[');
                for (index, element) in elements.iter().enumerate() {
                    separate(index > 0, text, style, random);
                    element.write(text, style, random);
                }
                gap(text, style, random);
                text.push(']');
            }
            Self::Object(members) => {
                text.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    separate(index > 0, text, style, random);
                    quote(key, text, style, random);
                    gap(text, style, random);
                    text.push(':');
                    gap(text, style, random);
                    value.write(text, style, random);
                }
                text.push('}');
            }
        }
    }
}

fn separate(comma: bool, text: &mut String, style: Style, random: &mut Random) {
    if comma {
        text.push(',');
    }
    gap(text, style, random);
}

fn gap(text: &mut String, style: Style, random: &mut Random) {
    if matches!(style, Style::Loose) && random.once_in(3) {
        text.push_str(random.pick::<&str>(&[" ", "\t", "  ", "\r", "\n"]));
    }
}

fn quote(content: &str, text: &mut String, style: Style, random: &mut Random) {
    if matches!(style, Style::Plain) || random.once_in(2) {
        text.push_str(&serde_json::to_string(content).expect("a string has a JSON form"));
        return;
    }
    text.push('"');
    for letter in content.chars() {
        match letter {
            '/' => text.push_str("\\/"),
            ' '..='~' if !matches!(letter, '"' | '\\') && !random.once_in(6) => text.push(letter),
            _ => {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    text.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    text.push('"');
}
