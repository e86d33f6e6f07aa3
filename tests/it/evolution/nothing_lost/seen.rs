//! The words that a reader of a rendered document sees, by a Markdown parser that the crate does not use: a port of the one
//! that GitHub renders with.

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};

/// The words in their order.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.front_matter_delimiter = Some("---".to_owned());
    let arena = Arena::new();
    let mut seen = String::new();
    take(parse_document(&arena, text, &options), &mut seen);
    seen.split_whitespace().map(str::to_owned).collect()
}

fn take<'a>(node: &'a AstNode<'a>, seen: &mut String) {
    let is_block = match &node.data.borrow().value {
        NodeValue::Text(text) => {
            *seen += text;
            false
        }
        NodeValue::Code(code) => {
            *seen += &code.literal;
            false
        }
        NodeValue::HtmlInline(html) => {
            // A tag in a line of text parts nothing, unless it breaks the line.
            seen.push_str(if html.starts_with("<br") { " " } else { "" });
            false
        }
        NodeValue::CodeBlock(code) => {
            *seen += &code.literal;
            true
        }
        NodeValue::HtmlBlock(html) => {
            *seen += &without_tags(&html.literal);
            true
        }
        NodeValue::Strong | NodeValue::Emph | NodeValue::Link(_) | NodeValue::Image(_) => false,
        _ => true,
    };
    for child in node.children() {
        take(child, seen);
    }
    if is_block {
        seen.push(' ');
    }
}

/// A block of HTML with a blank for each comment and tag.
fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text += &rest[..at];
        let tag = &rest[at..];
        let end = if tag.starts_with("<!--") {
            tag.find("-->").map(|at| at + 3)
        } else {
            tag.find('>').map(|at| at + 1)
        };
        text.push(' ');
        rest = &tag[end.unwrap_or(tag.len())..];
    }
    text + rest
}
