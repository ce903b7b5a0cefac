//! An app without a window, as a pass needs it: a host that only listens.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use app::{Alert, App, Config, DemoServer, Future, Host, HostError, SystemFacts, Timestamp, Vault};
use secrecy::SecretString;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use wire::{
    Event, FindIntegrations, IntegrationsPage, Narrow, SaveApiKey, SecretInput, Sort, SyncPhase,
};

use crate::Error;

/// A desk that nobody sits at. It knows only which page a browser was asked to open.
#[derive(Default)]
pub(crate) struct Empty {
    opened: Mutex<u32>,
}

impl Empty {
    /// How often a browser was asked to open a page.
    pub(crate) fn opened(&self) -> u32 {
        *self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Host for Empty {
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let millis = since.map_or(0, |since| since.as_millis());
        Timestamp::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
    }
    fn open_url(&self, _: &str) -> Result<(), HostError> {
        *self.opened.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        Ok(())
    }
    fn copy(&self, _: &str) -> Result<(), HostError> {
        Err(HostError("nobody is here".to_owned()))
    }
    fn copy_unrecorded(&self, text: &str) -> Result<(), HostError> {
        self.copy(text)
    }
    fn handles_links(&self) -> bool {
        true
    }
    fn raise(&self) {}
    fn alert(&self, _: Alert) {}
    fn zoom(&self, _: u16) {}
    fn quit(&self) {}
    fn log_in_detail(&self, _: bool) {}
    fn system(&self) -> SystemFacts {
        SystemFacts::default()
    }
    fn start_demo(&self, _: wire::DemoSize) -> Future<'_, Result<Arc<dyn DemoServer>, HostError>> {
        Box::pin(async { Err(HostError("nobody is here".to_owned())) })
    }
}

/// An app that was opened over a directory, with a keyring that only lives in memory.
pub(crate) struct Desk {
    pub(crate) app: App,
    pub(crate) host: Arc<Empty>,
    /// What the core tells the window, in its order.
    pub(crate) events: UnboundedReceiver<Event>,
}

impl Desk {
    pub(crate) async fn over(home: &Path, vault: Vault) -> Self {
        let config = Config {
            home: home.to_owned(),
            person: "bench".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let host = Arc::new(Empty::default());
        let lent = Arc::clone(&host) as Arc<dyn Host>;
        let app = App::open(config, lent, vault).await;
        let (sender, events) = unbounded_channel();
        app.subscribe(move |event| sender.send(event).is_ok());
        Self { app, host, events }
    }

    /// Gives it a key; it reads the project from then on.
    pub(crate) async fn use_key(&self, base_url: &str, key: SecretString) -> Result<(), Error> {
        let save = SaveApiKey {
            name: "bench".to_owned(),
            base_url: base_url.to_owned(),
            key: SecretInput::from(key),
            production: false,
            memory_only: false,
            profile: None,
            network: None,
        };
        self.app.run(save).await?;
        Ok(())
    }

    /// The first rows of the list, so many.
    pub(crate) async fn first(&self, limit: u32) -> Result<IntegrationsPage, Error> {
        let ask = FindIntegrations {
            text: String::new(),
            state: None,
            toolkit: None,
            narrow: Narrow::default(),
            sort: Sort::default(),
            offset: 0,
            limit,
            locate: None,
        };
        Ok(self.app.run(ask).await?)
    }

    /// Waits until the project has been read, and says how many accounts came.
    pub(crate) async fn read(&mut self) -> Result<u64, Error> {
        while let Some(event) = self.events.recv().await {
            let Event::Sync(sync) = event else { continue };
            match sync.phase {
                SyncPhase::Idle if sync.synced_at.is_some() => return Ok(sync.read.into()),
                SyncPhase::Idle | SyncPhase::Reading => {}
                SyncPhase::Failed | SyncPhase::Stopped => {
                    let why = sync.fault.map_or_else(String::new, |fault| fault.message);
                    return Err(Error::Said(format!("the project was not read: {why}")));
                }
            }
        }
        Err(Error::Said("the core went away".to_owned()))
    }
}
