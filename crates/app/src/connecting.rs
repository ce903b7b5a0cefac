//! How connecting is set up: several accounts or one, suggested auth configs.

use domain::{AttemptState, TenantId};
use store::{AuthDefault, Change};
use wire::{
    AuthDefaultView, ConnectSettingsView, Fault, Handle, Receipt, SetAllowMultiple, SetAuthDefault,
    ShowConnectSettings,
};

use crate::audit::Deed;
use crate::core::App;
use crate::error::Error;
use crate::live::Live;
use crate::observed::clipped;
use crate::roster::Roster;
use crate::workspace::Workspace;

impl Handle<ShowConnectSettings> for App {
    async fn handle(&self, _: ShowConnectSettings) -> Result<ConnectSettingsView, Fault> {
        let workspace = self.workspace()?;
        let roster = workspace.roster();
        let settings = roster.connecting();
        let defaults = settings.defaults.iter().filter_map(|it| {
            let auth_config = it.auth_config.clone()?;
            let tenant = it.tenant.as_ref();
            Some(AuthDefaultView {
                toolkit: it.toolkit.clone(),
                toolkit_name: roster.toolkit_name(&it.toolkit),
                tenant: it.tenant.clone(),
                tenant_name: tenant.map(|id| tenant_name(&roster, id)),
                auth_config_name: roster.auth_config(&auth_config).map(|it| it.name.clone()),
                auth_config,
            })
        });
        Ok(ConnectSettingsView {
            allow_multiple: settings.allow_multiple,
            defaults: defaults.collect(),
        })
    }
}

/// Of one that is gone, the id: what was chosen for it can still be taken back.
fn tenant_name(roster: &Roster, id: &TenantId) -> String {
    let known = roster.tenant(id).map(|tenant| clipped(&tenant.name));
    known.unwrap_or_else(|| id.to_string())
}

impl Handle<SetAllowMultiple> for App {
    async fn handle(&self, ask: SetAllowMultiple) -> Result<Receipt, Fault> {
        let workspace = self.workspace()?;
        workspace
            .settle(|roster| Ok(allow(&workspace, roster, ask.allow)))
            .await?;
        // A choice that waits offers another way now.
        let waiting: Vec<_> = {
            let live = workspace.live();
            let differs = |live: &&Live| live.record.attempt.state == AttemptState::Differs;
            live.values()
                .filter(differs)
                .map(|live| live.record.attempt.id.clone())
                .collect()
        };
        for id in waiting {
            workspace.with_live(&id, |_| ());
        }
        Ok(Receipt::default())
    }
}

fn allow(workspace: &Workspace, roster: &Roster, allow: bool) -> Change {
    let before = roster.connecting().allow_multiple;
    if before == allow {
        return Change::default();
    }
    let word = |allow| if allow { "allowed" } else { "one account only" };
    let deed = Deed::to("Several accounts per tenant", "Change a setting")
        .changing(word(before), word(allow));
    Change {
        allow_multiple: Some(allow),
        audit: vec![workspace.outcome_entry(&deed, None, "done".to_owned())],
        ..Change::default()
    }
}

impl Handle<SetAuthDefault> for App {
    async fn handle(&self, ask: SetAuthDefault) -> Result<Receipt, Fault> {
        let workspace = self.workspace()?;
        workspace
            .settle(|roster| suggest(&workspace, roster, &ask))
            .await?;
        Ok(Receipt::default())
    }
}

fn suggest(workspace: &Workspace, roster: &Roster, ask: &SetAuthDefault) -> Result<Change, Error> {
    if let Some(id) = &ask.auth_config {
        let config = roster.auth_config(id).ok_or(Error::Input(
            "The auth config is not in this project any more. Nothing was saved.",
        ))?;
        if config.toolkit != ask.toolkit {
            return Err(Error::Input(
                "The auth config belongs to another toolkit. Nothing was saved.",
            ));
        }
    }
    let whom = match (&ask.tenant, &ask.auth_config) {
        (Some(id), Some(_)) => roster.tenant(id).ok_or(Error::UnknownRow)?.name.clone(),
        (Some(id), None) => tenant_name(roster, id),
        (None, _) => "every tenant".to_owned(),
    };
    let before = roster
        .connecting()
        .defaults
        .iter()
        .find(|it| it.toolkit == ask.toolkit && it.tenant == ask.tenant)
        .and_then(|it| it.auth_config.clone());
    if before == ask.auth_config {
        return Ok(Change::default());
    }
    let word = |id: &Option<domain::AuthConfigId>| {
        id.as_ref()
            .map_or_else(|| "none".to_owned(), ToString::to_string)
    };
    let target = format!("{} for {whom}", roster.toolkit_name(&ask.toolkit));
    let deed = Deed::to(target, "Suggest an auth config")
        .changing(&word(&before), &word(&ask.auth_config));
    Ok(Change {
        auth_defaults: vec![AuthDefault {
            toolkit: ask.toolkit.clone(),
            tenant: ask.tenant.clone(),
            auth_config: ask.auth_config.clone(),
        }],
        audit: vec![workspace.outcome_entry(&deed, None, "done".to_owned())],
        ..Change::default()
    })
}
