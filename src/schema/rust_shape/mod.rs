//! From the two views to the text of the Rust types.
//!
//! Part of the build script, which includes it by path; it never reads Markdown and knows nothing of the crate but
//! the names in `crate::frame` that the generated text uses. typify makes the structs; alone it satisfies neither
//! view, so this module decides what typify is fed ([`feed`]) and rewrites what it emits ([`records`]). Sets and
//! unions are invocations of macros of `src/frame`.

mod feed;
mod idents;
mod plan;
mod records;

use quote::{format_ident, quote};

use self::plan::{Plan, Set, Union};
use crate::node::Node;

/// Generates the frame types from the bundles of both views.
///
/// # Errors
///
/// A message for the terminal where the views disagree with each other or hold what has no Rust form.
pub(crate) fn generate(writer: &Node, reader: &Node) -> Result<String, String> {
    let plan = Plan::new(writer, reader)?;
    let typified = feed::typify(&plan)?;
    let records = records::rewrite(&plan, typified)?;
    let sets = plan.sets.iter().map(|(name, set)| emit_set(name, set));
    let unions = plan.unions.iter().map(|(name, union)| emit_union(name, union));
    let file = syn::parse2(quote! { #(#unions)* #(#sets)* #records })
        .map_err(|error| format!("the generated types do not parse: {error}"))?;
    Ok(prettyplease::unparse(&file))
}

fn emit_set(name: &str, set: &Set) -> proc_macro2::TokenStream {
    let name = format_ident!("{name}");
    let kind = if set.is_open { format_ident!("open_set") } else { format_ident!("closed_set") };
    let docs = &set.docs;
    let values = set.values.iter().map(|(variant, value)| {
        let variant = format_ident!("{variant}");
        quote! { #value => #variant }
    });
    quote! { crate::frame::sets::#kind! { #[doc = #docs] #name { #(#values,)* } } }
}

fn emit_union(name: &str, union: &Union) -> proc_macro2::TokenStream {
    let name = format_ident!("{name}");
    let kind = if union.takes_unknown { format_ident!("open_union") } else { format_ident!("closed_union") };
    let docs = &union.docs;
    let tag = &union.tag;
    let branches = union.branches.iter().map(|branch| {
        let variant = format_ident!("{}", branch.variant);
        let record = format_ident!("{}", branch.record);
        let (value, docs) = (&branch.value, &branch.docs);
        quote! { #[doc = #docs] #value => #variant(#record) }
    });
    quote! { crate::frame::unions::#kind! { #[doc = #docs] #name, #tag { #(#branches,)* } } }
}
