//! The log: one file a day in the home, two weeks of them, every line passed through
//! [`redact`](crate::redact) on its way.

use std::{
    io::{self, Write, stderr},
    panic,
};

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

use crate::{error::Error, home::Home, redact::redact};

/// Starts writing, and makes a panic leave its place and nothing else.
pub(crate) fn start(home: &Home) -> Result<(), Error> {
    let files = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("switchboard")
        .filename_suffix("log")
        .max_log_files(14)
        .build(home.logs()?)?;
    let filter =
        EnvFilter::try_from_env("SWITCHBOARD_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    // A second subscriber can only exist in a test of ours, and then the first one stays.
    let _ = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(filter)
        .with_writer(Redacting(files))
        .try_init();
    panic::set_hook(Box::new(|panic| {
        // The message may quote data, so it is left out.
        if let Some(place) = panic.location() {
            tracing::error!(
                file = place.file(),
                line = place.line(),
                "the program panicked"
            );
            let _ = writeln!(
                stderr(),
                "switchboard: panic at {}:{}",
                place.file(),
                place.line()
            );
        }
    }));
    Ok(())
}

struct Redacting<W>(W);

impl<'a, W: MakeWriter<'a>> MakeWriter<'a> for Redacting<W> {
    type Writer = Line<W::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        Line(self.0.make_writer())
    }
}

/// The subscriber writes each event in one call, so a call is a whole line.
struct Line<W>(W);

impl<W: Write> Write for Line<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .write_all(redact(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
