//! What stands around every screen: the workspace, the counts, the sync, notices.

use domain::{IntegrationId, ProfileId, Timestamp};
use serde::{Deserialize, Serialize};

use super::attempt::AttemptView;
use super::project::ProjectView;
use crate::access::{AccessView, KeyReport};
use crate::appearance::Appearance;
use crate::fault::Fault;
use crate::projects::ProjectSettings;

/// Appearance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Follow the desktop.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Everything the frame shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The version of the app.
    pub version: String,
    /// The workspace that is open; `None` shows set-up, unless one is on its way.
    pub profile: Option<ProfileView>,
    /// Every workspace.
    pub profiles: Vec<ProfileView>,
    /// Light or dark.
    pub theme: Theme,
    /// The rest of the appearance.
    pub appearance: Appearance,
    /// Who is at the keyboard, as the desktop says.
    pub person: String,
    /// Who may do what now.
    pub access: AccessView,
    /// What the key may read, when it was tried.
    pub key_report: Option<KeyReport>,
    /// Reading the project.
    pub sync: SyncView,
    /// Attempts that are open, newest first.
    pub attempts: Vec<AttemptView>,
    /// The project's settings at Composio.
    pub project: ProjectView,
    /// Something that stands in the way of everything (keyring, key refused, store).
    pub trouble: Option<Fault>,
    /// A workspace is on its way, or it is not known yet whether one is to be opened.
    pub opening: bool,
    /// The settings of this computer could not be opened: there is nothing to choose from, and
    /// what is entered could not be kept, until the app is started again.
    pub desk_closed: bool,
}

/// A workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileView {
    /// Which.
    pub id: ProfileId,
    /// What the person calls it.
    pub name: String,
    /// The demo workspace; it is made afresh at every start.
    pub demo: bool,
    /// Marked as production.
    pub production: bool,
    /// Composio's host.
    pub host: String,
    /// Where the key is.
    pub key: KeyPlace,
    /// What a person chose for it.
    pub settings: ProjectSettings,
}

/// Where a key is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyPlace {
    /// In the keyring of the desktop.
    Keyring,
    /// There too, and the keyring was asked for it and has not answered: it asks a person for
    /// its password. What was read before can be read.
    Asked,
    /// In memory until the app closes.
    Memory,
    /// It needs none that is kept: the demo.
    BuiltIn,
    /// Nowhere: it must be entered again.
    Missing,
}

/// How reading the project goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncView {
    /// What is going on.
    pub phase: SyncPhase,
    /// Accounts read in this pass.
    pub read: u32,
    /// Accounts there are, by Composio's count.
    pub total: Option<u32>,
    /// Items that could not be understood in this pass.
    pub unreadable: u32,
    /// When the last pass or look ended well.
    pub synced_at: Option<Timestamp>,
    /// When the last one ended well before this program was started: of then is the list that
    /// is shown until the first look of this time.
    pub known_from: Option<Timestamp>,
    /// Latency of the last answer, in milliseconds.
    pub latency_millis: Option<u32>,
    /// Why it failed.
    pub fault: Option<Fault>,
    /// Since when it fails, without a good read in between.
    pub failing_since: Option<Timestamp>,
    /// When it is tried again by itself; `None` while it is not: a person has to act.
    pub next_try_at: Option<Timestamp>,
    /// How badly Composio does, while it answers at all.
    pub degraded: Option<Degraded>,
}

impl SyncView {
    /// Of when the list is that is shown; `None` when nothing was ever read.
    #[must_use]
    pub fn as_of(&self) -> Option<Timestamp> {
        self.synced_at.or(self.known_from)
    }
}

/// Composio answers, but slowly, or not every time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Degraded {
    /// Requests that read something, in the last minutes.
    pub tries: u32,
    /// How many of them failed.
    pub failed: u32,
    /// How long the middle one took that was answered, in milliseconds.
    pub typical_millis: Option<u32>,
}

/// What the sync is doing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SyncPhase {
    /// Nothing.
    #[default]
    Idle,
    /// A full pass, with counts and Stop.
    Reading,
    /// A person stopped the pass; the list is not complete.
    Stopped,
    /// The last try failed.
    Failed,
}

/// Something that finished elsewhere: a toast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Good or bad.
    pub good: bool,
    /// One sentence.
    pub text: String,
    /// The row it is about; the toast opens it.
    pub integration: Option<IntegrationId>,
}
