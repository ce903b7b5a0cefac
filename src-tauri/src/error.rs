//! Why the program could not start. Nothing here is ever shown in the window.

use std::{error::Error as StdError, io, path::PathBuf};

/// What went wrong before there was a window to say it in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("could not find a data directory: neither `SWITCHBOARD_HOME` nor a home is set")]
    NoHome,
    #[error("could not use the directory `{}`", .path.display())]
    Directory { path: PathBuf, source: io::Error },
    #[error(
        "could not use `{}`, which is in use for something else: name an empty directory or a new \
         one in `SWITCHBOARD_HOME`",
        .path.display()
    )]
    NotOurs { path: PathBuf },
    #[error(
        "could not open a window: there is no display (neither `WAYLAND_DISPLAY` nor `DISPLAY` is \
         set). Start it in a desktop session"
    )]
    NoDisplay,
    #[error(
        "could not open a window: the display that `WAYLAND_DISPLAY` or `DISPLAY` names does not \
         let this program in. Start it in the desktop session that is open now"
    )]
    DeadDisplay,
    #[error("could not read an argument: it is not valid Unicode")]
    Argument,
    #[error("could not turn core dumps off")]
    CoreDumps(#[source] io::Error),
    #[error("could not open the log")]
    Log(#[source] io::Error),
    #[error("could not register the URI scheme: {0}")]
    Scheme(&'static str),
    #[error("could not register the URI scheme")]
    SchemeFile(#[source] io::Error),
    #[error("could not open the window")]
    Tauri(#[from] tauri::Error),
}

/// The error with its causes, on one line.
pub(crate) fn chain(error: &dyn StdError) -> String {
    let mut line = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        line.push_str(": ");
        line.push_str(&cause.to_string());
        next = cause.source();
    }
    line
}
