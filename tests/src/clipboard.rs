//! What was copied, asked for as a program that pastes asks, and as a history of the clipboard
//! looks before it keeps anything.

use anyhow::{Context as _, Result};
use x11rb::{
    COPY_DEPTH_FROM_PARENT, COPY_FROM_PARENT, CURRENT_TIME,
    connection::Connection,
    protocol::{
        Event,
        xproto::{AtomEnum, ConnectionExt, CreateWindowAux, WindowClass},
    },
    rust_connection::RustConnection,
};

use crate::poll::until;

/// What programs that keep secrets offer beside them, so that no history keeps them.
const HINT: &str = "x-kde-passwordManagerHint";

/// What is on the clipboard.
#[derive(Debug)]
pub struct Copied {
    /// In words.
    pub text: String,
    /// No history is to keep it.
    pub unrecorded: bool,
}

/// What is on the clipboard of this screen now. Every window of the screen shares it.
pub async fn copied() -> Result<Copied> {
    let (connection, screen) = x11rb::connect(None)?;
    let root = connection.setup().roots.get(screen).context("no screen")?;
    let window = connection.generate_id()?;
    connection.create_window(
        COPY_DEPTH_FROM_PARENT,
        window,
        root.root,
        0,
        0,
        1,
        1,
        0,
        WindowClass::INPUT_OUTPUT,
        COPY_FROM_PARENT,
        &CreateWindowAux::new(),
    )?;
    let text = ask(&connection, window, "UTF8_STRING").await?;
    let hint = ask(&connection, window, HINT).await?;
    Ok(Copied {
        text: String::from_utf8(text)?,
        unrecorded: hint == b"secret",
    })
}

/// The clipboard in one of the kinds in which it is offered; empty where it is not.
async fn ask(connection: &RustConnection, window: u32, kind: &str) -> Result<Vec<u8>> {
    let atom = |name: &str| -> Result<u32> {
        let asked = connection.intern_atom(false, name.as_bytes())?;
        Ok(asked.reply()?.atom)
    };
    let (clipboard, kind, place) = (atom("CLIPBOARD")?, atom(kind)?, atom("E2E_COPIED")?);
    connection.convert_selection(window, clipboard, kind, place, CURRENT_TIME)?;
    connection.flush()?;
    let answered = until("an answer from whoever copied", || async {
        Ok(match connection.poll_for_event()? {
            Some(Event::SelectionNotify(answer)) => Some(answer),
            _ => None,
        })
    })
    .await?;
    if answered.property == u32::from(AtomEnum::NONE) {
        return Ok(Vec::new());
    }
    let asked = connection.get_property(true, window, place, AtomEnum::ANY, 0, 1 << 16)?;
    Ok(asked.reply()?.value)
}
