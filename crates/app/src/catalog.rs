//! Reading which auth configs and toolkits the project has.

use composio::{ListAuthConfigs, ListToolkits};
use domain::{AuthConfigId, ToolkitSlug};
use futures_util::StreamExt as _;
use store::{AuthConfigRecord, FieldRecord, ToolkitRecord};

use crate::error::Error;
use crate::workspace::Workspace;

/// What is known of the auth configs after a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Read {
    /// What Composio told now.
    Now,
    /// What was known before: this key may not read them.
    Kept,
}

/// Reads both whole, and keeps them. A key that is limited to accounts reads neither, and that is
/// no reason not to read the accounts: what was known before stays.
pub(crate) async fn read(workspace: &Workspace) -> Result<Read, Error> {
    // Two at once could keep the older answer last: what was just made would be gone again.
    let _one = workspace.cataloguing.lock().await;
    let configs = allowed(auth_configs(workspace).await)?;
    let toolkits = allowed(toolkits(workspace).await)?;
    let read = match configs {
        Some(_) => Read::Now,
        None => Read::Kept,
    };
    if configs.is_none() && toolkits.is_none() {
        return Ok(read);
    }
    let (known_configs, known_toolkits) = {
        let roster = workspace.roster();
        let configs: Vec<_> = roster.auth_configs().cloned().collect();
        (configs, roster.toolkits().cloned().collect())
    };
    workspace
        .settle_catalog(
            configs.unwrap_or(known_configs),
            toolkits.unwrap_or(known_toolkits),
        )
        .await?;
    Ok(read)
}

/// `None` where the key may not. Composio answers 401 for that as well; whether the key is refused
/// altogether is said by the accounts, which are read next.
fn allowed<T>(read: Result<T, Error>) -> Result<Option<T>, Error> {
    match read {
        Ok(read) => Ok(Some(read)),
        Err(Error::Composio(
            error @ (composio::Error::Forbidden(_) | composio::Error::Unauthorized(_)),
        )) => {
            tracing::info!(error = %error, "the key may not read all of the catalog");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

async fn auth_configs(workspace: &Workspace) -> Result<Vec<AuthConfigRecord>, Error> {
    let client = workspace.client()?;
    let mut configs = Vec::new();
    let mut pages = std::pin::pin!(client.auth_configs().pages(ListAuthConfigs::default()));
    while let Some(page) = pages.next().await {
        let page = page?;
        if page.restarted {
            configs.clear();
        }
        configs.extend(page.items.iter().filter_map(auth_config));
    }
    Ok(configs)
}

async fn toolkits(workspace: &Workspace) -> Result<Vec<ToolkitRecord>, Error> {
    let client = workspace.client()?;
    let mut toolkits = Vec::new();
    let mut pages = std::pin::pin!(client.toolkits().pages(ListToolkits::default()));
    while let Some(page) = pages.next().await {
        let page = page?;
        if page.restarted {
            toolkits.clear();
        }
        toolkits.extend(page.items.iter().filter_map(toolkit));
    }
    Ok(toolkits)
}

fn toolkit(toolkit: &composio::Toolkit) -> Option<ToolkitRecord> {
    Some(ToolkitRecord {
        slug: ToolkitSlug::parse(toolkit.slug.as_str()).ok()?,
        name: toolkit.name.clone(),
    })
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
