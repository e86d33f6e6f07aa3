//! Why a command could not run, and what to do.

use std::error::Error;
use std::io::{self, Write as _};

/// A message with its cause and a hint.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    cause: Option<Box<dyn Error + Send + Sync>>,
    hint: Option<String>,
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), cause: None, hint: None }
    }

    pub(crate) fn because(self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { cause: Some(cause.into()), ..self }
    }

    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// Whether the reader of standard output has gone.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        let cause = self.cause.as_deref().and_then(|cause| cause.downcast_ref::<io::Error>());
        cause.is_some_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Prints `error:`, the causes and the hint on standard error.
    pub(crate) fn report(&self) {
        let mut text = format!("error: {}\n", self.message);
        let mut cause = self.cause.as_deref().map(|cause| cause as &dyn Error);
        while let Some(error) = cause {
            // Some errors of the libraries tell their cause themselves.
            if !text.ends_with(&format!("{error}\n")) {
                text += &format!("  caused by: {error}\n");
            }
            cause = error.source();
        }
        if let Some(hint) = &self.hint {
            text += &format!("\nhint: {hint}\n");
        }
        // Nobody is left to be told that standard error is closed.
        drop(anstream::stderr().write_all(text.as_bytes()));
    }
}

impl From<io::Error> for Failure {
    /// A failure to write to standard output; other errors name their file.
    fn from(error: io::Error) -> Self {
        Self::new("cannot write to standard output").because(error)
    }
}
