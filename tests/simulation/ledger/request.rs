//! The requests of a run, from the gateway to the connector and back.

use relay_contract::frame::ActionResult;
use relay_contract::relay::transport::TransportError;

use super::{Invariant, Ledger};

/// One request.
#[derive(Default)]
pub(super) struct Request {
    /// The connection that it arrived on.
    pub(super) seen: Option<usize>,
    pub(super) is_answered: bool,
    pub(super) is_settled: bool,
    /// It failed, and was said not to have been sent.
    pub(super) is_unsent: bool,
}

impl Ledger {
    /// The gateway makes a request. Its number, from 0.
    pub(crate) fn request(&self) -> usize {
        let mut book = self.book();
        let number = book.requests.len();
        book.note(format_args!("request {number}"));
        book.requests.push(Request::default());
        number
    }

    /// The connector reads a request.
    pub(crate) fn seen(&self, number: usize, connection: usize) {
        let mut book = self.book();
        book.note(format_args!("request {number} seen"));
        if book.requests[number].is_unsent {
            book.violate(
                Invariant::SettledTruly,
                format_args!("request {number} was to be unsent, and arrives"),
            );
        }
        if book.requests[number].seen.replace(connection).is_some() {
            book.violate(Invariant::SettledTruly, format_args!("request {number} arrives twice"));
        }
    }

    pub(crate) fn answered(&self, number: usize) {
        let mut book = self.book();
        book.note(format_args!("request {number} answered"));
        book.requests[number].is_answered = true;
    }

    /// A request has settled; with `None` its caller has stopped waiting.
    pub(crate) fn settled(&self, number: usize, result: Option<&Result<ActionResult, TransportError>>) {
        let mut book = self.book();
        let is_ambiguous = match result {
            Some(Err(error)) => error.is_ambiguous(),
            Some(Ok(_)) | None => true,
        };
        let text = match result {
            Some(Ok(_)) => "ok".to_owned(),
            Some(Err(error)) => error.to_string(),
            None => "forgotten".to_owned(),
        };
        book.note(format_args!("request {number} settled, {text}, ambiguous {is_ambiguous}"));
        let request = &mut book.requests[number];
        let was_settled = std::mem::replace(&mut request.is_settled, true);
        request.is_unsent = !is_ambiguous;
        let (was_seen, was_answered) = (request.seen.is_some(), request.is_answered);
        if was_settled {
            book.violate(Invariant::SettledOnce, format_args!("request {number} settles again"));
        }
        if let Some(Ok(result)) = result {
            let own = result.message_id.as_deref() == Some(format!("m{number}").as_str());
            if !own || !was_answered {
                book.violate(Invariant::SettledTruly, format_args!("request {number} has another's result"));
            }
        }
        if !is_ambiguous && was_seen {
            book.violate(Invariant::SettledTruly, format_args!("request {number} is said to be unsent"));
        }
    }
}
