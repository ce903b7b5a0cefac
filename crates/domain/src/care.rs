//! What we know of an account that Composio does not: who switched it off and why,
//! whether that really stops it, and when it last worked or was last refused.

use serde::{Deserialize, Serialize};

use crate::cause::Cause;
use crate::time::Timestamp;

/// What a harmless read of an account that is switched off said. It must be refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseProof {
    /// Composio refused the read, as it should.
    Holds,
    /// The read went through: the account still works.
    StillWorks,
    /// Nothing could be proven.
    Unproven,
}

/// An account that somebody at this desk switched off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    /// Who.
    pub by: String,
    /// Why, in their words.
    pub reason: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Whether it holds.
    pub proof: PauseProof,
    /// What the proof rests on, in a sentence.
    pub said: String,
    /// When it was last put to the proof.
    pub proved_at: Timestamp,
}

impl Pause {
    /// "Paused by Ann: unpaid".
    #[must_use]
    pub fn label(&self) -> String {
        match &self.reason {
            Some(reason) => format!("Paused by {}: {reason}", self.by),
            None => format!("Paused by {}", self.by),
        }
    }
}

/// The last reads of each kind: one read that fails does not wipe out when it last
/// worked, nor the other way round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reads {
    /// When the provider last answered.
    pub good: Option<Timestamp>,
    /// When the provider last refused, and why.
    pub refused: Option<(Timestamp, Cause)>,
}
