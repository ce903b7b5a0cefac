//! What was copied, asked for as a program that pastes asks, and as a history of the clipboard
//! looks before it keeps anything.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use x11rb::{
    COPY_DEPTH_FROM_PARENT, COPY_FROM_PARENT, CURRENT_TIME,
    connection::Connection,
    protocol::{
        Event,
        xproto::{AtomEnum, ConnectionExt, CreateWindowAux, WindowClass},
    },
    rust_connection::RustConnection,
};

use crate::poll::PATIENCE;

/// What programs that keep secrets offer beside them, so that no history keeps them.
const HINT: &str = "x-kde-passwordManagerHint";

/// How soon whoever copied is asked once more.
const AGAIN: Duration = Duration::from_secs(2);

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
    let mut asked = None::<Instant>;
    let deadline = Instant::now() + PATIENCE;
    let answered = loop {
        // Whoever copied may be the window of another test that ends just now, and never answers.
        if asked.is_none_or(|at| at.elapsed() >= AGAIN) {
            connection.convert_selection(window, clipboard, kind, place, CURRENT_TIME)?;
            connection.flush()?;
            asked = Some(Instant::now());
        }
        match connection.poll_for_event()? {
            // One that was asked for before may be late.
            Some(Event::SelectionNotify(answer)) if answer.target == kind => break answer,
            Some(_) => {}
            None if Instant::now() >= deadline => bail!("whoever copied does not answer"),
            None => tokio::time::sleep(Duration::from_millis(25)).await,
        }
    };
    if answered.property == u32::from(AtomEnum::NONE) {
        return Ok(Vec::new());
    }
    let asked = connection.get_property(true, window, place, AtomEnum::ANY, 0, 1 << 16)?;
    Ok(asked.reply()?.value)
}
