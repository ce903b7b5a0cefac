//! How connecting is set up in a workspace.

use domain::{AuthConfigId, IntegrationId, LifecycleName, TenantId, ToolkitSlug};
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
    /// The toolkit's name.
    pub toolkit_name: String,
    /// For this tenant; `None` for the whole workspace.
    pub tenant: Option<TenantId>,
    /// The tenant's name.
    pub tenant_name: Option<String>,
    /// Which.
    pub auth_config: AuthConfigId,
    /// Its name; `None` when the project does not have it any more.
    pub auth_config_name: Option<String>,
}

/// What came of putting integrations on the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedView {
    /// The tenant, which may be new.
    pub tenant: TenantId,
    /// One for each that was asked for.
    pub rows: Vec<AddedRow>,
}

/// A row that is on the list now, new or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedRow {
    /// Which.
    pub integration: IntegrationId,
    /// The toolkit's name.
    pub toolkit_name: String,
    /// It was there before, and stands like this.
    pub existing: Option<LifecycleName>,
}

/// A field that a person fills in to connect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldView {
    /// Its name in requests.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// What it is for.
    pub description: Option<String>,
    /// Its type, such as `string`.
    pub kind: Option<String>,
    /// Whether it must be given.
    pub required: bool,
    /// Whether its value is secret.
    pub secret: bool,
    /// What it is when nothing is given.
    pub default: Option<String>,
}
