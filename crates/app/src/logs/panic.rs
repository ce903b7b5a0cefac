//! A panic's last words: the place, and nothing that may quote data.

use std::{
    io::{Write, stderr},
    panic::PanicHookInfo,
    thread,
};

use crate::redact::redact;

/// Writes where the panic was, and what it said when that was written into the program.
/// Words that were put together may quote data, so they are left out. Made to be given to
/// [`std::panic::set_hook`].
pub fn last_words(panic: &PanicHookInfo<'_>) {
    let said = match panic.payload().downcast_ref::<&'static str>() {
        Some(words) => redact(words),
        None => "left out, because it may quote data".to_owned(),
    };
    let (file, line) = panic
        .location()
        .map_or(("unknown", 0), |place| (place.file(), place.line()));
    let current = thread::current();
    let thread = current.name().unwrap_or("unnamed");
    tracing::error!(file, line, thread, said, "the program panicked");
    let _ = writeln!(stderr(), "switchboard: panic at {file}:{line}");
}
