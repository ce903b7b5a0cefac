//! The host's clock as Composio's client takes it: one time for the core and its client.

use std::sync::Arc;
use std::time::Duration;

use composio::{Clock, Wait};
use domain::Timestamp;

use crate::host::Host;
use crate::workspace::Workspace;

/// The clock that a host lends.
pub(crate) struct HostClock(pub(crate) Arc<dyn Host>);

impl Clock for HostClock {
    fn now(&self) -> jiff::Timestamp {
        // Out of reach of the calendar is as good as no time at all.
        jiff::Timestamp::from_millisecond(self.0.now().millis()).unwrap_or_default()
    }

    fn sleep(&self, wait: Duration) -> Wait<'_> {
        self.0.sleep(wait)
    }
}

impl Workspace {
    /// The host's clock, for a client of Composio.
    pub(crate) fn clock(&self) -> Arc<HostClock> {
        Arc::new(HostClock(Arc::clone(&self.host)))
    }

    /// The clock.
    pub(crate) fn now(&self) -> Timestamp {
        self.host.now()
    }

    /// Waits so long, on the same clock.
    pub(crate) fn sleep(&self, wait: Duration) -> crate::host::Future<'_, ()> {
        self.host.sleep(wait)
    }

    /// A time that Composio named, on the clock of this computer: deadlines hold even
    /// when the two disagree by a day.
    pub(crate) fn on_our_clock(&self, theirs: Timestamp) -> Timestamp {
        theirs.plus_millis(-self.clock_ahead())
    }

    /// A time of ours as Composio's clock has it.
    pub(crate) fn on_their_clock(&self, ours: Timestamp) -> Timestamp {
        ours.plus_millis(self.clock_ahead())
    }

    /// How far Composio's clock is ahead of ours, in milliseconds.
    pub(crate) fn clock_ahead(&self) -> i64 {
        self.client()
            .ok()
            .and_then(|client| client.clock_offset())
            .and_then(|offset| i64::try_from(offset.as_millis()).ok())
            .unwrap_or(0)
    }
}
