//! Whose project the key is of, by Composio's own word. A key of another project works as well: its
//! accounts would be mixed into the list, and each of ours would be answered "not found".

use std::sync::atomic::Ordering;

use crate::error::Error;
use crate::workspace::Workspace;

/// Where the id of the project is remembered.
pub(crate) const PROJECT: &str = "project_id";

/// What is known of whose key this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OneProject {
    /// Of the project that the list is of.
    Confirmed,
    /// Composio does not say.
    Unknown,
}

/// Compares with what was told before, and fails where it is another project. The first time it
/// is remembered, unless there are accounts already of which nobody knows where they are from.
pub(super) async fn confirm(workspace: &Workspace) -> Result<OneProject, Error> {
    let Some(told) = id(&workspace.client()?).await else {
        return Ok(OneProject::Unknown);
    };
    match workspace.store.meta(PROJECT).await? {
        Some(known) if known != told => return Err(Error::OtherProject),
        Some(_) => {}
        None if workspace.roster().accounts().next().is_some() => return Ok(OneProject::Unknown),
        None => workspace.store.set_meta(PROJECT, &told).await?,
    }
    let confirmed = &workspace.readings.confirmed;
    confirmed.store(true, Ordering::Relaxed);
    Ok(OneProject::Confirmed)
}

/// The id of the project, where Composio tells it.
pub(crate) async fn id(client: &composio::Client) -> Option<String> {
    let told = client.session().info().await.ok()?;
    told.project?.id
}
