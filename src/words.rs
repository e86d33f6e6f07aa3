//! The words that generated code makes of the contract's names.
//!
//! Here, because three sides must agree on them: the build script, which includes this file by path and generates;
//! the contract, which names its definitions; and `schema::read`, which says where two names would become one.

/// `get_chat_info` and `getChatInfo` as `GetChatInfo`.
pub(crate) fn upper_camel(name: &str) -> String {
    name.split(|c: char| !c.is_alphanumeric())
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters)
        })
        .collect()
}

/// The variant for a word of a set: `utf16` is `Utf16`, `""` is `Empty`, `1st` is `V1st`.
pub(crate) fn variant(word: &str) -> String {
    let name = upper_camel(word);
    match name.chars().next() {
        None if word.is_empty() => "Empty".to_owned(),
        Some(first) if first.is_alphabetic() && name != "Self" => name,
        _ => format!("V{name}"),
    }
}

/// What stays of a field's name in `snake_case`: `botId` and `bot_id` are the same to generated code.
pub(crate) fn folded(field: &str) -> String {
    field.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect()
}
