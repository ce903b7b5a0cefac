//! Attempts that are open or have just ended, with what is only in memory: the
//! link, and how the watch goes.

use std::sync::Arc;

use composio::RedirectUrl;
use domain::{Identity, Timestamp};
use secrecy::SecretString;
use store::AttemptRecord;
use tokio::sync::Notify;
use wire::{AttemptStage, AttemptTrouble};

/// How long an ended attempt stays in memory, for the sheet that shows its end.
pub(crate) const KEEP_ENDED_MILLIS: i64 = 10 * 60 * 1_000;

/// One attempt as it is followed.
pub(crate) struct Live {
    pub(crate) record: AttemptRecord,
    /// The audit row that announced it.
    pub(crate) intent: Option<i64>,
    /// A ten-minute secret: never stored, never shown whole.
    pub(crate) link: Option<RedirectUrl>,
    pub(crate) callback: Option<String>,
    /// What was filled in for Composio, in memory only.
    pub(crate) fields: Vec<(String, SecretString)>,
    /// The id under which Composio knows the request for the link.
    pub(crate) request: Option<String>,
    pub(crate) stage: AttemptStage,
    pub(crate) link_at: Option<Timestamp>,
    pub(crate) confirmed_at: Option<Timestamp>,
    pub(crate) looked_at: Option<Timestamp>,
    pub(crate) failed_looks: u32,
    /// How far Composio's clock was ahead of ours when the end of the link was noted.
    pub(crate) clock_ahead: Option<i64>,
    /// When the account was first not found.
    pub(crate) missing_since: Option<Timestamp>,
    pub(crate) identity: Option<Identity>,
    pub(crate) previous_identity: Option<Identity>,
    pub(crate) explanation: Option<String>,
    /// What Composio refused the link with.
    pub(crate) refusal: Option<wire::Fault>,
    pub(crate) trouble: Option<AttemptTrouble>,
    /// The request for the link is on its way.
    pub(crate) asking: bool,
    /// The request was sent a second time, after two looks proved the first one lost.
    pub(crate) resent: bool,
    /// Wakes the watch: "check now", or the doorbell.
    pub(crate) wake: Arc<Notify>,
}

impl Live {
    /// Starts following an attempt.
    pub(crate) fn new(record: AttemptRecord) -> Self {
        Self {
            record,
            intent: None,
            link: None,
            callback: None,
            fields: Vec::new(),
            request: None,
            stage: AttemptStage::MakingLink,
            link_at: None,
            confirmed_at: None,
            looked_at: None,
            failed_looks: 0,
            clock_ahead: None,
            missing_since: None,
            identity: None,
            previous_identity: None,
            explanation: None,
            refusal: None,
            trouble: None,
            asking: false,
            resent: false,
            wake: Arc::new(Notify::new()),
        }
    }

    /// Whether it ended so long ago that nobody looks at its end any more.
    pub(crate) fn is_forgotten(&self, now: Timestamp) -> bool {
        self.record
            .attempt
            .ended_at
            .is_some_and(|end| now.since(end) > KEEP_ENDED_MILLIS)
    }
}
