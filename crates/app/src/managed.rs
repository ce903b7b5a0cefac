//! Making an auth config with Composio's own OAuth app, for a toolkit that has none.

use composio::{CreateAuthConfig, NewAuth};
use domain::ToolkitSlug;
use wire::{CreateManagedAuthConfig, Fault, Handle, Receipt};

use crate::audit::{Deed, Said};
use crate::catalog;
use crate::core::App;
use crate::deletion;
use crate::error::Error;
use crate::project;
use crate::workspace::Workspace;

impl Handle<CreateManagedAuthConfig> for App {
    async fn handle(&self, ask: CreateManagedAuthConfig) -> Result<Receipt, Fault> {
        let workspace = self.workspace()?;
        create(&workspace, &ask.toolkit).await?;
        Ok(Receipt::default())
    }
}

async fn create(workspace: &Workspace, toolkit: &ToolkitSlug) -> Result<(), Error> {
    let client = workspace.client()?;
    // What is there now counts, not what was read this morning. Two clicks make one.
    let _one = workspace.beginning.lock().await;
    catalog::read(workspace).await?;
    let (deed, name) = {
        let roster = workspace.roster();
        if roster
            .auth_configs()
            .any(|config| config.toolkit == *toolkit)
        {
            return Err(Error::Input(
                "The toolkit has an auth config already. Nothing was made.",
            ));
        }
        let name = roster.toolkit_name(toolkit);
        (
            Deed::to(name.clone(), "Create a Composio-managed auth config"),
            name,
        )
    };
    let intent = workspace.intend(&deed).await?;
    let new = CreateAuthConfig {
        toolkit_slug: toolkit.to_string(),
        name: Some(format!("{name} (Composio managed)")),
        auth: NewAuth::Managed { scopes: Vec::new() },
    };
    let made = client.auth_configs().create(&new).await.map(|made| made.id);
    // Where no answer came, only reading says whether it was made: there was none before.
    let read = match &made {
        Err(error) if !error.outcome_unknown() => Ok(()),
        _ => catalog::read(workspace).await.map(drop),
    };
    let found = made.is_err() && read.is_ok() && {
        let roster = workspace.roster();
        roster
            .auth_configs()
            .any(|config| config.toolkit == *toolkit)
    };
    let words = match &made {
        Ok(id) => format!("done: {id}"),
        Err(_) if found => "done, found when Composio was read again".to_owned(),
        Err(error) if error.outcome_unknown() => format!("unknown: {error}"),
        Err(error) => format!("refused: {error}"),
    };
    workspace.concluded(&deed, intent, Said::from(words)).await;
    if !found {
        made?;
    }
    if read.is_err() {
        // Auth configs are read by a full pass only.
        project::read_all_again(workspace).await;
    }
    // It was made, so nobody is told that nothing changed.
    read.map_err(|error| match error {
        Error::Store(_) => error.after("The auth config was made at Composio"),
        _ => Error::NotShown {
            why: deletion::UNREAD,
            request: None,
        },
    })
}
