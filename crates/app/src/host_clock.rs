//! The host's clock as Composio's client takes it: one time for the core and its client.

use std::sync::Arc;
use std::time::Duration;

use composio::{Clock, Wait};

use crate::host::Host;

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
