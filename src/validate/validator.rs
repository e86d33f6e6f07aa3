//! The compiled schemas of one view, dispatched on `type` and `op` before anything else is checked.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde_json::{Map, Value, json};

use super::explain::explain;
use super::read::{frame_type, kind};
use super::rules::rules;
use super::told::Told;
use super::violation::{Rule, Violation};
use super::walk::{At, Found, Part, UnionSite, walk};
use crate::Side;
use crate::json::base64::is_base64;
use crate::json::{JsonPath, cut};
use crate::schema::{Node, View};
use crate::well_known::{CONNECTOR_FRAME, GATEWAY_FRAME};

/// The compiled schemas of one view of a contract.
#[derive(Debug)]
pub struct Validator {
    view: View,
    bundle: Node,
    compiled: HashMap<String, jsonschema::Validator>,
}

/// What a validator says of one frame.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// The frame's `type`, escaped and cut at 64 characters; none where it has no string one.
    pub frame: Option<String>,
    /// What breaks the contract, in the order of its fields; empty for a valid frame. At most
    /// [`VIOLATION_LIMIT`](super::VIOLATION_LIMIT), and one that says that there are more.
    pub violations: Vec<Violation>,
    /// The fields that the contract does not state, as JSON Pointers: readers ignore them.
    pub undocumented: Vec<String>,
}

/// A bundle that does not compile.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SchemaError {
    /// The schema validator refuses a definition, for instance because of a reference to nothing.
    #[error("the schema of {definition} does not compile")]
    Compile {
        /// The definition's name.
        definition: String,
        /// The validator's own reason; it speaks of the schema, never of a frame.
        source: Box<jsonschema::ValidationError<'static>>,
    },
}

impl Validator {
    /// The validator of the contract that this crate was built from; compiled once.
    ///
    /// # Panics
    ///
    /// Never with the committed schemas: a test compiles both views.
    #[must_use]
    pub fn builtin(view: View) -> &'static Self {
        static WRITER: OnceLock<Validator> = OnceLock::new();
        static READER: OnceLock<Validator> = OnceLock::new();
        let (cell, text) = match view {
            View::Writer => (&WRITER, include_str!("../../schema/v1/relay-contract.schema.json")),
            View::Reader => (&READER, include_str!("../../schema/v1/reader/relay-contract.schema.json")),
        };
        cell.get_or_init(|| {
            let bundle = serde_json::from_str(text).expect("a committed bundle is of the subset");
            Self::new(bundle, view).expect("a committed bundle compiles")
        })
    }

    /// Compiles the definitions of a bundle.
    ///
    /// # Errors
    ///
    /// [`SchemaError::Compile`] for a definition that the schema validator refuses.
    pub fn new(bundle: Node, view: View) -> Result<Self, SchemaError> {
        let definitions: Map<_, _> =
            bundle.definitions.iter().map(|(name, node)| (name.clone(), for_compiling(node))).collect();
        let mut options = jsonschema::draft202012::options();
        options = options.with_keyword("contentEncoding", |_, _, _| Ok(Box::new(Base64)));
        let records = bundle.definitions.iter().filter(|(_, node)| node.one_of.is_empty());
        let compiled = records.map(|(name, _)| {
            let schema = json!({ "$ref": format!("#/$defs/{name}"), "$defs": definitions });
            match options.build(&schema) {
                Ok(validator) => Ok((name.clone(), validator)),
                Err(error) => {
                    Err(SchemaError::Compile { definition: name.clone(), source: Box::new(error.to_owned()) })
                }
            }
        });
        let compiled = compiled.collect::<Result<_, _>>()?;
        Ok(Self { view, bundle, compiled })
    }

    /// Checks one frame, which must come from `writer` if that is known.
    ///
    /// A frame `type` or an action `op` that the contract does not know, and a frame of the other side, are violations
    /// in the writer view. In the reader view they are none: readers ignore them (contract section 1.3).
    #[must_use]
    pub fn check(&self, frame: &Value, writer: Option<Side>) -> Report {
        let (mut findings, mut name) = (Findings::default(), None);
        match frame_type(frame) {
            Err(violation) => findings.told.tell(violation),
            Ok(frame_type) => {
                name = Some(cut(frame_type));
                self.check_frame(frame_type, frame, writer, &mut findings);
            }
        }
        findings.report(name)
    }

    /// Whether the contract has a frame of this `type`, whoever sends it.
    #[must_use]
    pub fn knows(&self, frame_type: &str) -> bool {
        self.frame_definition(frame_type).is_some()
    }

    /// Checks a value against one definition, such as `SessionSource` or `SendResult`; `None` if there is none of
    /// that name. The violations name no frame.
    #[must_use]
    pub fn check_definition(&self, name: &str, value: &Value) -> Option<Report> {
        let node = self.bundle.definitions.get(name)?;
        let mut findings = Findings::default();
        if node.one_of.is_empty() {
            self.check_record(name, value, "", &mut findings);
        } else {
            self.check_union(
                &UnionSite { name, pointer: String::new(), value, section: None },
                &mut findings,
            );
        }
        Some(findings.report(None))
    }

    fn check_frame(&self, frame_type: &str, frame: &Value, writer: Option<Side>, findings: &mut Findings) {
        match self.frame_definition(frame_type) {
            Some((side, _)) if writer.is_some_and(|writer| writer != side) => {
                if self.view == View::Reader {
                    return;
                }
                let message =
                    format!("expected a frame that the {} sends, found one of the {side}", side.peer());
                findings.told.tell(Violation::whole(Rule::Direction, message));
            }
            Some((_, definition)) => self.check_record(definition, frame, "", findings),
            None if self.view == View::Writer => {
                let message = "expected a frame type of the contract, found another word";
                let pointer = "/type".to_owned();
                let violation = Violation::whole(rules().tags.frame_type, message);
                findings.told.tell(Violation { pointer, ..violation });
            }
            None => {}
        }
    }

    fn frame_definition(&self, frame_type: &str) -> Option<(Side, &str)> {
        let unions = [(Side::Gateway, GATEWAY_FRAME), (Side::Connector, CONNECTOR_FRAME)];
        unions.into_iter().find_map(|(side, union)| Some((side, self.branch(union, frame_type)?)))
    }

    fn check_record(&self, name: &str, value: &Value, pointer: &str, findings: &mut Findings) {
        let Some(at) = At::definition(&self.bundle, name) else { return };
        let (part, place) = (Part { value, at }, JsonPath::Root(pointer));
        if self.compiled.get(name).is_some_and(|validator| !validator.is_valid(value)) {
            let before = findings.told.count();
            explain(&self.bundle, part, &place, &mut findings.told);
            if findings.told.count() == before && !findings.told.is_full() {
                // Not reached while the walk knows each keyword of the subset; were it, the frame is refused still.
                let message = format!("expected another value, found {}", kind(value));
                findings
                    .told
                    .tell(Violation { pointer: pointer.to_owned(), ..Violation::whole(Rule::Type, message) });
            }
        }
        let mut found = Found::default();
        walk(&self.bundle, part, &place, &mut found);
        findings.undocumented.extend(found.undocumented);
        for site in &found.unions {
            self.check_union(site, findings);
        }
    }

    fn check_union(&self, site: &UnionSite<'_>, findings: &mut Findings) {
        let Some((union, tag)) = self.bundle.definitions.get(site.name).zip(self.tag(site.name)) else {
            return;
        };
        let violation = |rule, pointer: &str, message: String| Violation {
            pointer: format!("{}{pointer}", site.pointer),
            section: site.section.map(str::to_owned),
            ..Violation::whole(rule, message)
        };
        let below = format!("/{tag}");
        let problem = match (site.value, site.value.get(tag)) {
            (Value::Object(_), Some(Value::String(word))) => match self.branch(site.name, word) {
                Some(definition) => {
                    return self.check_record(definition, site.value, &site.pointer, findings);
                }
                None if union.one_of.iter().any(|branch| branch.target().is_none()) => return,
                None => {
                    let rule = if tag == "op" { rules().tags.op } else { rules().tags.frame_type };
                    violation(rule, &below, format!("expected an {tag} of the contract, found another word"))
                }
            },
            (Value::Object(_), Some(other)) => {
                violation(Rule::Type, &below, format!("expected a string, found {}", kind(other)))
            }
            (Value::Object(_), None) => {
                violation(Rule::Required, "", format!("expected the field `{tag}`, found none"))
            }
            (other, _) => violation(Rule::Type, "", format!("expected an object, found {}", kind(other))),
        };
        findings.told.tell(problem);
    }

    /// The definition of a union's branch with this tag.
    fn branch(&self, union: &str, word: &str) -> Option<&str> {
        let union = self.bundle.definitions.get(union)?;
        union.one_of.iter().filter_map(Node::target).find(|name| {
            let node = self.bundle.definitions.get(*name);
            node.and_then(Node::tag).is_some_and(|(_, value)| value == word)
        })
    }

    /// The property that tells a union's branches apart.
    fn tag(&self, union: &str) -> Option<&str> {
        let branches = self.bundle.definitions.get(union)?.one_of.iter().filter_map(Node::target);
        branches
            .filter_map(|name| self.bundle.definitions.get(name))
            .find_map(Node::tag)
            .map(|(name, _)| name)
    }
}

/// What is found of one frame so far.
#[derive(Default)]
struct Findings {
    told: Told,
    undocumented: Vec<String>,
}

impl Findings {
    fn report(self, frame: Option<String>) -> Report {
        let mut violations = self.told.finish();
        for violation in &mut violations {
            violation.frame.clone_from(&frame);
        }
        Report { frame, violations, undocumented: self.undocumented }
    }
}

/// A definition as it is compiled: unions accept anything, because they are dispatched on; base64 is left to the
/// decoder, which is faster than the pattern on a large body and accepts the same strings.
fn for_compiling(node: &Node) -> Value {
    if !node.one_of.is_empty() {
        return json!({});
    }
    let mut node = node.clone();
    node.for_each_mut(&mut |node| node.pattern = None);
    serde_json::to_value(node).expect("a schema has only string keys")
}

/// Asserts canonical base64 behind `contentEncoding`, the only encoding in the subset.
struct Base64;

impl jsonschema::Keyword<'_> for Base64 {
    fn validate<'i>(&self, instance: &'i Value) -> Result<(), jsonschema::ValidationError<'i>> {
        if self.is_valid(instance) { Ok(()) } else { Err(jsonschema::ValidationError::custom("not base64")) }
    }

    fn is_valid(&self, instance: &Value) -> bool {
        instance.as_str().is_none_or(is_base64)
    }
}
