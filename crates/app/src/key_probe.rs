//! What a key may read: one harmless question an area. A refusal is told as what it
//! is, also when Composio calls a missing permission a wrong key.

use composio::{Client, ListAccounts, ListAuthConfigs, ListTools, TriggerFilter};
use wire::{Area, AreaReport, Can, Code, Fault, Handle, KeyReport, Level, ProbeKey};

use crate::core::App;
use crate::error::Error;
use crate::workspace::Workspace;

/// Under which name the last report of a workspace is kept on the desk.
pub(crate) fn setting(profile: &domain::ProfileId) -> String {
    format!("key_report:{profile}")
}

async fn report(workspace: &Workspace) -> Result<KeyReport, Error> {
    Ok(KeyReport {
        profile: workspace.profile.id.clone(),
        at: workspace.now(),
        areas: areas(&workspace.client()?).await?,
    })
}

/// One harmless question an area.
pub(crate) async fn areas(client: &Client) -> Result<Vec<AreaReport>, Error> {
    let accounts = ListAccounts {
        limit: Some(1),
        ..ListAccounts::default()
    };
    let configs = ListAuthConfigs {
        limit: Some(1),
        ..ListAuthConfigs::default()
    };
    let tools = ListTools {
        limit: Some(1),
        ..ListTools::default()
    };
    let triggers = TriggerFilter {
        limit: Some(1),
        ..TriggerFilter::default()
    };
    let areas = vec![
        area(
            Area::ConnectedAccounts,
            client.connected_accounts().list(&accounts).await,
        )?,
        area(
            Area::AuthConfigs,
            client.auth_configs().list(&configs).await,
        )?,
        area(Area::ProjectConfig, client.project_config().get().await)?,
        area(Area::Tools, client.tools().list(&tools).await)?,
        area(Area::Triggers, client.triggers().active(&triggers).await)?,
    ];
    // A key that may read nothing is no limited key but a wrong one.
    if areas.iter().all(|area| area.can == Can::No) {
        client.connected_accounts().list(&accounts).await?;
    }
    Ok(areas)
}

fn area<T>(area: Area, told: Result<T, composio::Error>) -> Result<AreaReport, Error> {
    use composio::Error as E;
    let can = match told {
        Ok(_) => Can::Yes,
        Err(E::Unauthorized(_) | E::Forbidden(_)) => Can::No,
        // Without a network nothing is learnt about the key.
        Err(error @ E::Unreachable { .. }) => return Err(error.into()),
        Err(error) => Can::Unknown(error.to_string()),
    };
    Ok(AreaReport { area, can })
}

impl App {
    /// Tries the key of the open workspace and keeps what was found.
    pub(crate) async fn probe_key(&self) -> Result<KeyReport, Fault> {
        let workspace = self.workspace()?;
        let report = report(&workspace).await?;
        let text = serde_json::to_string(&report)
            .map_err(|error| Fault::new(Code::Internal, error.to_string()))?;
        self.desk()?
            .set_setting(&setting(&report.profile), &text)
            .await
            .map_err(Error::from)?;
        {
            let mut state = self.state();
            // Another project may be open by now, whose own report is not to go for this one.
            let open = state.workspace.as_ref();
            if open.is_some_and(|open| open.profile.id == report.profile) {
                state.key_report = Some(report.clone());
            }
        }
        self.publish_snapshot();
        Ok(report)
    }

    /// Reads back what was found when this workspace's key was last tried.
    pub(crate) async fn recall_key_report(&self, profile: &domain::ProfileId) {
        let kept = match self.desk() {
            Ok(desk) => desk.setting(&setting(profile)).await.ok().flatten(),
            Err(_) => None,
        };
        let report = kept.and_then(|text| serde_json::from_str(&text).ok());
        self.state().key_report = report;
    }
}

/// How binding the roles are in the open workspace.
pub(crate) fn level(workspace: Option<&Workspace>, report: Option<&KeyReport>) -> Level {
    match workspace {
        None => Level::Unknown,
        Some(workspace) if workspace.profile.demo => Level::Demo,
        Some(workspace) => report
            .filter(|report| report.profile == workspace.profile.id)
            .map_or(Level::Unknown, KeyReport::level),
    }
}

impl Handle<ProbeKey> for App {
    async fn handle(&self, _: ProbeKey) -> Result<KeyReport, Fault> {
        self.probe_key().await
    }
}
