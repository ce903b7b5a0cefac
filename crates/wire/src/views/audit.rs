//! The audit list and ending a connection.

use domain::{ConnectedAccountId, IntegrationId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Fault;

/// One window of the audit list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// Rows that match.
    pub total: u32,
    /// First row of the window.
    pub offset: u32,
    /// The rows, newest first.
    pub rows: Vec<AuditRowView>,
    /// Everybody who is named in the whole list.
    pub actors: Vec<String>,
    /// So many rows of the other list match as well.
    pub elsewhere: u32,
}

/// Which audit rows are wanted. Empty lets every row through.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditSearch {
    /// Anywhere in a row: person, action, target, result, reason, values, request.
    pub text: String,
    /// Only this kind.
    pub kind: Option<AuditKindName>,
    /// Only actions of this family.
    pub family: Option<AuditFamily>,
    /// Only by this actor.
    pub actor: Option<String>,
    /// Only what came out so.
    pub result: Option<AuditResult>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before this.
    pub until: Option<Timestamp>,
}

/// Whose list. Each is a chain of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditList {
    /// What was done in the project that is open.
    #[default]
    Project,
    /// What was done to this desk: its keys, its roles, its projects. It outlives them.
    Desk,
}

impl AuditList {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Project => Self::Desk,
            Self::Desk => Self::Project,
        }
    }
}

/// What an audit row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditKindName {
    /// Written before a change was made.
    Intent,
    /// Written when it was known how it came out.
    Outcome,
    /// Seen, not done.
    Observed,
}

/// Actions of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditFamily {
    /// Connect and reconnect.
    SigningIn,
    /// Enable and disable.
    Switching,
    /// Withdraw, delete, remove.
    Ending,
    /// Tenants and what is noted of them.
    Tenants,
    /// The project's settings.
    Settings,
    /// Auth configs.
    AuthConfigs,
    /// Keys, profiles and roles.
    Access,
    /// Anything else.
    Other,
}

/// How an action came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditResult {
    /// As wanted.
    Done,
    /// Refused, failed or only in part.
    Failed,
    /// Nobody knows yet.
    Unknown,
    /// Given up before anything was done.
    Cancelled,
}

/// One row of the audit list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRowView {
    /// Its place in the chain.
    pub seq: u32,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// `intent`, `outcome` or `observed`; `unreadable` where somebody wrote to the row so that it
    /// cannot be read, and nothing but its number, its time and its intent is told.
    pub kind: String,
    /// What, in words.
    pub action: String,
    /// On what, in words.
    pub target: String,
    /// How it came out, for an outcome.
    pub result: Option<String>,
    /// Why, as the person said.
    pub reason: Option<String>,
    /// The row it is about.
    pub integration: Option<IntegrationId>,
    /// The value before, where there is one.
    pub before: Option<String>,
    /// The value after.
    pub after: Option<String>,
    /// The id under which Composio knows the request.
    pub request: Option<String>,
    /// For an outcome: the number of its intent.
    pub intent: Option<u32>,
    /// The first characters of its hash.
    pub hash: String,
}

/// What walking both chains found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditVerdict {
    /// That of the project.
    pub project: ChainVerdict,
    /// That of the desk.
    pub desk: ChainVerdict,
}

/// What walking a chain found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainVerdict {
    /// Rows that were walked.
    pub rows: u32,
    /// The first row that does not fit, when one does not.
    pub broken_at: Option<u32>,
}

/// What a disconnect would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisconnectPlan {
    /// The row.
    pub integration: IntegrationId,
    /// The tenant's name.
    pub tenant_name: String,
    /// The toolkit's name.
    pub toolkit_name: String,
    /// The account at Composio.
    pub account: Option<ConnectedAccountId>,
    /// Whose it is.
    pub account_name: Option<String>,
    /// Access can be withdrawn at the provider.
    pub can_withdraw: bool,
    /// Why not.
    pub cannot_withdraw_because: Option<String>,
    /// Triggers that stop (name, id).
    pub triggers: Vec<(String, String)>,
    /// The triggers could not be read, and why.
    pub triggers_unknown: Option<String>,
}

/// How one half of a disconnect came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Half {
    /// Done, and read back.
    Done,
    /// Not asked for.
    LeftOut,
    /// Not possible, and why.
    Skipped(String),
    /// Tried and failed: why, and what to do next.
    Failed(Box<Fault>),
}

/// How a disconnect came out, told as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisconnectReport {
    /// Withdrawing access at the provider.
    pub withdrawn: Half,
    /// Deleting at Composio.
    pub deleted: Half,
}
