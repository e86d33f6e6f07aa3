//! A document of names.

use std::fmt::Write as _;
use std::ops::Range;

use super::Row;

/// A document, and the place of each row in it.
pub(super) struct Document {
    pub(super) text: String,
    pub(super) places: Vec<Range<usize>>,
}

impl Document {
    /// Writes each row under headings of its own, and frames that carry the objects.
    pub(super) fn new(rows: &[&Row]) -> Self {
        let mut document = Self { text: "# Names, v1\n\n".to_owned(), places: Vec::new() };
        let mut carried = Vec::new();
        let mut has_ops = false;
        for (number, row) in rows.iter().enumerate() {
            let start = document.text.len();
            document.row(number, row, &mut carried);
            document.places.push(start..document.text.len());
            has_ops |= row.place == "op";
        }
        let members = carried.iter().enumerate().map(|(number, name)| format!("`o{number}?: <{name}>`"));
        let mut members: Vec<String> = members.collect();
        if has_ops {
            members.push("`action?: <OutboundAction>`".to_owned());
        }
        if members.is_empty() {
            members.push("none".to_owned());
        }
        document.write(&format!(
            "## Carriers\n\n{FRAMES}| carry | gateway -> connector | {} |\n",
            members.join(", ")
        ));
        document.write("| carried | connector -> gateway | none |\n\n");
        document
    }

    fn row(&mut self, number: usize, row: &Row, carried: &mut Vec<String>) {
        let ty = row.ty.as_deref().unwrap_or("string");
        match row.place.as_str() {
            "document" => self.write(&format!("{}\n", row.text)),
            "object" => {
                for name in &row.names {
                    self.object(name, "", &[("kind", "string", "")]);
                    carried.push(name.clone());
                }
            }
            "frame" => {
                let direction = ["gateway -> connector", "connector -> gateway"][number % 2];
                let rows =
                    row.names.iter().map(|name| format!("| `{name}` | {direction} | `id: string` |\n"));
                self.write(&format!("## Frames {number}\n\n{FRAMES}{}\n", rows.collect::<String>()));
            }
            "op" => {
                let rows =
                    row.names.iter().map(|name| format!("| `{name}` | `id: string` | `{{ok: bool}}` |\n"));
                self.write(&format!("## Actions {number}\n\n{ACTIONS}{}\n", rows.collect::<String>()));
            }
            _ => {
                let name = format!("Case{number}");
                self.of_fields(&name, row, ty);
                carried.push(name);
            }
        }
    }

    /// An object whose fields are what the row is about.
    fn of_fields(&mut self, object: &str, row: &Row, ty: &str) {
        match row.place.as_str() {
            "field" | "fields" => {
                let fields: Vec<_> = row.names.iter().map(|name| (name.as_str(), ty, "")).collect();
                self.object(object, "", &fields);
            }
            "words" => {
                let words: Vec<_> = row.names.iter().map(|word| literal(word)).collect();
                let closed = format!("`{}`", words.join(" \\| "));
                let open = format!("`{} \\| string`", words.join(" \\| "));
                self.object(object, "", &[("closed", &closed, ""), ("open", &open, "")]);
            }
            "nested" => self.object(object, "", &[("it", &row.names[0], "")]),
            "meaning" => {
                let words = format!("`\"a\"` \\| `\"b\"`{}", " \\| string".repeat(row.names[0].len() % 2));
                self.object(
                    object,
                    &row.names[0],
                    &[("it", "string", &row.names[0]), ("set", &words, &row.names[0])],
                );
            }
            "many" => {
                let names: Vec<String> = (0..row.count).map(|index| format!("field{index}")).collect();
                let fields: Vec<_> = names.iter().map(|name| (name.as_str(), "int", "")).collect();
                self.object(object, "", &fields);
            }
            place => panic!("expected a place that is known, found {place}"),
        }
    }

    fn object(&mut self, name: &str, meaning: &str, fields: &[(&str, &str, &str)]) {
        self.write(&format!("## `{name}`\n\n{meaning}\n\n| Field | Type | Required | Meaning |\n"));
        self.write("| --- | --- | --- | --- |\n");
        for (number, (field, ty, meaning)) in fields.iter().enumerate() {
            let (duty, meaning) = (["yes", "no"][number % 2], if meaning.is_empty() { "-" } else { meaning });
            self.write(&format!("| {field} | {ty} | {duty} | {meaning} |\n"));
        }
        self.write("\n");
    }

    fn write(&mut self, text: &str) {
        self.text.write_str(text).expect("a string takes everything");
    }
}

const FRAMES: &str = "| Frame | Direction | Fields |\n| --- | --- | --- |\n";
const ACTIONS: &str = "| op | Fields | Result |\n| --- | --- | --- |\n";

/// A word as a Type cell writes it within a code span.
fn literal(word: &str) -> String {
    let quoted = serde_json::to_string(word).expect("a string is JSON");
    quoted.replace('`', "\\u0060").replace('|', "\\|")
}
