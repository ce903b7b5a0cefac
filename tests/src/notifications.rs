//! A notification service that remembers what it was asked to show, and clicks on it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context, Result};
use zbus::{connection::Builder, interface, object_server::SignalEmitter, zvariant::OwnedValue};

use crate::poll::until;

const PATH: &str = "/org/freedesktop/Notifications";

/// A notification as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its number.
    pub id: u32,
    /// The line in bold.
    pub title: String,
    /// The rest.
    pub body: String,
    /// Whether a click on it can be told.
    pub clickable: bool,
}

#[derive(Debug, Clone, Default)]
struct Memory(Arc<Mutex<Vec<Shown>>>);

impl Memory {
    fn all(&self) -> Vec<Shown> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

#[interface(name = "org.freedesktop.Notifications")]
impl Memory {
    fn get_capabilities(&self) -> Vec<String> {
        vec!["actions".to_owned(), "body".to_owned()]
    }

    #[expect(clippy::too_many_arguments, reason = "the protocol has as many")]
    fn notify(
        &self,
        _app_name: String,
        _replaces_id: u32,
        _app_icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expire_timeout: i32,
    ) -> u32 {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let id = u32::try_from(all.len()).unwrap_or(0) + 1;
        all.push(Shown {
            id,
            title: summary,
            body,
            clickable: actions.into_iter().next().is_some_and(|it| it == "default"),
        });
        id
    }

    #[zbus(signal)]
    async fn action_invoked(
        emitter: &SignalEmitter<'_>,
        id: u32,
        action_key: &str,
    ) -> zbus::Result<()>;
}

/// The service on a desk's bus. It ends when dropped.
#[derive(Debug)]
pub struct Notifications {
    bus: zbus::Connection,
    memory: Memory,
}

impl Notifications {
    pub(crate) async fn start(address: &str) -> Result<Self> {
        let memory = Memory::default();
        let bus = Builder::address(address)?
            .name("org.freedesktop.Notifications")?
            .serve_at(PATH, memory.clone())?
            .build()
            .await
            .context("the notification service did not start")?;
        Ok(Self { bus, memory })
    }

    /// Waits for one whose title holds `words`.
    pub async fn wait_for(&self, words: &str) -> Result<Shown> {
        until(&format!("a notification that says `{words}`"), || async {
            let all = self.memory.all();
            Ok(all.into_iter().find(|shown| shown.title.contains(words)))
        })
        .await
        .with_context(|| format!("there were {:?}", self.memory.all()))
    }

    /// Clicks on one.
    pub async fn click(&self, shown: &Shown) -> Result<()> {
        let service = self
            .bus
            .object_server()
            .interface::<_, Memory>(PATH)
            .await?;
        Memory::action_invoked(service.signal_emitter(), shown.id, "default").await?;
        Ok(())
    }
}
