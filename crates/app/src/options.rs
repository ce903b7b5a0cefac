//! What can be connected: toolkits that have an auth config which is switched on.

use std::collections::BTreeMap;

use domain::ToolkitSlug;
use store::{AuthConfigRecord, FieldRecord};
use wire::{AuthConfigChoice, ConnectOptionsView, FieldView, ToolkitChoice};

use crate::roster::Roster;

/// The toolkits by name, each with its auth configs. Those that are switched off are
/// shown with the reason, beside one that can be used.
pub(crate) fn options(roster: &Roster) -> ConnectOptionsView {
    let mut by_toolkit: BTreeMap<&ToolkitSlug, Vec<AuthConfigChoice>> = BTreeMap::new();
    for config in roster.auth_configs() {
        let choices = by_toolkit.entry(&config.toolkit).or_default();
        choices.push(choice(config));
    }
    let mut toolkits: Vec<ToolkitChoice> = by_toolkit
        .into_iter()
        .filter(|(_, choices)| choices.iter().any(|it| it.unusable.is_none()))
        .map(|(slug, mut auth_configs)| {
            auth_configs.sort_by(|a, b| {
                (a.unusable.is_some(), &a.name).cmp(&(b.unusable.is_some(), &b.name))
            });
            ToolkitChoice {
                slug: slug.clone(),
                name: roster.toolkit_name(slug),
                auth_configs,
                suggested: roster.suggested(slug, None).cloned(),
            }
        })
        .collect();
    toolkits.sort_by(|a, b| a.name.cmp(&b.name));
    ConnectOptionsView {
        toolkits,
        bare: roster.bare_toolkits(),
        allow_multiple: roster.connecting().allow_multiple,
    }
}

fn choice(config: &AuthConfigRecord) -> AuthConfigChoice {
    AuthConfigChoice {
        id: config.id.clone(),
        name: config.name.clone(),
        managed: config.managed,
        scheme: config
            .scheme
            .clone()
            .unwrap_or_else(|| "Unknown".to_owned()),
        unusable: config
            .disabled
            .then(|| "Switched off at Composio. An admin can switch it on there.".to_owned()),
        fields: config.fields.iter().map(field).collect(),
        scopes: config.scopes.clone(),
    }
}

fn field(field: &FieldRecord) -> FieldView {
    FieldView {
        name: field.name.clone(),
        label: field.label.clone().unwrap_or_else(|| field.name.clone()),
        description: field.description.clone(),
        kind: field.kind.clone(),
        required: field.required,
        secret: field.secret,
        default: field.default.clone(),
    }
}
