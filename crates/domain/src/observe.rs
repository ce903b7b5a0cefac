//! The one table by which Composio's word moves a state. Exhaustive on purpose: a
//! new status or state does not compile until somebody has decided every cell.

use crate::lifecycle::{
    Active, ErrorSource, Errored, Expired, Lifecycle, Paused, Pending, Revoked,
};
use crate::status::Status;
use crate::time::Timestamp;

/// What a look at Composio saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sighting {
    /// The account is there and says this.
    Present(Status),
    /// The account is gone: two looks, five seconds apart, both said 404.
    Missing,
}

/// One look at one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// What was seen.
    pub sighting: Sighting,
    /// Composio's free text on why, if any.
    pub reason: Option<String>,
    /// When we looked.
    pub at: Timestamp,
}

impl Observation {
    /// A look that saw this status.
    #[must_use]
    pub fn status(status: Status, at: Timestamp) -> Self {
        Self {
            sighting: Sighting::Present(status),
            reason: None,
            at,
        }
    }
}

impl Lifecycle {
    /// Where the connection stands after this look. Applying the same look twice
    /// changes nothing more, which is what makes saving with a retry sound.
    #[must_use]
    pub fn observe(self, seen: &Observation) -> Self {
        let at = seen.at;
        match &seen.sighting {
            Sighting::Missing => self.on_missing(at),
            Sighting::Present(status) => match status {
                // A word we do not know changes nothing; health turns unknown.
                Status::Unknown(_) => self,
                Status::Initializing | Status::Initiated => self.on_started(at),
                Status::Active => self.on_active(at),
                Status::Failed => self.on_failed(at),
                Status::Expired => self.on_expired(at),
                Status::Inactive => self.on_inactive(at),
                Status::Revoked => self.on_missing(at),
            },
        }
    }

    /// The first state of an account that no record of ours knew.
    #[must_use]
    pub fn discovered(seen: &Observation) -> Self {
        // A word we do not know leaves it pending: a later look may still make it active.
        Self::Pending(Pending { since: seen.at }).observe(seen)
    }

    fn on_started(self, at: Timestamp) -> Self {
        match self {
            Self::Active(_) => Self::Error(Errored {
                since: at,
                source: ErrorSource::Restarted,
            }),
            Self::Added(_)
            | Self::Pending(_)
            | Self::Error(_)
            | Self::Expired(_)
            | Self::Paused(_)
            | Self::Revoked(_) => self,
        }
    }

    fn on_active(self, at: Timestamp) -> Self {
        match self {
            Self::Pending(_) | Self::Expired(_) | Self::Paused(_) => {
                Self::Active(Active { since: at })
            }
            // What a read of ours found is cleared only by a good read of ours.
            Self::Error(Errored {
                source: ErrorSource::Read,
                ..
            }) => self,
            Self::Error(_) => Self::Active(Active { since: at }),
            Self::Added(_) | Self::Active(_) | Self::Revoked(_) => self,
        }
    }

    fn on_failed(self, at: Timestamp) -> Self {
        match self {
            Self::Pending(_) | Self::Active(_) | Self::Paused(_) => Self::Error(Errored {
                since: at,
                source: ErrorSource::Failed,
            }),
            Self::Error(state) => Self::Error(Errored {
                since: state.since,
                source: ErrorSource::Failed,
            }),
            Self::Added(_) | Self::Expired(_) | Self::Revoked(_) => self,
        }
    }

    fn on_expired(self, at: Timestamp) -> Self {
        match self {
            Self::Pending(_) => Self::Expired(Expired {
                since: at,
                unused: true,
            }),
            Self::Active(_) | Self::Error(_) | Self::Paused(_) => Self::Expired(Expired {
                since: at,
                unused: false,
            }),
            Self::Added(_) | Self::Expired(_) | Self::Revoked(_) => self,
        }
    }

    fn on_inactive(self, at: Timestamp) -> Self {
        match self {
            Self::Pending(_) | Self::Active(_) | Self::Error(_) | Self::Expired(_) => {
                Self::Paused(Paused { since: at })
            }
            Self::Added(_) | Self::Paused(_) | Self::Revoked(_) => self,
        }
    }

    fn on_missing(self, at: Timestamp) -> Self {
        match self {
            Self::Pending(_)
            | Self::Active(_)
            | Self::Error(_)
            | Self::Expired(_)
            | Self::Paused(_) => Self::Revoked(Revoked { since: at }),
            Self::Added(_) | Self::Revoked(_) => self,
        }
    }
}
