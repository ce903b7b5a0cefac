//! How connecting is set up in a workspace.

use domain::{AuthConfigId, TenantId, ToolkitSlug};
use serde::{Deserialize, Serialize};

/// How connecting is set up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectSettingsView {
    /// A tenant may have more than one working account of an auth config.
    pub allow_multiple: bool,
    /// What is suggested for which toolkit, of the workspace and of tenants.
    pub defaults: Vec<AuthDefaultView>,
}

/// The auth config that is suggested for a toolkit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthDefaultView {
    /// For which toolkit.
    pub toolkit: ToolkitSlug,
    /// For this tenant; `None` for the whole workspace.
    pub tenant: Option<TenantId>,
    /// Which.
    pub auth_config: AuthConfigId,
}
