//! How connecting is set up in a workspace.

use domain::{AuthConfigId, TenantId, ToolkitSlug};
use serde::{Deserialize, Serialize};

requests! {
    /// How connecting is set up.
    ShowConnectSettings {}
    /// Whether a tenant may have more than one working account of an auth config.
    SetAllowMultiple {
        /// Yes or no.
        allow: bool,
    }
    /// Which auth config is suggested for a toolkit.
    SetAuthDefault {
        /// For which toolkit.
        toolkit: ToolkitSlug,
        /// For this tenant only; `None` for the whole workspace.
        tenant: Option<TenantId>,
        /// Which; `None` suggests none.
        auth_config: Option<AuthConfigId>,
    }
}
