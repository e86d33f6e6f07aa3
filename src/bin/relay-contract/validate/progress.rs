//! A progress bar on standard error, on a terminal only.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::input::is_stdin;

/// Less than this, in bytes, is done before a bar could be read.
const SHORT: u64 = 16 << 20;

/// A bar over the bytes of the files, or a count of bytes where their number is not known; hidden where standard
/// error is no terminal, where somebody types, and for little.
pub(super) fn bar(files: &[PathBuf]) -> ProgressBar {
    let bytes = |path: &PathBuf| {
        let metadata = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
        (!is_stdin(path)).then_some(metadata.len())
    };
    let total = files.iter().map(bytes).sum::<Option<u64>>();
    let template = match total {
        Some(_) => "{bar:40} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left",
        None => "{spinner} {bytes} {bytes_per_sec}",
    };
    let style = ProgressStyle::with_template(template).expect("the templates are well formed");
    let is_typed = total.is_none() && io::stdin().is_terminal();
    let target = if is_typed || total.is_some_and(|total| total < SHORT) {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr()
    };
    ProgressBar::with_draw_target(total, target).with_style(style)
}
