//! The laws, in the crate as `contract.md` makes it: `every_construct.rs` builds and runs this.

mod laws {
    mod constraint;
    mod constraints;
    #[path = "every_construct/constructors.rs"]
    mod constructors;
    mod document;
    mod duties;
    mod generate;
    mod json;
    mod law;
    mod mutate;
    mod oracle;
    mod random;
    mod reading;
    #[path = "every_construct/results.rs"]
    mod results;
    mod run;
    mod strict;
    mod subject;
    mod text;
    mod trap;
    #[path = "every_construct/traps.rs"]
    mod traps;
}
