//! The vectors see every constraint: with any one of them taken out of the schemas, some vector fails.

use std::collections::BTreeMap;
use std::iter;

use relay_contract::schema::View;
use serde_json::{Map, Value, json};

use super::corpus::{CORPUS, EVERY_CONSTRUCT, Vector, every_construct};
use crate::laws::constraint::{self, Constraint};
use crate::laws::document::DOCUMENT;
use crate::laws::run::on_all_cores;
use crate::node::node;

/// The values at one definition, with what the schema must say of each.
type Values = Vec<(Value, bool)>;

/// Both views' bundles and the vectors of one document.
struct Schemas<'a> {
    vectors: &'a [Vector],
    writer: &'a Value,
    reader: &'a Value,
}

/// What the vectors of their branches are values of, too.
const UNIONS: [&str; 3] = ["GatewayFrame", "ConnectorFrame", "OutboundAction"];

#[test]
fn without_any_one_constraint_a_vector_fails() {
    let schemas = Schemas { vectors: &CORPUS, writer: &DOCUMENT.writer, reader: &DOCUMENT.reader };
    let all: usize = schemas.views().into_iter().map(|(_, bundle)| schemas.constraints(bundle).len()).sum();
    assert_eq!(schemas.drop_each(), all);
    assert!(all > 1_000, "only {all}");
}

#[test]
fn without_any_one_constraint_of_every_construct_a_vector_fails() {
    let [writer, reader] = [View::Writer, View::Reader]
        .map(|view| serde_json::to_value(every_construct(view)).expect("a bundle has a JSON form"));
    let schemas = Schemas { vectors: &EVERY_CONSTRUCT, writer: &writer, reader: &reader };
    // Its results are of no frame, so they have no vectors.
    assert!(schemas.drop_each() > 1_000);
}

/// The other test of this kind is the npm package's, under another schema validator.
#[test]
fn node_drops_the_same_constraints() {
    const SCRIPT: &str = r#"
        import { constraints } from "./test/constraints.mjs";
        import { bundle } from "./build/views.mjs";
        const found = ["writer", "reader"].flatMap((view) =>
            constraints(bundle(view)).map(({ kind, definition }) => `${view} ${definition} ${kind}`));
        console.log(JSON.stringify(found.sort()));
    "#;
    let theirs: Vec<String> =
        serde_json::from_str(&node(&["--input-type=module", "--eval", SCRIPT])).expect("it prints a list");
    let schemas = Schemas { vectors: &CORPUS, writer: &DOCUMENT.writer, reader: &DOCUMENT.reader };
    let mut ours = Vec::new();
    for (view, bundle) in schemas.views() {
        let constraints = schemas.constraints(bundle);
        ours.extend(constraints.iter().map(|one| format!("{view} {} {}", one.definition, one.kind)));
    }
    ours.sort();
    assert_eq!(ours, theirs);
    assert!(ours.len() > 1_000, "only {}", ours.len());
}

impl Schemas<'_> {
    fn views(&self) -> [(View, &Value); 2] {
        [(View::Writer, self.writer), (View::Reader, self.reader)]
    }

    /// Drops each constraint of the definitions that have vectors, in both views; panics if none of those fails without
    /// it. How many were dropped.
    fn drop_each(&self) -> usize {
        let mut unseen = Vec::new();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for (view, bundle) in self.views() {
            let values = self.values(view, bundle);
            for (definition, values) in &values {
                assert!(!fails(bundle, definition, values), "{view} {definition}, with all constraints");
            }
            let mut constraints = self.constraints(bundle);
            constraints.retain(|one| values.contains_key(&one.definition));
            for (is_seen, one) in on_all_cores(constraints, |one| (is_seen(&one, bundle, &values), one)) {
                if is_seen {
                    *seen.entry(format!("{view} {}", one.kind)).or_default() += 1;
                } else {
                    unseen.push((view, one));
                }
            }
        }
        let count: usize = seen.values().sum();
        #[allow(clippy::print_stdout, reason = "the numbers are what the tests are for")]
        {
            println!("constraints dropped: {count} seen, {} unseen: {seen:?}", unseen.len());
        }
        assert!(unseen.is_empty(), "no vector needs these: {unseen:#?}");
        count
    }

    /// The constraints of a view; a default decides no verdict.
    fn constraints(&self, bundle: &Value) -> Vec<Constraint> {
        let (constraints, _) = constraint::all(bundle, self.writer);
        constraints.into_iter().filter(|constraint| constraint.kind != "default").collect()
    }

    /// What the vectors put at each definition. A schema alone knows neither sides nor, as a reader, unknown frames.
    fn values(&self, view: View, bundle: &Value) -> BTreeMap<String, Values> {
        let mut values: BTreeMap<String, Values> = BTreeMap::new();
        let vectors = self.vectors.iter().filter(|vector| bundle["$defs"].get(&vector.definition).is_some());
        for vector in vectors {
            let judged = (vector.value(), vector.expected(view).valid);
            let mut put = |name: &str| values.entry(name.to_owned()).or_default().push(judged.clone());
            let union = union_of(bundle, &vector.definition);
            match vector.expected(View::Writer).rule.as_deref() {
                Some("direction") => {}
                Some("unknown-type") if view == View::Reader => {}
                Some("unknown-type" | "unknown-op") => union.into_iter().for_each(put),
                _ => {
                    put(&vector.definition);
                    union.into_iter().for_each(put);
                }
            }
        }
        values
    }
}

/// The union that has a definition as a branch.
fn union_of(bundle: &Value, definition: &str) -> Option<&'static str> {
    let reference = format!("#/$defs/{definition}");
    UNIONS.into_iter().find(|union| {
        let branches = bundle["$defs"][union]["oneOf"].as_array().expect("a union has branches");
        branches.iter().any(|branch| branch["$ref"] == reference)
    })
}

/// Whether a vector fails once the constraint is gone.
fn is_seen(constraint: &Constraint, bundle: &Value, values: &BTreeMap<String, Values>) -> bool {
    let edited = constraint.removed_from(bundle);
    let definition = &*constraint.definition;
    let mut names = iter::once(definition).chain(union_of(bundle, definition));
    names.any(|name| values.get(name).is_some_and(|values| fails(&edited, name, values)))
}

/// Whether a definition of a bundle judges one of the values otherwise than it must.
fn fails(bundle: &Value, definition: &str, values: &Values) -> bool {
    let reached = constraint::reach(bundle, definition).into_iter();
    let definitions: Map<_, _> = reached.map(|name| (name.clone(), bundle["$defs"][&name].clone())).collect();
    let schema = json!({ "$ref": format!("#/$defs/{definition}"), "$defs": definitions });
    let validator = jsonschema::draft202012::new(&schema).expect("what is left of a schema compiles");
    values.iter().any(|(value, is_valid)| validator.is_valid(value) != *is_valid)
}
