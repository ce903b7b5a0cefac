//! What the core tells the window without being asked.

use domain::IntegrationId;
use serde::{Deserialize, Serialize};

use crate::appearance::UnderWay;
use crate::cleanup::CleanupView;
use crate::doctor::DoctorView;
use crate::triage::ChecksView;
use crate::views::{AttemptView, Notice, ProjectView, Snapshot, SyncView};

/// One push. The window has one function that takes these in, and no other writer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// Everything the frame shows; always the first one, and again whenever the
    /// workspace, its key or the theme changes.
    Snapshot(Box<Snapshot>),
    /// Reading the project went on, ended or failed.
    Sync(SyncView),
    /// The project's settings were read, or changed.
    Project(ProjectView),
    /// Rows changed. The lists ask again for what they show.
    RowsChanged {
        /// The one row that changed, when it was one: it is tinted.
        integration: Option<IntegrationId>,
        /// Counts up with every change.
        revision: u32,
    },
    /// A run of checks began, went on or ended.
    Checks(Box<ChecksView>),
    /// An attempt began, moved or ended.
    Attempt(Box<AttemptView>),
    /// Bring this row to the front: its attempt came home by a deep link, or somebody asked for it.
    Focus {
        /// Which row.
        integration: IntegrationId,
        /// By a notification that a person followed. A link may come from anybody.
        asked: bool,
    },
    /// A clean-up of unused attempts went on or ended.
    Cleanup(CleanupView),
    /// The way to Composio is being checked.
    Doctor(Box<DoctorView>),
    /// Something finished elsewhere.
    Notice(Notice),
    /// The person wants to close the window while something goes on, or thought again.
    Leaving {
        /// What goes on; none when the question is over.
        under_way: Option<UnderWay>,
    },
}
