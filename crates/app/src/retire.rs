//! Taking accounts away at Composio that nobody needs any more, without touching
//! the grant: the same person may just have given it to the new account.

use std::time::Duration;

use domain::{AttemptId, ConnectedAccountId, IntegrationId, LineKind, Status};
use store::{AuditEntry, Change, TimelineEntry};

use crate::attempts::snapshot;
use crate::audit::{Deed, Said, said};
use crate::claim::is_finished;
use crate::deletion::{self, UNREAD};
use crate::error::Error;
use crate::fault::chain;
use crate::hanging::Hanging;
use crate::retiring::Why;
use crate::workspace::Workspace;
use crate::{look, unsettled, watcher};

/// Retires the account that a reconnect replaced: deleted without withdrawing, and
/// only when no trigger hangs on it; else it is switched off and shown. `false` when it is to be
/// tried again, which is told once a run.
pub(crate) async fn retire(
    workspace: &Workspace,
    row: &IntegrationId,
    old: &ConnectedAccountId,
    first: bool,
) -> bool {
    let mut tried = try_retire(workspace, row, old).await;
    if matches!(&tried, Err(error) if is_unclear(error)) {
        workspace.sleep(AGAIN).await;
        tried = try_retire(workspace, row, old).await;
    }
    let over = !matches!(&tried, Err(error) if may_pass(error));
    if let Err(error) = &tried {
        tracing::warn!(error = %chain(error), account = %old, over, "the replaced account stays");
    }
    if over || first {
        let told = tried.unwrap_or_else(|error| why_it_stays(old, &error, over));
        tell_retired(workspace, row, told).await;
    }
    over
}

fn why_it_stays(old: &ConnectedAccountId, error: &Error, over: bool) -> String {
    // A "not found" that no second look bore out proves nothing either.
    let denied = matches!(error, Error::Composio(composio::Error::NotFound(_)));
    let (is, then) = match over {
        false => ("may still be", " It is tried again."),
        true if denied => ("may still be", ""),
        true => ("is still", ""),
    };
    format!("The old account {old} {is} at Composio: {error}.{then}")
}

async fn tell_retired(workspace: &Workspace, row: &IntegrationId, told: String) {
    let line = TimelineEntry {
        integration: row.clone(),
        at: workspace.now(),
        kind: LineKind::Link,
        title: "Old account retired".to_owned(),
        detail: Some(told),
        actor: None,
        state: None,
        moved: None,
    };
    let stored = workspace
        .settle(|_| {
            Ok(Change {
                timeline: vec![line.clone()],
                ..Change::default()
            })
        })
        .await;
    if let Err(error) = stored {
        tracing::warn!(error = %chain(&error), "a line of history could not be written");
    }
}

/// Whether another try may do what this one could not, or find out that it is done: until then there
/// may be a second account that works. Without a key or a row in the audit list nothing was sent.
fn may_pass(error: &Error) -> bool {
    let unsent = matches!(
        error,
        Error::NoKey
            | Error::OtherProject
            | Error::Audit(_)
            | Error::Store(_)
            | Error::Composio(composio::Error::Unauthorized(_))
    );
    let silent = matches!(error, Error::Composio(error) if error.is_transient());
    unsent || silent || is_unclear(error)
}

/// Whether it may be done all the same.
pub(crate) fn is_unclear(error: &Error) -> bool {
    match error {
        Error::NotShown { .. } => true,
        Error::Composio(error) => error.outcome_unknown(),
        _ => false,
    }
}

async fn try_retire(
    workspace: &Workspace,
    row: &IntegrationId,
    old: &ConnectedAccountId,
) -> Result<String, Error> {
    let hanging = Hanging::on(workspace, vec![old.to_string()]).await?.count();
    let deed = |action| -> Result<Deed, Error> {
        let roster = workspace.roster();
        let row = roster.row(row).ok_or(Error::UnknownRow)?;
        Ok(Deed::on(&roster, row, action).account(old))
    };
    if hanging > 0 {
        let deed = deed("Disable the replaced account")?;
        let hang = match hanging {
            1 => "1 trigger hangs".to_owned(),
            many => format!("{many} triggers hang"),
        };
        return Ok(match switch_off(workspace, old, &deed).await? {
            None => format!("{old} is gone at Composio already, though by its list {hang} on it."),
            Some(Status::Inactive) => format!("{hang} on {old}, so it was switched off and kept."),
            Some(status) => format!(
                "{hang} on {old}, so it was to be switched off and is kept. Composio took the request but says {status} now."
            ),
        });
    }
    let deed = deed("Delete the replaced account")?;
    let intent = workspace.intend(&deed).await?;
    let result = deletion::delete(workspace, old).await;
    workspace
        .concluded(&deed, intent, deletion::outcome(&result))
        .await;
    let deletion = result?;
    if !deletion.proven {
        let why = deletion.unproven();
        let request = deletion.request;
        return Err(Error::NotShown { why, request });
    }
    Ok(format!(
        "{old} was deleted at Composio. Access at the provider was not withdrawn."
    ))
}

/// Switches a replaced account off, and reads back what it is then; `None` where there is none any
/// more. One "not found" may be a slip of Composio's: it counts when a second look says so too, and
/// else the request goes again.
async fn switch_off(
    workspace: &Workspace,
    old: &ConnectedAccountId,
    deed: &Deed,
) -> Result<Option<Status>, Error> {
    let client = workspace.client()?;
    let accounts = client.connected_accounts();
    let intent = workspace.intend(deed).await?;
    let mut result = accounts.set_enabled(old.as_str(), false).await;
    let denied = matches!(&result, Err(composio::Error::NotFound(_)));
    if denied && look::is_gone(workspace, old).await {
        workspace.concluded(deed, intent, said(&result)).await;
        return Ok(None);
    }
    if denied {
        result = accounts.set_enabled(old.as_str(), false).await;
    }
    let came = said(&result);
    let request = match result {
        Ok(done) => Some(done.request_id),
        Err(error) => {
            let outcome = workspace.outcome_entry(deed, Some(intent), came);
            return after_error(workspace, old, deed, outcome, error).await;
        }
    };
    let shown = shown_off(workspace, old, request.clone()).await;
    let came = match &shown {
        Err(Error::NotShown { why, .. }) => Said::from(format!("unknown: {why}")).under(request),
        _ => came,
    };
    workspace.concluded(deed, intent, came).await;
    shown
}

/// What an account is whose switching off was refused or not answered: where no answer says how it
/// came out, to read it does.
async fn after_error(
    workspace: &Workspace,
    old: &ConnectedAccountId,
    deed: &Deed,
    outcome: AuditEntry,
    error: composio::Error,
) -> Result<Option<Status>, Error> {
    if !error.outcome_unknown() {
        workspace.said(outcome).await;
        return Err(error.into());
    }
    let (what, is) = match look::read_back(workspace, old).await {
        Ok(seen) => (unsettled::read_as(&seen), Some(seen.status)),
        Err(Error::Composio(composio::Error::NotFound(_))) => ("read back as gone".into(), None),
        Err(_) => {
            workspace.said_unread(deed, old, outcome).await;
            return Err(error.into());
        }
    };
    workspace.said(unsettled::if_unknown(outcome, &what)).await;
    match is {
        Some(Status::Active) => Err(error.into()),
        is => Ok(is),
    }
}

/// What an account is that Composio said it switched off, `None` where it is gone: whoever was told
/// that it is off would leave a second grant that works.
async fn shown_off(
    workspace: &Workspace,
    old: &ConnectedAccountId,
    request: Option<String>,
) -> Result<Option<Status>, Error> {
    let why = match look::read_back(workspace, old).await {
        Ok(seen) if seen.status == Status::Active => STILL_ON,
        Ok(seen) => return Ok(Some(seen.status)),
        Err(Error::Composio(composio::Error::NotFound(_))) => return Ok(None),
        Err(_) => UNREAD,
    };
    Err(Error::NotShown { why, request })
}

const STILL_ON: &str =
    "Composio said that it switched the account off, but still shows it as ACTIVE";
/// How soon a replaced account is tried once more.
const AGAIN: Duration = Duration::from_secs(5);

/// Gives up the account of an attempt that is over, so that its link is dead from now on.
pub(crate) async fn give_up(workspace: &Workspace, id: &AttemptId, account: &ConnectedAccountId) {
    let Some((record, _)) = snapshot(workspace, id) else {
        return;
    };
    let row = record.attempt.integration;
    if let Err(error) = workspace.will_retire(&row, account, Why::Unused).await {
        tracing::warn!(error = %chain(&error), "an account that is to go could not be noted");
    }
    workspace.retire_now(&row, account).await;
}

/// Deletes an account that nobody wants; `true` when it is gone. When somebody had
/// finished its sign-in after all, that is told: they believe that they are connected. Where
/// it was only supposed that nobody could, it stays.
pub(crate) async fn discard(
    workspace: &Workspace,
    row: &IntegrationId,
    account: &ConnectedAccountId,
    why: Why,
) -> bool {
    if matches!(why, Why::Unused | Why::Orphaned) {
        match watcher::fetch(workspace, account).await {
            Ok(seen) => {
                if why == Why::Orphaned && is_finished(&seen.status, seen.look.reason.as_deref()) {
                    return true;
                }
                if seen.status == Status::Active {
                    workspace.late().insert(account.clone());
                }
            }
            Err(error) if why == Why::Orphaned => {
                return is_nobodys(workspace, account, &error).await;
            }
            Err(_) => {}
        }
    }
    let action = match why {
        Why::Undone => "Delete the account of somebody else",
        Why::Unused | Why::Orphaned | Why::Replaced => "Delete the unused sign-in",
    };
    let deed = {
        let roster = workspace.roster();
        roster
            .row(row)
            .map(|row| Deed::on(&roster, row, action).account(account))
    };
    // The row was taken off the list: there is nobody to tell, and the account still goes.
    let deed = deed.unwrap_or_else(|| Deed::of(action, account));
    let done = async {
        let intent = workspace.intend(&deed).await?;
        let result = deletion::delete(workspace, account).await;
        workspace
            .concluded(&deed, intent, deletion::outcome(&result))
            .await;
        result
    };
    match done.await {
        Ok(deletion) if deletion.proven => {
            settle_row_of(workspace, account).await;
            let late = workspace.late().remove(account);
            if late {
                tell_late(workspace, row, account).await;
            }
            true
        }
        // It is tried again, and what is gone already answers so.
        Ok(_) => false,
        Err(error) => {
            tracing::warn!(error = %chain(&error), account = %account, "an unused sign-in stays for now");
            false
        }
    }
}

/// Whether an account that could not be looked at is gone. Else somebody may have finished its
/// sign-in since it was read, and it is not deleted before that is known.
async fn is_nobodys(workspace: &Workspace, account: &ConnectedAccountId, error: &Error) -> bool {
    tracing::warn!(error = %chain(error), account = %account, "whether anybody has a sign-in is not known");
    let denied = matches!(error, Error::Composio(composio::Error::NotFound(_)));
    denied && look::is_gone(workspace, account).await
}

/// No row stands for what was just deleted.
async fn settle_row_of(workspace: &Workspace, account: &ConnectedAccountId) {
    let row = workspace.roster().stands_for(account).cloned();
    let Some(row) = row else { return };
    let told = "Switchboard deleted it at Composio: its sign-in was given up.";
    if let Err(error) = look::settle_missing(workspace, &row, account, told, None).await {
        tracing::warn!(error = %chain(&error), account = %account, "a row of a deleted account could not be written");
    }
}

async fn tell_late(workspace: &Workspace, row: &IntegrationId, account: &ConnectedAccountId) {
    let told = "Somebody finished the sign-in after it was cancelled. The account was deleted at Composio; nothing is connected by it.";
    let line = TimelineEntry {
        integration: row.clone(),
        at: workspace.now(),
        kind: LineKind::Link,
        title: "Signed in after the cancel".to_owned(),
        detail: Some(format!("{account}: {told}")),
        actor: None,
        state: None,
        moved: None,
    };
    let title = workspace.roster().title_of(row);
    let words = title.map_or_else(|| told.to_owned(), |title| format!("{title}: {told}"));
    workspace.notice(false, words, row);
    let stored = workspace.settle(|roster| {
        if roster.row(row).is_none() {
            return Ok(Change::default());
        }
        Ok(Change {
            timeline: vec![line.clone()],
            ..Change::default()
        })
    });
    if let Err(error) = stored.await {
        tracing::warn!(error = %chain(&error), "a line of history could not be written");
    }
}
