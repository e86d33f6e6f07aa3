//! The definitions of a contract as `explain` shows them, whatever their kind.

use relay_contract::contract::{Contract, Definition, DefinitionKind, Field, Notes, Section, Span};

/// A definition of the contract, whatever its kind.
pub(super) struct Subject<'a> {
    /// The shortest word for it: a tag, or the definition's name.
    pub(super) word: String,
    /// The definition's name.
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) meaning: String,
    pub(super) fields: &'a [Field],
    pub(super) section: Option<&'a Section>,
    pub(super) span: Option<&'a Span>,
    pub(super) notes: Option<&'a Notes>,
    /// For a union, its branches.
    pub(super) branches: Vec<String>,
}

impl Subject<'_> {
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.word == name || self.name == name
    }
}

/// All of them, in the order of their kinds.
pub(super) fn subjects(contract: &Contract) -> Vec<Subject<'_>> {
    let stated = contract.frames().chain(contract.objects()).chain(contract.actions_and_results());
    let stated = stated.map(of_definition);
    stated.chain(unions(contract)).collect()
}

fn of_definition(definition: &Definition) -> Subject<'_> {
    let meaning = match &definition.kind {
        DefinitionKind::Result { op } if definition.meaning.is_empty() => {
            format!("What the connector answers to `{op}`.")
        }
        _ => definition.meaning.clone(),
    };
    Subject {
        word: definition.word().to_owned(),
        name: definition.name.clone(),
        kind: kind(definition),
        meaning,
        fields: &definition.fields,
        section: Some(&definition.section),
        span: Some(&definition.span),
        notes: Some(&definition.notes),
        branches: Vec::new(),
    }
}

/// The kind of a definition, with the direction of a frame and the result of an action.
pub(super) fn kind(definition: &Definition) -> String {
    match &definition.kind {
        DefinitionKind::Frame { direction, .. } => format!("frame, {direction}"),
        DefinitionKind::Action { .. } => {
            let result = definition.name.trim_end_matches("Action");
            format!("action, answered by {result}Result")
        }
        DefinitionKind::Object | DefinitionKind::Result { .. } => definition.kind.as_str().to_owned(),
    }
}

fn unions(contract: &Contract) -> Vec<Subject<'_>> {
    let unions = [("GatewayFrame", "type"), ("ConnectorFrame", "type"), ("OutboundAction", "op")];
    let unions = unions.into_iter().map(|(name, tag)| Subject {
        word: name.to_owned(),
        name: name.to_owned(),
        kind: format!("union, told apart by `{tag}`"),
        meaning: String::new(),
        fields: &[],
        section: None,
        span: None,
        notes: None,
        branches: contract.union(name).into_iter().map(|branch| branch.word().to_owned()).collect(),
    });
    unions.collect()
}
