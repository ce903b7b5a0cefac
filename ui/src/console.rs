//! What the core has told the window: the only copy, with one writer.
//!
//! Filters, open panels and drafts are not here (they are the desk's), and neither
//! are the lists: the core answers windows of rows, and [`Console::apply`] only says
//! that they changed.

mod stage;

use std::collections::BTreeMap;

use domain::{AttemptId, AttemptState, IntegrationId, ProfileId};
use reactive_graph::prelude::*;
use reactive_graph::signal::{ArcRwSignal, RwSignal};
use wire::{
    AccessView, Appearance, AttemptView, ChecksView, CleanupView, DoctorView, Event, Fault,
    KeyReport, Notice, ProfileView, ProjectView, Snapshot, SyncView, Theme, UnderWay,
};

pub use stage::Stage;

/// The attempts that are known, each behind its own signal: a change of one wakes
/// only what shows it.
pub type Attempts = BTreeMap<AttemptId, ArcRwSignal<AttemptView>>;

/// The frame's facts: what a snapshot holds and no other event changes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Frame {
    /// The version of the app.
    pub version: String,
    /// The workspace that is open.
    pub profile: Option<ProfileView>,
    /// Every workspace.
    pub profiles: Vec<ProfileView>,
    /// Appearance.
    pub theme: Theme,
    /// The rest of the appearance.
    pub appearance: Appearance,
    /// Who is at the keyboard.
    pub person: String,
    /// Who may do what now.
    pub access: AccessView,
    /// What the key may read, when it was tried.
    pub key_report: Option<KeyReport>,
    /// What stands in the way of everything.
    pub trouble: Option<Fault>,
    /// A workspace is on its way, or it is not known yet whether one is to be opened.
    pub opening: bool,
    /// The settings of this computer could not be opened.
    pub desk_closed: bool,
}

/// What the core has told. Copied freely; every copy is the same console.
#[derive(Debug, Clone, Copy)]
pub struct Console {
    /// The frame; `None` until the core has spoken.
    pub frame: RwSignal<Option<Frame>>,
    /// Reading the project.
    pub sync: RwSignal<SyncView>,
    /// The project's settings at Composio.
    pub project: RwSignal<ProjectView>,
    /// Attempts that are open, and those that ended while the window watched.
    pub attempts: RwSignal<Attempts>,
    /// A run of checks over many rows: the one that goes on, or the last.
    pub checks: RwSignal<Option<ChecksView>>,
    /// Counts up whenever rows changed.
    pub rows: RwSignal<u32>,
    /// The row that changed last, when it was one; told by a count, so that the same
    /// row twice is two changes.
    pub touched: RwSignal<Option<(u32, IntegrationId)>>,
    /// The row to bring to the front; told by a count, and whether a person asked for it.
    pub focus: RwSignal<Option<(u32, IntegrationId, bool)>>,
    /// How a clean-up of unused attempts goes, or went.
    pub cleanup: RwSignal<Option<CleanupView>>,
    /// How the check of the way to Composio goes, or went.
    pub doctor: RwSignal<Option<DoctorView>>,
    /// What finished elsewhere, in order, each with a number of its own.
    pub notices: RwSignal<Vec<(u32, Notice)>>,
    /// The person wants to close the window while this goes on.
    pub leaving: RwSignal<Option<UnderWay>>,
    count: RwSignal<u32>,
}

impl Default for Console {
    fn default() -> Self {
        Self {
            frame: RwSignal::new(None),
            sync: RwSignal::new(SyncView::default()),
            project: RwSignal::new(ProjectView::default()),
            attempts: RwSignal::new(BTreeMap::new()),
            checks: RwSignal::new(None),
            rows: RwSignal::new(0),
            touched: RwSignal::new(None),
            focus: RwSignal::new(None),
            cleanup: RwSignal::new(None),
            doctor: RwSignal::new(None),
            notices: RwSignal::new(Vec::new()),
            leaving: RwSignal::new(None),
            count: RwSignal::new(0),
        }
    }
}

impl Console {
    /// Takes one event in. The only writer; a new event does not compile until
    /// somebody has decided what it changes.
    pub fn apply(&self, event: Event) {
        match event {
            Event::Snapshot(snapshot) => self.apply_snapshot(*snapshot),
            Event::Sync(sync) => self.sync.set(sync),
            Event::Project(project) => self.project.set(project),
            Event::RowsChanged {
                integration,
                revision: _,
            } => {
                if let Some(integration) = integration {
                    self.touched.set(Some((self.next(), integration)));
                }
                self.rows.update(|rows| *rows = rows.wrapping_add(1));
            }
            Event::Checks(checks) => self.checks.set(Some(*checks)),
            Event::Attempt(attempt) => self.apply_attempt(*attempt),
            Event::Leaving { under_way } => self.leaving.set(under_way),
            Event::Focus { integration, asked } => {
                self.focus.set(Some((self.next(), integration, asked)));
            }
            Event::Doctor(view) => self.doctor.set(Some(*view)),
            Event::Cleanup(view) => self.cleanup.set(Some(view)),
            Event::Notice(notice) => self.tell(notice),
        }
    }

    /// Shows a notice.
    pub fn tell(&self, notice: Notice) {
        let number = self.next();
        self.notices
            .update(|notices| notices.push((number, notice)));
    }

    /// Takes a notice away: a person dismissed it, or its time was over.
    pub fn dismiss(&self, number: u32) {
        self.notices
            .update(|notices| notices.retain(|(held, _)| *held != number));
    }

    /// Takes away why the last run of checks ended: a person has read it. Its counts stay.
    pub fn dismiss_checks_fault(&self) {
        self.checks.update(|checks| {
            if let Some(checks) = checks {
                checks.fault = None;
            }
        });
    }

    /// Which workspace is open.
    pub fn profile(&self) -> Option<ProfileId> {
        self.frame
            .with(|frame| Some(frame.as_ref()?.profile.as_ref()?.id.clone()))
    }

    /// How the window looks and listens.
    pub fn appearance(&self) -> Appearance {
        self.frame
            .with(|frame| frame.as_ref().map(|frame| frame.appearance))
            .unwrap_or_default()
    }

    /// How many attempts are open.
    pub fn open_attempts(&self) -> usize {
        self.attempts.with(|attempts| {
            attempts
                .values()
                .filter(|attempt| attempt.with(|attempt| attempt.state.is_open()))
                .count()
        })
    }

    fn next(&self) -> u32 {
        self.count
            .update_untracked(|count| *count = count.wrapping_add(1));
        self.count.get_untracked()
    }

    fn apply_snapshot(&self, snapshot: Snapshot) {
        let Snapshot {
            version,
            profile,
            profiles,
            theme,
            appearance,
            person,
            sync,
            attempts,
            project,
            access,
            key_report,
            trouble,
            opening,
            desk_closed,
        } = snapshot;
        let before = self
            .frame
            .with_untracked(|frame| Some(frame.as_ref()?.profile.as_ref()?.id.clone()));
        let moved = before.as_ref() != profile.as_ref().map(|profile| &profile.id);
        self.sync.set(sync);
        self.project.set(project);
        self.attempts.update(|held| {
            // An end that is on screen stays; another workspace's attempts never do.
            held.retain(|_, attempt| {
                !moved && !attempt.with_untracked(|attempt| attempt.state.is_open())
            });
        });
        for attempt in attempts {
            self.apply_attempt(attempt);
        }
        if moved {
            self.notices.set(Vec::new());
            self.cleanup.set(None);
            self.touched.set(None);
            self.focus.set(None);
            self.checks.set(None);
            self.doctor.set(None);
        }
        self.frame.set(Some(Frame {
            version,
            profile,
            profiles,
            theme,
            appearance,
            person,
            access,
            key_report,
            trouble,
            opening,
            desk_closed,
        }));
        self.rows.update(|rows| *rows = rows.wrapping_add(1));
    }

    fn apply_attempt(&self, attempt: AttemptView) {
        let held = self
            .attempts
            .with_untracked(|attempts| attempts.get(&attempt.id).cloned());
        match held {
            Some(signal) => {
                let held = signal.with_untracked(|held| held.state);
                // Two changes at one moment may be told in the wrong order, and the first ending
                // stands: else its sheet would wait for ever.
                let is_over =
                    |state: AttemptState| !state.is_open() && state != AttemptState::Unsure;
                if is_over(held) && !is_over(attempt.state) {
                    return;
                }
                let ended = held.is_open() && !attempt.state.is_open();
                signal.set(attempt);
                if !ended {
                    return;
                }
                // The number of open attempts is on screen.
                self.attempts.notify();
            }
            None => self.attempts.update(|attempts| {
                attempts.insert(attempt.id.clone(), ArcRwSignal::new(attempt));
            }),
        }
        // What may be done with its row hangs on whether it is open. The row was told before: who
        // read it at that moment read what was so until then.
        self.rows.update(|rows| *rows = rows.wrapping_add(1));
    }
}

#[cfg(test)]
mod tests;
