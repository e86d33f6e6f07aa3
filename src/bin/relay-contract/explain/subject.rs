//! The definitions of a contract as `explain` shows them, whatever their kind.

use relay_contract::Side;
use relay_contract::contract::{Action, Contract, Field, Frame, Notes, Object, Section, Span};

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
    let frames = contract.frames.iter().map(of_frame);
    let objects = contract.objects.iter().map(of_object);
    let actions = contract.actions.iter().flat_map(|action| [of_action(action), of_result(action)]);
    frames.chain(objects).chain(actions).chain(unions(contract)).collect()
}

fn of_frame(frame: &Frame) -> Subject<'_> {
    Subject {
        word: frame.tag.clone(),
        name: frame.name(),
        kind: format!("frame, {}", frame.direction),
        meaning: frame.meaning.clone(),
        fields: &frame.fields,
        section: Some(&frame.section),
        span: Some(&frame.span),
        notes: Some(&frame.notes),
        branches: Vec::new(),
    }
}

fn of_object(object: &Object) -> Subject<'_> {
    Subject {
        word: object.name.clone(),
        name: object.name.clone(),
        kind: "object".to_owned(),
        meaning: object.meaning.clone(),
        fields: &object.fields,
        section: Some(&object.section),
        span: Some(&object.span),
        notes: None,
        branches: Vec::new(),
    }
}

fn of_action(action: &Action) -> Subject<'_> {
    Subject {
        word: action.op.clone(),
        name: action.name(),
        kind: format!("action, answered by {}", action.result_name()),
        meaning: action.meaning.clone(),
        fields: &action.fields,
        section: Some(&action.section),
        span: Some(&action.span),
        notes: Some(&action.notes),
        branches: Vec::new(),
    }
}

fn of_result(action: &Action) -> Subject<'_> {
    Subject {
        word: action.result_name(),
        name: action.result_name(),
        kind: "result".to_owned(),
        meaning: if action.result_meaning.is_empty() {
            format!("What the connector answers to `{}`.", action.op)
        } else {
            action.result_meaning.clone()
        },
        fields: &action.result,
        section: Some(&action.result_section),
        span: None,
        notes: None,
        branches: Vec::new(),
    }
}

fn unions(contract: &Contract) -> Vec<Subject<'_>> {
    let frames = |writer| {
        let frames = contract.frames.iter().filter(move |frame| frame.direction.writer == writer);
        frames.map(|frame| frame.tag.clone()).collect::<Vec<_>>()
    };
    let ops = contract.actions.iter().map(|action| action.op.clone()).collect();
    let unions = [
        ("GatewayFrame", "type", frames(Side::Gateway)),
        ("ConnectorFrame", "type", frames(Side::Connector)),
        ("OutboundAction", "op", ops),
    ];
    let unions = unions.into_iter().map(|(name, tag, branches)| Subject {
        word: name.to_owned(),
        name: name.to_owned(),
        kind: format!("union, told apart by `{tag}`"),
        meaning: String::new(),
        fields: &[],
        section: None,
        span: None,
        notes: None,
        branches,
    });
    unions.collect()
}
