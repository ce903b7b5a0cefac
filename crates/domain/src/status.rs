//! Composio's word for a connected account, kept beside our state.

use std::fmt;

/// The longest unknown status that is kept, in characters.
const MAX_UNKNOWN: usize = 64;

/// The status of a connected account, as Composio says it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Status {
    /// The row exists; the person has not opened the link.
    Initializing,
    /// Consent is in progress.
    Initiated,
    /// Composio believes that the credentials work.
    Active,
    /// The exchange of tokens or the check of identity failed.
    Failed,
    /// Never finished, or the refresh is refused for good.
    Expired,
    /// Switched off; can be enabled.
    Inactive,
    /// The grant was withdrawn through Composio.
    Revoked,
    /// A word that did not exist when this was written. Never read as Active.
    Unknown(String),
}

impl Status {
    /// Reads Composio's word. Anything not known is kept, cut to 64 characters.
    #[must_use]
    pub fn from_wire(word: &str) -> Self {
        match word {
            "INITIALIZING" => Self::Initializing,
            "INITIATED" => Self::Initiated,
            "ACTIVE" => Self::Active,
            "FAILED" => Self::Failed,
            "EXPIRED" => Self::Expired,
            "INACTIVE" => Self::Inactive,
            "REVOKED" => Self::Revoked,
            other => Self::Unknown(other.chars().take(MAX_UNKNOWN).collect()),
        }
    }

    /// Composio's word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Initializing => "INITIALIZING",
            Self::Initiated => "INITIATED",
            Self::Active => "ACTIVE",
            Self::Failed => "FAILED",
            Self::Expired => "EXPIRED",
            Self::Inactive => "INACTIVE",
            Self::Revoked => "REVOKED",
            Self::Unknown(word) => word,
        }
    }

    /// Every status that Composio is known to say.
    pub const KNOWN: [Self; 7] = [
        Self::Initializing,
        Self::Initiated,
        Self::Active,
        Self::Failed,
        Self::Expired,
        Self::Inactive,
        Self::Revoked,
    ];
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_from_the_future_is_kept_and_never_read_as_active() {
        for word in ["active", "ACTIVE ", "SUSPENDED", ""] {
            assert_eq!(Status::from_wire(word), Status::Unknown(word.to_owned()));
        }
    }

    #[test]
    fn every_known_word_survives_the_round_trip() {
        for status in Status::KNOWN {
            assert_eq!(Status::from_wire(status.as_str()), status);
        }
    }

    #[test]
    fn an_endless_status_is_cut() {
        assert_eq!(
            Status::from_wire(&"é".repeat(500)).as_str().chars().count(),
            64
        );
    }
}
