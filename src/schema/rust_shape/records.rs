//! What becomes of the structs that typify emits: how they are read and written, constructors, defaults.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;
use syn::{Ident, Item, Type};

use super::feed::{field_name, record_name};
use super::plan::{Field, GENERAL_RESULT, Plan, Record, Shape, has_default};

/// Rewrites the structs of typify's output; the rest of it, conversions and error types, is not wanted.
pub(super) fn rewrite(plan: &Plan, typified: syn::File) -> Result<TokenStream, String> {
    let mut found = HashMap::new();
    for item in typified.items {
        if let Item::Struct(item) = item {
            let fields =
                item.fields.into_iter().filter_map(|field| Some((field.ident?.to_string(), field.ty)));
            found.insert(item.ident.to_string(), fields.collect::<HashMap<_, _>>());
        }
    }
    let records = plan.records.iter().enumerate().map(|(number, (name, record))| {
        let mut types = found.remove(&record_name(number)).unwrap_or_default();
        let fields = record.fields.iter().enumerate().map(|(index, (json, field))| {
            let ty = types.remove(&field_name(index)).ok_or_else(|| format!("typify lost {name}.{json}"))?;
            Ok(Member { json, ident: format_ident!("{}", field.ident), ty, field })
        });
        let members: Vec<_> = fields.collect::<Result<_, String>>()?;
        emit(plan, name, record, &members)
    });
    records.collect()
}

/// A field with what typify made of it.
struct Member<'a> {
    json: &'a str,
    ident: Ident,
    ty: Type,
    field: &'a Field,
}

fn emit(plan: &Plan, name: &str, record: &Record, members: &[Member<'_>]) -> Result<TokenStream, String> {
    let ident = format_ident!("{name}");
    let docs = &record.docs;
    let fields = members.iter().map(|member| {
        let (docs, ident, ty, serde) =
            (&member.field.docs, &member.ident, &member.ty, serde_attributes(member));
        quote! { #[doc = #docs] #[serde(#(#serde),*)] pub #ident: #ty }
    });
    let reading = reading(&ident, members);
    let constructor = constructor(members);
    let setters = members.iter().map(setter);
    let defaults: Vec<_> =
        members.iter().map(|member| default(plan, name, member)).collect::<Result<_, _>>()?;
    let default = has_default(record).then(|| {
        let values = members.iter().map(|member| {
            let (field, value) = (&member.ident, initial(member));
            quote! { #field: #value }
        });
        quote! {
            impl ::core::default::Default for #ident {
                /// What a reader takes for an object without any member.
                fn default() -> Self { Self { #(#values),* } }
            }
        }
    });
    let conversions = conversions(plan, name, members);
    Ok(quote! {
        #[doc = #docs]
        #[derive(Clone, Debug, PartialEq, ::serde::Serialize)]
        #[non_exhaustive]
        pub struct #ident { #(#fields),* }
        impl #ident { #constructor #(#setters)* #(#defaults)* }
        #reading
        #default
        #conversions
    })
}

/// How the struct is filled with the members of an object.
fn reading(ident: &Ident, members: &[Member<'_>]) -> TokenStream {
    let keys = members.iter().enumerate().map(|(index, member)| {
        let json = member.json;
        quote! { #json => Some(#index) }
    });
    let blank = members.iter().map(|member| {
        let field = &member.ident;
        quote! { #field: crate::frame::strict::Strict::blank() }
    });
    let set = members.iter().enumerate().map(|(index, member)| {
        let field = &member.ident;
        if member.field.null_reads_as_default && has_value_default(member.field) {
            let (ty, default) = (&member.ty, default_name(member));
            return quote! {
                #index => {
                    let mut value: Option<#ty> = None;
                    members.next_value_seed(crate::frame::strict::Place(&mut value))?;
                    self.#field = value.unwrap_or_else(Self::#default);
                    Ok(())
                }
            };
        }
        quote! { #index => members.next_value_seed(crate::frame::strict::Place(&mut self.#field)) }
    });
    let complete = members.iter().enumerate().filter_map(|(index, member)| {
        let (json, field) = (member.json, &member.ident);
        let otherwise = if has_value_default(member.field) {
            let default = default_name(member);
            quote! { self.#field = Self::#default(); }
        } else if member.field.default.is_none() && member.field.always_sent {
            quote! { return Err(E::missing_field(#json)); }
        } else {
            return None;
        };
        Some(quote! { if !seen.has(#index) { #otherwise } })
    });
    quote! {
        impl crate::frame::records::Record for #ident {
            fn field(key: &str) -> Option<usize> { match key { #(#keys,)* _ => None } }

            fn blank() -> Self { Self { #(#blank),* } }

            fn set<'de, A: ::serde::de::MapAccess<'de>>(
                &mut self, field: usize, members: &mut A,
            ) -> Result<(), A::Error> {
                match field { #(#set,)* _ => Ok(()) }
            }

            fn complete<E: ::serde::de::Error>(
                &mut self, seen: crate::frame::records::Seen,
            ) -> Result<(), E> {
                #(#complete)*
                Ok(())
            }
        }
        crate::frame::records::reads_objects!(#ident);
    }
}

/// Between the result of an action and the general result that travels in its stead: the one narrows the other.
fn conversions(plan: &Plan, name: &str, members: &[Member<'_>]) -> TokenStream {
    let Some(whole) = plan.general_result(name) else {
        return TokenStream::new();
    };
    let (ident, general) = (format_ident!("{name}"), format_ident!("{GENERAL_RESULT}"));
    let fields: Vec<_> = members.iter().map(|member| &member.ident).collect();
    // The same field may be written in another way beside others.
    let of_whole: Vec<_> =
        members.iter().map(|member| format_ident!("{}", whole.fields[member.json].ident)).collect();
    let rest = (whole.fields.len() > fields.len()).then(|| quote! { ..::core::default::Default::default() });
    quote! {
        impl ::core::convert::From<#ident> for #general {
            fn from(result: #ident) -> Self { Self { #(#of_whole: result.#fields,)* #rest } }
        }
        impl ::core::convert::From<#general> for #ident {
            /// Drops what this action's result does not have.
            fn from(result: #general) -> Self { Self { #(#fields: result.#of_whole,)* } }
        }
    }
}

fn has_value_default(field: &Field) -> bool {
    field.default.as_ref().is_some_and(|default| !default.is_null())
}

/// How a field is written.
fn serde_attributes(member: &Member<'_>) -> Vec<TokenStream> {
    let Member { json, field, .. } = member;
    let mut attributes = vec![quote! { rename = #json }];
    if !field.always_sent {
        match field.shape {
            _ if field.is_option => {
                attributes.push(quote! { skip_serializing_if = "::core::option::Option::is_none" });
            }
            Shape::List(_) if is_empty(field.default.as_ref()) => {
                attributes.push(quote! { skip_serializing_if = "::std::vec::Vec::is_empty" });
            }
            Shape::Object if is_empty(field.default.as_ref()) => {
                attributes.push(quote! { skip_serializing_if = "::serde_json::Map::is_empty" });
            }
            _ => {}
        }
    }
    attributes
}

fn is_empty(default: Option<&Value>) -> bool {
    default.is_some_and(|default| {
        default.as_array().is_some_and(Vec::is_empty)
            || default.as_object().is_some_and(serde_json::Map::is_empty)
    })
}

/// The constructor takes what every writer must decide: the always-sent fields that are neither nullable nor lists
/// or free objects.
fn constructor(members: &[Member<'_>]) -> TokenStream {
    let is_argument = |member: &&Member<'_>| {
        let field = member.field;
        field.always_sent && !field.is_option && !matches!(field.shape, Shape::List(_) | Shape::Object)
    };
    let arguments = members.iter().filter(is_argument).map(|member| {
        let (ident, ty) = (&member.ident, argument_type(&member.field.shape, &member.ty));
        quote! { #ident: #ty }
    });
    let values = members.iter().map(|member| {
        let ident = &member.ident;
        let value = if is_argument(&member) {
            quote! { #ident.into() }
        } else {
            initial(member)
        };
        quote! { #ident: #value }
    });
    let docs =
        "Of what every writer must say. Each other field is as if it were absent: its default, or none.";
    quote! {
        #[doc = #docs]
        #[must_use]
        pub fn new(#(#arguments),*) -> Self { Self { #(#values),* } }
    }
}

fn argument_type(shape: &Shape, ty: &Type) -> TokenStream {
    if matches!(shape, Shape::Bool) {
        quote! { #ty }
    } else {
        quote! { impl ::core::convert::Into<#ty> }
    }
}

fn setter(member: &Member<'_>) -> TokenStream {
    let Member { json, ident, ty, field } = member;
    let name = format_ident!("with_{ident}");
    let docs = format!("Sets `{json}`.");
    let (argument, value) = if field.is_option {
        let inner = option_inner(ty);
        (argument_type(&field.shape, inner), quote! { Some(#ident.into()) })
    } else {
        (argument_type(&field.shape, ty), quote! { #ident.into() })
    };
    quote! {
        #[doc = #docs]
        #[must_use]
        pub fn #name(mut self, #ident: #argument) -> Self { self.#ident = #value; self }
    }
}

/// `T` of `Option<T>`.
fn option_inner(ty: &Type) -> &Type {
    if let Type::Path(path) = ty
        && let Some(last) = path.path.segments.last()
        && last.ident == "Option"
        && let syn::PathArguments::AngleBracketed(arguments) = &last.arguments
        && let Some(syn::GenericArgument::Type(inner)) = arguments.args.first()
    {
        return inner;
    }
    ty
}

/// The function that makes the default of a field.
fn default(plan: &Plan, record: &str, member: &Member<'_>) -> Result<TokenStream, String> {
    let Member { ident, ty, field, .. } = member;
    let Some(default) = field.default.as_ref().filter(|default| !default.is_null()) else {
        return Ok(TokenStream::new());
    };
    let name = default_name(member);
    let value =
        literal(plan, &field.shape, default).map_err(|problem| format!("{record}.{ident}: {problem}"))?;
    let value = if field.is_option {
        quote! { Some(#value) }
    } else {
        value
    };
    Ok(quote! { fn #name() -> #ty { #value } })
}

fn default_name(member: &Member<'_>) -> Ident {
    format_ident!("default_{}", member.ident)
}

/// The value of a field that nobody has set.
fn initial(member: &Member<'_>) -> TokenStream {
    if has_value_default(member.field) {
        let name = default_name(member);
        quote! { Self::#name() }
    } else {
        quote! { ::core::default::Default::default() }
    }
}

/// A default as a Rust expression.
fn literal(plan: &Plan, shape: &Shape, value: &Value) -> Result<TokenStream, String> {
    let mismatch = || format!("the default {value} does not fit the type");
    Ok(match shape {
        Shape::String { min: None, max: None } => {
            let text = value.as_str().ok_or_else(mismatch)?;
            quote! { #text.to_owned() }
        }
        Shape::Bool => {
            let value = value.as_bool().ok_or_else(mismatch)?;
            quote! { #value }
        }
        Shape::Int { .. } => {
            // `1.0` is an integer in JSON.
            #[expect(clippy::cast_possible_truncation, reason = "the parser has checked the default")]
            let whole = value.as_f64().filter(|value| value.fract() == 0.0).map(|value| value as i64);
            let value = value.as_i64().or(whole).ok_or_else(mismatch)?;
            quote! { crate::frame::Int::constant(#value) }
        }
        Shape::Named(name) if is_empty(Some(value)) => match plan.records.get(name) {
            Some(record) if has_default(record) => quote! { ::core::default::Default::default() },
            _ => return Err(mismatch()),
        },
        Shape::Named(name) if plan.sets.contains_key(name) => {
            let set = &plan.sets[name];
            let word = value.as_str().ok_or_else(mismatch)?;
            let name = format_ident!("{name}");
            match set.values.iter().find(|(_, known)| known == word) {
                Some((variant, _)) => {
                    let variant = format_ident!("{variant}");
                    quote! { #name::#variant }
                }
                None if set.is_open => quote! { #name::from(#word) },
                None => return Err(mismatch()),
            }
        }
        Shape::List(_) | Shape::Object if is_empty(Some(value)) => {
            quote! { ::core::default::Default::default() }
        }
        _ => {
            let text = value.to_string();
            quote! {
                ::serde_json::from_str(#text).expect("the document's parser has checked the default")
            }
        }
    })
}
