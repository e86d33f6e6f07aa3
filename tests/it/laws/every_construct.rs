//! The laws for `every_construct/contract.md`: the crate is built from that document instead of its own, and its tests
//! run there.

use crate::another_crate::AnotherCrate;

const TESTS: [&str; 7] = [
    "limits",
    "sets_and_shapes",
    "what_is_built_is_valid_and_reads_as_itself",
    "law_1_what_is_written_is_valid_under_the_writer_view",
    "law_2_decode_accepts_exactly_what_the_reader_view_accepts",
    "law_3_what_is_written_reads_as_what_was_read",
    "without_any_one_constraint_a_law_breaks",
];

#[test]
fn the_laws_hold_for_a_document_with_every_construct() {
    let crate_of_it = AnotherCrate {
        name: "every-construct",
        document: include_str!("every_construct/contract.md"),
        tests: include_str!("every_construct/main.rs"),
    };
    let stdout = crate_of_it.test(&TESTS);
    let counts = stdout.lines().filter(|line| line.starts_with("law ") || line.starts_with("constraints: "));
    #[allow(clippy::print_stdout, reason = "the numbers are what the test is for")]
    for line in counts {
        println!("every construct: {line}");
    }
}
