//! What `listen` and `connect` share: frames on a link, judged, shown and recorded.

pub(crate) mod finding;
mod mask;
mod record;
pub(crate) mod secret;
mod session;
pub(crate) mod stop;
pub(crate) mod tag_first;
pub(crate) mod trace;

use std::path::PathBuf;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Show only frames of this type; may be given more than once. All frames are judged and recorded.
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<String>,
    /// Show only frames of this session, named by its key or by the id of its chat.
    #[arg(long, value_name = "KEY")]
    session: Option<String>,
    /// Write a capture that `validate` reads: one frame a line, with time, direction and connection. Texts and bodies
    /// are masked.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Show and record what the frames say. Not for other people's eyes.
    #[arg(long)]
    include_content: bool,
    /// `json`: one object a line, told apart by `event`.
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Human,
    Json,
}
