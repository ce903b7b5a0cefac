//! Disconnect in two halves, each told as it came out, and proven by reading back.

mod plan;
mod told;

use domain::{ConnectedAccountId, IntegrationId, Observation, Sighting, Status};
use store::{AuditEntry, Change};
use wire::{Code, Disconnect, DisconnectReport, Fault, Half};

use crate::audit::{Deed, only_said, said};
use crate::error::Error;
use crate::fault::chain;
use crate::look::{self, moved_on};
use crate::observed::Seen;
use crate::unsettled::{self, Unsettled};
use crate::workspace::Workspace;
use crate::{deletion, watcher};

pub(crate) use plan::plan;

const NOT_WITHDRAWN: &str =
    "Composio said that it withdrew the access, but does not show the account as revoked";
const GONE: &str = "Somebody deleted the account at Composio meanwhile, and nothing can be withdrawn through it any more.";
/// Why an account is not deleted whose access could not be withdrawn.
const KEPT: &str = "Left there, so that withdrawing can be tried again: Composio cannot withdraw an account that is deleted. To delete it all the same, leave the withdrawal out.";

/// Withdraws, deletes, reads back, and says what really happened.
pub(crate) async fn disconnect(
    workspace: &Workspace,
    ask: &Disconnect,
) -> Result<DisconnectReport, Error> {
    workspace.refuse_while_signing_in(&ask.integration).await?;
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
    let (mut deleted, outcome) = match (ask.delete, &withdrawn) {
        (false, _) => (Half::LeftOut, None),
        (true, Half::Failed(_)) => (Half::Skipped(KEPT.to_owned()), None),
        (true, _) => match delete(workspace, &account, &deed).await {
            Ok((half, outcome)) => (half, Some(outcome)),
            // The other half was done, and has to be told.
            Err(error) if withdrawn == Half::Done => (failed(error), None),
            Err(error) => return Err(error),
        },
    };
    if withdrawn == Half::Done {
        deleted = told::besides_done(deleted);
    }
    let report = DisconnectReport { withdrawn, deleted };
    prove(workspace, ask, &account, report, outcome).await
}

async fn withdraw(
    workspace: &Workspace,
    account: &ConnectedAccountId,
    deed: &Deed,
) -> Result<Half, Error> {
    let client = workspace.client()?;
    let status = match watcher::fetch(workspace, account).await {
        Ok(seen) => Some(seen.status),
        // A slip of Composio's must not delete what could still be withdrawn.
        Err(Error::Composio(composio::Error::NotFound(_)))
            if look::is_gone(workspace, account).await =>
        {
            None
        }
        Err(error) => return Ok(failed(error)),
    };
    if let Some(why) = plan::why_not(client.generation(), status.as_ref()) {
        return Ok(Half::Skipped(why));
    }
    let deed = Deed {
        action: "Withdraw access",
        ..deed.clone()
    };
    let intent = workspace.intend(&deed).await?;
    let result = client.connected_accounts().revoke(account.as_str()).await;
    let outcome = workspace.outcome_entry(&deed, Some(intent), said(&result));
    Ok(match result {
        Ok(revoked) => {
            let request = revoked.request_id;
            read_after_yes(workspace, account, &deed, outcome, request).await
        }
        Err(composio::Error::Rejected(said)) if is_without_withdrawal(&said) => {
            workspace.said(outcome).await;
            Half::Skipped("The provider has no way to withdraw access through Composio. The customer can remove it in their own account.".to_owned())
        }
        Err(error) => read_after_no(workspace, account, &deed, outcome, error).await,
    })
}

/// Whether Composio says that the toolkit has no way to withdraw access: a 400 that speaks of
/// it. What a proxy or a wrong request is answered says nothing of the provider.
fn is_without_withdrawal(said: &composio::Rejection) -> bool {
    said.status == 400 && said.message.to_lowercase().contains("revo")
}

/// An answer proves nothing: the account is read back. What is gone meanwhile cannot be asked.
async fn read_after_yes(
    workspace: &Workspace,
    account: &ConnectedAccountId,
    deed: &Deed,
    outcome: AuditEntry,
    request: String,
) -> Half {
    let (why, seen) = match watcher::fetch(workspace, account).await {
        Ok(seen) if seen.status == Status::Revoked => (None, Some(seen)),
        Err(Error::Composio(composio::Error::NotFound(_)))
            if look::is_gone(workspace, account).await =>
        {
            (None, None)
        }
        Ok(seen) => (Some(NOT_WITHDRAWN), Some(seen)),
        Err(_) => (Some(deletion::UNREAD), None),
    };
    let Some(why) = why else {
        workspace.said(outcome).await;
        return Half::Done;
    };
    let unknown = AuditEntry {
        result: Some(format!("unknown: {why}")),
        ..outcome
    };
    match seen {
        Some(seen) => {
            let what = unsettled::read_as(&seen);
            workspace.said(unsettled::if_unknown(unknown, &what)).await;
        }
        None => workspace.said_unread(deed, account, unknown).await,
    }
    failed(Error::NotShown {
        why,
        request: Some(request),
    })
}

/// Neither does an error: what the account is read back as says how it came out, also in the
/// audit list where no answer came.
async fn read_after_no(
    workspace: &Workspace,
    account: &ConnectedAccountId,
    deed: &Deed,
    outcome: AuditEntry,
    error: composio::Error,
) -> Half {
    let (half, what) = match watcher::fetch(workspace, account).await {
        Ok(seen) if seen.status == Status::Revoked => (Half::Done, unsettled::read_as(&seen)),
        Err(Error::Composio(composio::Error::NotFound(_)))
            if look::is_gone(workspace, account).await =>
        {
            let gone = Half::Skipped(GONE.to_owned());
            (gone, "read back as gone".to_owned())
        }
        Ok(seen) => (failed(error), unsettled::read_as(&seen)),
        Err(_) => {
            workspace.said_unread(deed, account, outcome).await;
            return failed(error);
        }
    };
    workspace.said(unsettled::if_unknown(outcome, &what)).await;
    half
}

/// How it came out, and its outcome, which is written together with the row: an app that ends
/// in between finds the intent open, and looks.
async fn delete(
    workspace: &Workspace,
    account: &ConnectedAccountId,
    deed: &Deed,
) -> Result<(Half, AuditEntry), Error> {
    let deed = Deed {
        action: "Delete at Composio",
        ..deed.clone()
    };
    let intent = workspace.intend(&deed).await?;
    let result = deletion::delete(workspace, account).await;
    let outcome = workspace.outcome_entry(&deed, Some(intent), deletion::outcome(&result));
    let half = match result {
        Ok(deletion) if deletion.proven => Half::Done,
        Ok(deletion) => failed(Error::NotShown {
            why: deletion.unproven(),
            request: deletion.request,
        }),
        Err(error) => failed(error),
    };
    Ok((half, outcome))
}

fn failed(error: impl Into<Error>) -> Half {
    Half::Failed(Box::new(Fault::from(error.into())))
}

/// Reads Composio back and settles what it says.
async fn prove(
    workspace: &Workspace,
    ask: &Disconnect,
    account: &ConnectedAccountId,
    mut report: DisconnectReport,
    mut outcome: Option<AuditEntry>,
) -> Result<DisconnectReport, Error> {
    let seen: Option<Seen> = match &report.deleted {
        // Read back already.
        Half::Done => None,
        deleted => match watcher::fetch(workspace, account).await {
            Ok(seen) => {
                // Whoever finds it gone later reads here that it was not gone by this.
                let what = unsettled::read_as(&seen);
                outcome = outcome.map(|it| unsettled::if_unknown(it, &what));
                Some(seen)
            }
            Err(Error::Composio(composio::Error::NotFound(_)))
                if look::is_gone(workspace, account).await =>
            {
                if is_unknown(deleted) {
                    report.deleted = Half::Done;
                }
                None
            }
            // The row stays as it was, and the next reading decides.
            Err(_) => {
                if let Some(outcome) = outcome {
                    open(workspace, account, &report, outcome).await;
                }
                return Ok(report);
            }
        },
    };
    let written = write(
        workspace,
        ask,
        account,
        &report,
        seen.as_ref(),
        outcome.as_ref(),
    )
    .await;
    let Err(error) = written else {
        return Ok(report);
    };
    match outcome {
        // No list ever says it, so that has to be kept in mind; what is there is read again.
        Some(outcome) if report.deleted == Half::Done => workspace.unsettled().push(Unsettled {
            account: Some(account.clone()),
            outcome,
            gone: true,
        }),
        Some(outcome) => workspace.said(outcome).await,
        None => {}
    }
    match told::done(&report) {
        Some(done) => Err(error.after(done)),
        None => {
            tracing::warn!(error = %chain(&error), "a disconnect that did nothing could not be written down");
            Ok(report)
        }
    }
}

/// Whether no answer says how it came out.
fn is_unknown(half: &Half) -> bool {
    matches!(half, Half::Failed(fault) if fault.code == Code::OutcomeUnknown)
}

/// Writes the row, its history and the outcome at once.
async fn write(
    workspace: &Workspace,
    ask: &Disconnect,
    account: &ConnectedAccountId,
    report: &DisconnectReport,
    seen: Option<&Seen>,
    outcome: Option<&AuditEntry>,
) -> Result<(), Error> {
    let look = match seen {
        Some(seen) => seen.look.clone(),
        None => Observation {
            sighting: Sighting::Missing,
            reason: None,
            at: workspace.now(),
        },
    };
    workspace
        .settle(|roster| {
            let only_said = only_said(outcome);
            let row = roster.row(&ask.integration);
            let Some(row) = row.filter(|row| !moved_on(row, account)) else {
                return Ok(only_said);
            };
            let mut next = (*row.record).clone();
            next.connection.observe(&look);
            let state = next.connection.lifecycle.name();
            let moved = (next != *row.record).then_some(next);
            Ok(Change {
                integrations: moved.into_iter().collect(),
                timeline: vec![told::line(workspace, ask, report, state)],
                ..only_said
            })
        })
        .await?;
    Ok(())
}

/// Composio could not be read after a deletion: its outcome is written when it can.
async fn open(
    workspace: &Workspace,
    account: &ConnectedAccountId,
    report: &DisconnectReport,
    outcome: AuditEntry,
) {
    if !is_unknown(&report.deleted) {
        return workspace.said(outcome).await;
    }
    workspace.unsettled().push(Unsettled {
        account: Some(account.clone()),
        outcome,
        gone: false,
    });
}

/// Takes a row off our list. Nothing changes at Composio.
pub(crate) async fn remove(
    workspace: &Workspace,
    integration: &IntegrationId,
) -> Result<(), Error> {
    let _one = workspace.beginning.lock().await;
    workspace.refuse_while_signing_in(integration).await?;
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
