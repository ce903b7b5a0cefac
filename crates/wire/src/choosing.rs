//! Another person signed in than was expected: a person chooses what becomes of it.

use domain::AttemptId;
use serde::{Deserialize, Serialize};

/// What becomes of an account that belongs to somebody else than expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountChoice {
    /// It gets a row of its own beside the old one.
    KeepBoth,
    /// It is deleted at Composio; everything is as before.
    Undo,
    /// It takes the place, for a reason.
    Accept,
}

/// Decides about an account that belongs to somebody else than expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChooseAccount {
    /// Which attempt.
    pub attempt: AttemptId,
    /// What becomes of it.
    pub choice: AccountChoice,
    /// Why; needed to accept.
    pub reason: String,
}
