//! Generates the frame types from the committed schemas. It never reads the contract document: `relay-contract
//! derive` does, and builds without this.

#[cfg(feature = "frame")]
#[path = "src/schema/node.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the library uses the rest of it, and its items are public there"
)]
mod node;

#[cfg(feature = "frame")]
#[path = "src/schema/rust_shape/mod.rs"]
mod rust_shape;

#[cfg(feature = "frame")]
#[path = "src/words.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the library uses the rest of it, and its items are public there"
)]
mod words;

#[cfg(feature = "frame")]
#[path = "src/well_known.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the library uses the rest of it, and its items are public there"
)]
mod well_known;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "frame")]
    generate::run();
}

#[cfg(feature = "frame")]
mod generate {
    use std::path::Path;
    use std::process::exit;

    use super::{node::Node, rust_shape};

    const WRITER: &str = "schema/v1/relay-contract.schema.json";
    const READER: &str = "schema/v1/reader/relay-contract.schema.json";

    pub(super) fn run() {
        let included = [
            "schema/names.json",
            "src/schema/node.rs",
            "src/schema/rust_shape",
            "src/well_known.rs",
            "src/words.rs",
        ];
        for path in included.into_iter().chain([WRITER, READER]) {
            println!("cargo::rerun-if-changed={path}");
        }
        let out = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
        let text = read(WRITER).and_then(|writer| rust_shape::generate(&writer, &read(READER)?));
        let written = text.and_then(|text| {
            std::fs::write(Path::new(&out).join("frames.rs"), text).map_err(|error| error.to_string())
        });
        if let Err(problem) = written {
            println!("cargo::error={problem}");
            println!("cargo::error=hint: cargo run --no-default-features --features contract,cli -- derive");
            exit(1);
        }
    }

    fn read(path: &str) -> Result<Node, String> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
        serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))
    }
}
