//! Where events go out. A sink is registered and given its snapshot under one
//! lock, so that it misses nothing and gets nothing twice.

use std::sync::{Mutex, PoisonError};

use wire::Event;

/// Takes an event; `false` when nobody listens any more.
pub(crate) type Sink = Box<dyn Fn(Event) -> bool + Send>;

#[derive(Default)]
pub(crate) struct Hub {
    sinks: Mutex<Vec<Sink>>,
}

impl Hub {
    /// Adds a listener; `first` is what it hears before anything else.
    pub(crate) fn subscribe(&self, sink: Sink, first: impl FnOnce() -> Event) {
        let mut sinks = self.sinks.lock().unwrap_or_else(PoisonError::into_inner);
        if sink(first()) {
            sinks.push(sink);
        }
    }

    /// Tells everybody who listens.
    pub(crate) fn publish(&self, event: &Event) {
        let mut sinks = self.sinks.lock().unwrap_or_else(PoisonError::into_inner);
        sinks.retain(|sink| sink(event.clone()));
    }
}
