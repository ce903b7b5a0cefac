//! The project's settings at Composio: read each minute, compared with what was read
//! before, changed by an admin. [`look`] and the changes take turns, so that a change
//! of ours is never taken for somebody else's.

mod commands;
mod masking;
mod preview;
mod report;
mod setting;
mod settings;
mod words;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use composio::ProjectConfig;
use domain::Timestamp;
use serde::{Deserialize, Serialize};
use store::{AuditEntry, Change};
use tokio::sync::Notify;
use wire::{DriftView, Event, Notice, ProjectSetting, ProjectView};

use crate::audit::Deed;
use crate::error::Error;
use crate::fault::chain;
use crate::pace;
use crate::workspace::Workspace;

/// Between two looks.
const EVERY: Duration = Duration::from_secs(60);
/// How long a change of ours may come late, from when a look still showed the old value, in
/// milliseconds. After that the same change is somebody else's.
const LATE: i64 = 10 * 60_000;
/// Where what was read last is remembered.
const KNOWN: &str = "project_config";

/// Every setting that Composio told of, as text.
type Values = BTreeMap<ProjectSetting, String>;

/// What is known of the project's settings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    values: Values,
    read_at: Option<Timestamp>,
    drift: Option<DriftView>,
    #[serde(default)]
    moved_at: Option<Timestamp>,
    /// Changes of ours that were sent, and of which it is not known yet what came.
    #[serde(default)]
    ours: BTreeMap<ProjectSetting, Sent>,
}

/// What a setting was to become, and until when it still may, once a look after it showed another
/// value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Sent {
    value: String,
    until: Option<Timestamp>,
}

impl Sent {
    fn may_come(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

impl Known {
    /// Whether this value, seen now, is what a change of ours was to bring.
    fn awaits(&self, setting: ProjectSetting, value: &str, now: Timestamp) -> bool {
        let sent = self.ours.get(&setting);
        sent.is_some_and(|sent| sent.value == value && sent.may_come(now))
    }

    /// The same after a look that showed these values: what is not shown yet is still waited for.
    fn looked(mut self, values: Values, now: Timestamp) -> Self {
        self.ours
            .retain(|setting, sent| values.get(setting) != Some(&sent.value) && sent.may_come(now));
        for sent in self.ours.values_mut() {
            sent.until.get_or_insert(now.plus_millis(LATE));
        }
        Self {
            values,
            read_at: Some(now),
            ..self
        }
    }

    /// The same once a change was refused: only what was sent of this setting before may still come.
    fn refused(mut self, setting: ProjectSetting, before: Option<Sent>) -> Self {
        match before {
            Some(before) => self.ours.insert(setting, before),
            None => self.ours.remove(&setting),
        };
        self
    }
}

/// The project's settings as the open workspace holds them.
#[derive(Default)]
pub(crate) struct Project {
    /// One look or change at a time.
    turn: tokio::sync::Mutex<()>,
    known: Mutex<Known>,
    /// Makes the next look come now.
    pub(crate) soon: Notify,
}

impl Project {
    fn known(&self) -> Known {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.clone()
    }

    /// What the frame shows.
    pub(crate) fn view(&self) -> ProjectView {
        let known = self.known();
        ProjectView {
            masking: masking_of(&known.values),
            read_at: known.read_at,
            drift: known.drift,
            moved_at: known.moved_at,
        }
    }
}

/// Looks at the settings until the workspace closes.
pub(crate) async fn watch(workspace: Arc<Workspace>) {
    if let Err(error) = load(&workspace).await {
        tracing::warn!(error = %chain(&error), "what was known of the project's settings is gone");
    }
    loop {
        let looked = look(&workspace).await;
        // A key that was refused is not tried again by a clock.
        let held = matches!(
            &looked,
            Err(Error::Composio(composio::Error::Unauthorized(_)))
        );
        let told = match &looked {
            Err(Error::Composio(error)) => pace::told(error),
            _ => None,
        };
        if let Err(error) = looked {
            tracing::info!(error = %chain(&error), "the project's settings could not be read");
        }
        tokio::select! {
            () = workspace.sleep(told.unwrap_or_default().max(EVERY)), if !held => {}
            () = workspace.project.soon.notified() => {}
        }
    }
}

async fn load(workspace: &Workspace) -> Result<(), Error> {
    let Some(text) = workspace.store.meta(KNOWN).await? else {
        return Ok(());
    };
    if let Ok(known) = serde_json::from_str::<Known>(&text) {
        hold(workspace, known);
    }
    Ok(())
}

/// Reads the settings now, and notes what somebody else changed.
pub(crate) async fn look(workspace: &Workspace) -> Result<(), Error> {
    let _turn = workspace.project.turn.lock().await;
    read(workspace).await.map(|_| ())
}

/// The same for whoever has the turn.
async fn read(workspace: &Workspace) -> Result<ProjectConfig, Error> {
    let config = workspace.client()?.project_config().get().await?;
    take_in(workspace, &config).await?;
    Ok(config)
}

/// Compares with what was known. What nobody here did was done elsewhere.
async fn take_in(workspace: &Workspace, config: &ProjectConfig) -> Result<(), Error> {
    let values = settings::values(config);
    let before = workspace.project.known();
    let now = workspace.now();
    let mut next = before.clone().looked(values.clone(), now);
    let mut seen = Vec::new();
    let mut told = Vec::new();
    // A change of ours that was not read back as done: what follows from it was not done then.
    let mut masked = None;
    for (setting, value) in &values {
        let Some(old) = before.values.get(setting).filter(|old| *old != value) else {
            continue;
        };
        let ours = before.awaits(*setting, value, now);
        let entry = entry(workspace, *setting, old, value, ours);
        if !ours {
            next.moved_at = Some(now);
        }
        if *setting != ProjectSetting::Masking && !ours {
            told.push(format!("{} outside Switchboard.", entry.action));
        }
        seen.push(entry);
        if *setting == ProjectSetting::Masking && ours {
            masked = Some(value.clone());
            next.drift = next
                .drift
                .filter(|drift| drift.on == (value == settings::ON));
        } else if *setting == ProjectSetting::Masking {
            next.drift = Some(DriftView {
                on: value == settings::ON,
                seen_at: now,
                until: before.read_at,
            });
        }
    }
    let drifted = next.drift.is_some() && next.drift != before.drift;
    keep_with(workspace, next, seen).await?;
    for text in told {
        workspace.publish(&Event::Notice(Notice {
            good: false,
            text,
            integration: None,
        }));
    }
    if drifted {
        // It is told until a person takes it away, once nothing worse is; and every account's token
        // may look different from now on.
        read_all_again(workspace).await;
    }
    if let Some(word) = masked {
        told_late(workspace, &word).await;
    }
    Ok(())
}

fn entry(
    workspace: &Workspace,
    setting: ProjectSetting,
    old: &str,
    new: &str,
    ours: bool,
) -> AuditEntry {
    let action = words::changed(setting, new);
    let deed = Deed::to(workspace.profile.name.clone(), action)
        .changing(&words::shown(setting, old), &words::shown(setting, new));
    let mut entry = workspace.observed_entry(&deed);
    if ours {
        entry.actor.clone_from(&workspace.person);
        entry.result = Some("done, found when Composio was read again".to_owned());
    }
    entry
}

/// That a change of ours took effect after all, and what follows from it.
async fn told_late(workspace: &Workspace, word: &str) {
    workspace.publish(&Event::Notice(Notice {
        good: true,
        text: format!(
            "Secret masking is {word}: the change that could not be read back as done took effect."
        ),
        integration: None,
    }));
    read_all_again(workspace).await;
}

/// What no look at the changes brings: what tokens look like, of every account at once.
pub(crate) async fn read_all_again(workspace: &Workspace) {
    if let Err(error) = crate::sync::forget(&workspace.store).await {
        tracing::warn!(error = %chain(&error), "the next full reading waits for its day");
    }
    workspace.sweep.notify_one();
}

/// Somebody has looked at the change that was made elsewhere.
pub(crate) async fn dismiss_drift(workspace: &Workspace) -> Result<(), Error> {
    let _turn = workspace.project.turn.lock().await;
    let known = Known {
        drift: None,
        ..workspace.project.known()
    };
    keep(workspace, known).await
}

/// Remembers that a change of ours is on its way, so that after a crash it is not
/// taken for somebody else's; what was on its way of the same setting before.
async fn sending(
    workspace: &Workspace,
    setting: ProjectSetting,
    value: &str,
) -> Result<Option<Sent>, Error> {
    let mut known = workspace.project.known();
    let sent = Sent {
        value: value.to_owned(),
        until: None,
    };
    let before = known.ours.insert(setting, sent);
    keep(workspace, known).await?;
    Ok(before)
}

/// Takes in what was read back after a change of ours: nothing of it is news, and what it does not
/// show yet may be shown only later.
async fn read_back(workspace: &Workspace, config: &ProjectConfig) -> Result<(), Error> {
    let values = settings::values(config);
    let masking = masking_of(&values);
    let mut known = workspace.project.known().looked(values, workspace.now());
    known.drift = known.drift.filter(|drift| Some(drift.on) == masking);
    keep(workspace, known).await
}

/// A change of ours was refused: whoever makes it from now on is somebody else.
async fn refused(
    workspace: &Workspace,
    setting: ProjectSetting,
    before: Option<Sent>,
) -> Result<(), Error> {
    keep(
        workspace,
        workspace.project.known().refused(setting, before),
    )
    .await
}

async fn keep(workspace: &Workspace, known: Known) -> Result<(), Error> {
    keep_with(workspace, known, Vec::new()).await
}

/// The same with what is noted of it, in one transaction: a change that was noted is known, and
/// is not noted again.
async fn keep_with(
    workspace: &Workspace,
    known: Known,
    audit: Vec<AuditEntry>,
) -> Result<(), Error> {
    let text = serde_json::to_string(&known)
        .map_err(|_| Error::Input("The settings could not be written down."))?;
    let change = Change {
        audit,
        meta: vec![(KNOWN, text)],
        ..Change::default()
    };
    workspace.settle(|_| Ok(change.clone())).await?;
    hold(workspace, known);
    Ok(())
}

fn hold(workspace: &Workspace, known: Known) {
    let before = workspace.project.view().masking;
    {
        let held = &workspace.project.known;
        *held.lock().unwrap_or_else(PoisonError::into_inner) = known;
    }
    let view = workspace.project.view();
    let masks = view.masking;
    workspace.publish(&Event::Project(view));
    if masks != before {
        // What a row's token means, and what helps, hangs on it.
        workspace.rows_changed();
    }
}

fn masking_of(values: &Values) -> Option<bool> {
    let value = values.get(&ProjectSetting::Masking)?;
    Some(value == settings::ON)
}

pub(crate) use setting::key_may_not;
