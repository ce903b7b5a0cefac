//! Attempts that are open or have just ended, with what is only in memory: the
//! link, and how the watch goes.

use std::sync::Arc;
use std::time::Duration;

use composio::RedirectUrl;
use domain::{Identity, Timestamp};
use secrecy::SecretString;
use store::AttemptRecord;
use tokio::sync::Notify;
use wire::{AttemptStage, AttemptTrouble};

/// How long an ended attempt stays in memory, for the sheet that shows its end.
pub(crate) const KEEP_ENDED_MILLIS: i64 = 10 * 60 * 1_000;

/// Two clocks that drift apart by less than this were not set, in milliseconds.
const STEP_MILLIS: i64 = 5_000;
/// No clock is set more often than this while somebody signs in.
const MOST_STEPS: u32 = 6;

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
    /// For how long Composio said at the last look that it is not to be asked.
    pub(crate) put_off: Option<Duration>,
    /// How far Composio's clock was ahead of ours when the end of the link was noted.
    pub(crate) clock_ahead: Option<i64>,
    /// How often a clock was set since then.
    clock_steps: u32,
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
    /// That one was refused for what the first one made, which was looked for once more.
    pub(crate) conflicted: bool,
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
            put_off: None,
            clock_ahead: None,
            clock_steps: 0,
            missing_since: None,
            identity: None,
            previous_identity: None,
            explanation: None,
            refusal: None,
            trouble: None,
            asking: false,
            resent: false,
            conflicted: false,
            wake: Arc::new(Notify::new()),
        }
    }

    /// By how much the link dies later on our clock, since Composio's is so far ahead of it now;
    /// `None` where that was not known before. A server whose clock goes backwards all the time
    /// would keep this computer asking for as long.
    pub(crate) fn clock_stepped(&mut self, ahead: i64) -> Option<i64> {
        let stepped = self.clock_ahead.replace(ahead)?.saturating_sub(ahead);
        if stepped.saturating_abs() <= STEP_MILLIS {
            return Some(0);
        }
        self.clock_steps = self.clock_steps.saturating_add(1);
        Some(if self.clock_steps > MOST_STEPS {
            0
        } else {
            stepped
        })
    }

    /// Whether it ended so long ago that nobody looks at its end any more.
    pub(crate) fn is_forgotten(&self, now: Timestamp) -> bool {
        self.record
            .attempt
            .ended_at
            .is_some_and(|end| now.since(end) > KEEP_ENDED_MILLIS)
    }
}

#[cfg(test)]
mod tests {
    use domain::{Attempt, AttemptId, IntegrationId};

    use super::*;

    fn live() -> Live {
        let id = AttemptId::parse("attempt").unwrap();
        let row = IntegrationId::parse("row").unwrap();
        Live::new(AttemptRecord {
            attempt: Attempt::plan(id, row, Timestamp::from_millis(0)),
            state_hash: [0; 32],
            state_used_at: None,
            previous_account: None,
            reconnect: false,
        })
    }

    #[test]
    fn a_server_whose_clock_goes_backwards_at_every_look_is_not_followed_for_ever() {
        let mut live = live();
        assert_eq!(live.clock_stepped(0), None, "nothing to compare with");
        let later: i64 = (1..1_000)
            .filter_map(|look| live.clock_stepped(look * -10_000))
            .sum();
        assert_eq!(later, 60_000, "six times ten seconds");
    }

    #[test]
    fn clocks_that_drift_are_not_followed_and_one_that_is_set_is_both_ways() {
        let mut live = live();
        live.clock_ahead = Some(0);
        let told = [5_000, 0, -5_000, 3_600_000, 0].map(|ahead| live.clock_stepped(ahead));
        assert_eq!(told, [0, 0, 0, -3_605_000, 3_600_000].map(Some));
    }
}
