//! What people at the desk leave: notes and recent tenants.

use domain::{IntegrationId, TenantId, Timestamp};
use serde::{Deserialize, Serialize};

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteView {
    /// Which.
    pub id: String,
    /// On which integration; `None` for the tenant itself.
    pub integration: Option<IntegrationId>,
    /// The integration's toolkit, where it is still on the list.
    pub toolkit_name: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub author: String,
    /// What.
    pub text: String,
    /// The link in it, by its host: the core opens it.
    pub link: Option<String>,
}

/// What the switcher offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentView {
    /// The tenants, the likeliest first.
    pub tenants: Vec<RecentTenant>,
}

/// A tenant in the switcher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentTenant {
    /// Which.
    pub id: TenantId,
    /// The name, or the user id.
    pub name: String,
    /// The key at Composio.
    pub user: String,
    /// Somebody pinned it.
    pub pinned: bool,
    /// When somebody looked at it last.
    pub visited_at: Option<Timestamp>,
}
