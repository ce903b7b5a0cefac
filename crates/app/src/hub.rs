//! Where events go out. A sink is registered and given its snapshot under one
//! lock, so that it misses nothing and gets nothing twice.

use std::sync::{Mutex, MutexGuard, PoisonError};

use wire::Event;

/// Takes an event; `false` when nobody listens any more.
pub(crate) type Sink = Box<dyn Fn(Event) -> bool + Send>;

#[derive(Default)]
pub(crate) struct Hub {
    listeners: Mutex<Listeners>,
}

#[derive(Default)]
struct Listeners {
    sinks: Vec<Sink>,
    /// The last row that was to come to the front while nobody listened. No snapshot tells of it,
    /// so it waits for a window that still comes up.
    unheard: Option<Event>,
}

impl Hub {
    /// Adds a listener; `first` is what it hears before anything else.
    pub(crate) fn subscribe(&self, sink: Sink, first: impl FnOnce() -> Event) {
        let mut listeners = self.listeners();
        if !sink(first()) {
            return;
        }
        if let Some(unheard) = listeners.unheard.take() {
            sink(unheard);
        }
        listeners.sinks.push(sink);
    }

    /// Tells everybody who listens.
    pub(crate) fn publish(&self, event: &Event) {
        let mut listeners = self.listeners();
        listeners.sinks.retain(|sink| sink(event.clone()));
        if listeners.sinks.is_empty() && matches!(event, Event::Focus { .. }) {
            listeners.unheard = Some(event.clone());
        }
    }

    /// What nobody heard is of a workspace that is closed.
    pub(crate) fn forget_unheard(&self) {
        self.listeners().unheard = None;
    }

    fn listeners(&self) -> MutexGuard<'_, Listeners> {
        self.listeners
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::IntegrationId;

    use super::*;

    fn focus(row: &str) -> Event {
        Event::Focus {
            integration: IntegrationId::parse(row).unwrap(),
            asked: false,
        }
    }

    fn first() -> Event {
        Event::Leaving { under_way: None }
    }

    fn listen(hub: &Hub) -> Arc<Mutex<Vec<Event>>> {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&heard);
        let take = move |event| {
            sink.lock().unwrap().push(event);
            true
        };
        hub.subscribe(Box::new(take), first);
        heard
    }

    #[test]
    fn the_last_row_that_nobody_was_shown_is_told_once_after_what_comes_first() {
        let hub = Hub::default();
        for row in ["one", "two"] {
            hub.publish(&focus(row));
        }
        let (window, later) = (listen(&hub), listen(&hub));
        assert_eq!(*window.lock().unwrap(), [first(), focus("two")]);
        assert_eq!(*later.lock().unwrap(), [first()]);
    }

    #[test]
    fn what_somebody_heard_and_what_a_snapshot_tells_is_not_told_again() {
        let hub = Hub::default();
        hub.publish(&first());
        listen(&hub);
        hub.publish(&focus("one"));
        assert_eq!(*listen(&hub).lock().unwrap(), [first()]);
    }

    #[test]
    fn a_row_of_a_workspace_that_was_closed_is_shown_to_nobody() {
        let hub = Hub::default();
        hub.publish(&focus("one"));
        hub.forget_unheard();
        assert_eq!(*listen(&hub).lock().unwrap(), [first()]);
    }

    #[test]
    fn a_row_is_told_again_where_the_window_that_was_to_show_it_is_gone() {
        let hub = Hub::default();
        let heard = Mutex::new(0);
        let ends = move |_| {
            *heard.lock().unwrap() += 1;
            *heard.lock().unwrap() < 2
        };
        hub.subscribe(Box::new(ends), first);
        hub.publish(&focus("one"));
        assert_eq!(*listen(&hub).lock().unwrap(), [first(), focus("one")]);
    }
}
