//! Tenants.

use domain::{
    AuthConfigId, IntegrationId, LifecycleName, TenantDetails, TenantId, Timestamp, ToolkitSlug,
};
use serde::{Deserialize, Serialize};

use super::attempt::AttemptView;
use super::desk_work::NoteView;
use super::integration::{IntegrationRow, TimelineItem};

/// One window of the list of tenants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantsPage {
    /// Which change of the rows this answers for.
    pub revision: u32,
    /// Tenants that match.
    pub total: u32,
    /// Tenants that hold the text, whatever else is asked for.
    pub matching: u32,
    /// Of these, those of whom an integration needs somebody.
    pub needs_action: u32,
    /// Tenants that there are at all.
    pub all: u32,
    /// First row of the window.
    pub offset: u32,
    /// The rows.
    pub rows: Vec<TenantRow>,
}

/// A row of the list of tenants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantRow {
    /// Which.
    pub id: TenantId,
    /// The name, or the user id.
    pub name: String,
    /// The key at Composio.
    pub user: String,
    /// Integrations by state, only states that occur.
    pub by_state: Vec<(LifecycleName, u32)>,
    /// Integrations for which somebody has to do something: not those whose link nobody used.
    pub needs_action: u32,
    /// Integrations that are Active and need nobody.
    pub working: u32,
    /// The toolkits, in the order of their names.
    pub toolkits: Vec<String>,
}

/// Everything about one tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantView {
    /// The row.
    pub row: TenantRow,
    /// When it came to us.
    pub since: Timestamp,
    /// What a person says of it.
    pub details: TenantDetails,
    /// Its user id can no longer be changed: integrations hang on it.
    pub user_fixed: bool,
    /// Auth configs that are suggested for it, each for a toolkit.
    pub defaults: Vec<(ToolkitSlug, AuthConfigId)>,
    /// Somebody pinned it.
    pub pinned: bool,
    /// Notes on it and on its integrations, newest first.
    pub notes: Vec<NoteView>,
    /// Sign-ins of it that are open.
    pub attempts: Vec<AttemptView>,
    /// What happened to its integrations, newest first, each with the toolkit.
    pub timeline: Vec<(String, TimelineItem)>,
    /// Its integrations.
    #[serde(with = "super::rows")]
    pub integrations: Vec<IntegrationRow>,
    /// Those of them that need somebody: the same that the list of rows counts.
    pub needs_action: Vec<IntegrationId>,
}

/// What hangs on the accounts of a tenant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriggersView {
    /// By toolkit, then by kind.
    pub triggers: Vec<TriggerView>,
}

/// Something that runs when a provider tells of news, and stops with its account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriggerView {
    /// Composio's id.
    pub id: String,
    /// Its kind, as Composio names it.
    pub name: String,
    /// The integration that it hangs on.
    pub integration: IntegrationId,
    /// The name of its toolkit.
    pub toolkit_name: String,
    /// How that integration stands.
    pub state: LifecycleName,
    /// Since when it is switched off.
    pub off_since: Option<Timestamp>,
    /// When it was set up or changed last, where Composio tells.
    pub changed_at: Option<Timestamp>,
}
