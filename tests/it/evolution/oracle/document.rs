//! Small documents, and the frames that are tried on them.

use std::collections::BTreeSet;

use relay_contract::Side;
use serde_json::{Map, Value, json};

/// A small document: where the fields `k` and `m` stand, how they are written, and what is gated.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Spec {
    pub(super) place: Place,
    /// The row of `k`.
    pub(super) field: Option<Row>,
    /// The row of `m`.
    pub(super) other: Option<Row>,
    /// Who sends the frame; none where it is not there.
    pub(super) writer: Option<Side>,
    pub(super) frame_gate: Option<&'static str>,
    /// The gate of the action, or `-`; none where it is not there.
    pub(super) action: Option<&'static str>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Place {
    Frame,
    /// In a shape in the cell of the frame, without defaults, gates and meanings.
    Shape,
    /// In an object, in a list of the frame.
    ListedObject,
    /// In an action, within a frame that carries all actions.
    Action,
}

#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Row {
    ty: &'static str,
    pub(super) always_sent: bool,
    default: Option<&'static str>,
    gate: Option<&'static str>,
}

/// All frames: with every value for `k`, and without it.
pub(super) fn universe(place: Place) -> Vec<Value> {
    let absent_or: Vec<_> = values().into_iter().map(Some).chain([None]).collect();
    let frame = |value: Option<Value>| {
        let mut inner: Map<String, Value> = value.into_iter().map(|value| ("k".to_owned(), value)).collect();
        match place {
            Place::Frame | Place::Shape => {
                inner.insert("type".to_owned(), json!("f"));
                Value::Object(inner)
            }
            Place::ListedObject => json!({ "type": "f", "items": [inner] }),
            Place::Action => {
                inner.insert("op".to_owned(), json!("act"));
                json!({ "type": "f", "action": inner })
            }
        }
    };
    let mut frames: Vec<_> = absent_or.into_iter().map(frame).collect();
    if matches!(place, Place::Frame | Place::Shape) {
        let bare = frames.clone();
        for value in [json!("a"), json!(null), json!(0)] {
            frames.extend(bare.iter().cloned().map(|mut frame| {
                frame["m"] = value.clone();
                frame
            }));
        }
    }
    frames
}

pub(super) fn values() -> Vec<Value> {
    let scalars = json!([
        null,
        true,
        false,
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        -1,
        0.5,
        9_007_199_254_740_991_i64,
        "",
        "a",
        "b",
        "c",
        "aa",
        "aaa",
        "aaaa",
        "AAAA",
        "AA==",
        "AAAAA",
        "zz"
    ]);
    let lists = json!([
        [],
        ["a"],
        [1],
        [null],
        [[]],
        [{}],
        ["a", "b"],
        ["a", 1],
        ["a", null],
        [1, "a"],
        [null, null],
        [0.5, 0.5],
        ["a", "b", "c"]
    ]);
    let objects = json!([
        {}, { "x": "a" }, { "x": 1 }, { "x": null }, { "x": [] }, { "x": "a", "y": 1 }, { "x": "a", "y": "a" },
        { "x": "a", "y": null }, { "y": 1 }, { "z": 1 }, { "x": "a", "z": 1 }
    ]);
    [scalars, lists, objects]
        .into_iter()
        .flat_map(|list| list.as_array().cloned().unwrap_or_default())
        .collect()
}

/// All rows of these types and gates, and no row.
pub(super) fn rows(
    types: &[(&'static str, &'static str)],
    gates: &[Option<&'static str>],
    with_defaults: bool,
) -> impl Iterator<Item = Option<Row>> {
    let mut rows = vec![None];
    for (ty, default) in types {
        for gate in gates {
            for always_sent in [true, false] {
                for default in [None, Some(*default).filter(|_| with_defaults)] {
                    rows.push(Some(Row { ty, always_sent, default, gate: *gate }));
                }
            }
        }
    }
    rows.dedup();
    rows.into_iter()
}

pub(super) fn frame(writer: Side, field: Option<Row>) -> Spec {
    Spec { place: Place::Frame, field, other: None, writer: Some(writer), frame_gate: None, action: None }
}

pub(super) fn subsets(gates: &BTreeSet<&'static str>) -> Vec<BTreeSet<&'static str>> {
    let mut all = vec![BTreeSet::new()];
    for gate in gates {
        let with: Vec<_> = all
            .iter()
            .cloned()
            .map(|mut set| {
                set.insert(*gate);
                set
            })
            .collect();
        all.extend(with);
    }
    all
}

impl Spec {
    /// The gates that the document states.
    pub(super) fn gates(&self) -> BTreeSet<&'static str> {
        let mut gates = BTreeSet::new();
        if self.place != Place::Action || self.action.is_some() {
            gates.extend([&self.field, &self.other].into_iter().flatten().filter_map(|row| row.gate));
        }
        if self.writer.is_none() {
            gates.clear();
        }
        gates.extend(self.frame_gate.filter(|_| self.writer.is_some()));
        gates.extend(self.action.filter(|gate| *gate != "-"));
        gates
    }

    pub(super) fn has_frame(&self, advertised: &BTreeSet<&str>) -> bool {
        self.writer.is_some() && self.frame_gate.is_none_or(|gate| advertised.contains(gate))
    }

    pub(super) fn has_action(&self, advertised: &BTreeSet<&str>) -> bool {
        self.place != Place::Action
            || self.action.is_some_and(|gate| gate == "-" || advertised.contains(gate))
    }

    /// The document, or what is left of it when only these gates are advertised.
    pub(super) fn text(&self, advertised: Option<&BTreeSet<&str>>) -> String {
        let is_open = |gate: Option<&str>| {
            gate.is_none_or(|gate| advertised.is_none_or(|advertised| advertised.contains(gate)))
        };
        let mut rows = String::new();
        let mut shape = Vec::new();
        for (name, row) in [("k", &self.field), ("m", &self.other)] {
            let Some(row) = row.as_ref().filter(|row| is_open(row.gate)) else { continue };
            let sent = if row.always_sent { "yes" } else { "no" };
            let default = row.default.map_or_else(|| "-".to_owned(), |default| format!("`{default}`"));
            let gate = row.gate.unwrap_or("-");
            rows += &format!("| `{name}` | {} | {sent} | {default} | {gate} | A field. |\n", row.ty);
            shape.push(format!("`{name}{}: {}`", if row.always_sent { "" } else { "?" }, row.ty));
        }
        let shape = if shape.is_empty() { "none".to_owned() } else { shape.join(", ") };
        let fields = format!("{FIELDS}{rows}");
        let mut text = "# Oracle, v1\n\n## `Inner`\n\n| Field | Type | Always sent | If absent |\n\
                        | --- | --- | --- | --- |\n| `x` | string | yes | - |\n\n"
            .to_owned();
        let frame_fields = match self.place {
            Place::Frame => "<FFrame>",
            Place::Shape => &shape,
            Place::ListedObject => "`items: Item[]`",
            Place::Action => "`action: OutboundAction`",
        };
        if self.place == Place::ListedObject {
            text += &format!("## `Item`\n\n{fields}\n");
        }
        text += "## Frames\n\n| Frame | Direction | Fields | Gate | Meaning |\n| --- | --- | --- | --- | --- |\n\
                 | `always` | gateway -> connector | none | - | Keeps the table full. |\n";
        if let Some(writer) = self.writer.filter(|_| is_open(self.frame_gate)) {
            let (gate, peer) = (self.frame_gate.unwrap_or("-"), writer.peer());
            text += &format!("| `f` | {writer} -> {peer} | {frame_fields} | {gate} | A frame. |\n");
        }
        if self.place == Place::Frame && self.writer.is_some() && is_open(self.frame_gate) {
            text += &format!("\n## `FFrame`\n\n{fields}\n");
        }
        if self.place == Place::Action {
            text += "\n## Actions\n\n| op | Fields | Result | Gate | Meaning |\n| --- | --- | --- | --- | --- |\n\
                     | `stay` | none | `{success: bool}` | - | Keeps the table full. |\n";
            if let Some(gate) = self.action.filter(|gate| *gate == "-" || is_open(Some(gate))) {
                text += &format!("| `act` | <ActAction> | `{{success: bool}}` | {gate} | An action. |\n");
                text += &format!("\n## `ActAction`\n\n{fields}\n");
            }
        }
        text
    }
}

const FIELDS: &str =
    "| Field | Type | Always sent | If absent | Gate | Meaning |\n| --- | --- | --- | --- | --- | --- |\n";
