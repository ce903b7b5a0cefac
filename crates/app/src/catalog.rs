//! Reading which auth configs and toolkits the project has.

use composio::{ListAuthConfigs, ListToolkits};
use domain::{AuthConfigId, ToolkitSlug};
use futures_util::StreamExt as _;
use store::{AuthConfigRecord, FieldRecord, ToolkitRecord};

use crate::error::Error;
use crate::workspace::Workspace;

/// Reads both whole, and keeps them.
pub(crate) async fn read(workspace: &Workspace) -> Result<(), Error> {
    let client = workspace.client()?;
    let mut configs = Vec::new();
    let mut pages = std::pin::pin!(client.auth_configs().pages(ListAuthConfigs::default()));
    while let Some(page) = pages.next().await {
        configs.extend(page?.items.iter().filter_map(auth_config));
    }
    let mut toolkits = Vec::new();
    let mut pages = std::pin::pin!(client.toolkits().pages(ListToolkits::default()));
    while let Some(page) = pages.next().await {
        toolkits.extend(page?.items.iter().filter_map(|toolkit| {
            Some(ToolkitRecord {
                slug: ToolkitSlug::parse(toolkit.slug.as_str()).ok()?,
                name: toolkit.name.clone(),
            })
        }));
    }
    workspace.settle_catalog(configs, toolkits).await
}

fn auth_config(config: &composio::AuthConfig) -> Option<AuthConfigRecord> {
    Some(AuthConfigRecord {
        id: AuthConfigId::parse(config.id.as_str()).ok()?,
        name: config.name.clone().unwrap_or_else(|| config.id.clone()),
        toolkit: ToolkitSlug::parse(config.toolkit_slug.clone()?).ok()?,
        managed: config.is_composio_managed.unwrap_or(false),
        disabled: config.status == composio::AuthConfigStatus::Disabled,
        scheme: config.scheme.as_ref().map(ToString::to_string),
        expected_fields: config
            .expected_input_fields
            .iter()
            .map(|field| field.name.clone())
            .collect(),
        fields: config.expected_input_fields.iter().map(field).collect(),
        scopes: [config.scopes.as_slice(), config.user_scopes.as_slice()].concat(),
    })
}

/// A field without a word on its secrecy is secret when its name sounds like it.
fn field(field: &composio::InputField) -> FieldRecord {
    FieldRecord {
        name: field.name.clone(),
        label: field.display_name.clone(),
        description: field.description.clone(),
        kind: field.kind.clone(),
        required: field.required,
        secret: field
            .is_secret
            .unwrap_or_else(|| domain::fields::sounds_secret(&field.name)),
        default: field.default.clone(),
    }
}
