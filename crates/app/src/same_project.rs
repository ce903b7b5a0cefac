//! Whether a key that is typed belongs to a project that is known already. A key of another one
//! works as well, and would mix the accounts of two projects in one list.

use std::collections::BTreeSet;

use composio::{Client, Error as Told, ListAuthConfigs};
use domain::{AuthConfigId, ProfileId};
use futures_util::StreamExt as _;
use secrecy::SecretString;
use store::{AuthConfigRecord, ProfileRecord, Store};
use wire::Fault;

use crate::core::App;
use crate::error::Error;
use crate::sync::project;
use crate::workspace::Workspace;

const ANOTHER: Error = Error::Input(
    "This API key works, but it belongs to another project. The key stays as it was. Add that project as a new one.",
);
/// Auth configs that are asked for one by one, where none was in the list.
const ASKED: usize = 5;

impl App {
    /// Fails unless this is a key of the project that is open: it works, and sees
    /// something that only this project has.
    pub(crate) async fn is_key_of_this_project(&self, key: SecretString) -> Result<(), Fault> {
        let workspace = self.workspace()?;
        if workspace.profile.demo {
            return Err(Error::Input(
                "Open the project whose API key you have, then try again. The demo has none.",
            )
            .into());
        }
        let network = self.network_of(&workspace.profile.id).await?;
        let typed = network.client(self.clock(), &workspace.profile.base_url, key)?;
        let generation = typed.detect_generation().await.map_err(Error::from)?;
        let typed = typed.with_generation(generation);
        if same_project(&workspace, &typed).await {
            return Ok(());
        }
        match sees_one_of(&known_to(&workspace), &typed).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(Error::Input(
                "This API key works, but it belongs to another project. The passphrase stays as it is.",
            )
            .into()),
            Err(error) => Err(error.into()),
        }
    }

    /// Fails where it is certain that a key is not of the project whose key it is to replace:
    /// Composio says so, or it may read auth configs, and there is none of those that the project
    /// is known to have. A project of which nothing was read yet takes any key.
    pub(crate) async fn may_replace(&self, id: &ProfileId, typed: &Client) -> Result<(), Error> {
        let (project, known) = self.known_of(id).await;
        if let (Some(project), Some(told)) = (project, project::id(typed).await) {
            return match project == told {
                true => Ok(()),
                false => Err(ANOTHER),
            };
        }
        if known.is_empty() {
            return Ok(());
        }
        match sees_one_of(&known, typed).await {
            Ok(false) => {}
            // It sees one; or it may not read them, or nobody can now: nothing is certain.
            Ok(true) | Err(_) => return Ok(()),
        }
        for id in known.iter().take(ASKED) {
            match typed.auth_configs().get(id.as_str()).await {
                Err(Told::NotFound(_)) => {}
                Ok(_) | Err(_) => return Ok(()),
            }
        }
        Err(ANOTHER)
    }

    /// As what a project is on this computer already whose key was typed for a new one, by
    /// Composio's own word. `None` too where nobody can say.
    pub(crate) async fn twin_of(&self, new: &ProfileRecord, typed: &Client) -> Option<String> {
        let same_place = |known: &&ProfileRecord| !known.demo && known.base_url == new.base_url;
        let others: Vec<ProfileRecord> = {
            let state = self.state();
            state.profiles.iter().filter(same_place).cloned().collect()
        };
        if others.is_empty() {
            return None;
        }
        let told = project::id(typed).await?;
        for other in others {
            if self.project_of(&other.id).await.as_ref() == Some(&told) {
                return Some(other.name);
            }
        }
        None
    }

    async fn project_of(&self, id: &ProfileId) -> Option<String> {
        let open = self.state().workspace.clone();
        if let Some(open) = open.filter(|open| open.profile.id == *id) {
            return open.store.meta(project::PROJECT).await.ok().flatten();
        }
        let store = Store::open(&self.store_path(id)).await.ok()?;
        let project = store.meta(project::PROJECT).await.ok().flatten();
        store.close().await;
        project
    }

    /// Which project it is and what it is known to have, whether or not it is open. What cannot be
    /// read is not known.
    async fn known_of(&self, id: &ProfileId) -> (Option<String>, BTreeSet<AuthConfigId>) {
        let open = self.state().workspace.clone();
        if let Some(open) = open.filter(|open| open.profile.id == *id) {
            let project = open.store.meta(project::PROJECT).await.ok().flatten();
            return (project, known_to(&open));
        }
        let Ok(store) = Store::open(&self.store_path(id)).await else {
            return (None, BTreeSet::new());
        };
        let project = store.meta(project::PROJECT).await.ok().flatten();
        let roster = store.roster().await.unwrap_or_default();
        store.close().await;
        let used = roster.integrations.into_iter().map(|row| row.auth_config);
        let listed = roster.auth_configs.into_iter().map(|config| config.id);
        (project, used.chain(listed).collect())
    }
}

/// The auth configs that are listed, and those that rows stand on.
fn known_to(workspace: &Workspace) -> BTreeSet<AuthConfigId> {
    let roster = workspace.roster();
    let listed = |config: &AuthConfigRecord| config.id.clone();
    let used = roster.rows().map(|row| row.record.auth_config.clone());
    roster.auth_configs().map(listed).chain(used).collect()
}

/// Page by page, as long as none was there: a server gives as many at once as it likes.
async fn sees_one_of(known: &BTreeSet<AuthConfigId>, typed: &Client) -> Result<bool, Error> {
    let is_known = |id: &str| known.iter().any(|known| known.as_str() == id);
    let mut pages = std::pin::pin!(typed.auth_configs().pages(ListAuthConfigs::default()));
    while let Some(page) = pages.next().await {
        if page?.items.iter().any(|seen| is_known(&seen.id)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// By Composio's own word: of the key that is kept, or as it was remembered.
async fn same_project(workspace: &Workspace, typed: &Client) -> bool {
    let known = match workspace.store.meta(project::PROJECT).await {
        Ok(Some(known)) => Some(known),
        _ => match workspace.client() {
            Ok(kept) => project::id(&kept).await,
            Err(_) => None,
        },
    };
    known.is_some() && known == project::id(typed).await
}
