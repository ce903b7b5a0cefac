//! The log: the core's files, at a level that can be changed while the program runs, and
//! a panic's last words. Every line passes the core's fence on its way to disk.

use std::{
    io::{self, Write as _},
    panic,
    sync::OnceLock,
    time::{SystemTime, UNIX_EPOCH},
};

use app::{LogFiles, LogLimits, LogWriter, Timestamp, last_words};
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

use crate::{error::Error, home::Home};

/// What is written while nobody asks for more.
const USUAL: &str = "info";
/// What is written while somebody does: everything of ours, nothing more of others'.
const DETAILED: &str = "info,switchboard=debug,app=debug,composio=debug,store=debug,vault=debug";

/// Changes the level, once there is a log.
static LEVEL: OnceLock<Box<dyn Fn(bool) + Send + Sync>> = OnceLock::new();

/// Starts writing, and makes a panic leave a line.
pub(crate) fn start(home: &Home) -> Result<(), Error> {
    panic::set_hook(Box::new(last_words));
    let files = LogFiles::open(&home.logs()?, LogLimits::default(), now).map_err(Error::Log)?;
    let builder = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(usual())
        .with_writer(Events(files))
        .with_filter_reloading();
    let handle = builder.reload_handle();
    // A second subscriber can only exist in a test of ours, and then the first one stays.
    if builder.try_init().is_ok() {
        let _ = LEVEL.set(Box::new(move |on| {
            let filter = if on {
                EnvFilter::new(DETAILED)
            } else {
                usual()
            };
            if let Err(error) = handle.reload(filter) {
                tracing::warn!(%error, "the level of the log could not be changed");
            }
        }));
    }
    Ok(())
}

/// Says on stderr, where it is lost to nobody who looks, that nothing is written.
pub(crate) fn do_without(error: &Error) {
    let _ = writeln!(io::stderr(), "switchboard: there is no log: {error}");
}

/// Writes more, or no longer.
pub(crate) fn detailed(on: bool) {
    if let Some(change) = LEVEL.get() {
        change(on);
    }
}

fn usual() -> EnvFilter {
    EnvFilter::try_from_env("SWITCHBOARD_LOG").unwrap_or_else(|_| EnvFilter::new(USUAL))
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let millis = since.unwrap_or_default().as_millis();
    Timestamp::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
}

/// Hands each event its own writer.
struct Events(LogFiles);

impl<'a> MakeWriter<'a> for Events {
    type Writer = LogWriter<'a>;

    fn make_writer(&'a self) -> Self::Writer {
        self.0.writer()
    }
}
