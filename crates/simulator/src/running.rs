//! Starting and stopping, and the same controls as `/_sim` for programs that
//! hold the simulator in their own process.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::churn::{self, Churn};
use crate::config::Config;
use crate::control::{self, Decision};
use crate::faults::{Fault, FaultError};
use crate::sabotage::{self, Sabotage};
use crate::scenario;
use crate::secrets;
use crate::server::{self, Shared};

/// Starts simulators.
#[derive(Debug)]
pub struct Simulator;

impl Simulator {
    /// Builds the world and listens; returns when requests can be served. Runs
    /// on the caller's tokio runtime.
    ///
    /// # Errors
    /// When the address is not loopback or cannot be bound.
    pub async fn start(config: Config) -> std::io::Result<Running> {
        config
            .check()
            .map_err(|text| std::io::Error::new(std::io::ErrorKind::InvalidInput, text))?;
        let listener = TcpListener::bind(config.listen).await.map_err(|error| {
            let text = format!("cannot listen on {}: {error}", config.listen);
            std::io::Error::new(error.kind(), text)
        })?;
        let addr = listener.local_addr()?;
        let base_url = format!("http://{addr}");
        // A large fleet takes a moment to build; others of the runtime go on.
        let world = tokio::task::spawn_blocking(move || scenario::build(config, base_url))
            .await
            .map_err(std::io::Error::other)?;
        let shared = Arc::new(Shared::new(world));
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(server::serve(listener, Arc::clone(&shared), stopped));
        Ok(Running {
            addr,
            shared,
            stop,
            task,
        })
    }
}

/// A simulator that listens. Dropping it stops it too.
#[derive(Debug)]
pub struct Running {
    addr: SocketAddr,
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Running {
    /// `http://127.0.0.1:PORT`, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// The main project's key at this moment.
    #[must_use]
    pub fn api_key(&self) -> String {
        self.shared
            .lock()
            .world
            .projects
            .first()
            .map(|main| main.key().to_owned())
            .unwrap_or_default()
    }

    /// The user ids of the main project.
    #[must_use]
    pub fn user_ids(&self) -> Vec<String> {
        let state = self.shared.lock();
        let main = state.world.projects.first();
        main.map(|main| main.accounts.users().map(str::to_owned).collect())
            .unwrap_or_default()
    }

    /// Whether the main project masks secrets.
    #[must_use]
    pub fn masks(&self) -> bool {
        let state = self.shared.lock();
        let main = state.world.projects.first();
        main.is_some_and(crate::world::Project::masks)
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// What `GET /_sim/state` answers.
    #[must_use]
    pub fn state(&self) -> Value {
        let mut state = self.shared.lock();
        state.world.settle();
        control::describe(&state.world)
    }

    /// Every account there ever was in the main project, deleted ones too, oldest first:
    /// for whoever compares what another program believes with what is true.
    #[must_use]
    pub fn accounts(&self) -> Vec<Value> {
        let mut state = self.shared.lock();
        state.world.settle();
        control::ever(&state.world)
    }

    /// Every secret that the main project has now, whether or not it is masked, under the name of
    /// the member that holds it; `callback_url` and `link_token` too: for whoever looks for them
    /// where none may be. A token is another one once it was refreshed.
    #[must_use]
    pub fn secrets(&self) -> Vec<(String, String)> {
        let mut state = self.shared.lock();
        state.world.settle();
        secrets::all(&state.world)
    }

    /// How many callers wait for an answer that never comes.
    #[must_use]
    pub fn hanging(&self) -> usize {
        self.shared.hanging()
    }

    /// How many callers were never answered so far, those that gave up among them.
    #[must_use]
    pub fn hung(&self) -> usize {
        self.shared.hung()
    }

    /// Decides about a pending account as its owner would.
    ///
    /// # Errors
    /// When there is no such account or it is not waiting.
    // Taken by value so that callers can write the decision in place.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "reads as a command at every call"
    )]
    pub fn consent(&self, connected_account_id: &str, decision: Decision) -> Result<Value, String> {
        let mut state = self.shared.lock();
        state.world.settle();
        control::consent(&mut state.world, connected_account_id, &decision)
    }

    /// Breaks something; false when the account named is not there.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "reads as a command at every call"
    )]
    pub fn sabotage(&self, what: Sabotage) -> bool {
        let mut state = self.shared.lock();
        state.world.settle();
        sabotage::sabotage(&mut state.world, &what)
    }

    /// Adds scripted faults.
    ///
    /// # Errors
    /// When one of them makes no sense; then none is added.
    pub fn faults(&self, faults: Vec<Fault>) -> Result<(), FaultError> {
        self.shared.lock().faults.add(faults)
    }

    /// How many calls have gone wrong by script so far, over all faults there ever were.
    #[must_use]
    pub fn faulted(&self) -> u64 {
        self.shared.lock().faults.fired()
    }

    /// Forgets all faults.
    pub fn clear_faults(&self) {
        self.shared.lock().faults.clear();
    }

    /// Moves the simulator's clock forward.
    pub fn advance_clock(&self, by: Duration) {
        let mut state = self.shared.lock();
        state
            .world
            .clock
            .advance(i64::try_from(by.as_millis()).unwrap_or(i64::MAX));
        state.world.settle();
    }

    /// How far its clock is ahead of the clock on the wall, in milliseconds.
    #[must_use]
    pub fn clock_offset_ms(&self) -> i64 {
        self.shared.lock().world.clock.offset_ms()
    }

    /// Lets accounts come, change and go, as between two pages of a list.
    pub fn churn(&self, wanted: Churn) -> Churn {
        let mut state = self.shared.lock();
        state.world.settle();
        churn::churn(&mut state.world, wanted)
    }

    /// The requests received, oldest first, credentials masked.
    #[must_use]
    pub fn requests(&self) -> Vec<Value> {
        self.shared.lock().log.all()
    }

    /// Forgets the requests received.
    pub fn clear_requests(&self) {
        self.shared.lock().log.clear();
    }

    /// Stops listening and ends open connections; returns when that is done.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        let _joined = (&mut self.task).await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}
