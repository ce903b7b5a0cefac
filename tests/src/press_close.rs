//! The button of the title bar that closes a window. There is no window manager on the screen
//! of a test, so the message that one would send is sent here.

use anyhow::{Context, Result, anyhow};
use x11rb::{
    CURRENT_TIME,
    connection::Connection,
    protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, Window as Id},
    rust_connection::RustConnection,
};

use crate::desk::Desk;

impl Desk {
    /// Asks the program's window to close, as its title bar does.
    pub async fn press_close(&self) -> Result<()> {
        let pid = self.app_pid().await?;
        let (connection, screen) = x11rb::connect(None)?;
        let root = connection
            .setup()
            .roots
            .get(screen)
            .context("no screen")?
            .root;
        let atom = |name: &str| -> Result<u32> {
            Ok(connection
                .intern_atom(false, name.as_bytes())?
                .reply()?
                .atom)
        };
        let (protocols, delete) = (atom("WM_PROTOCOLS")?, atom("WM_DELETE_WINDOW")?);
        let owner = atom("_NET_WM_PID")?;
        let of_the_program = |window: Id| -> Result<bool> {
            let pids = numbers(&connection, window, owner, AtomEnum::CARDINAL.into())?;
            let understood = numbers(&connection, window, protocols, AtomEnum::ATOM.into())?;
            let map = connection.get_window_attributes(window)?.reply()?;
            let shown = map.map_state == x11rb::protocol::xproto::MapState::VIEWABLE;
            Ok(shown && pids.contains(&pid) && understood.contains(&delete))
        };
        let mut left = vec![root];
        while let Some(window) = left.pop() {
            // One that went away in between is not the one that is meant.
            if window != root && of_the_program(window).unwrap_or(false) {
                let data = [delete, CURRENT_TIME, 0, 0, 0];
                let ask = ClientMessageEvent::new(32, window, protocols, data);
                // The answer is waited for: what is on its way when a connection ends is lost.
                let sent = connection.send_event(false, window, EventMask::NO_EVENT, ask)?;
                return Ok(sent.check()?);
            }
            if let Ok(tree) = connection.query_tree(window)?.reply() {
                left.extend(tree.children);
            }
        }
        Err(anyhow!("no window of the program is on the screen"))
    }
}

fn numbers(connection: &RustConnection, window: Id, name: u32, kind: u32) -> Result<Vec<u32>> {
    let property = connection
        .get_property(false, window, name, kind, 0, 64)?
        .reply()?;
    Ok(property.value32().into_iter().flatten().collect())
}
