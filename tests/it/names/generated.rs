//! The names that today's document has in Rust: users write them, so that none changes unseen. Those of TypeScript are
//! in `schema/dist`, which is committed.

const FRAMES: &str = include_str!(concat!(env!("OUT_DIR"), "/frames.rs"));

#[test]
fn generated_names_are_as_before() {
    let sets_and_unions = FRAMES.split("\n}\n").filter(|item| item.starts_with("crate::frame::"));
    let mut lines: Vec<String> = sets_and_unions.filter(|item| item.contains("=>")).map(variants).collect();
    lines.extend(FRAMES.split("\npub struct ").skip(1).map(fields));
    assert!(lines.len() > 50, "only {} types were seen", lines.len());
    insta::with_settings!({
        snapshot_path => ".",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("generated", lines.join("\n"));
    });
}

/// The name of a struct and those of its fields.
fn fields(item: &str) -> String {
    let body = item.split("\n}").next().unwrap_or_default();
    let name = body.split_whitespace().next().unwrap_or_default();
    let fields =
        body.lines().filter_map(|line| line.strip_prefix("    pub ")?.split_once(": ").map(|(name, _)| name));
    [format!("{name}:").as_str()].into_iter().chain(fields).collect::<Vec<_>>().join(" ")
}

/// The name of a set or union and those of its variants: the words in camel case that are left without the texts.
fn variants(item: &str) -> String {
    let outside = item.replace("\\\"", "");
    let outside: Vec<&str> = outside.split('"').step_by(2).collect();
    let words = outside.iter().flat_map(|part| part.split(|c: char| !(c.is_alphanumeric() || c == '_')));
    words.filter(|word| word.starts_with(char::is_uppercase)).collect::<Vec<_>>().join(" ")
}
