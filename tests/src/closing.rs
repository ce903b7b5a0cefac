//! The press on a window's cross, as a window manager passes it on. WebDriver has only the end
//! of the whole session.

use anyhow::{Context, Result};
use x11rb::{
    connection::Connection,
    protocol::xproto::{
        AtomEnum, ClientMessageData, ClientMessageEvent, ConnectionExt, EventMask, Window,
    },
    rust_connection::RustConnection,
};

use crate::desk::Desk;

impl Desk {
    /// Asks the running program's window to close, which it may answer with a question.
    pub async fn ask_to_close(&self) -> Result<()> {
        let pid = self.app_pid().await?;
        let (screen, number) = x11rb::connect(None).context("no screen")?;
        let root = screen.setup().roots[number].root;
        let atom = |name: &str| -> Result<u32> {
            Ok(screen.intern_atom(false, name.as_bytes())?.reply()?.atom)
        };
        let names = Names {
            protocols: atom("WM_PROTOCOLS")?,
            delete: atom("WM_DELETE_WINDOW")?,
            pid: atom("_NET_WM_PID")?,
        };
        let window = names
            .find(&screen, root, pid)?
            .with_context(|| format!("no window of the process {pid} takes a close"))?;
        let data = ClientMessageData::from([names.delete, 0, 0, 0, 0]);
        let message = ClientMessageEvent::new(32, window, names.protocols, data);
        screen.send_event(false, window, EventMask::NO_EVENT, message)?;
        Ok(screen.flush()?)
    }
}

/// What the server calls the properties.
struct Names {
    protocols: u32,
    delete: u32,
    pid: u32,
}

impl Names {
    /// The window of that process, at any depth, that is to be asked before it is closed.
    fn find(&self, screen: &RustConnection, at: Window, pid: u32) -> Result<Option<Window>> {
        let values = |property: u32, kind: AtomEnum| -> Result<Vec<u32>> {
            let answer = screen
                .get_property(false, at, property, kind, 0, 32)?
                .reply()?;
            Ok(answer.value32().map(Iterator::collect).unwrap_or_default())
        };
        let is_his = values(self.pid, AtomEnum::CARDINAL)?.contains(&pid);
        if is_his && values(self.protocols, AtomEnum::ATOM)?.contains(&self.delete) {
            return Ok(Some(at));
        }
        for child in screen.query_tree(at)?.reply()?.children {
            if let Some(found) = self.find(screen, child, pid)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}
