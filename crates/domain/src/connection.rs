//! The record of one integration: where it stands, what Composio said, what our
//! last real read of the provider said, and whose account it is.

use serde::{Deserialize, Serialize};

use crate::care::{Pause, Reads};
use crate::cause::{self, Around, Cause, Concern};
use crate::identity::{Identity, Unnamed};
use crate::ids::{ConnectedAccountId, IntegrationId};
use crate::lifecycle::{Active, ErrorSource, Errored, Expired, Lifecycle, Refused};
use crate::observe::{Observation, Sighting};
use crate::status::Status;
use crate::time::Timestamp;
use crate::token::ProbeWay;

/// What a real read of the provider said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The provider answered.
    Good,
    /// The provider refused for a reason of this account.
    Refused(Cause),
    /// The read failed for a reason that says nothing about the account.
    Unclear(Cause),
    /// No harmless read is known for the toolkit: nothing was asked, nothing is proven.
    NoRead,
}

/// One read of the provider through Composio.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Probe {
    /// When it ended.
    pub at: Timestamp,
    /// What it said.
    pub verdict: Verdict,
    /// The provider's raw code, redacted; for the pane.
    pub raw: Option<String>,
    /// How long it took, in milliseconds.
    pub took_millis: i64,
    /// How it reached the provider, where that was noted.
    pub way: Option<ProbeWay>,
    /// What was asked: a tool, or an endpoint of the provider.
    pub asked: Option<String>,
    /// Why it brought no name; `None` when it did, or when it was not asked for one.
    pub unnamed: Option<Unnamed>,
}

/// The record of one integration. Only its own methods move it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// The row it belongs to.
    pub integration: IntegrationId,
    /// Where it stands.
    pub lifecycle: Lifecycle,
    /// The account at Composio, once there was one.
    pub account: Option<ConnectedAccountId>,
    /// Composio's last word.
    pub status: Option<Status>,
    /// Composio's free text on why.
    pub status_reason: Option<String>,
    /// Our last real read.
    pub probe: Option<Probe>,
    /// When it last worked, and when it was last refused.
    pub reads: Reads,
    /// Who switched it off here, and whether that holds. Only while it is paused.
    pub pause: Option<Box<Pause>>,
    /// Whose account it is, if that is known.
    pub identity: Option<Identity>,
    /// When Composio was last read.
    pub observed_at: Option<Timestamp>,
}

impl Connection {
    /// A connection nobody has tried yet.
    #[must_use]
    pub fn added(integration: IntegrationId, at: Timestamp) -> Self {
        Self {
            integration,
            lifecycle: Lifecycle::added(at),
            account: None,
            status: None,
            status_reason: None,
            probe: None,
            reads: Reads::default(),
            pause: None,
            identity: None,
            observed_at: None,
        }
    }

    /// A connection found at Composio.
    #[must_use]
    pub fn discovered(
        integration: IntegrationId,
        account: ConnectedAccountId,
        seen: &Observation,
    ) -> Self {
        let mut found = Self::added(integration, seen.at);
        found.account = Some(account);
        found.lifecycle = Lifecycle::discovered(seen);
        found.note(seen);
        found
    }

    /// Takes in a look at its account.
    pub fn observe(&mut self, seen: &Observation) {
        self.lifecycle = match self.lifecycle.clone() {
            // It stands for an account that somebody else made; a sign-in of ours that came to
            // nothing says nothing about that one.
            Lifecycle::Added(_) if self.account.is_some() => self.rediscovered(seen),
            lifecycle => lifecycle.observe(seen),
        };
        self.note(seen);
    }

    /// What worked once cannot have been a link that nobody used.
    fn rediscovered(&self, seen: &Observation) -> Lifecycle {
        let worked = matches!(self.status, Some(Status::Active | Status::Inactive));
        match Lifecycle::discovered(seen) {
            Lifecycle::Expired(expired) => Lifecycle::Expired(Expired {
                unused: expired.unused && !worked,
                ..expired
            }),
            lifecycle => lifecycle,
        }
    }

    fn note(&mut self, seen: &Observation) {
        self.observed_at = Some(seen.at);
        if let Sighting::Present(status) = &seen.sighting {
            self.status = Some(status.clone());
            self.status_reason.clone_from(&seen.reason);
        } else {
            self.status = None;
        }
        if matches!(self.lifecycle, Lifecycle::Revoked(_)) {
            // What a read once proved says nothing about an account that is gone.
            self.probe = None;
        }
        if !matches!(self.lifecycle, Lifecycle::Paused(_)) {
            self.pause = None;
        }
    }

    /// Whether Composio said in passing that its account works, or would if it were switched on, which
    /// was gone or without access before. A list may be of an earlier moment: only a look at the
    /// account alone tells. Any other word leaves it as it is: what is there then needs a new sign-in
    /// as well, and of an account that somebody disconnected it is nothing to be alarmed about.
    #[must_use]
    pub fn may_be_back(&self) -> bool {
        matches!(self.lifecycle, Lifecycle::Revoked(_))
            && matches!(self.status, Some(Status::Active | Status::Inactive))
    }

    /// A look at its account alone, asked for since the row is Revoked, said that it works, or that it
    /// is switched off, which that look then moves it to.
    pub fn found_again(&mut self, at: Timestamp) {
        if matches!(self.lifecycle, Lifecycle::Revoked(_)) {
            self.lifecycle = Lifecycle::Active(Active { since: at });
        }
    }

    /// Notes who switched the account off, or what a later proof said. Says nothing
    /// about a connection that is not switched off.
    pub fn paused(&mut self, pause: Pause) {
        if matches!(self.lifecycle, Lifecycle::Paused(_)) {
            self.pause = Some(Box::new(pause));
        }
    }

    /// Takes in a real read of the provider. A refusal for a reason of the account
    /// turns Active into Error; only a good read clears such an Error; a read that
    /// says nothing about the account moves nothing.
    pub fn probed(&mut self, probe: Probe) {
        self.lifecycle = match (self.lifecycle.clone(), probe.verdict) {
            (Lifecycle::Active(_), Verdict::Refused(_)) => Lifecycle::Error(Errored {
                since: probe.at,
                source: ErrorSource::Read,
            }),
            (
                Lifecycle::Error(Errored {
                    source: ErrorSource::Read,
                    ..
                }),
                Verdict::Good,
            ) => Lifecycle::Active(Active { since: probe.at }),
            (same, _) => same,
        };
        match probe.verdict {
            Verdict::Good => self.reads.good = Some(probe.at),
            Verdict::Refused(cause) => self.reads.refused = Some((probe.at, cause)),
            Verdict::Unclear(_) | Verdict::NoRead => {}
        }
        self.probe = Some(probe);
    }

    /// A verified win of an attempt: the record moves to the new account.
    pub fn won(&mut self, account: ConnectedAccountId, identity: Option<Identity>, at: Timestamp) {
        self.lifecycle = Lifecycle::Active(Active { since: at });
        if self.account.as_ref() != Some(&account) {
            self.probe = None;
            self.reads = Reads::default();
        }
        self.pause = None;
        self.account = Some(account);
        self.status = Some(Status::Active);
        self.status_reason = None;
        self.identity = identity;
        self.observed_at = Some(at);
    }

    /// Its account was an attempt that nobody finished, and was cleaned up: it stands
    /// as if nobody had tried.
    ///
    /// # Errors
    /// [`Refused`] when it ever worked.
    pub fn cleaned(&mut self, at: Timestamp) -> Result<(), Refused> {
        let unfinished = match &self.lifecycle {
            Lifecycle::Added(_) | Lifecycle::Pending(_) => true,
            Lifecycle::Expired(expired) => expired.unused,
            Lifecycle::Active(_)
            | Lifecycle::Error(_)
            | Lifecycle::Paused(_)
            | Lifecycle::Revoked(_) => false,
        };
        if !unfinished {
            return Err(Refused {
                action: "clean up",
                state: self.lifecycle.name(),
            });
        }
        *self = Self::added(self.integration.clone(), at);
        Ok(())
    }

    /// Whether the account is known to have worked once.
    #[must_use]
    pub fn worked(&self) -> bool {
        let state = match &self.lifecycle {
            Lifecycle::Added(_) | Lifecycle::Pending(_) => false,
            Lifecycle::Expired(expired) => !expired.unused,
            Lifecycle::Error(error) => error.source != ErrorSource::Failed,
            Lifecycle::Active(_) | Lifecycle::Paused(_) | Lifecycle::Revoked(_) => true,
        };
        state || self.reads.good.is_some()
    }

    /// The account was disconnected. One whose access is gone may still be at Composio, and is
    /// deleted there the same way.
    ///
    /// # Errors
    /// [`Refused`] when there is nothing to disconnect.
    pub fn disconnected(&mut self, at: Timestamp) -> Result<(), Refused> {
        let left = matches!(self.lifecycle, Lifecycle::Revoked(_)) && self.status.is_some();
        if !left {
            self.lifecycle = self.lifecycle.clone().disconnected(at)?;
        }
        self.status_reason = None;
        Ok(())
    }

    /// Why it does not work, by its own words alone. `None` when nothing is wrong.
    #[must_use]
    pub fn cause(&self) -> Option<Cause> {
        let told = || self.status_reason.as_deref().and_then(cause::from_text);
        let refused = || match self.probe.as_ref().map(|probe| probe.verdict) {
            Some(Verdict::Refused(cause)) => Some(cause),
            Some(Verdict::Good | Verdict::Unclear(_) | Verdict::NoRead) | None => None,
        };
        match &self.lifecycle {
            Lifecycle::Added(_) | Lifecycle::Pending(_) | Lifecycle::Active(_) => None,
            Lifecycle::Error(Errored {
                source: ErrorSource::Restarted,
                ..
            }) => Some(Cause::Restarted),
            Lifecycle::Error(Errored {
                source: ErrorSource::Read,
                ..
            }) => Some(refused().unwrap_or(Cause::Unrecognised)),
            Lifecycle::Error(Errored {
                source: ErrorSource::Failed,
                ..
            }) => Some(told().unwrap_or(Cause::Unrecognised)),
            Lifecycle::Expired(state) if state.unused => Some(told().unwrap_or(Cause::LinkUnused)),
            Lifecycle::Expired(_) => Some(told().or_else(refused).unwrap_or(Cause::Unrecognised)),
            Lifecycle::Paused(_) => Some(told().unwrap_or(Cause::SwitchedOff)),
            Lifecycle::Revoked(_) if self.status.is_none() => Some(Cause::Disconnected),
            Lifecycle::Revoked(_) => Some(told().unwrap_or(Cause::Disconnected)),
        }
    }

    /// Nobody could be reached who may know whose account it is. It works all the same.
    #[must_use]
    pub fn name_is_owed(&self) -> bool {
        self.identity.is_none()
            && matches!(self.lifecycle, Lifecycle::Active(_))
            && self.probe.as_ref().and_then(|probe| probe.unnamed) == Some(Unnamed::Unreachable)
    }

    /// What it asks of people, and why, by everything that is known. `None` when
    /// nothing is wrong, or when there is nothing left to repair.
    #[must_use]
    pub fn concern(&self, around: &Around<'_>) -> Option<(Cause, Concern)> {
        let unclear = match self.probe.as_ref().map(|probe| probe.verdict) {
            Some(Verdict::Unclear(cause)) => Some(cause),
            Some(Verdict::Good | Verdict::Refused(_) | Verdict::NoRead) | None => None,
        };
        let why = self.cause().map(|cause| around.refine(cause));
        match &self.lifecycle {
            Lifecycle::Added(_) | Lifecycle::Pending(_) | Lifecycle::Revoked(_) => None,
            Lifecycle::Active(_) => unclear.map(|cause| (cause, Concern::Watch)),
            Lifecycle::Error(_) => why.map(|cause| (cause, Concern::Act)),
            // A link that nobody used never raises an alarm, whatever else is said.
            Lifecycle::Expired(state) if state.unused => why.map(|cause| (cause, Concern::Quiet)),
            Lifecycle::Expired(_) => why.map(|cause| {
                let heed = match cause {
                    Cause::LinkUnused => Concern::Quiet,
                    _ => Concern::Act,
                };
                (cause, heed)
            }),
            Lifecycle::Paused(_) => why.map(|cause| (cause, Concern::Quiet)),
        }
    }

    /// Composio says ACTIVE and our last real read was refused.
    #[must_use]
    pub fn is_active_failing(&self) -> bool {
        self.status == Some(Status::Active)
            && matches!(
                self.lifecycle,
                Lifecycle::Error(Errored {
                    source: ErrorSource::Read,
                    ..
                })
            )
    }
}
