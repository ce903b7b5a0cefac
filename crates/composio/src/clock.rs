//! Time as the client uses it: what it is now, and waiting. A seam, so that a program
//! may run under a clock of its own.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use jiff::Timestamp;

/// A wait that is not over yet.
pub type Wait<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Where the client takes its time from.
pub trait Clock: Send + Sync {
    /// What the clock on the wall shows.
    fn now(&self) -> Timestamp;

    /// Waits so long: before a read is sent again, and for an answer until it is given up.
    fn sleep(&self, wait: Duration) -> Wait<'_>;
}

/// The system's own clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn sleep(&self, wait: Duration) -> Wait<'_> {
        Box::pin(tokio::time::sleep(wait))
    }
}

impl fmt::Debug for dyn Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}
