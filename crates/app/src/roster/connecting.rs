//! How connecting is set up: suggested auth configs, several accounts or one.

use std::collections::HashSet;

use domain::{AuthConfigId, TenantId, ToolkitSlug};
use store::{AuthDefault, ConnectSettings};

use super::Roster;

impl Roster {
    /// Takes in what changed of the settings.
    pub(super) fn set_up(&mut self, allow_multiple: Option<bool>, defaults: Vec<AuthDefault>) {
        if let Some(allow) = allow_multiple {
            self.connecting.allow_multiple = allow;
            self.touch();
        }
        for default in defaults {
            let held = &mut self.connecting.defaults;
            held.retain(|it| it.toolkit != default.toolkit || it.tenant != default.tenant);
            if default.auth_config.is_some() {
                held.push(default);
            }
            self.touch();
        }
    }

    /// The settings.
    pub(crate) fn connecting(&self) -> &ConnectSettings {
        &self.connecting
    }

    /// What is suggested for one tenant only.
    pub(crate) fn defaults_of(&self, tenant: &TenantId) -> Vec<(ToolkitSlug, AuthConfigId)> {
        let defaults = self.connecting.defaults.iter();
        defaults
            .filter(|it| it.tenant.as_ref() == Some(tenant))
            .filter_map(|it| Some((it.toolkit.clone(), it.auth_config.clone()?)))
            .collect()
    }

    /// Toolkits without any auth config, by name.
    pub(crate) fn bare_toolkits(&self) -> Vec<(ToolkitSlug, String)> {
        let used: HashSet<&ToolkitSlug> =
            self.auth_configs().map(|config| &config.toolkit).collect();
        let bare = self.toolkits.values().filter(|it| !used.contains(&it.slug));
        let mut bare: Vec<_> = bare.map(|it| (it.slug.clone(), it.name.clone())).collect();
        bare.sort_by(|a, b| a.1.cmp(&b.1));
        bare
    }

    /// The auth config that is suggested: the tenant's own, else the workspace's. One
    /// that is switched off or gone is suggested to nobody.
    pub(crate) fn suggested(
        &self,
        toolkit: &ToolkitSlug,
        tenant: Option<&TenantId>,
    ) -> Option<&AuthConfigId> {
        let of = |tenant: Option<&TenantId>| {
            self.connecting
                .defaults
                .iter()
                .find(|it| it.toolkit == *toolkit && it.tenant.as_ref() == tenant)
                .and_then(|it| it.auth_config.as_ref())
                .filter(|id| self.auth_config(id).is_some_and(|config| !config.disabled))
        };
        tenant
            .and_then(|tenant| of(Some(tenant)))
            .or_else(|| of(None))
    }
}
