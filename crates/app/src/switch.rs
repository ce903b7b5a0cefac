//! Switching an account off and on at Composio, with the reason, and reading what
//! that really did.

use domain::{ConnectedAccountId, LifecycleName, LineKind, Pause, PauseProof, Status, Timestamp};
use store::{AuditEntry, Change, Settled, TimelineEntry};
use wire::{Fault, Handle, Receipt, SetEnabled};

use crate::absorb::observe;
use crate::audit::{self, Deed, only_said, said};
use crate::core::App;
use crate::error::Error;
use crate::look::{self, Checked, moved_on};
use crate::observed::Seen;
use crate::workspace::Workspace;
use crate::{deletion, proof, unsettled};

impl Handle<SetEnabled> for App {
    async fn handle(&self, ask: SetEnabled) -> Result<Receipt, Fault> {
        let ask = SetEnabled {
            reason: audit::reason(&ask.reason),
            ..ask
        };
        let said = set_enabled(&*self.workspace()?, &ask).await?;
        Ok(Receipt { said: Some(said) })
    }
}

/// Switches an account on or off, reads back, and puts it to the proof.
async fn set_enabled(workspace: &Workspace, ask: &SetEnabled) -> Result<String, Error> {
    workspace.refuse_while_signing_in(&ask.integration).await?;
    let (account, deed) = plan(workspace, ask)?;
    let wanted = if ask.enabled {
        Status::Active
    } else {
        Status::Inactive
    };
    let (seen, outcome) = send(workspace, &account, &deed, ask.enabled, &wanted).await?;
    let worked = seen.status == wanted;
    let done = if ask.enabled {
        "The account was enabled at Composio"
    } else {
        "The account was disabled at Composio"
    };
    if let Err(error) = take_in(workspace, ask, &seen, worked, &outcome).await {
        workspace.said(outcome).await;
        return Err(if worked { error.after(done) } else { error });
    }
    if !worked {
        return Ok(format!(
            "Composio took the request but says {} now. The row shows what Composio says.",
            seen.status
        ));
    }
    let checked = if ask.enabled {
        look::read_and_settle(workspace, &ask.integration, seen).await
    } else {
        proof::put(workspace, &ask.integration, &seen).await
    };
    checked
        .and_then(Checked::said)
        .map_err(|error| error.after(done))
}

/// What is to be done, refused before anything is sent where the state forbids it.
fn plan(workspace: &Workspace, ask: &SetEnabled) -> Result<(ConnectedAccountId, Deed), Error> {
    let roster = workspace.roster();
    let row = roster.row(&ask.integration).ok_or(Error::UnknownRow)?;
    let connection = &row.record.connection;
    let state = connection.lifecycle.name();
    let (action, before, after) = if ask.enabled {
        ("Enable", Status::Inactive, Status::Active)
    } else {
        ("Disable", Status::Active, Status::Inactive)
    };
    let fits = if ask.enabled {
        state == LifecycleName::Paused
    } else {
        matches!(state, LifecycleName::Active | LifecycleName::Error)
            && connection.status == Some(Status::Active)
    };
    let account = connection.account.clone().filter(|_| fits);
    let account = account.ok_or(domain::Refused { action, state })?;
    let deed = Deed::on(&roster, row, action)
        .account(&account)
        .because(&ask.reason)
        .changing(&before.to_string(), &after.to_string());
    Ok((account, deed))
}

/// Sends the switch and reads back, with the outcome that is to be written with what was read.
/// Without an answer it goes once more, when the read shows that it is still needed.
async fn send(
    workspace: &Workspace,
    account: &ConnectedAccountId,
    deed: &Deed,
    enabled: bool,
    wanted: &Status,
) -> Result<(Seen, AuditEntry), Error> {
    let client = workspace.client()?;
    let accounts = client.connected_accounts();
    let intent = workspace.intend(deed).await?;
    let mut result = accounts.set_enabled(account.as_str(), enabled).await;
    let mut read = None;
    if matches!(&result, Err(error) if error.outcome_unknown()) {
        match look::read_back(workspace, account).await {
            Ok(seen) if seen.status != *wanted => {
                let second = accounts.set_enabled(account.as_str(), enabled).await;
                // Refused, it says nothing of the first one, which may still be on its way.
                result = second.or(result);
            }
            Ok(seen) => read = Some(Ok(seen)),
            Err(error @ Error::Composio(composio::Error::NotFound(_))) => read = Some(Err(error)),
            Err(_) => {}
        }
    }
    let outcome = workspace.outcome_entry(deed, Some(intent), said(&result));
    let seen = match (read, result) {
        (Some(read), _) => read,
        (None, Ok(answer)) => {
            let request = Some(answer.request_id);
            let why = deletion::UNREAD;
            match look::read_back(workspace, account).await {
                Err(error @ Error::Composio(composio::Error::NotFound(_))) => Err(error),
                read => read.map_err(|_| Error::NotShown { why, request }),
            }
        }
        (None, Err(error)) => Err(error.into()),
    };
    match seen {
        Ok(seen) => {
            let what = unsettled::read_as(&seen);
            Ok((seen, unsettled::if_unknown(outcome, &what)))
        }
        Err(error) => Err(workspace.failed(deed, account, outcome, error).await),
    }
}

/// Who paused it, as the row keeps it until the proof is in.
fn pause(by: &str, reason: &str, at: Timestamp) -> Pause {
    Pause {
        by: by.to_owned(),
        reason: (!reason.trim().is_empty()).then(|| reason.trim().to_owned()),
        at,
        proof: PauseProof::Unproven,
        said: "No read has put it to the proof yet.".to_owned(),
        proved_at: at,
    }
}

async fn take_in(
    workspace: &Workspace,
    ask: &SetEnabled,
    seen: &Seen,
    worked: bool,
    outcome: &AuditEntry,
) -> Result<(), Error> {
    let now = workspace.now();
    let reason = ask.reason.trim();
    let title = match (ask.enabled, worked) {
        (true, true) => "Enabled",
        (true, false) => "Enabling did not work",
        (false, true) => "Disabled",
        (false, false) => "Disabling did not work",
    };
    workspace
        .settle(|roster| {
            let only_said = only_said(Some(outcome));
            let row = roster.row(&ask.integration);
            let Some(row) = row.filter(|row| !moved_on(row, &seen.account)) else {
                return Ok(only_said);
            };
            let mut next = (*row.record).clone();
            observe(&mut next, seen);
            next.connection
                .paused(pause(&workspace.person, reason, now));
            let line = TimelineEntry {
                integration: ask.integration.clone(),
                at: now,
                kind: LineKind::Status,
                title: title.to_owned(),
                detail: (!reason.is_empty()).then(|| format!("Reason: {reason}")),
                actor: Some(workspace.person.clone()),
                state: Some(next.connection.lifecycle.name()),
                moved: None,
            };
            Ok(Change {
                integrations: vec![next],
                timeline: vec![line],
                ..only_said
            })
        })
        .await?;
    Ok(())
}

impl Workspace {
    /// The app ended between the switch and its note: who and why stand in the audit
    /// row of the intent.
    pub(crate) async fn recall_pause(&self, entry: &store::AuditEntry, seen: &Seen) {
        let Some(integration) = &entry.integration else {
            return;
        };
        if entry.action != "Disable" || seen.status != Status::Inactive {
            return;
        }
        let reason = entry.reason.clone().unwrap_or_default();
        let noted = self
            .settle(|roster| {
                let Some(row) = roster
                    .row(integration)
                    .filter(|row| !moved_on(row, &seen.account))
                else {
                    return Ok(Change::default());
                };
                // Somebody has enabled and disabled it again since.
                if row.record.connection.pause.is_some() {
                    return Ok(Change::default());
                }
                let mut next = (*row.record).clone();
                observe(&mut next, seen);
                next.connection
                    .paused(pause(&entry.actor, &reason, entry.at));
                Ok(Change {
                    integrations: vec![next],
                    ..Change::default()
                })
            })
            .await;
        let proven = match noted {
            Ok(noted) if noted == Settled::default() => return,
            Ok(_) => proof::put(self, integration, seen)
                .await
                .and_then(Checked::said),
            Err(error) => Err(error),
        };
        if let Err(error) = proven {
            tracing::warn!(error = %crate::fault::chain(&error), "a pause could not be noted");
        }
    }
}
