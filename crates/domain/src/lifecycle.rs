//! The seven states of a connection, as types: a move that makes no sense has no
//! method, so it does not compile.
//!
//! ```compile_fail
//! use domain::{Timestamp, lifecycle::Added};
//! let added = Added { since: Timestamp::from_millis(0) };
//! added.revoke(Timestamp::from_millis(1)); // there is nothing to revoke yet
//! ```
//!
//! Intents (a person's) are the methods here; facts (Composio's) go through the
//! one table in [`crate::observe`]. No clock moves a state: expiry is Composio's
//! word.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// Registered; never had an account that we know of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// When the state began.
    pub since: Timestamp,
}

/// Never had an account, and an attempt is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// When the state began.
    pub since: Timestamp,
}

/// The last read of Composio said ACTIVE, and no read of ours said otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Active {
    /// When the state began.
    pub since: Timestamp,
}

/// What an Error rests on; it decides what may clear it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ErrorSource {
    /// Composio said FAILED.
    Failed,
    /// An account that was in use went back to INITIATED: somebody restarted its sign-in.
    Restarted,
    /// Composio says ACTIVE, but a read of ours failed for a reason of this account.
    Read,
}

/// It does not work, and only its cause says whether a person must act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errored {
    /// When the state began.
    pub since: Timestamp,
    /// What it rests on.
    pub source: ErrorSource,
}

/// Composio gave up refreshing, or the link was never used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expired {
    /// When the state began.
    pub since: Timestamp,
    /// The link ran out before anybody signed in: never an alarm, never in Triage.
    pub unused: bool,
}

/// Switched off; can be enabled again. Shown as "Inactive".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paused {
    /// When the state began.
    pub since: Timestamp,
}

/// Disconnected; nothing is left at Composio that works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revoked {
    /// When the state began.
    pub since: Timestamp,
}

/// Where one connection stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lifecycle {
    /// See [`Added`].
    Added(Added),
    /// See [`Pending`].
    Pending(Pending),
    /// See [`Active`].
    Active(Active),
    /// See [`Errored`].
    Error(Errored),
    /// See [`Expired`].
    Expired(Expired),
    /// See [`Paused`].
    Paused(Paused),
    /// See [`Revoked`].
    Revoked(Revoked),
}

/// The name of a state, for lists, filters and the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LifecycleName {
    /// Registered, never connected.
    Added,
    /// A first sign-in is open.
    Pending,
    /// Works as far as known.
    Active,
    /// Does not work.
    Error,
    /// A person must sign in again.
    Expired,
    /// Switched off.
    Paused,
    /// Disconnected.
    Revoked,
}

impl LifecycleName {
    /// Every state, in the order in which the window offers them.
    pub const ALL: [Self; 7] = [
        Self::Error,
        Self::Expired,
        Self::Pending,
        Self::Active,
        Self::Added,
        Self::Paused,
        Self::Revoked,
    ];

    /// The stable text in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Error => "error",
            Self::Expired => "expired",
            Self::Paused => "paused",
            Self::Revoked => "revoked",
        }
    }

    /// Reads [`Self::as_str`] back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.as_str() == text)
    }

    /// The word a person reads.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Pending => "Pending",
            Self::Active => "Active",
            Self::Error => "Error",
            Self::Expired => "Expired",
            Self::Paused => "Inactive",
            Self::Revoked => "Revoked",
        }
    }
}

impl fmt::Display for LifecycleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// An intent that the state does not allow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{action}` does not apply to a connection that is {state}")]
pub struct Refused {
    /// What was asked.
    pub action: &'static str,
    /// Where the connection stands.
    pub state: LifecycleName,
}

impl Added {
    /// A first attempt was opened.
    #[must_use]
    pub fn request(self, at: Timestamp) -> Pending {
        Pending { since: at }
    }
}

impl Pending {
    /// The attempt was given up before anything came of it.
    #[must_use]
    pub fn cancel(self, at: Timestamp) -> Added {
        Added { since: at }
    }
}

macro_rules! revocable {
    ($($state:ident)*) => {$(
        impl $state {
            /// The account was disconnected.
            #[must_use]
            pub fn revoke(self, at: Timestamp) -> Revoked {
                Revoked { since: at }
            }
        }
    )*};
}
revocable!(Pending Active Errored Expired Paused);

impl Lifecycle {
    /// A connection nobody has tried yet.
    #[must_use]
    pub fn added(at: Timestamp) -> Self {
        Self::Added(Added { since: at })
    }

    /// The name of the state.
    #[must_use]
    pub fn name(&self) -> LifecycleName {
        match self {
            Self::Added(_) => LifecycleName::Added,
            Self::Pending(_) => LifecycleName::Pending,
            Self::Active(_) => LifecycleName::Active,
            Self::Error(_) => LifecycleName::Error,
            Self::Expired(_) => LifecycleName::Expired,
            Self::Paused(_) => LifecycleName::Paused,
            Self::Revoked(_) => LifecycleName::Revoked,
        }
    }

    /// When the state began.
    #[must_use]
    pub fn since(&self) -> Timestamp {
        match self {
            Self::Added(state) => state.since,
            Self::Pending(state) => state.since,
            Self::Active(state) => state.since,
            Self::Error(state) => state.since,
            Self::Expired(state) => state.since,
            Self::Paused(state) => state.since,
            Self::Revoked(state) => state.since,
        }
    }

    /// An attempt was opened. Only a connection that never had an account becomes
    /// Pending; a reconnect leaves the state alone until it has won.
    #[must_use]
    pub fn requested(self, at: Timestamp) -> Self {
        match self {
            Self::Added(state) => Self::Pending(state.request(at)),
            other => other,
        }
    }

    /// The open attempt was cancelled or lost. Only Pending moves, back to Added.
    #[must_use]
    pub fn withdrawn(self, at: Timestamp) -> Self {
        match self {
            Self::Pending(state) => Self::Added(state.cancel(at)),
            other => other,
        }
    }

    /// The account was disconnected.
    ///
    /// # Errors
    /// [`Refused`] when there is nothing to disconnect.
    pub fn disconnected(self, at: Timestamp) -> Result<Self, Refused> {
        let revoked = match self {
            Self::Pending(state) => state.revoke(at),
            Self::Active(state) => state.revoke(at),
            Self::Error(state) => state.revoke(at),
            Self::Expired(state) => state.revoke(at),
            Self::Paused(state) => state.revoke(at),
            Self::Added(_) | Self::Revoked(_) => {
                return Err(Refused {
                    action: "disconnect",
                    state: self.name(),
                });
            }
        };
        Ok(Self::Revoked(revoked))
    }
}
