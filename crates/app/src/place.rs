//! The row that a connect is for: one that waits for an account, or a new one. A row
//! that works is never touched.

use domain::{AuthConfigId, Connection, IntegrationId, LifecycleName, Status, TenantId, Timestamp};
use store::{Change, IntegrationRecord};

use crate::absorb::{fresh_id, new_tenant};
use crate::connect::Wanted;
use crate::error::Error;
use crate::roster::{Roster, Row};
use crate::workspace::Workspace;

/// What the auth config does not know is not sent, and what it must have is there.
pub(crate) fn check_fields(roster: &Roster, wanted: &Wanted) -> Result<(), Error> {
    let Some(config) = roster.auth_config(&wanted.auth_config) else {
        return Ok(());
    };
    for (name, _) in &wanted.fields {
        if !config.fields.iter().any(|field| field.name == *name) {
            return Err(Error::Typed(format!(
                "The auth config has no field named {name}. Nothing was sent."
            )));
        }
    }
    Ok(())
}

/// The row to connect, found or made.
pub(crate) async fn place(workspace: &Workspace, wanted: &Wanted) -> Result<IntegrationId, Error> {
    match place_once(workspace, wanted).await {
        // A reading of the project made a row at the same place meanwhile: that one counts.
        Err(Error::Store(store::Error::Taken { .. })) => place_once(workspace, wanted).await,
        placed => placed,
    }
}

async fn place_once(workspace: &Workspace, wanted: &Wanted) -> Result<IntegrationId, Error> {
    let now = workspace.now();
    let fresh = fresh_row()?;
    let chosen = match &wanted.second {
        Some(label) => further(&workspace.roster(), wanted, label)?,
        None => first(&workspace.roster(), wanted)?,
    };
    match chosen {
        Chosen::Row(id) => Ok(id),
        Chosen::Moves(id) => {
            workspace
                .settle(|roster| {
                    let row = roster.row(&id).ok_or(Error::UnknownRow)?;
                    if !waits(row) {
                        // A reading of the project gave it an account meanwhile.
                        return Err(store::Error::Taken { what: "row" }.into());
                    }
                    let mut next = (*row.record).clone();
                    next.auth_config = wanted.auth_config.clone();
                    Ok(Change {
                        integrations: vec![next],
                        ..Change::default()
                    })
                })
                .await?;
            Ok(id)
        }
        Chosen::New { slot } => {
            workspace
                .settle(|roster| {
                    let mut change = Change::default();
                    let tenant = tenant_for(roster, wanted, now, &mut change)?;
                    change.integrations.push(added(
                        roster,
                        &fresh,
                        &tenant,
                        &wanted.auth_config,
                        slot,
                        now,
                    )?);
                    if let Some(label) = &wanted.second {
                        change
                            .labels
                            .push((fresh.clone(), vec![label.trim().to_owned()]));
                    }
                    Ok(change)
                })
                .await?;
            Ok(fresh)
        }
    }
}

enum Chosen {
    /// One that waits for an account.
    Row(IntegrationId),
    /// One that was never connected, with another auth config from now on.
    Moves(IntegrationId),
    /// A new one.
    New { slot: u32 },
}

fn first(roster: &Roster, wanted: &Wanted) -> Result<Chosen, Error> {
    let Some(tenant) = roster.tenant_of(&wanted.user) else {
        return Ok(Chosen::New { slot: 1 });
    };
    let here = roster.rows_at(&tenant.id, &wanted.auth_config);
    let meant = |row: &&&Row| wanted.row.as_ref() == Some(row.record.id());
    let waiting = || here.iter().filter(|row| !works(row));
    if let Some(row) = waiting().find(meant).or_else(|| waiting().next()) {
        return Ok(Chosen::Row(row.record.id().clone()));
    }
    if !here.is_empty() {
        return Err(Error::AlreadyConnected);
    }
    let toolkit = roster
        .auth_config(&wanted.auth_config)
        .map(|it| &it.toolkit);
    let rows = roster.rows_of(&tenant.id);
    let same = || {
        rows.iter()
            .filter(|row| Some(&row.record.toolkit) == toolkit)
    };
    if let Some(row) = same().find(|row| waits(row)) {
        return Ok(Chosen::Moves(row.record.id().clone()));
    }
    Ok(Chosen::New { slot: 1 })
}

/// Whether it was never connected, and stands for nothing.
fn waits(row: &Row) -> bool {
    let connection = &row.record.connection;
    connection.lifecycle.name() == LifecycleName::Added && connection.account.is_none()
}

fn further(roster: &Roster, wanted: &Wanted, label: &str) -> Result<Chosen, Error> {
    if !roster.connecting().allow_multiple {
        return Err(Error::Input(
            "This project allows one account per tenant and auth config. An admin can allow several. Nothing was sent.",
        ));
    }
    if domain::tenant::read_tags(&[label.to_owned()])?.is_empty() {
        return Err(Error::Input(
            "A second account needs a label that tells it from the first. Nothing was sent.",
        ));
    }
    let slots = roster.tenant_of(&wanted.user).map(|tenant| {
        let rows = roster.rows_at(&tenant.id, &wanted.auth_config);
        rows.iter().map(|row| row.record.slot).max().unwrap_or(0)
    });
    Ok(Chosen::New {
        slot: slots.unwrap_or(0) + 1,
    })
}

fn works(row: &Row) -> bool {
    let connection = &row.record.connection;
    matches!(connection.status, Some(Status::Active | Status::Inactive))
        && matches!(
            connection.lifecycle.name(),
            LifecycleName::Active | LifecycleName::Paused
        )
}

/// An id for a row that is not there yet.
pub(crate) fn fresh_row() -> Result<IntegrationId, Error> {
    IntegrationId::parse(fresh_id()).map_err(|_| Error::Input("an id could not be made"))
}

fn tenant_for(
    roster: &Roster,
    wanted: &Wanted,
    now: Timestamp,
    change: &mut Change,
) -> Result<TenantId, Error> {
    if let Some(tenant) = roster.tenant_of(&wanted.user) {
        return Ok(tenant.id.clone());
    }
    let record = new_tenant(&wanted.user, None, now)?;
    let id = record.id.clone();
    change.tenants.push(record);
    Ok(id)
}

/// A row that nobody has connected yet.
pub(crate) fn added(
    roster: &Roster,
    id: &IntegrationId,
    tenant: &TenantId,
    auth_config: &AuthConfigId,
    slot: u32,
    now: Timestamp,
) -> Result<IntegrationRecord, Error> {
    let config = roster.auth_config(auth_config).ok_or(Error::Input(
        "The auth config is not in this project any more. Read the project again.",
    ))?;
    Ok(IntegrationRecord {
        connection: Connection::added(id.clone(), now),
        tenant: tenant.clone(),
        auth_config: auth_config.clone(),
        toolkit: config.toolkit.clone(),
        slot,
        facts: domain::AccountFacts::default(),
        version: 0,
    })
}
