//! Disconnect in two halves, each told as it came out, and proven by reading back.

use composio::{Generation, TriggerFilter};
use domain::{
    ConnectedAccountId, IntegrationId, LifecycleName, LineKind, Observation, Sighting, Status,
};
use futures_util::StreamExt;
use store::{Change, TimelineEntry};
use wire::{Code, Disconnect, DisconnectPlan, DisconnectReport, Fault, Half};

use crate::audit::{Deed, Said, said};
use crate::error::Error;
use crate::look::moved_on;
use crate::observed::Seen;
use crate::views;
use crate::workspace::Workspace;
use crate::{retire, watcher};

const NOT_WITHDRAWN: &str =
    "Composio said that it withdrew the access, but does not show the account as revoked";
const GONE: &str = "Somebody deleted the account at Composio meanwhile, and nothing can be withdrawn through it any more.";
/// Why an account is not deleted whose access could not be withdrawn.
const KEPT: &str = "Left there, so that withdrawing can be tried again: Composio cannot withdraw an account that is deleted. To delete it all the same, leave the withdrawal out.";

/// What a disconnect would do, read from Composio as it is now.
pub(crate) async fn plan(
    workspace: &Workspace,
    integration: &IntegrationId,
) -> Result<DisconnectPlan, Error> {
    let (mut plan, account, managed_word) = {
        let roster = workspace.roster();
        let row = roster.row(integration).ok_or(Error::UnknownRow)?;
        let connection = &row.record.connection;
        let plan = DisconnectPlan {
            integration: integration.clone(),
            tenant_name: row.tenant_name.to_string(),
            toolkit_name: roster.toolkit_name(&row.record.toolkit),
            account: connection.account.clone(),
            account_name: connection
                .account
                .as_ref()
                .map(|_| views::account_name(row)),
            can_withdraw: false,
            cannot_withdraw_because: None,
            triggers: Vec::new(),
            triggers_unknown: None,
        };
        (plan, connection.account.clone(), connection.status.clone())
    };
    let client = workspace.client()?;
    let Some(account) = account else {
        plan.cannot_withdraw_because = Some("There is no account at Composio.".to_owned());
        return Ok(plan);
    };
    let status = match watcher::fetch(workspace, &account).await {
        Ok(seen) => Some(seen.status),
        Err(_) => managed_word,
    };
    plan.cannot_withdraw_because = why_not(client.generation(), status.as_ref());
    plan.can_withdraw = plan.cannot_withdraw_because.is_none();
    match triggers(workspace, &account).await {
        Ok(found) => plan.triggers = found,
        Err(error) => plan.triggers_unknown = Some(Fault::from(error).message),
    }
    Ok(plan)
}

fn why_not(generation: Generation, status: Option<&Status>) -> Option<String> {
    match (generation, status) {
        (Generation::V3, _) => {
            Some("This Composio server has no way to withdraw access.".to_owned())
        }
        (Generation::V3_1, Some(Status::Active)) => None,
        (Generation::V3_1, Some(status)) => Some(format!(
            "Composio says {status}; access can be withdrawn from an ACTIVE account only."
        )),
        (Generation::V3_1, None) => Some("The account is not known at Composio.".to_owned()),
    }
}

async fn triggers(
    workspace: &Workspace,
    account: &ConnectedAccountId,
) -> Result<Vec<(String, String)>, Error> {
    let filter = TriggerFilter {
        connected_account_ids: vec![account.to_string()],
        ..TriggerFilter::default()
    };
    let mut pages = std::pin::pin!(workspace.client()?.triggers().pages(filter));
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        found.extend(page?.items.into_iter().map(|trigger| {
            (
                trigger
                    .trigger_name
                    .unwrap_or_else(|| "A trigger".to_owned()),
                trigger.id,
            )
        }));
    }
    Ok(found)
}

/// Withdraws, deletes, reads back, and says what really happened.
pub(crate) async fn disconnect(
    workspace: &Workspace,
    ask: &Disconnect,
) -> Result<DisconnectReport, Error> {
    workspace.refuse_while_signing_in(&ask.integration)?;
    let (account, deed) = {
        let roster = workspace.roster();
        let row = roster.row(&ask.integration).ok_or(Error::UnknownRow)?;
        // A state that has nothing to disconnect is refused before anything is sent.
        row.record
            .connection
            .clone()
            .disconnected(workspace.now())?;
        let account = row
            .record
            .connection
            .account
            .clone()
            .ok_or(Error::UnknownRow)?;
        let deed = Deed::on(&roster, row, "Disconnect")
            .account(&account)
            .because(&ask.reason);
        (account, deed)
    };
    if !ask.withdraw && !ask.delete {
        return Err(Error::Input(
            "Neither half was chosen, so nothing was done.",
        ));
    }
    let withdrawn = if ask.withdraw {
        withdraw(workspace, &account, &deed).await?
    } else {
        Half::LeftOut
    };
    let deleted = match (ask.delete, &withdrawn) {
        (false, _) => Half::LeftOut,
        (true, Half::Failed(_)) => Half::Skipped(KEPT.to_owned()),
        (true, _) => beside(&withdrawn, delete(workspace, &account, &deed).await?),
    };
    prove(
        workspace,
        ask,
        &account,
        DisconnectReport { withdrawn, deleted },
    )
    .await
}

async fn withdraw(
    workspace: &Workspace,
    account: &ConnectedAccountId,
    deed: &Deed,
) -> Result<Half, Error> {
    let client = workspace.client()?;
    let status = match watcher::fetch(workspace, account).await {
        Ok(seen) => Some(seen.status),
        Err(Error::Composio(composio::Error::NotFound(_))) => None,
        Err(error) => return Ok(failed(error)),
    };
    if let Some(why) = why_not(client.generation(), status.as_ref()) {
        return Ok(Half::Skipped(why));
    }
    let deed = Deed {
        action: "Withdraw access",
        ..deed.clone()
    };
    let intent = workspace.intend(&deed).await?;
    let result = client.connected_accounts().revoke(account.as_str()).await;
    let shown = match &result {
        Ok(_) => is_shown(workspace, account).await,
        Err(_) => Ok(()),
    };
    if let Err(why) = shown {
        let request = result.ok().map(|revoked| revoked.request_id);
        let unknown = Said::from(format!("unknown: {why}")).under(request.clone());
        workspace.concluded(&deed, intent, unknown).await;
        return Ok(failed(Error::NotShown { why, request }));
    }
    workspace.concluded(&deed, intent, said(&result)).await;
    Ok(match result {
        Ok(_) => Half::Done,
        Err(composio::Error::Rejected(said)) if said.status == 400 => {
            Half::Skipped("The provider has no way to withdraw access through Composio. The customer can remove it in their own account.".to_owned())
        }
        Err(error) => match watcher::fetch(workspace, account).await {
            Ok(seen) if seen.status == Status::Revoked => Half::Done,
            Err(Error::Composio(composio::Error::NotFound(_))) => Half::Skipped(GONE.to_owned()),
            _ => failed(error),
        },
    })
}

/// An answer proves nothing: the account is read back. What is gone meanwhile cannot be asked.
async fn is_shown(workspace: &Workspace, account: &ConnectedAccountId) -> Result<(), &'static str> {
    match watcher::fetch(workspace, account).await {
        Ok(seen) if seen.status == Status::Revoked => Ok(()),
        Err(Error::Composio(composio::Error::NotFound(_))) => Ok(()),
        Ok(_) => Err(NOT_WITHDRAWN),
        Err(_) => Err(retire::UNREAD),
    }
}

async fn delete(
    workspace: &Workspace,
    account: &ConnectedAccountId,
    deed: &Deed,
) -> Result<Half, Error> {
    let deed = Deed {
        action: "Delete at Composio",
        ..deed.clone()
    };
    let intent = workspace.intend(&deed).await?;
    let result = retire::delete(workspace, account).await;
    workspace
        .concluded(&deed, intent, retire::outcome(&result))
        .await;
    Ok(match result {
        Ok(deletion) if deletion.proven => Half::Done,
        Ok(deletion) => failed(Error::NotShown {
            why: retire::UNREAD,
            request: deletion.request,
        }),
        Err(error) => failed(error),
    })
}

fn failed(error: impl Into<Error>) -> Half {
    Half::Failed(Box::new(Fault::from(error.into())))
}

/// "Nothing changed" is not so beside a half that was done.
fn beside(withdrawn: &Half, deleted: Half) -> Half {
    match (withdrawn, deleted) {
        (Half::Done, Half::Failed(mut fault)) => {
            let what = fault.message.split(" Nothing changed").next();
            let still = match fault.code {
                Code::OutcomeUnknown => "may still be",
                _ => "is still",
            };
            fault.message = format!(
                "{} The account {still} at Composio, without access. Disconnect again to delete it.",
                what.unwrap_or_default()
            );
            Half::Failed(fault)
        }
        (_, deleted) => deleted,
    }
}

/// Reads Composio back and settles what it says.
async fn prove(
    workspace: &Workspace,
    ask: &Disconnect,
    account: &ConnectedAccountId,
    mut report: DisconnectReport,
) -> Result<DisconnectReport, Error> {
    let now = workspace.now();
    let seen: Option<Seen> = match &report.deleted {
        // Read back already.
        Half::Done => None,
        deleted => match watcher::fetch(workspace, account).await {
            Ok(seen) => Some(seen),
            Err(Error::Composio(composio::Error::NotFound(_))) => {
                if matches!(deleted, Half::Failed(fault) if fault.code == Code::OutcomeUnknown) {
                    report.deleted = Half::Done;
                }
                None
            }
            // The row stays as it was, and the next look decides.
            Err(_) => return Ok(report),
        },
    };
    workspace
        .settle(|roster| {
            let row = roster.row(&ask.integration).ok_or(Error::UnknownRow)?;
            if moved_on(row, account) {
                return Ok(Change::default());
            }
            let mut next = (*row.record).clone();
            match &seen {
                Some(seen) => next.connection.observe(&seen.look),
                None => {
                    next.connection.observe(&Observation {
                        sighting: Sighting::Missing,
                        reason: None,
                        at: now,
                    });
                }
            }
            let state = next.connection.lifecycle.name();
            let integrations = if next == *row.record {
                Vec::new()
            } else {
                vec![next]
            };
            Ok(Change {
                integrations,
                timeline: vec![line(workspace, ask, &report, state)],
                ..Change::default()
            })
        })
        .await?;
    Ok(report)
}

fn line(
    workspace: &Workspace,
    ask: &Disconnect,
    report: &DisconnectReport,
    state: LifecycleName,
) -> TimelineEntry {
    let gone = state == LifecycleName::Revoked;
    let half = |name: &str, half: &Half| match half {
        Half::Done => format!("{name}: done"),
        Half::LeftOut => format!("{name}: left out"),
        Half::Skipped(why) => format!("{name}: skipped. {why}"),
        Half::Failed(fault) => format!("{name}: failed. {}", fault.message),
    };
    let mut detail = format!(
        "{}. {}.",
        half("Withdraw access", &report.withdrawn).trim_end_matches('.'),
        half("Delete at Composio", &report.deleted).trim_end_matches('.')
    );
    if !ask.reason.trim().is_empty() {
        detail = format!("{detail} Reason: {}", ask.reason.trim());
    }
    TimelineEntry {
        integration: ask.integration.clone(),
        at: workspace.now(),
        kind: LineKind::Status,
        title: if gone {
            "Disconnected"
        } else {
            "Disconnect did not work"
        }
        .to_owned(),
        detail: Some(detail),
        actor: Some(workspace.person.clone()),
        state: gone.then_some(state),
        moved: None,
    }
}

/// Takes a row off our list. Nothing changes at Composio.
pub(crate) async fn remove(
    workspace: &Workspace,
    integration: &IntegrationId,
) -> Result<(), Error> {
    let _one = workspace.beginning.lock().await;
    workspace.refuse_while_signing_in(integration)?;
    workspace
        .settle(|roster| {
            let row = roster.row(integration).ok_or(Error::UnknownRow)?;
            let deed = Deed::on(roster, row, "Remove from the list");
            let mut entry = workspace.intent_entry(&deed);
            entry.kind = store::AuditKind::Observed;
            Ok(Change {
                removed: vec![integration.clone()],
                audit: vec![entry],
                ..Change::default()
            })
        })
        .await?;
    Ok(())
}
