//! The project at a glance.

use domain::{LifecycleName, Timestamp, ToolkitSlug};
use serde::{Deserialize, Serialize};

use super::integration::IntegrationRow;
use crate::triage::Fix;

/// Counts, failures and health, from the rows as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverviewView {
    /// Integrations that there are.
    pub integrations: u32,
    /// Tenants that there are.
    pub tenants: u32,
    /// Integrations that need somebody: Error and Expired.
    pub needs_action: u32,
    /// Integrations that the list shows as Unknown: not read for a day, or with a word of Composio
    /// that we do not know. They are counted in a state as well.
    pub unknown: u32,
    /// Integrations by state, every state.
    pub by_state: Vec<(LifecycleName, u32)>,
    /// What failed last, newest first.
    pub recent: Vec<RecentFailure>,
    /// Toolkits, those with most failures first.
    pub toolkits: Vec<ToolkitHealth>,
}

/// An integration that fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentFailure {
    /// The row.
    pub row: IntegrationRow,
    /// Since when.
    pub since: Timestamp,
    /// The one next step for it.
    pub fix: Fix,
    /// What its button says.
    pub fix_label: String,
}

/// How the integrations of one toolkit are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolkitHealth {
    /// Which.
    pub toolkit: ToolkitSlug,
    /// Its name.
    pub name: String,
    /// Those that are Active.
    pub working: u32,
    /// Those in Error or Expired.
    pub failing: u32,
    /// All.
    pub all: u32,
}
