//! Triage: what is wrong, grouped by why, with the one thing to do about each group.

use domain::{AuthConfigId, Cause, Concern, IntegrationId, LifecycleName, Timestamp, ToolkitSlug};
use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::views::IntegrationRow;

/// Which rows are meant, by what is wrong with them. The default lets all through.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Narrow {
    /// One of the built-in views.
    pub view: ListView,
    /// Only this cause.
    pub cause: Option<Cause>,
    /// Only what asks this much of people.
    pub concern: Option<Concern>,
    /// Only this auth config.
    pub auth_config: Option<AuthConfigId>,
}

impl Narrow {
    /// Whether it lets everything through.
    #[must_use]
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }
}

/// The built-in views of the list.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum ListView {
    /// Every row.
    #[default]
    All,
    /// Composio says ACTIVE: the API's own count.
    Connected,
    /// Somebody has to do something.
    NeedsAction,
    /// A first sign-in is open.
    Pending,
    /// Composio says ACTIVE, and our last real read was refused.
    ActiveFailing,
}

impl ListView {
    /// Every view, in the order in which the window offers them.
    pub const ALL: [Self; 5] = [
        Self::All,
        Self::Connected,
        Self::NeedsAction,
        Self::ActiveFailing,
        Self::Pending,
    ];

    /// The stable word, for tests and links.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Connected => "connected",
            Self::NeedsAction => "needs_action",
            Self::Pending => "pending",
            Self::ActiveFailing => "active_failing",
        }
    }

    /// The word a person reads.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Connected => "Connected",
            Self::NeedsAction => "Needs action",
            Self::Pending => "Pending",
            Self::ActiveFailing => "Active, failing",
        }
    }
}

/// What Triage is grouped by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupBy {
    /// Why.
    #[default]
    Cause,
    /// With what.
    Toolkit,
    /// Through which auth config.
    AuthConfig,
}

/// What is wrong, in groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShowTriage {
    /// In which groups.
    pub by: GroupBy,
    /// Only this state.
    pub state: Option<LifecycleName>,
}

/// Reads the provider for every row that is meant, a few at a time. Reads only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckTokens {
    /// Which rows: of the view of what is connected all of them, else those that Triage lists.
    pub narrow: Narrow,
    /// Of this toolkit only.
    pub toolkit: Option<ToolkitSlug>,
}

/// Stops such a run. What was read stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StopChecks {}

/// Puts an answer for the customer on the clipboard, by where the row stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyReply {
    /// Which.
    pub integration: IntegrationId,
}

/// Puts a summary for colleagues on the clipboard, as Markdown: what, who, when, why, what to
/// do, on what proof, with every id and without a token or a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopySummary {
    /// Which.
    pub integration: IntegrationId,
}

/// Puts one id of a row, or a link to it, on the clipboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyId {
    /// Of which.
    pub integration: IntegrationId,
    /// Which id.
    pub what: IdOf,
}

/// An id that a ticket, a log or Composio's own pages ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdOf {
    /// That of the account at Composio.
    Account,
    /// That of the auth config.
    AuthConfig,
    /// That of the tenant at Composio.
    Tenant,
    /// A link that opens the row on this computer, for a note or a ticket.
    Row,
}

/// Puts what somebody else has to do about a group on the clipboard: the steps, or
/// the evidence where nobody knows the cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopySteps {
    /// Which group.
    pub narrow: Narrow,
}

/// What is wrong, in groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriageView {
    /// Which change of the rows this answers for.
    pub revision: u32,
    /// Rows that somebody has to do something about: the alarm.
    pub alarm: u32,
    /// The same by state, whatever state was asked for.
    pub by_state: Vec<(LifecycleName, u32)>,
    /// The groups: what needs people first, then what may recover, then the quiet.
    pub groups: Vec<TriageGroup>,
    /// Rows that have an account at Composio.
    pub checked: u32,
    /// When Composio was last read.
    pub checked_at: Option<Timestamp>,
    /// A run of checks, going on or the last one.
    pub checks: Option<ChecksView>,
}

/// Rows that are unwell in the same way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriageGroup {
    /// A key that stays the same while the group exists.
    pub key: String,
    /// The rows, as a filter of the list.
    pub narrow: Narrow,
    /// And of this toolkit only.
    pub toolkit: Option<ToolkitSlug>,
    /// What it asks of people.
    pub concern: Concern,
    /// The state of most of its rows.
    pub state: LifecycleName,
    /// What to call that state where it differs ("Failed").
    pub label: Option<String>,
    /// What is wrong, in a few words.
    pub title: String,
    /// Why, in whole sentences.
    pub sentence: String,
    /// The code of the cause, for help; none where the group is no cause.
    pub code: Option<String>,
    /// The raw words of the newest row, redacted.
    pub evidence: Option<String>,
    /// How many rows.
    pub rows: u32,
    /// Of how many tenants.
    pub tenants: u32,
    /// Since when the oldest is so.
    pub oldest: Timestamp,
    /// Since when the newest is so.
    pub newest: Timestamp,
    /// How many became so in each of the last twelve hours, oldest first.
    pub hours: Vec<u32>,
    /// The newest of its rows, each with since when it is so.
    pub first: Vec<(IntegrationRow, Timestamp)>,
    /// The one fix.
    pub fix: Fix,
    /// What its button says.
    pub fix_label: String,
}

/// The one fix of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fix {
    /// Do it to the one row there is.
    Row(IntegrationId),
    /// Look at the rows in the list and act there.
    Review,
    /// Read the provider for all of them.
    CheckTokens,
    /// Decide about the masking switch where its effect is shown; nobody but an admin can.
    Masking,
    /// Hand steps or evidence to whoever has to act.
    CopySteps,
}

/// A run of checks over a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecksView {
    /// The rows, as a filter.
    pub narrow: Narrow,
    /// And of this toolkit only.
    pub toolkit: Option<ToolkitSlug>,
    /// Rows that are to be read.
    pub total: u32,
    /// Rows that were.
    pub done: u32,
    /// Of these, the provider answered.
    pub recovered: u32,
    /// Of these, the provider refused.
    pub failing: u32,
    /// Of these, nothing was found out: no answer, none that says anything, or nothing to ask.
    pub unclear: u32,
    /// It goes on.
    pub running: bool,
    /// It waits for the rate limit.
    pub waiting: bool,
    /// A person stopped it.
    pub stopped: bool,
    /// Why it ended early.
    pub fault: Option<Fault>,
}
