//! How fast documents are read: `cargo bench --bench parse`.
//!
//! The measure of acceptance: 10,000 rows in under a second and, whatever they are rows of, in about ten times the time
//! of 1,000. The second is asserted.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use relay_contract::schema::read;

const ROWS: [usize; 2] = [1_000, 10_000];

/// What the rows are of.
#[derive(Debug, Clone, Copy)]
enum Shape {
    /// Fields of one object.
    Object,
    /// Objects of ten fields, each of the type of the object behind.
    Objects,
    /// Frames, each with fields of its own.
    Frames,
    /// Frames as list items, whose direction stands in one long paragraph above.
    Items,
    /// Actions with inline results.
    Actions,
    /// Facts of one section.
    Facts,
    /// Members of one inline shape, on one line.
    Members,
    /// Fields of which every one is wrong three times.
    Mistakes,
    /// Fields whose types are undefined.
    Undefined,
}

const SHAPES: [Shape; 9] = [
    Shape::Object,
    Shape::Objects,
    Shape::Frames,
    Shape::Items,
    Shape::Actions,
    Shape::Facts,
    Shape::Members,
    Shape::Mistakes,
    Shape::Undefined,
];

#[allow(clippy::print_stdout, reason = "the numbers are what it is for")]
fn main() {
    divan::main();
    println!("\nfrom 1,000 to 10,000 rows, best of 5:");
    for shape in SHAPES {
        let [few, many] = ROWS.map(|rows| best(&document(shape, rows)));
        println!(
            "  {shape:?}: {few:.1?} and {many:.1?}, {:.1} times",
            many.as_secs_f64() / few.as_secs_f64()
        );
        assert!(many < Duration::from_secs(1), "{shape:?} took {many:?}");
    }
}

#[divan::bench(args = SHAPES, consts = ROWS)]
fn rows<const ROWS: usize>(bencher: Bencher<'_, '_>, shape: Shape) {
    let text = document(shape, ROWS);
    bencher.counter(ItemsCount::new(ROWS)).bench(|| read(black_box(&text)));
}

fn best(text: &str) -> Duration {
    let times = (0..5).map(|_| {
        let start = Instant::now();
        black_box(read(black_box(text)));
        start.elapsed()
    });
    times.min().unwrap_or_default()
}

fn document(shape: Shape, rows: usize) -> String {
    let header =
        |columns: &[&str]| format!("| {} |\n|{}\n", columns.join(" | "), "---|".repeat(columns.len()));
    let object = header(&["Field", "Type", "Always sent", "If absent", "Meaning"]);
    let mut text = "# The link, v1\n\n## 1. `Everything`\n\n".to_owned();
    text += &match shape {
        Shape::Object | Shape::Mistakes | Shape::Undefined => object.clone(),
        Shape::Objects | Shape::Members => String::new(),
        Shape::Frames => header(&["Frame", "Direction", "Fields", "Meaning"]),
        Shape::Items => format!("Frames (connector → gateway): {}\n\n", "words about them ".repeat(1_000)),
        Shape::Actions => header(&["op", "Fields", "Result", "Meaning"]),
        Shape::Facts => header(&["Fact", "Value", "Meaning"]),
    };
    for row in 0..rows {
        match shape {
            Shape::Object => {
                writeln!(text, "| `field_{row}` | string(1..64)\\|null | no | `null` | The field with number {row}. |")
            }
            Shape::Objects if row % 10 == 0 => writeln!(
                text,
                "\n### `Object{row}`\n\n{object}| `next` | `<Object{}>`[] | yes | - | The next. |",
                (row + 10) % rows
            ),
            Shape::Objects => writeln!(text, "| `field_{row}` | int(>=0) | yes | `0` | The number {row}. |"),
            Shape::Frames => writeln!(
                text,
                "| `frame_{row}` | gateway -> connector | `a{row}: string`, `b?: \"x\" \\| \"y\"` (either) | It. |"
            ),
            Shape::Items => writeln!(text, "- `{{\"type\":\"frame_{row}\", \"session_key\", \"at\"?: int}}`: it."),
            Shape::Actions => writeln!(
                text,
                "| `act_{row}` | `text: string`, `to?` | `{{success: bool, error?: string}}` | Acts. |"
            ),
            Shape::Facts => writeln!(text, "| `key_{row}` | {row} seconds | The fact with number {row}. |"),
            Shape::Members if row == 0 => write!(text, "`EveryThing` is `{{m0: int"),
            Shape::Members if row + 1 == rows => writeln!(text, ", m{row}?: [k, v] = [1, 2]}}`."),
            Shape::Members => write!(text, ", m{row}?: string(..{row}) = null"),
            Shape::Mistakes => writeln!(text, "| `field_{row}` | strng | maybe | null | |"),
            Shape::Undefined => writeln!(text, "| `field_{row}` | SomeThing{row} | yes | - | It. |"),
        }
        .expect("a string takes all text");
    }
    text
}
