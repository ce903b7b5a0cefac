//! Something that is read from the core and read again whenever rows change. What
//! was read stays on screen until its successor is there.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::Fault;

use crate::parts::Retry;

/// An answer that is still out.
pub(crate) type Pending<V> = Pin<Box<dyn Future<Output = Result<V, Fault>>>>;
type Fetch<K, V> = Rc<dyn Fn(K) -> Pending<V>>;

/// A value that follows the core. Copied freely.
pub(crate) struct Reading<K: Send + Sync + 'static, V: 'static> {
    /// The last value, and what it was read for.
    pub(crate) value: RwSignal<Option<(K, V)>>,
    pub(crate) fault: RwSignal<Option<Fault>>,
    key: Signal<Option<K>>,
    out: RwSignal<Option<K>>,
    /// Counts the questions: the answer to the last one is the one that counts.
    turn: RwSignal<u32>,
    again: RwSignal<bool>,
    /// Somebody asked again after a fault, and no answer is there yet.
    retried: RwSignal<bool>,
    fetch: StoredValue<Fetch<K, V>, LocalStorage>,
}

impl<K: Send + Sync, V> Clone for Reading<K, V> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K: Send + Sync, V> Copy for Reading<K, V> {}

impl<K, V> Reading<K, V>
where
    K: Clone + PartialEq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// Reads what `key` names, again on every `tick`.
    pub(crate) fn new(
        key: Signal<Option<K>>,
        tick: Signal<u32>,
        fetch: impl Fn(K) -> Pending<V> + 'static,
    ) -> Self {
        let reading = Self {
            value: RwSignal::new(None),
            fault: RwSignal::new(None),
            key,
            out: RwSignal::new(None),
            turn: RwSignal::new(0),
            again: RwSignal::new(false),
            retried: RwSignal::new(false),
            fetch: StoredValue::new_local(Rc::new(fetch)),
        };
        Effect::new(move |_| {
            tick.track();
            key.track();
            reading.read();
        });
        reading
    }

    /// The value for what is asked for now.
    pub(crate) fn current(self) -> Option<V> {
        let key = self.key.get()?;
        self.value.with(|value| {
            value
                .as_ref()
                .filter(|(of, _)| *of == key)
                .map(|(_, v)| v.clone())
        })
    }

    /// What reading it again is.
    pub(crate) fn again(self) -> Retry {
        let press = Callback::new(move |()| {
            self.retried.set(true);
            self.read();
        });
        Retry::new(press, self.retried)
    }

    /// Reads now; one request at a time for one key.
    pub(crate) fn read(self) {
        let Some(Some(key)) = self.key.try_get_untracked() else {
            return;
        };
        if self.out.get_untracked().as_ref() == Some(&key) {
            self.again.set(true);
            return;
        }
        self.out.set(Some(key.clone()));
        let turn = self.turn.get_untracked().wrapping_add(1);
        self.turn.set(turn);
        let Some(answer) = self.fetch.try_with_value(|fetch| fetch(key.clone())) else {
            return;
        };
        spawn_local(async move {
            let answer = answer.await;
            // An older question may have been for the same key: its answer is older, too.
            if self.value.is_disposed() || self.turn.get_untracked() != turn {
                return;
            }
            self.out.set(None);
            self.retried.set(false);
            match answer {
                Ok(value) => {
                    self.fault.set(None);
                    self.value.set(Some((key, value)));
                }
                Err(fault) => self.fault.set(Some(fault)),
            }
            if self.again.get_untracked() {
                self.again.set(false);
                self.read();
            }
        });
    }
}
