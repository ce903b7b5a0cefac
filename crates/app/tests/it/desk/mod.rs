//! What a test sits at: an app, its simulator, and a host that only remembers.

mod demo;
mod host;
mod remote;

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::{App, Config, Host};
use domain::{AuthConfigId, IntegrationId, UserId, Way};
use simulator::{Decision, Running, Simulator};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use vault::Vault;
use wire::{
    AttemptView, Connect, Event, FindAudit, FindIntegrations, IntegrationRow, IntegrationView,
    SaveApiKey, SecretInput, ShowIntegration, Sort, SyncPhase,
};

pub(crate) use host::Recording;

/// A first account of a tenant, with nothing filled in.
pub(crate) fn connect(user: UserId, auth_config: AuthConfigId, way: Way) -> Connect {
    Connect {
        user,
        auth_config,
        way,
        row: None,
        second: None,
        fields: Vec::new(),
    }
}

/// An app at work with its simulator.
pub(crate) struct Desk {
    pub(crate) app: App,
    pub(crate) host: Arc<Recording>,
    pub(crate) sim: Running,
    pub(crate) home: tempfile::TempDir,
    pub(crate) vault: Vault,
    pub(crate) events: Arc<Mutex<Vec<Event>>>,
}

impl Desk {
    /// An app with a key typed in, after its first full reading.
    pub(crate) async fn open() -> Self {
        Self::with(simulator::Config::default()).await
    }

    pub(crate) async fn with(config: simulator::Config) -> Self {
        let desk = Self::unread(config).await;
        desk.synced().await;
        desk
    }

    /// The same before anything is read.
    pub(crate) async fn unread(config: simulator::Config) -> Self {
        let desk = Self::bare(config, Vault::memory()).await;
        desk.save_key().await.unwrap();
        desk
    }

    /// The same before any key was typed in, with a keyring of the test's own.
    pub(crate) async fn bare(config: simulator::Config, vault: Vault) -> Self {
        let sim = Simulator::start(config).await.unwrap();
        let home = tempfile::tempdir().unwrap();
        let host = Arc::new(Recording::default());
        let (app, events) = app(home.path(), &host, &vault).await;
        Self {
            app,
            host,
            sim,
            home,
            vault,
            events,
        }
    }

    pub(crate) async fn save_key(&self) -> Result<wire::ProfileView, wire::Fault> {
        self.app.run(self.key_typed(false)).await
    }

    /// The simulator's key as a person types it.
    pub(crate) fn key_typed(&self, memory_only: bool) -> SaveApiKey {
        let key = SecretInput::from(secrecy::SecretString::from(self.sim.api_key()));
        SaveApiKey {
            name: "Test".into(),
            base_url: self.sim.base_url(),
            key,
            production: false,
            memory_only,
            profile: None,
            network: None,
        }
    }

    /// What the frame shows now.
    pub(crate) fn snapshot(&self) -> wire::Snapshot {
        let events = self.events.lock().unwrap();
        let snapshots = events.iter().rev().filter_map(|event| match event {
            Event::Snapshot(snapshot) => Some((**snapshot).clone()),
            _ => None,
        });
        snapshots.into_iter().next().unwrap()
    }

    /// The same home and keyring in a new process, as far as the core can tell.
    pub(crate) async fn restart(self) -> Self {
        let desk = self.reopened().await;
        desk.app.start().await;
        desk
    }

    /// The same in the moment before its workspace is opened.
    pub(crate) async fn reopened(self) -> Self {
        let Self {
            app,
            host,
            sim,
            home,
            vault,
            ..
        } = self;
        app.run(wire::UseProfile { profile: None }).await.unwrap();
        drop(app);
        let (app, events) = self::app(home.path(), &host, &vault).await;
        Self {
            app,
            host,
            sim,
            home,
            vault,
            events,
        }
    }

    pub(crate) async fn synced(&self) {
        self.until("the project is read", |desk| {
            let events = desk.events.lock().unwrap();
            events.iter().rev().find_map(|event| match event {
                Event::Sync(sync) => {
                    Some(sync.phase == SyncPhase::Idle && sync.synced_at.is_some())
                }
                _ => None,
            }) == Some(true)
        })
        .await;
    }

    /// Waits for a fact, never for a time.
    pub(crate) async fn until(&self, what: &str, fact: impl Fn(&Self) -> bool) {
        let deadline = tokio::time::Instant::now() + Duration::from_secs(30);
        while !fact(self) {
            assert!(
                tokio::time::Instant::now() < deadline,
                "never came true: {what}"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Asks for one look at the project after another until the fact holds. Each look
    /// is waited for: it is the event that may bring the fact.
    pub(crate) async fn swept<F: std::future::Future<Output = bool>>(
        &self,
        what: &str,
        fact: impl Fn() -> F,
    ) {
        let looks = |desk: &Self| {
            let events = desk.events.lock().unwrap();
            events
                .iter()
                .filter(|event| matches!(event, Event::Sync(sync) if sync.phase == SyncPhase::Idle))
                .count()
        };
        let deadline = tokio::time::Instant::now() + Duration::from_secs(30);
        while !fact().await {
            assert!(
                tokio::time::Instant::now() < deadline,
                "never came true: {what}"
            );
            let before = looks(self);
            self.app.run(wire::SyncNow {}).await.unwrap();
            self.until("a look ends", |desk| looks(desk) > before).await;
        }
    }

    pub(crate) async fn rows(&self, text: &str) -> Vec<IntegrationRow> {
        let ask = FindIntegrations {
            text: text.into(),
            state: None,
            toolkit: None,
            narrow: wire::Narrow::default(),
            sort: Sort::default(),
            offset: 0,
            limit: 500,
            locate: None,
        };
        self.app.run(ask).await.unwrap().rows
    }

    /// How many rows there are.
    pub(crate) async fn all(&self) -> u32 {
        let ask = FindIntegrations {
            text: String::new(),
            state: None,
            toolkit: None,
            narrow: wire::Narrow::default(),
            sort: Sort::default(),
            offset: 0,
            limit: 0,
            locate: None,
        };
        self.app.run(ask).await.unwrap().all
    }

    pub(crate) async fn show(&self, id: &IntegrationId) -> IntegrationView {
        self.app
            .run(ShowIntegration {
                integration: id.clone(),
            })
            .await
            .unwrap()
    }

    /// An auth config for a toolkit; managed or not.
    pub(crate) async fn auth_config(&self, toolkit: &str, managed: bool) -> AuthConfigId {
        let options = self.app.run(wire::ConnectOptions {}).await.unwrap();
        let choice = options
            .toolkits
            .into_iter()
            .find(|choice| choice.slug.as_str() == toolkit)
            .unwrap();
        choice
            .auth_configs
            .into_iter()
            .find(|config| config.managed == managed)
            .unwrap()
            .id
    }

    /// Asks for a first account, by the browser of this computer.
    pub(crate) async fn connect(
        &self,
        user: &str,
        auth_config: &AuthConfigId,
    ) -> Result<AttemptView, wire::Fault> {
        let user = UserId::parse(user).unwrap();
        let ask = connect(user, auth_config.clone(), Way::Here);
        self.app.run(ask).await
    }

    /// Begins a connect and waits until the browser was asked to open the link.
    pub(crate) async fn begin(&self, user: &str, toolkit: &str) -> AttemptView {
        let auth_config = self.auth_config(toolkit, true).await;
        self.begin_with(user, &auth_config).await
    }

    /// The same with an auth config that was chosen.
    pub(crate) async fn begin_with(&self, user: &str, auth_config: &AuthConfigId) -> AttemptView {
        let before = self.host.opened.lock().unwrap().len();
        let view = self.connect(user, auth_config).await.unwrap();
        self.until("the browser is opened", |desk| {
            desk.host.opened.lock().unwrap().len() > before
        })
        .await;
        self.attempt(&view.id)
    }

    /// The last that was said about an attempt.
    pub(crate) fn attempt(&self, id: &domain::AttemptId) -> AttemptView {
        self.attempts()
            .into_iter()
            .rev()
            .find(|view| view.id == *id)
            .unwrap()
    }

    pub(crate) fn attempts(&self) -> Vec<AttemptView> {
        let events = self.events.lock().unwrap();
        let views = events.iter().filter_map(|event| match event {
            Event::Attempt(view) => Some((**view).clone()),
            _ => None,
        });
        views.collect()
    }

    pub(crate) async fn ended(&self, id: &domain::AttemptId) -> AttemptView {
        self.until("the attempt ends", |desk| {
            desk.attempts()
                .iter()
                .any(|view| view.id == *id && view.stage == wire::AttemptStage::Ended)
        })
        .await;
        self.attempt(id)
    }

    /// Decides as the customer; gives the address to which the browser is sent then.
    pub(crate) fn allow(&self, view: &AttemptView, who: &str) -> String {
        let account = view.account.as_ref().unwrap();
        let decision = Decision {
            allow: true,
            account: Some(who.into()),
            granted_scopes: None,
        };
        let done = self.sim.consent(account.as_str(), decision).unwrap();
        done["redirect_url"].as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn deny(&self, view: &AttemptView) {
        let account = view.account.as_ref().unwrap();
        let decision = Decision {
            allow: false,
            account: None,
            granted_scopes: None,
        };
        self.sim.consent(account.as_str(), decision).unwrap();
    }

    /// What somebody else writes into the settings of this computer.
    pub(crate) async fn sql(&self, text: &'static str) {
        write(&self.home.path().join("desk.db"), text).await;
    }

    /// The same, into the database of the one project.
    pub(crate) async fn sql_of_project(&self, text: &'static str) {
        let name = format!("workspaces/{}.db", self.snapshot().profiles[0].id);
        write(&self.home.path().join(name), text).await;
    }

    /// The newest line of what was done to keys, roles and projects.
    pub(crate) async fn last_deed(&self) -> wire::AuditRowView {
        let all = self.app.run(wire::FindDeskAudit {}).await.unwrap().rows;
        all.into_iter().next().unwrap()
    }

    /// What the newest outcome of such a deed says.
    pub(crate) async fn outcome(&self, action: &str) -> Option<String> {
        let rows = self.audit().await.into_iter();
        let mut outcomes = rows.filter(|row| row.kind == "outcome" && row.action == action);
        outcomes.next()?.result
    }

    pub(crate) async fn audit(&self) -> Vec<wire::AuditRowView> {
        self.app
            .run(FindAudit {
                list: wire::AuditList::Project,
                search: wire::AuditSearch::default(),
                offset: 0,
                limit: 500,
            })
            .await
            .unwrap()
            .rows
    }
}

pub(crate) async fn write(file: &Path, text: &'static str) {
    let mut open = SqliteConnectOptions::new()
        .filename(file)
        .connect()
        .await
        .unwrap();
    sqlx::raw_sql(text).execute(&mut open).await.unwrap();
    open.close().await.unwrap();
}

pub(crate) async fn app(
    home: &Path,
    host: &Arc<Recording>,
    vault: &Vault,
) -> (App, Arc<Mutex<Vec<Event>>>) {
    let app = unheard(home, host, vault).await;
    let events = heard(&app);
    (app, events)
}

/// An app that nobody listens to yet.
pub(crate) async fn unheard(home: &Path, host: &Arc<Recording>, vault: &Vault) -> App {
    let config = Config {
        home: home.into(),
        person: "Jo".into(),
        version: "0.0.0".into(),
    };
    App::open(config, Arc::clone(host) as Arc<dyn Host>, vault.clone()).await
}

/// What a window hears from now on.
pub(crate) fn heard(app: &App) -> Arc<Mutex<Vec<Event>>> {
    let events = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&events);
    app.subscribe(move |event| {
        sink.lock().unwrap().push(event);
        true
    });
    events
}
