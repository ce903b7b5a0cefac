//! Drills of the demo workspace: a ticket to solve, with steps that tick themselves.

use domain::IntegrationId;
use serde::{Deserialize, Serialize};

/// Which drill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrillId {
    /// A customer's calendar stopped.
    Calendar,
    /// A client secret was rotated.
    ClientSecret,
    /// Masking was switched on elsewhere.
    Masking,
}

impl DrillId {
    /// Every drill, the easiest first.
    pub const ALL: [Self; 3] = [Self::Calendar, Self::ClientSecret, Self::Masking];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Calendar => "A customer's calendar stopped",
            Self::ClientSecret => "A client secret was rotated",
            Self::Masking => "Masking was switched on elsewhere",
        }
    }
}

/// The drill that runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShowDrill {}

/// Sets up a drill, from its beginning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartDrill {
    /// Which.
    pub drill: DrillId,
}

/// Plays the colleague that the drill needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HelpDrill {}

/// Ends the drill. What it broke stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndDrill {}

/// What the window shows of drills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrillView {
    /// The one that runs.
    pub running: Option<RunningDrill>,
}

/// A drill that runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunningDrill {
    /// Which.
    pub drill: DrillId,
    /// What the ticket says.
    pub ticket: String,
    /// Who wrote it.
    pub from: String,
    /// The row it is about.
    pub row: IntegrationId,
    /// What to do, in order.
    pub steps: Vec<DrillStep>,
    /// What was learned, once every step is done.
    pub lesson: Option<String>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrillStep {
    /// What to do.
    pub text: String,
    /// Whether the facts say that it was done.
    pub done: bool,
    /// A colleague's part, which one press plays.
    pub colleague: Option<String>,
}
