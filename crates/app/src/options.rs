//! What can be connected: toolkits that have an auth config which is switched on.

use std::collections::BTreeMap;

use domain::ToolkitSlug;
use wire::{AuthConfigChoice, ConnectOptionsView, ToolkitChoice};

use crate::roster::Roster;

/// The toolkits by name, each with its auth configs.
pub(crate) fn options(roster: &Roster) -> ConnectOptionsView {
    let mut by_toolkit: BTreeMap<&ToolkitSlug, Vec<AuthConfigChoice>> = BTreeMap::new();
    for config in roster.auth_configs().filter(|config| !config.disabled) {
        by_toolkit
            .entry(&config.toolkit)
            .or_default()
            .push(AuthConfigChoice {
                id: config.id.clone(),
                name: config.name.clone(),
                managed: config.managed,
                scheme: config
                    .scheme
                    .clone()
                    .unwrap_or_else(|| "Unknown".to_owned()),
            });
    }
    let mut toolkits: Vec<ToolkitChoice> = by_toolkit
        .into_iter()
        .map(|(slug, mut auth_configs)| {
            auth_configs.sort_by(|a, b| a.name.cmp(&b.name));
            ToolkitChoice {
                slug: slug.clone(),
                name: roster.toolkit_name(slug),
                auth_configs,
            }
        })
        .collect();
    toolkits.sort_by(|a, b| a.name.cmp(&b.name));
    ConnectOptionsView { toolkits }
}
