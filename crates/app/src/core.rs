//! The core as the shell holds it: one desk, at most one open workspace, everybody
//! who listens. Which commands there are is said in [`crate::commands`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::{ProfileId, Timestamp};
use secrecy::SecretString;
use store::{Desk, ProfileRecord};
use vault::Vault;
use wire::{
    Appearance, Code, Command, Event, Fault, Handle, KeyPlace, KeyReport, ProfileView, Snapshot,
    Theme,
};

use crate::access::Access;
use crate::appearance;
use crate::arrivals::Arrivals;
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
    /// What was to be opened last and could not be, and is tried again by hand.
    pub(crate) unopened: Option<ProfileId>,
    /// The desk's database was made anew, which is still to be told.
    desk_rescued: Option<Fault>,
    /// The workspace is on its way; what arrives waits for it.
    pub(crate) opening: bool,
    /// Until when the log is detailed.
    pub(crate) detailed_until: Option<Timestamp>,
    /// What persons were told that did not work.
    pub(crate) faults: Ring,
    /// The diagnostics that were shown last.
    pub(crate) diagnostics: Option<wire::DiagnosticsView>,
    pub(crate) arrivals: Arrivals,
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
        // Meanwhile another may be on its way, which is not to be told as open.
        let _one = self.0.switching.lock().await;
        if self.state().opening {
            self.opened();
        } else {
            self.publish_snapshot();
        }
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

    /// Nothing is on its way any more: everybody is told, and what waited is handled. In this
    /// order: the snapshot of another workspace takes away what was to be shown before it.
    pub(crate) fn opened(&self) {
        self.state().opening = false;
        self.publish_snapshot();
        self.let_in();
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
                profile_view(now.unwrap_or(&workspace.profile), workspace.key())
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
            opening: state.opening,
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
        Some(workspace) if workspace.profile.id == profile.id => workspace.key(),
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
