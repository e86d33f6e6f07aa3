//! A gateway that says back what it is told.
//!
//! Its connector is the terminal: each line that you type is a message, and what it sends is printed.
//! `cargo run --example echo_gateway --no-default-features --features relay`

mod console;

use console::Console;
use relay_contract::relay::{
    AdapterOptions, Fault, Gateway, HandlerError, RelayAdapter, RelayTransport, Turn,
};

struct Echo;

impl<T: RelayTransport> Gateway<T> for Echo {
    async fn on_message(&self, turn: Turn<T>) -> Result<(), HandlerError> {
        turn.typing().await?;
        turn.reply(&turn.event.text).await?;
        Ok(())
    }

    fn on_fault(&self, fault: Fault) {
        tracing::warn!(%fault, "the link goes on");
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Any transport will do: nothing in `Echo` knows that this one is a terminal.
    let adapter = RelayAdapter::new(Console::new(), Echo, AdapterOptions::default());
    adapter.connect().await?;
    adapter.transport().ended().await;
    adapter.settled().await;
    adapter.disconnect().await;
    Ok(())
}
