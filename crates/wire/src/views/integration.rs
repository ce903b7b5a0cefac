//! Integrations: the row and the pane beside it.

use domain::{
    AuthConfigId, Cause, ConnectedAccountId, Identity, IntegrationId, LifecycleName, LineKind,
    Moved, TenantId, Timestamp, TokenTrouble, ToolkitSlug, Unnamed,
};
use serde::{Deserialize, Serialize};

use super::desk_work::NoteView;
use super::{PauseView, TokenView, rows};
use crate::triage::{Fix, ListView};

/// One window of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegrationsPage {
    /// Which change of the rows this answers for.
    pub revision: u32,
    /// Rows that match.
    pub total: u32,
    /// Rows that there are at all.
    pub all: u32,
    /// Tenants that there are.
    pub tenants: u32,
    /// Rows by state, for text and toolkit but any state: the filter chips.
    pub by_state: Vec<(LifecycleName, u32)>,
    /// Rows by built-in view, for text and toolkit: the views.
    pub views: Vec<(ListView, u32)>,
    /// Rows by cause, for text, toolkit and view: the cause filter.
    pub causes: Vec<(Cause, u32)>,
    /// Toolkits in use (slug, name, rows), for the toolkit filter.
    pub toolkits: Vec<(ToolkitSlug, String, u32)>,
    /// First row of the window.
    pub offset: u32,
    /// The rows.
    #[serde(with = "rows")]
    pub rows: Vec<IntegrationRow>,
    /// Where the row asked for stands, when it matches.
    pub located: Option<u32>,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntegrationRow {
    /// Which.
    pub id: IntegrationId,
    /// Our state.
    pub state: LifecycleName,
    /// What to call it where that differs from the state's word ("Failed", "Unknown").
    pub label: Option<String>,
    /// The tenant.
    pub tenant: TenantId,
    /// The tenant's name, or its user id.
    pub tenant_name: String,
    /// The toolkit.
    pub toolkit: ToolkitSlug,
    /// The toolkit's name.
    pub toolkit_name: String,
    /// Whose account it is, or why it does not work.
    pub account_or_reason: String,
    /// `account_or_reason` is a reason, not a name.
    pub is_reason: bool,
    /// Our last real read.
    pub verified: VerifiedView,
    /// Why its token cannot be read or is of no use.
    pub token: Option<TokenTrouble>,
    /// Who noted what last on it or on its tenant; the beginning of it.
    pub note: Option<String>,
}

/// What our last real read of the provider said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum VerifiedView {
    /// There was none.
    Never,
    /// The provider answered.
    Good(Timestamp),
    /// The provider refused.
    Refused(Timestamp),
    /// The read failed for another reason.
    Unclear(Timestamp),
    /// No harmless read is known for the toolkit.
    NoRead(Timestamp),
    /// There is no account any more that could be read.
    Ended,
}

/// Everything about one integration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegrationView {
    /// The row.
    pub row: IntegrationRow,
    /// Since when the state holds.
    pub since: Timestamp,
    /// The tenant's key at Composio.
    pub user: String,
    /// The account at Composio.
    pub account: Option<ConnectedAccountId>,
    /// Its alias at Composio.
    pub alias: Option<String>,
    /// Words of ours to find it by.
    pub labels: Vec<String>,
    /// Which of several accounts of the same auth config it is, from 1.
    pub slot: u32,
    /// Notes on it and on its tenant, newest first.
    pub notes: Vec<NoteView>,
    /// The auth config.
    pub auth_config: AuthConfigId,
    /// The auth config's name.
    pub auth_config_name: String,
    /// Composio owns the OAuth app.
    pub managed: bool,
    /// The auth config is switched off.
    pub auth_config_disabled: bool,
    /// Composio's word.
    pub status: Option<String>,
    /// Composio's own words on why.
    pub status_reason: Option<String>,
    /// When Composio was last read.
    pub observed_at: Option<Timestamp>,
    /// What is wrong and what to do.
    pub diagnosis: Option<DiagnosisView>,
    /// Who switched it off here, and whether that holds.
    pub pause: Option<PauseView>,
    /// Whose account it is.
    pub identity: Option<Identity>,
    /// Why nobody is named, where the last read said so.
    pub unnamed: Option<Unnamed>,
    /// Scopes that were asked for and left out at the consent.
    pub missing_scopes: Vec<String>,
    /// What is known of the token; no token.
    pub token: TokenView,
    /// What happened, newest first: the first page.
    pub timeline: Vec<TimelineItem>,
    /// Where the next page of it begins.
    pub older: Option<HistoryPlace>,
    /// The tenant's other integrations.
    #[serde(with = "rows")]
    pub siblings: Vec<IntegrationRow>,
    /// What can be done with it now.
    pub actions: Vec<RowAction>,
}

/// What is wrong, why, and the one thing to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiagnosisView {
    /// Which cause.
    pub cause: Cause,
    /// What happened, in a few words.
    pub title: String,
    /// Why, in whole sentences.
    pub sentence: String,
    /// The raw words, redacted.
    pub raw: Option<String>,
    /// The one fix, as in Triage.
    pub fix: Fix,
    /// What its button says.
    pub fix_label: String,
}

/// Something a person can do with a row now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowAction {
    /// First sign-in.
    Connect,
    /// Sign in again.
    Reconnect,
    /// Make a link for the customer.
    SendLink,
    /// Show the attempt that is open.
    ShowAttempt,
    /// Read the provider.
    CheckToken,
    /// Switch on.
    Enable,
    /// Switch off.
    Disable,
    /// Withdraw and delete.
    Disconnect,
    /// Take off our list.
    Remove,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineItem {
    /// When.
    pub at: Timestamp,
    /// What it is about.
    pub kind: LineKind,
    /// What, in a few words.
    pub title: String,
    /// More words.
    pub detail: Option<String>,
    /// Who did it, when a person did.
    pub actor: Option<String>,
    /// The state it led to, when it changed one: the glyph.
    pub state: Option<LifecycleName>,
    /// Where the state came from and what moved it.
    pub moved: Option<Moved>,
}

/// A place in the history of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPlace {
    /// When.
    pub at: Timestamp,
    /// Which of the lines of that moment.
    pub id: i64,
}

/// One page of the history of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryView {
    /// The lines, newest first.
    pub lines: Vec<TimelineItem>,
    /// Where the next page begins; `None` at the end.
    pub older: Option<HistoryPlace>,
}
