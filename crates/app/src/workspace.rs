//! One open workspace: its facts, its client, its attempts. [`Workspace::settle`]
//! is the only writer of rows, whoever asks: a person, the doorbell, the watch or
//! the sweep.

mod client;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::future::Future;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use composio::Client;
use domain::{AttemptId, ConnectedAccountId, IntegrationId};
use store::{Change, ProfileRecord, Settled, Store};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use wire::{Event, KeyPlace, Notice, SyncPhase, SyncView};

use crate::cleanup::Cleaning;
use crate::drills::Drill;
use crate::error::Error;
use crate::fingerprint;
use crate::history;
use crate::host::{Alert, DemoServer, Host};
use crate::hub::Hub;
use crate::live::Live;
use crate::project::Project;
use crate::retiring::{List, Refused};
use crate::roster::Roster;
use crate::sync;
use crate::unsettled::Unsettled;
use crate::views;
use crate::weather;

/// How often a change is decided anew when somebody else wrote first.
const TRIES: usize = 3;
/// While a full pass fills the list, the window is told at most this often.
const BULK_MILLIS: i64 = 250;

/// What is needed to open a workspace.
pub(crate) struct Opening {
    pub(crate) profile: ProfileRecord,
    pub(crate) key: KeyPlace,
    pub(crate) client: Option<Client>,
    pub(crate) store: Store,
    pub(crate) demo: Option<Arc<dyn DemoServer>>,
    pub(crate) host: Arc<dyn Host>,
    pub(crate) hub: Arc<Hub>,
    pub(crate) person: String,
}

pub(crate) struct Workspace {
    pub(crate) profile: ProfileRecord,
    key: RwLock<KeyPlace>,
    client: RwLock<Option<Client>>,
    pub(crate) store: Store,
    pub(crate) demo: Option<Arc<dyn DemoServer>>,
    pub(crate) host: Arc<dyn Host>,
    hub: Arc<Hub>,
    pub(crate) person: String,
    roster: RwLock<Roster>,
    writer: tokio::sync::Mutex<()>,
    /// Held while an attempt moves or ends: the watch, a cancel and an answer that
    /// comes late must not decide about the same attempt at once. Taken before `writer`.
    pub(crate) deciding: tokio::sync::Mutex<()>,
    /// Held while an attempt is begun, so that two clicks make one.
    pub(crate) beginning: tokio::sync::Mutex<()>,
    /// Held while a link is handed over. Taken before `deciding`.
    pub(crate) handing: tokio::sync::Mutex<()>,
    /// Held while the auth configs and toolkits are read, so that the newest answer is kept last.
    pub(crate) cataloguing: tokio::sync::Mutex<()>,
    live: Mutex<HashMap<AttemptId, Live>>,
    /// Listeners that wait for their attempt to be followed.
    doors: Mutex<HashMap<AttemptId, TcpListener>>,
    /// When a full pass last told of its rows, in UTC milliseconds.
    bulk_told: AtomicI64,
    pub(crate) retiring: List,
    pub(crate) refused: Mutex<Refused>,
    pub(crate) unsettled: Mutex<Vec<Unsettled>>,
    /// What was deleted by us in this run. An id never comes back.
    deleted: Mutex<HashSet<ConnectedAccountId>>,
    /// What is to go although somebody finished its sign-in, which is told once it is gone.
    late: Mutex<HashSet<ConnectedAccountId>>,
    pub(crate) project: Project,
    /// What this run knows of its readings.
    pub(crate) readings: sync::Readings,
    /// Cleaning up unused attempts.
    pub(crate) cleaning: Cleaning,
    sync: Mutex<SyncView>,
    /// Wakes the sweep before its minute is over.
    pub(crate) sweep: Notify,
    /// Stops a full pass.
    pub(crate) stop: Notify,
    /// The drill that runs; in a demo only.
    pub(crate) drill: Mutex<Option<Drill>>,
    /// How often accounts without a name were asked again.
    pub(crate) asked: Mutex<crate::naming::Asked>,
    /// What fingerprints of tokens are salted with.
    pub(crate) salt: Vec<u8>,
    /// Reading the provider for many rows.
    pub(crate) checks: crate::checks::Checks,
    tasks: Mutex<JoinSet<()>>,
}

impl Workspace {
    /// Reads everything from disk into memory.
    pub(crate) async fn open(opening: Opening) -> Result<Arc<Self>, Error> {
        let roster = Roster::read(&opening.store).await?;
        // They are read again once they are followed. What is damaged in them is noticed here,
        // where the file can still be put aside for it.
        opening.store.attempts_open().await?;
        let retiring = List::load(&opening.store).await?;
        let salt = fingerprint::salt(&opening.store).await?;
        let known_from = sync::known_from(&opening.store).await?;
        Ok(Arc::new(Self {
            profile: opening.profile,
            key: RwLock::new(opening.key),
            client: RwLock::new(opening.client),
            store: opening.store,
            demo: opening.demo,
            host: opening.host,
            hub: opening.hub,
            person: opening.person,
            roster: RwLock::new(roster),
            writer: tokio::sync::Mutex::new(()),
            deciding: tokio::sync::Mutex::new(()),
            beginning: tokio::sync::Mutex::new(()),
            handing: tokio::sync::Mutex::new(()),
            cataloguing: tokio::sync::Mutex::new(()),
            live: Mutex::new(HashMap::new()),
            doors: Mutex::new(HashMap::new()),
            bulk_told: AtomicI64::new(0),
            retiring,
            refused: Mutex::default(),
            unsettled: Mutex::default(),
            deleted: Mutex::default(),
            late: Mutex::default(),
            project: Project::default(),
            readings: sync::Readings::default(),
            cleaning: Cleaning::default(),
            sync: Mutex::new(SyncView {
                known_from,
                ..SyncView::default()
            }),
            sweep: Notify::new(),
            stop: Notify::new(),
            drill: Mutex::new(None),
            asked: Mutex::default(),
            salt,
            checks: crate::checks::Checks::default(),
            tasks: Mutex::new(JoinSet::new()),
        }))
    }

    /// What would pull the ground from under a sign-in waits until it is over. Without a key none is
    /// followed, and those that are open stand on the disk alone.
    pub(crate) async fn refuse_while_signing_in(&self, row: &IntegrationId) -> Result<(), Error> {
        let is_open = if self.key() == KeyPlace::Asked || self.client().is_err() {
            let kept = self.store.attempts_open().await?;
            kept.iter().any(|kept| kept.attempt.integration == *row)
        } else {
            self.open_attempt(row).is_some()
        };
        match is_open {
            true => Err(Error::Input(
                "A sign-in is open for this row. Cancel it first.",
            )),
            false => Ok(()),
        }
    }

    /// The rows, for as long as no `await` comes between.
    pub(crate) fn roster(&self) -> RwLockReadGuard<'_, Roster> {
        self.roster.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stores a change and announces it. `decide` sees the rows as they are now; when
    /// somebody else wrote first it is asked again, which is safe because every rule
    /// gives the same answer to the same look.
    pub(crate) async fn settle(
        &self,
        decide: impl Fn(&Roster) -> Result<Change, Error>,
    ) -> Result<Settled, Error> {
        let _writer = self.writer.lock().await;
        let mut tries = 1;
        loop {
            let mut change = decide(&self.roster())?;
            if change == Change::default() {
                return Ok(Settled::default());
            }
            {
                let live = self.live();
                let roster = self.roster();
                history::complete(&roster, &live, self.now(), &self.person, &mut change);
            }
            match self.store.settle(&change).await {
                Ok(settled) => {
                    self.take_in(change, &settled);
                    return Ok(settled);
                }
                Err(store::Error::Conflict { .. }) if tries < TRIES => {
                    tries += 1;
                    self.reload().await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn reload(&self) -> Result<(), Error> {
        let roster = Roster::read(&self.store).await?;
        *self.roster.write().unwrap_or_else(PoisonError::into_inner) = roster;
        Ok(())
    }

    fn take_in(&self, change: Change, settled: &Settled) {
        // A line of history alone changes what the pane of its row shows.
        let rows = change.integrations.iter().map(|row| row.id());
        let told = change.timeline.iter().map(|line| &line.integration);
        let touched: BTreeSet<IntegrationId> =
            rows.chain(told).chain(&change.removed).cloned().collect();
        let touched: Vec<IntegrationId> = touched.into_iter().collect();
        let beside = !change.tenants.is_empty()
            || !change.removed_tenants.is_empty()
            || !change.auth_defaults.is_empty()
            || change.allow_multiple.is_some();
        let revision = {
            let mut roster = self.roster.write().unwrap_or_else(PoisonError::into_inner);
            roster.apply(change, settled);
            roster.revision()
        };
        match touched.as_slice() {
            [] if !beside => {}
            [only] if !beside => self.publish(&Event::RowsChanged {
                integration: Some(only.clone()),
                revision,
            }),
            _ if self.told_lately() => {}
            _ => self.publish(&Event::RowsChanged {
                integration: None,
                revision,
            }),
        }
    }

    /// Whether a full pass told of its rows a moment ago. Its end is always told.
    fn told_lately(&self) -> bool {
        if self.sync().phase != SyncPhase::Reading {
            return false;
        }
        let now = self.now().millis();
        let last = self.bulk_told.load(Ordering::Relaxed);
        let lately = (0..BULK_MILLIS).contains(&(now - last));
        if !lately {
            self.bulk_told.store(now, Ordering::Relaxed);
        }
        lately
    }

    /// Tells that any row may have changed.
    pub(crate) fn rows_changed(&self) {
        let revision = self.roster().revision();
        self.publish(&Event::RowsChanged {
            integration: None,
            revision,
        });
    }

    /// Stores and takes in which auth configs and toolkits there are.
    pub(crate) async fn settle_catalog(
        &self,
        configs: Vec<store::AuthConfigRecord>,
        toolkits: Vec<store::ToolkitRecord>,
    ) -> Result<(), Error> {
        let _writer = self.writer.lock().await;
        self.store.save_catalog(&configs, &toolkits).await?;
        let revision = {
            let mut roster = self.roster.write().unwrap_or_else(PoisonError::into_inner);
            roster.set_catalog(configs, toolkits);
            roster.revision()
        };
        self.publish(&Event::RowsChanged {
            integration: None,
            revision,
        });
        Ok(())
    }

    /// Tells the window.
    pub(crate) fn publish(&self, event: &Event) {
        self.hub.publish(event);
    }

    /// A toast.
    pub(crate) fn notice(&self, good: bool, text: String, integration: &IntegrationId) {
        self.publish(&Event::Notice(Notice {
            good,
            text,
            integration: Some(integration.clone()),
        }));
    }

    /// A toast, and beside it a word through the desktop: nobody may look at the window.
    pub(crate) fn alert(&self, title: String, body: String, integration: &IntegrationId) {
        self.host.alert(Alert {
            title,
            body,
            integration: integration.clone(),
        });
    }

    /// The attempts, for as long as no `await` comes between.
    pub(crate) fn live(&self) -> MutexGuard<'_, HashMap<AttemptId, Live>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Accounts that are to go although somebody finished their sign-in.
    pub(crate) fn late(&self) -> MutexGuard<'_, HashSet<ConnectedAccountId>> {
        self.late.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Accounts that were deleted, for as long as no `await` comes between.
    pub(crate) fn deleted(&self) -> MutexGuard<'_, HashSet<ConnectedAccountId>> {
        self.deleted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Listeners of attempts that are planned.
    pub(crate) fn doors(&self) -> MutexGuard<'_, HashMap<AttemptId, TcpListener>> {
        self.doors.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes an attempt in memory and announces it. `None` when it is not followed.
    pub(crate) fn with_live<R>(
        &self,
        id: &AttemptId,
        change: impl FnOnce(&mut Live) -> R,
    ) -> Option<R> {
        let (result, view) = {
            let mut live = self.live();
            let live = live.get_mut(id)?;
            let result = change(live);
            (result, views::attempt(&self.roster(), live))
        };
        if let Some(view) = view {
            self.publish(&Event::Attempt(Box::new(view)));
        }
        Some(result)
    }

    /// The attempt that is open for a row.
    pub(crate) fn open_attempt(&self, integration: &IntegrationId) -> Option<AttemptId> {
        self.live()
            .values()
            .find(|live| {
                live.record.attempt.state.is_open()
                    && live.record.attempt.integration == *integration
            })
            .map(|live| live.record.attempt.id.clone())
    }

    /// How reading the project goes.
    pub(crate) fn sync(&self) -> SyncView {
        self.sync
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Changes how reading the project goes, and announces it.
    pub(crate) fn with_sync(&self, change: impl FnOnce(&mut SyncView)) {
        let view = {
            let mut sync = self.sync.lock().unwrap_or_else(PoisonError::into_inner);
            change(&mut sync);
            if let Ok(client) = self.client() {
                sync.latency_millis = client.last_latency().and_then(weather::millis);
                sync.degraded = weather::degraded(client.weather());
            }
            sync.clone()
        };
        self.publish(&Event::Sync(view));
    }

    /// Runs something beside; it ends with the workspace.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(task);
    }

    /// Ends every task and closes the files.
    pub(crate) async fn close(&self) {
        self.tasks
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .abort_all();
        let _writer = self.writer.lock().await;
        self.store.close().await;
    }
}
