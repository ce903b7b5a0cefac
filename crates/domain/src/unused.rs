//! Which accounts at Composio are left over from sign-ins that came to nothing, and
//! may be cleaned up. Pure, and narrow on purpose: what ever worked is never among
//! them.

use serde::{Deserialize, Serialize};

use crate::attempt::AttemptState;
use crate::cause::{self, Cause};
use crate::status::Status;
use crate::time::Timestamp;

/// A link lives ten minutes; after an hour without a move nobody will use it, in
/// milliseconds.
const ABANDONED_MILLIS: i64 = 3_600_000;

/// Why an account counts as an unused attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unused {
    /// Nobody finished the sign-in while the link lived.
    LinkUnused,
    /// The sign-in was given up here, and the account stayed behind.
    GivenUp,
    /// Made an hour ago or more, and nobody ever finished.
    NeverFinished,
    /// The sign-in failed, and another account stands in its place.
    FailedBeside,
}

impl Unused {
    /// For a list: why it may go.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::LinkUnused => "Link was not used",
            Self::GivenUp => "Sign-in was given up",
            Self::NeverFinished => "Never finished",
            Self::FailedBeside => "Sign-in failed, replaced since",
        }
    }
}

/// What is known of an account that may be left over.
#[derive(Debug, Clone)]
pub struct Leftover<'a> {
    /// Composio's word.
    pub status: &'a Status,
    /// Composio's free text on why.
    pub reason: Option<&'a str>,
    /// When it last changed, by Composio's word.
    pub updated_at: Option<Timestamp>,
    /// The state of the attempt of ours that made it, if one did.
    pub attempt: Option<AttemptState>,
    /// A sign-in is open for its row.
    pub signing_in: bool,
    /// A row of the list stands for it.
    pub has_row: bool,
    /// It is known to have worked once.
    pub worked: bool,
}

/// Why the account may go; `None` when it may not.
#[must_use]
pub fn unused(account: &Leftover<'_>, now: Timestamp) -> Option<Unused> {
    if account.worked || account.signing_in {
        return None;
    }
    if account
        .attempt
        .is_some_and(|attempt| attempt.is_open() || attempt == AttemptState::Won)
    {
        return None;
    }
    match account.status {
        Status::Expired => {
            let cause = account.reason.and_then(cause::from_text);
            (cause == Some(Cause::LinkUnused)).then_some(Unused::LinkUnused)
        }
        Status::Initializing | Status::Initiated => {
            let old = account
                .updated_at
                .is_some_and(|at| now.since(at) >= ABANDONED_MILLIS);
            match account.attempt {
                Some(AttemptState::Cancelled) => Some(Unused::GivenUp),
                // That it is waited for no longer says how long this computer waited, not how long
                // the link lives: somebody may be on its page.
                _ => old.then_some(Unused::NeverFinished),
            }
        }
        // A failed sign-in that a row stands for is a problem to solve, not a leftover.
        Status::Failed => (!account.has_row).then_some(Unused::FailedBeside),
        Status::Active | Status::Inactive | Status::Revoked | Status::Unknown(_) => None,
    }
}
