//! How connecting is set up in a workspace.

use domain::{AuthConfigId, IntegrationId, TenantId, ToolkitSlug, UserId, Way};
use serde::{Deserialize, Serialize};

use crate::secret_input::SecretInput;

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
    /// Puts integrations on the list, to be connected later. Nothing is sent to Composio.
    AddIntegrations {
        /// The tenant's user id at Composio; may be new.
        user: UserId,
        /// With which auth configs, one for each toolkit.
        auth_configs: Vec<AuthConfigId>,
    }
    /// Gives an account a label at Composio, unique per tenant and toolkit.
    SetAlias {
        /// Which.
        integration: IntegrationId,
        /// The label; empty takes it away.
        alias: String,
    }
    /// Makes an auth config with Composio's own OAuth app.
    CreateManagedAuthConfig {
        /// For which toolkit.
        toolkit: ToolkitSlug,
    }
}

/// Connects an account for a tenant: in the browser of this computer or by a link for
/// the customer, with what the auth config asks for and, where several accounts are
/// allowed, as a further account.
#[derive(Debug)]
#[cfg_attr(target_arch = "wasm32", derive(Serialize))]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct Connect {
    /// The tenant's user id at Composio; may be new.
    pub user: UserId,
    /// With which auth config.
    pub auth_config: AuthConfigId,
    /// In whose browser.
    pub way: Way,
    /// The row that was looked at: a tenant may have several. Another one is taken where it
    /// is of another auth config, or works by now.
    pub row: Option<IntegrationId>,
    /// A further account beside one that works, told apart by this label.
    pub second: Option<String>,
    /// What was filled in.
    pub fields: Vec<Filled>,
}

/// A field that was filled in. It is kept in memory until the link is made.
#[derive(Debug)]
#[cfg_attr(target_arch = "wasm32", derive(Serialize))]
#[cfg_attr(not(target_arch = "wasm32"), derive(Deserialize))]
pub struct Filled {
    /// The field's name.
    pub name: String,
    /// Its value, secret or not.
    pub value: SecretInput,
}
