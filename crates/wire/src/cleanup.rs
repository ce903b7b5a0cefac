//! Cleaning up attempts that nobody used: what is asked, and how it goes.

use domain::{ConnectedAccountId, IntegrationId, Timestamp, Unused};
use serde::{Deserialize, Serialize};

/// Reads Composio for accounts of sign-ins that nobody finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanCleanup {}

/// Deletes these at Composio, each only when a fresh look still finds it unused.
/// The answer comes at once; how it goes is told by events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CleanUp {
    /// Which, as the plan named them.
    pub accounts: Vec<ConnectedAccountId>,
}

/// Stops after the deletions that are under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StopCleanup {}

/// What could be cleaned up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CleanupPlan {
    /// Unused attempts, oldest first.
    pub unused: Vec<UnusedView>,
    /// Accounts that were looked at and stay.
    pub kept: u32,
    /// When it was read.
    pub at: Timestamp,
    /// A clean-up that is under way or has just ended.
    pub now: Option<CleanupView>,
}

/// One attempt that nobody used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnusedView {
    /// Its account at Composio.
    pub account: ConnectedAccountId,
    /// Why it may go.
    pub why: Unused,
    /// The tenant's name, or its user id.
    pub tenant_name: String,
    /// The toolkit's name.
    pub toolkit_name: String,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// The row that stands for it; it becomes "Added".
    pub integration: Option<IntegrationId>,
}

/// How a clean-up goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CleanupView {
    /// It is under way.
    pub running: bool,
    /// It waits for the rate limit.
    pub waiting: bool,
    /// A person stopped it, or Composio refused to go on.
    pub stopped: bool,
    /// How many were asked for.
    pub total: u32,
    /// Gone, and proven so by reading back.
    pub deleted: u32,
    /// What was not deleted, and why, as far as there is room.
    pub left: Vec<LeftView>,
    /// How many were not deleted though it was their turn.
    pub left_count: u32,
}

/// One that stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftView {
    /// Which.
    pub account: ConnectedAccountId,
    /// Why, in whole sentences.
    pub why: String,
}
