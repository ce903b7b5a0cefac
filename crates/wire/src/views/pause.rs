//! Who switched an account off, and whether that holds.

use domain::{PauseProof, Timestamp};
use serde::{Deserialize, Serialize};

/// An account that somebody at this desk switched off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseView {
    /// "Paused by Ann: unpaid".
    pub label: String,
    /// When.
    pub at: Timestamp,
    /// Whether it holds.
    pub proof: PauseProof,
    /// What the proof rests on, in whole sentences.
    pub said: String,
    /// When it was last put to the proof.
    pub proved_at: Timestamp,
}
