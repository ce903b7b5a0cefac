//! One trip through the browser, as its own record beside the connection.

use serde::{Deserialize, Serialize};

use crate::ending::Lost;
use crate::identity::Identity;
use crate::ids::{AttemptId, ConnectedAccountId, IntegrationId};
use crate::observe::{Observation, Sighting};
use crate::status::Status;
use crate::time::Timestamp;
use crate::way::Way;

/// How long a watch goes on after the link died, in milliseconds: consent that was
/// given in the last second still has to arrive.
pub const GRACE_MILLIS: i64 = 30_000;
/// The longest that a link is taken to live, in milliseconds: Composio's live for ten minutes. One
/// that is said to live for years would be asked after for as long.
const LONGEST_LINK_MILLIS: i64 = 60 * 60 * 1_000;

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
    /// The account works, but it is another person's than expected: nothing moves until
    /// somebody chooses.
    Differs,
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
    pub const ALL: [Self; 9] = [
        Self::Planned,
        Self::Sent,
        Self::Waiting,
        Self::Opened,
        Self::Differs,
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
            Self::Differs => "differs",
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
        self.is_watched() || matches!(self, Self::Differs)
    }

    /// Whether its account is still to be decided by what Composio says.
    #[must_use]
    pub const fn is_watched(self) -> bool {
        matches!(
            self,
            Self::Planned | Self::Sent | Self::Waiting | Self::Opened
        )
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
    /// When the link dies, by Composio's word, and within an hour.
    pub expires_at: Option<Timestamp>,
    /// The account that Composio made for it.
    pub account: Option<ConnectedAccountId>,
    /// Who signed in, while it is to be chosen what becomes of that.
    pub found: Option<Identity>,
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
            found: None,
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

    /// Somebody else than expected signed in. `false` when it was over already.
    pub fn differs(&mut self, found: Identity) -> bool {
        let open = self.state.is_watched();
        if open {
            self.state = AttemptState::Differs;
            self.found = Some(found);
        }
        open
    }

    /// It ended; the first ending stands.
    pub fn end(&mut self, state: AttemptState, lost: Option<Lost>, at: Timestamp) {
        if self.state.is_open() || self.state == AttemptState::Unsure {
            self.state = state;
            self.lost = lost;
            self.ended_at = Some(at);
        }
    }

    /// When a link dies for us that dies at `told` by Composio's word: in an hour at the latest.
    #[must_use]
    pub fn link_end(told: Timestamp, now: Timestamp) -> Timestamp {
        told.min(now.plus_millis(LONGEST_LINK_MILLIS))
    }

    /// Whether the watch is over: the link died, and the grace with it.
    #[must_use]
    pub fn is_past_watching(&self, now: Timestamp) -> bool {
        self.expires_at
            .is_some_and(|end| now > end.plus_millis(GRACE_MILLIS))
    }

    /// What this look at its account means. `told` is what Composio's own words on the
    /// account, or the way back, say about how it ended.
    #[must_use]
    pub fn read(&self, seen: &Observation, told: Option<Lost>) -> Progress {
        match &seen.sighting {
            Sighting::Missing => Progress::Lost(Lost::Gone),
            Sighting::Present(status) => match status {
                Status::Active => Progress::Connected,
                Status::Failed => Progress::Lost(told.unwrap_or(Lost::Failed)),
                Status::Expired => Progress::Lost(unfinished(told)),
                Status::Inactive => Progress::Lost(match told {
                    Some(Lost::AuthConfigDisabled) => Lost::AuthConfigDisabled,
                    _ => Lost::SwitchedOff,
                }),
                Status::Revoked => Progress::Lost(Lost::Gone),
                Status::Initializing | Status::Initiated | Status::Unknown(_)
                    if self.is_past_watching(seen.at) =>
                {
                    Progress::Lost(unfinished(told))
                }
                Status::Initializing => Progress::Watching { started: false },
                Status::Initiated => Progress::Watching { started: true },
                Status::Unknown(_) => Progress::Watching { started: false },
            },
        }
    }
}

/// A sign-in that was refused for its browser runs out like one that nobody tried.
fn unfinished(told: Option<Lost>) -> Lost {
    match told {
        Some(Lost::OtherBrowser) => Lost::OtherBrowser,
        _ => Lost::LinkUnused,
    }
}
