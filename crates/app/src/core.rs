//! The core as the shell holds it: one desk, at most one open workspace, everybody
//! who listens. Which commands there are is said in [`crate::commands`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::links::{self, AppLink, Callback};
use domain::{IntegrationId, ProfileId, Timestamp};
use secrecy::SecretString;
use store::{Desk, ProfileRecord};
use vault::Vault;
use wire::{
    Appearance, Code, Command, Event, Fault, Handle, KeyPlace, KeyReport, ProfileView, Snapshot,
    Theme,
};

use crate::access::Access;
use crate::appearance;
use crate::config::Config;
use crate::desk_deed;
use crate::diagnostics::Ring;
use crate::doctor::Doctor;
use crate::error::Error;
use crate::home_lock::{self, HomeLock};
use crate::host::Host;
use crate::hub::Hub;
use crate::workspace::Workspace;
use crate::{key_probe, projects, rescue, views};

/// Callbacks that wait for a workspace to open; more are dropped.
const MAX_EARLY: usize = 16;
/// More links than this within [`LINK_WINDOW_MILLIS`] are dropped unread.
const MAX_LINKS: u32 = 20;
const LINK_WINDOW_MILLIS: i64 = 10_000;

/// Everything a person can do, behind one handle.
#[derive(Clone)]
pub struct App(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) config: Config,
    pub(crate) host: Arc<dyn Host>,
    pub(crate) vault: Vault,
    pub(crate) hub: Arc<Hub>,
    pub(crate) desk: Result<Desk, Fault>,
    /// One passphrase at a time.
    pub(crate) unlocking: tokio::sync::Mutex<()>,
    /// One change of workspace at a time.
    pub(crate) switching: tokio::sync::Mutex<()>,
    pub(crate) doctor: Doctor,
    state: Mutex<State>,
    /// The last to go: until then nobody else may work on the same files.
    _held: Option<HomeLock>,
}

/// What is open now.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) workspace: Option<Arc<Workspace>>,
    pub(crate) profiles: Vec<ProfileRecord>,
    /// Keys that a person chose to keep in memory only.
    pub(crate) keys: HashMap<ProfileId, SecretString>,
    pub(crate) theme: Theme,
    pub(crate) access: Access,
    /// What the key of the open workspace may read, when that was tried.
    pub(crate) key_report: Option<KeyReport>,
    pub(crate) appearance: Appearance,
    /// The person was asked whether to leave, and has not answered.
    pub(crate) leaving: bool,
    pub(crate) trouble: Option<Fault>,
    /// The desk's database was made anew, which is still to be told.
    desk_rescued: Option<Fault>,
    /// The workspace is on its way; callbacks wait for it.
    pub(crate) opening: bool,
    /// Until when the log is detailed.
    pub(crate) detailed_until: Option<Timestamp>,
    /// What persons were told that did not work.
    pub(crate) faults: Ring,
    /// The diagnostics that were shown last.
    pub(crate) diagnostics: Option<wire::DiagnosticsView>,
    early: Vec<Callback>,
    links: u32,
    links_since: Option<Timestamp>,
}

impl App {
    /// Opens the desk. A desk that cannot be opened is shown as such: the window
    /// still comes up and says why.
    pub async fn open(config: Config, host: Arc<dyn Host>, vault: Vault) -> Self {
        let mut state = State::default();
        let (held, desk) = match home_lock::take(&config.home).await {
            Ok(held) => (
                Some(held),
                open_desk(&config, host.as_ref(), &mut state).await,
            ),
            Err(fault) => (None, Err(fault)),
        };
        if let Err(fault) = &desk {
            state.trouble = Some(fault.clone());
        }
        Self(Arc::new(Inner {
            config,
            host,
            vault,
            hub: Arc::new(Hub::default()),
            desk,
            unlocking: tokio::sync::Mutex::new(()),
            switching: tokio::sync::Mutex::new(()),
            doctor: Doctor::default(),
            state: Mutex::new(state),
            _held: held,
        }))
    }

    /// Opens the workspace that was open last.
    pub async fn start(&self) {
        self.resume_detail().await;
        if let Some(id) = self.last_profile().await
            && let Err(fault) = self.use_profile(Some(id)).await
        {
            self.state().trouble = Some(fault);
        }
        self.tell_of_rescue().await;
        self.opened();
    }

    /// The workspace that was open last.
    pub(crate) async fn last_profile(&self) -> Option<ProfileId> {
        let desk = self.0.desk.as_ref().ok()?;
        let last = desk.setting("last_profile").await.ok().flatten()?;
        ProfileId::parse(last).ok()
    }

    /// Tells that the desk's database was made anew, beside nothing that is worse: then it is
    /// told at the next start.
    async fn tell_of_rescue(&self) {
        let Some(told) = self.state().desk_rescued.take() else {
            return;
        };
        let shown = *self.state().trouble.get_or_insert_with(|| told.clone()) == told;
        if shown
            && let Ok(desk) = self.desk()
            && let Err(error) = desk.rescue_told().await
        {
            tracing::warn!(%error, "that the settings were made anew is told once more");
        }
    }

    /// Nothing is on its way any more: what waited is handled, everybody is told.
    pub(crate) fn opened(&self) {
        let early = {
            let mut state = self.state();
            state.opening = false;
            std::mem::take(&mut state.early)
        };
        for callback in early {
            self.ring(callback);
        }
        self.publish_snapshot();
    }

    /// Adds a listener: it hears a snapshot first, then everything that happens.
    pub fn subscribe(&self, sink: impl Fn(Event) -> bool + Send + 'static) {
        self.0.hub.subscribe(Box::new(sink), || {
            Event::Snapshot(Box::new(self.snapshot()))
        });
    }

    /// Carries out a command, if the role allows it.
    ///
    /// # Errors
    /// [`Fault`] in the words for a person.
    pub async fn run<C: Command>(&self, command: C) -> Result<C::Reply, Fault>
    where
        Self: Handle<C>,
    {
        self.note_input(C::NAME);
        let told = match C::ROLE > self.role() {
            true => Err(Fault::new(
                Code::RoleRefused,
                "Only an admin may do this. Unlock admin with its passphrase, or ask somebody who has it. Nothing changed.",
            )),
            false => self.handle(command).await,
        };
        let code = told.as_ref().err().map(|fault| fault.code.as_str());
        tracing::debug!(command = C::NAME, code, "a command was answered");
        if let Err(fault) = &told {
            let now = self.0.host.now();
            self.state().faults.note(now, C::NAME, fault);
        }
        told
    }

    /// Takes a link that the desktop delivered. Anything that is not exactly ours is
    /// dropped; a flood of links is dropped unread.
    pub fn link(&self, link: &str) {
        if self.flooded() {
            return;
        }
        match links::parse(link) {
            Ok(AppLink::Callback(callback)) => self.ring(callback),
            // Any page can send one, so it shows a row that is there, and only to who is not
            // writing.
            Ok(AppLink::Open(row)) if self.has(&row) => {
                self.0.host.raise();
                self.focus(row, false);
            }
            Ok(AppLink::Open(_)) => tracing::info!("a link to no row of ours was dropped"),
            Err(error) => tracing::info!(%error, "a link into the app was dropped"),
        }
    }

    /// A person pressed a notification of ours: the window comes to the front, at the row that it
    /// is about, if that is in what is open now.
    pub fn show(&self, row: &IntegrationId) {
        self.0.host.raise();
        if self.has(row) {
            self.focus(row.clone(), true);
        }
    }

    fn has(&self, row: &IntegrationId) -> bool {
        let open = self.state().workspace.clone();
        open.is_some_and(|open| open.roster().row(row).is_some())
    }

    fn focus(&self, integration: IntegrationId, asked: bool) {
        self.0.hub.publish(&Event::Focus { integration, asked });
    }

    fn flooded(&self) -> bool {
        let now = self.0.host.now();
        let mut state = self.state();
        if state
            .links_since
            // A clock that was set back must not shut the door for as long.
            .is_none_or(|since| !(0..=LINK_WINDOW_MILLIS).contains(&now.since(since)))
        {
            state.links_since = Some(now);
            state.links = 0;
        }
        state.links += 1;
        if state.links == MAX_LINKS + 1 {
            tracing::warn!("too many links into the app; more are dropped for ten seconds");
        }
        state.links > MAX_LINKS
    }

    fn ring(&self, callback: Callback) {
        let workspace = {
            let mut state = self.state();
            if state.opening {
                if state.early.len() < MAX_EARLY {
                    state.early.push(callback);
                }
                return;
            }
            state.workspace.clone()
        };
        let Some(workspace) = workspace else { return };
        let task = Arc::clone(&workspace);
        workspace.spawn(async move {
            task.ring(&callback).await;
        });
    }

    /// The workspace that is open.
    pub(crate) fn workspace(&self) -> Result<Arc<Workspace>, Fault> {
        if let Err(fault) = &self.0.desk {
            return Err(fault.clone());
        }
        self.state()
            .workspace
            .clone()
            .ok_or_else(|| Error::NoWorkspace.into())
    }

    /// What is open, for as long as no `await` comes between.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells everybody what the frame shows now.
    pub(crate) fn publish_snapshot(&self) {
        self.0
            .hub
            .publish(&Event::Snapshot(Box::new(self.snapshot())));
    }

    fn snapshot(&self) -> Snapshot {
        let state = self.state();
        let open = state.workspace.as_ref();
        let place = |profile: &ProfileRecord| key_place(profile, &state, open);
        let view = |profile: &ProfileRecord| profile_view(profile, place(profile));
        Snapshot {
            version: self.0.config.version.clone(),
            profile: open.map(|workspace| {
                // As it is named now, which may be otherwise than when it was opened.
                let id = &workspace.profile.id;
                let now = state.profiles.iter().find(|known| known.id == *id);
                profile_view(now.unwrap_or(&workspace.profile), workspace.key)
            }),
            profiles: state.profiles.iter().map(view).collect(),
            theme: state.theme,
            appearance: state.appearance,
            person: self.0.config.person.clone(),
            access: state.access.view(
                self.0.host.now(),
                key_probe::level(open.map(AsRef::as_ref), state.key_report.as_ref()),
            ),
            key_report: state.key_report.clone(),
            sync: open.map(|workspace| workspace.sync()).unwrap_or_default(),
            attempts: open
                .map(|workspace| attempts(workspace))
                .unwrap_or_default(),
            project: open
                .map(|workspace| workspace.project.view())
                .unwrap_or_default(),
            trouble: state.trouble.clone(),
            desk_closed: self.0.desk.is_err(),
        }
    }
}

/// Opens the desk and reads what the frame shows of it. One of which the projects cannot be read
/// is not open: it would be taken for one without any.
async fn open_desk(config: &Config, host: &dyn Host, state: &mut State) -> Result<Desk, Fault> {
    let (desk, rescued) =
        rescue::open_desk(&config.home.join("desk.db"), &config.person, host.now()).await?;
    state.profiles = desk.profiles().await.map_err(Error::from)?;
    state.desk_rescued = rescued;
    desk_deed::conclude_open(&desk, host).await;
    state.theme = theme(desk.setting("theme").await.ok().flatten().as_deref());
    if let Ok(lock) = desk.admin().await {
        state.access = Access::begin(&lock, host.now());
    }
    state.appearance = appearance::load(&desk).await;
    state.opening = true;
    Ok(desk)
}

fn attempts(workspace: &Workspace) -> Vec<wire::AttemptView> {
    let live = workspace.live();
    let roster = workspace.roster();
    let mut views: Vec<_> = live
        .values()
        .filter(|live| live.record.attempt.state.is_open())
        .filter_map(|live| views::attempt(&roster, live))
        .collect();
    views.sort_by_key(|view| std::cmp::Reverse(view.planned_at));
    views
}

fn key_place(profile: &ProfileRecord, state: &State, open: Option<&Arc<Workspace>>) -> KeyPlace {
    match open {
        Some(workspace) if workspace.profile.id == profile.id => workspace.key,
        _ if profile.demo => KeyPlace::BuiltIn,
        _ if profile.key_in_keyring => KeyPlace::Keyring,
        _ if state.keys.contains_key(&profile.id) => KeyPlace::Memory,
        _ => KeyPlace::Missing,
    }
}

/// A workspace as the window shows it.
pub(crate) fn profile_view(profile: &ProfileRecord, key: KeyPlace) -> ProfileView {
    let host = url::Url::parse(&profile.base_url).ok().and_then(|url| {
        let host = url.host_str()?.to_owned();
        Some(
            url.port()
                .map_or_else(|| host.clone(), |port| format!("{host}:{port}")),
        )
    });
    ProfileView {
        id: profile.id.clone(),
        name: profile.name.clone(),
        demo: profile.demo,
        production: profile.production,
        host: host.unwrap_or_default(),
        key,
        settings: projects::shown(&profile.settings),
    }
}

/// How a theme is kept.
pub(crate) const fn theme_text(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

fn theme(text: Option<&str>) -> Theme {
    match text {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}
