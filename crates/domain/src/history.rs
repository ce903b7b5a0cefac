//! The history of a row: what a line of it is about, and what moved a state.

use serde::{Deserialize, Serialize};

use crate::lifecycle::{Lifecycle, LifecycleName};
use crate::time::{self, Timestamp};

/// What a line of the history is about; a history is filtered by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// The state moved: by a sign-in, a pause, a disconnect, or by Composio's word.
    Status,
    /// The provider was read, or Composio was asked about this one account.
    Check,
    /// A link was made, opened, given up or run out.
    Link,
    /// A person changed what the row is called or how it is labelled.
    Edit,
    /// A note came or went.
    Note,
}

impl LineKind {
    /// Every kind, in the order of the filter.
    pub const ALL: [Self; 5] = [
        Self::Status,
        Self::Check,
        Self::Link,
        Self::Edit,
        Self::Note,
    ];

    /// The stable text in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Check => "check",
            Self::Link => "link",
            Self::Edit => "edit",
            Self::Note => "note",
        }
    }

    /// Reads [`Self::as_str`] back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// For the filter.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Status => "Status",
            Self::Check => "Checks",
            Self::Link => "Links",
            Self::Edit => "Edits",
            Self::Note => "Notes",
        }
    }
}

/// What made a state move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// Composio's word, at a look of ours.
    Composio,
    /// A read of the provider.
    Check,
    /// Somebody signed in.
    SignIn,
    /// A person at this desk.
    Person,
}

impl Trigger {
    /// Every trigger.
    pub const ALL: [Self; 4] = [Self::Composio, Self::Check, Self::SignIn, Self::Person];

    /// The stable text in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Composio => "composio",
            Self::Check => "check",
            Self::SignIn => "sign_in",
            Self::Person => "person",
        }
    }

    /// Reads [`Self::as_str`] back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.as_str() == text)
    }

    /// For the second line: "by a check".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Composio => "by Composio's word",
            Self::Check => "by a check",
            Self::SignIn => "by a sign-in",
            Self::Person => "at this desk",
        }
    }
}

/// Where a state came from, and what moved it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Moved {
    /// The state before.
    pub from: LifecycleName,
    /// What moved it.
    pub by: Trigger,
}

/// What a move is called. An Error that clears although nobody signed in or switched
/// anything has recovered by itself, and how long it took is what a ticket asks.
#[must_use]
pub fn title(before: &Lifecycle, after: LifecycleName, by: Trigger, now: Timestamp) -> String {
    let from = before.name();
    let by_itself = matches!(by, Trigger::Composio | Trigger::Check);
    if by_itself && from == LifecycleName::Error && after == LifecycleName::Active {
        let took = time::about(now.since(before.since()));
        return format!("Recovered by itself after {took}");
    }
    format!("Status changed from {from} to {after}")
}
