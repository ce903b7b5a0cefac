//! One trip through the browser, as its own record beside the connection.

use serde::{Deserialize, Serialize};

use crate::ids::{AttemptId, ConnectedAccountId, IntegrationId};
use crate::observe::{Observation, Sighting};
use crate::status::Status;
use crate::time::Timestamp;
use crate::way::Way;

/// How long a watch goes on after the link died, in milliseconds: consent that was
/// given in the last second still has to arrive.
pub const GRACE_MILLIS: i64 = 30_000;

/// Where an attempt stands. The order is that of a trip that goes well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptState {
    /// Written down; nothing was sent.
    Planned,
    /// Marked as sent; the answer is not known.
    Sent,
    /// Composio made the link; nobody opened it here.
    Waiting,
    /// The browser was asked to open the link.
    Opened,
    /// The account is connected.
    Won,
    /// It ended without an account.
    Lost,
    /// A person gave it up.
    Cancelled,
    /// Sent, and it could not be found out what came of it.
    Unsure,
}

impl AttemptState {
    /// All states.
    pub const ALL: [Self; 8] = [
        Self::Planned,
        Self::Sent,
        Self::Waiting,
        Self::Opened,
        Self::Won,
        Self::Lost,
        Self::Cancelled,
        Self::Unsure,
    ];

    /// The stable text in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Sent => "sent",
            Self::Waiting => "waiting",
            Self::Opened => "opened",
            Self::Won => "won",
            Self::Lost => "lost",
            Self::Cancelled => "cancelled",
            Self::Unsure => "unsure",
        }
    }

    /// Reads [`Self::as_str`] back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether something may still come of it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::Planned | Self::Sent | Self::Waiting | Self::Opened
        )
    }
}

/// Why an attempt ended without an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lost {
    /// The person said no on the provider's page.
    Declined,
    /// Composio could not finish the sign-in.
    Failed,
    /// The link ran out before anybody signed in.
    LinkUnused,
    /// The account was switched off before it was seen active.
    SwitchedOff,
    /// The account is gone at Composio.
    Gone,
    /// Composio refused to make a link.
    Refused,
    /// The app ended before anything was sent.
    NeverSent,
}

impl Lost {
    /// The stable text in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Declined => "declined",
            Self::Failed => "failed",
            Self::LinkUnused => "link_unused",
            Self::SwitchedOff => "switched_off",
            Self::Gone => "gone",
            Self::Refused => "refused",
            Self::NeverSent => "never_sent",
        }
    }

    /// Reads [`Self::as_str`] back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [
            Self::Declined,
            Self::Failed,
            Self::LinkUnused,
            Self::SwitchedOff,
            Self::Gone,
            Self::Refused,
            Self::NeverSent,
        ]
        .into_iter()
        .find(|lost| lost.as_str() == text)
    }
}

/// One trip through the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Random; carried by the deep link, worthless without our record.
    pub id: AttemptId,
    /// The connection it is for.
    pub integration: IntegrationId,
    /// Who is to open the link.
    pub way: Way,
    /// Where it stands.
    pub state: AttemptState,
    /// When it was planned.
    pub planned_at: Timestamp,
    /// When it was marked as sent.
    pub sent_at: Option<Timestamp>,
    /// When the browser was asked to open the link.
    pub opened_at: Option<Timestamp>,
    /// When the link was first handed to a person: copied, drafted or shown.
    pub handed_at: Option<Timestamp>,
    /// When the person was first seen on the page (INITIATED).
    pub seen_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// When the link dies, by Composio's word.
    pub expires_at: Option<Timestamp>,
    /// The account that Composio made for it.
    pub account: Option<ConnectedAccountId>,
    /// Why it ended, when it was lost.
    pub lost: Option<Lost>,
    /// The alias by which an unanswered request is found again.
    pub alias: String,
}

/// What a look at its account means for an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Go on watching. `started` when the person is on the provider's page.
    Watching {
        /// The link was opened by somebody.
        started: bool,
    },
    /// The account is active: ask who it is, then settle.
    Connected,
    /// It ended.
    Lost(Lost),
}

impl Attempt {
    /// A new attempt; nothing was sent.
    #[must_use]
    pub fn plan(id: AttemptId, integration: IntegrationId, at: Timestamp) -> Self {
        let alias = format!("sw-{id}");
        Self {
            id,
            integration,
            way: Way::Here,
            state: AttemptState::Planned,
            planned_at: at,
            sent_at: None,
            opened_at: None,
            handed_at: None,
            seen_at: None,
            ended_at: None,
            expires_at: None,
            account: None,
            lost: None,
            alias,
        }
    }

    /// Marks it as sent, before the request leaves.
    pub fn mark_sent(&mut self, at: Timestamp) {
        if self.state == AttemptState::Planned {
            self.state = AttemptState::Sent;
            self.sent_at = Some(at);
        }
    }

    /// Composio answered: this account, until then.
    pub fn mark_waiting(&mut self, account: ConnectedAccountId, expires_at: Timestamp) {
        if matches!(self.state, AttemptState::Sent | AttemptState::Unsure) {
            self.state = AttemptState::Waiting;
            self.account = Some(account);
            self.expires_at = Some(expires_at);
        }
    }

    /// The browser was asked to open the link.
    pub fn mark_opened(&mut self, at: Timestamp) {
        if self.state == AttemptState::Waiting {
            self.state = AttemptState::Opened;
        }
        self.opened_at.get_or_insert(at);
    }

    /// The link left this computer, or a person can read it off the screen.
    pub fn mark_handed(&mut self, at: Timestamp) {
        self.handed_at.get_or_insert(at);
    }

    /// It ended; the first ending stands.
    pub fn end(&mut self, state: AttemptState, lost: Option<Lost>, at: Timestamp) {
        if self.state.is_open() || self.state == AttemptState::Unsure {
            self.state = state;
            self.lost = lost;
            self.ended_at = Some(at);
        }
    }

    /// Whether the watch is over: the link died, and the grace with it.
    #[must_use]
    pub fn is_past_watching(&self, now: Timestamp) -> bool {
        self.expires_at
            .is_some_and(|end| now > end.plus_millis(GRACE_MILLIS))
    }

    /// What this look at its account means. `declined` is Composio's
    /// `access_denied` in the account's own data.
    #[must_use]
    pub fn read(&self, seen: &Observation, declined: bool) -> Progress {
        match &seen.sighting {
            Sighting::Missing => Progress::Lost(Lost::Gone),
            Sighting::Present(status) => match status {
                Status::Active => Progress::Connected,
                Status::Failed if declined => Progress::Lost(Lost::Declined),
                Status::Failed => Progress::Lost(Lost::Failed),
                Status::Expired => Progress::Lost(Lost::LinkUnused),
                Status::Inactive => Progress::Lost(Lost::SwitchedOff),
                Status::Revoked => Progress::Lost(Lost::Gone),
                Status::Initializing | Status::Initiated | Status::Unknown(_)
                    if self.is_past_watching(seen.at) =>
                {
                    Progress::Lost(Lost::LinkUnused)
                }
                Status::Initializing => Progress::Watching { started: false },
                Status::Initiated => Progress::Watching { started: true },
                Status::Unknown(_) => Progress::Watching { started: false },
            },
        }
    }
}
