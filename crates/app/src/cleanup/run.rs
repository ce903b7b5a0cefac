//! The clean-up itself: a few at a time, each looked at before and after, each told
//! as it came out.

use domain::{AccountFacts, ConnectedAccountId, LineKind, Unused};
use futures_util::StreamExt;
use store::{AuditEntry, Change, TimelineEntry};
use wire::{Fault, LeftView};

use super::{Attempts, judge, whose};
use crate::audit::{Deed, Said, only_said};
use crate::brake::{AT_ONCE, TRIES};
use crate::deletion::{self, Deletion};
use crate::error::Error;
use crate::fault::chain;
use crate::look::{self, moved_on};
use crate::observed::Seen;
use crate::retire;
use crate::unsettled::Unsettled;
use crate::watcher;
use crate::workspace::Workspace;

/// So many reasons are kept for the window.
const SHOWN: usize = 50;

/// What it is called in the audit list.
pub(crate) const ACTION: &str = "Delete unused attempt";

/// How one account came out.
enum End {
    Deleted,
    Left(String),
    /// It was stopped before this one.
    Untouched,
    /// Composio refuses everything, or cannot be reached: there is no use in going on.
    Halt(String),
}

/// What a look found.
enum Looked {
    /// It is still unused, and why it may go.
    Unused(Box<Seen>, Unused),
    /// There is nothing to delete.
    Over(End),
}

/// Deletes what is still unused. A person may stop it; what is done stays done.
pub(super) async fn run(
    workspace: &Workspace,
    accounts: Vec<ConnectedAccountId>,
    attempts: Attempts,
) {
    let cleaning = &workspace.cleaning;
    let attempts = &attempts;
    let mut ends = std::pin::pin!(
        futures_util::stream::iter(accounts)
            .take_while(|_| std::future::ready(!cleaning.is_stopped()))
            .map(|account| async move {
                let end = one(workspace, &account, attempts).await;
                (account, end)
            })
            .buffer_unordered(AT_ONCE)
    );
    while let Some((account, end)) = ends.next().await {
        if matches!(end, End::Halt(_)) {
            cleaning.stop();
        }
        cleaning.update(|view| view.waiting = false);
        cleaning.update(|view| match end {
            End::Deleted => view.deleted += 1,
            End::Untouched => {}
            End::Left(why) | End::Halt(why) => {
                view.left_count += 1;
                if view.left.len() < SHOWN {
                    view.left.push(LeftView { account, why });
                }
            }
        });
        workspace.tell_cleaning();
    }
    cleaning.update(|view| {
        view.running = false;
        view.waiting = false;
        view.stopped = view.deleted + view.left_count < view.total;
    });
    workspace.tell_cleaning();
}

async fn one(workspace: &Workspace, account: &ConnectedAccountId, attempts: &Attempts) -> End {
    let cleaning = &workspace.cleaning;
    let waits = || waits(workspace);
    cleaning.brake.for_budget(workspace, waits).await;
    if cleaning.is_stopped() {
        return End::Untouched;
    }
    match delete(workspace, account, attempts).await {
        Ok(end) => end,
        // A person stopped it while it waited.
        Err(Error::Composio(composio::Error::RateLimited { .. })) if cleaning.is_stopped() => {
            End::Untouched
        }
        Err(
            error @ (Error::Composio(
                composio::Error::Unauthorized(_)
                | composio::Error::Unreachable { .. }
                | composio::Error::RateLimited { .. },
            )
            | Error::NoKey
            | Error::Audit(_)),
        ) => End::Halt(Fault::from(error).message),
        Err(error) => End::Left(Fault::from(error).message),
    }
}

fn waits(workspace: &Workspace) {
    workspace.cleaning.update(|view| view.waiting = true);
    workspace.tell_cleaning();
}

/// Waits where Composio says so; whether the same is to be tried again.
async fn again(workspace: &Workspace, error: &Error, tried: u32) -> bool {
    let Error::Composio(composio::Error::RateLimited { after, .. }) = error else {
        return false;
    };
    let brake = &workspace.cleaning.brake;
    if tried < TRIES {
        let waits = || waits(workspace);
        brake.told_to_wait(workspace, *after, waits).await;
    }
    tried < TRIES && !brake.is_stopped()
}

/// The list is as old as the question: this look decides.
async fn look(
    workspace: &Workspace,
    account: &ConnectedAccountId,
    attempts: &Attempts,
) -> Result<Looked, Error> {
    let mut tried = 0;
    let seen = loop {
        tried += 1;
        match watcher::fetch(workspace, account).await {
            Ok(seen) => break seen,
            Err(Error::Composio(composio::Error::NotFound(_)))
                if look::is_gone(workspace, account).await =>
            {
                settle(workspace, account, None).await?;
                let gone = "It was gone already.".to_owned();
                return Ok(Looked::Over(End::Left(gone)));
            }
            Err(error) if again(workspace, &error, tried).await => {}
            Err(error) => return Err(error),
        }
    };
    Ok(match judge(workspace, &seen, attempts) {
        Some(why) => Looked::Unused(Box::new(seen), why),
        None => Looked::Over(End::Left(format!(
            "Left alone: Composio says {} now, so it is not unused any more.",
            seen.status
        ))),
    })
}

/// Deletes it, and waits where Composio says so. What was unused before a wait may be in use
/// after it, so each try has its look; then how it ended instead.
async fn take_away(
    workspace: &Workspace,
    account: &ConnectedAccountId,
    attempts: &Attempts,
) -> Result<Result<Deletion, Error>, End> {
    let mut tried = 0;
    loop {
        tried += 1;
        let result = deletion::delete(workspace, account).await;
        match &result {
            Err(error) if again(workspace, error, tried).await => {}
            _ => return Ok(result),
        }
        match look(workspace, account, attempts).await {
            Ok(Looked::Unused(..)) => {}
            Ok(Looked::Over(end)) => return Err(end),
            Err(error) => return Ok(Err(error)),
        }
    }
}

async fn delete(
    workspace: &Workspace,
    account: &ConnectedAccountId,
    attempts: &Attempts,
) -> Result<End, Error> {
    let (seen, why) = match look(workspace, account, attempts).await? {
        Looked::Unused(seen, why) => (seen, why),
        Looked::Over(end) => return Ok(end),
    };
    let deed = deed(workspace, &seen).because(why.label());
    let intent = workspace.intend(&deed).await?;
    match take_away(workspace, account, attempts).await {
        Ok(result) => conclude(workspace, account, &deed, intent, result).await,
        Err(end) => {
            let why = match &end {
                End::Left(why) | End::Halt(why) => why,
                End::Deleted | End::Untouched => "nothing was deleted",
            };
            let said = Said::from(format!("failed: {why}"));
            workspace.concluded(&deed, intent, said).await;
            Ok(end)
        }
    }
}

/// Writes down what came of a deletion.
async fn conclude(
    workspace: &Workspace,
    account: &ConnectedAccountId,
    deed: &Deed,
    intent: i64,
    result: Result<Deletion, Error>,
) -> Result<End, Error> {
    let outcome = workspace.outcome_entry(deed, Some(intent), deletion::outcome(&result));
    let open = |gone, outcome| {
        let account = Some(account.clone());
        let one = Unsettled {
            account,
            outcome,
            gone,
        };
        workspace.unsettled().push(one);
    };
    if matches!(&result, Ok(deletion) if deletion.proven) {
        // It is gone, whatever becomes of its row, which the next reading writes then.
        if let Err(error) = settle(workspace, account, Some(&outcome)).await {
            tracing::warn!(error = %chain(&error), account = %account, "a clean-up could not be written down");
            open(true, outcome);
        }
        return Ok(End::Deleted);
    }
    match &result {
        Ok(_) => open(false, outcome),
        Err(error) if retire::is_unclear(error) => open(false, outcome),
        Err(_) => workspace.said(outcome).await,
    }
    let why = result?.unproven();
    Ok(End::Left(format!("{why}. The next sync tells.")))
}

fn deed(workspace: &Workspace, seen: &Seen) -> Deed {
    let roster = workspace.roster();
    let row = roster
        .stands_for(&seen.account)
        .and_then(|id| roster.row(id));
    match row {
        Some(row) => Deed::on(&roster, row, ACTION).account(&seen.account),
        None => {
            let tenant = whose(&roster, seen);
            let toolkit = roster.toolkit_name(&seen.toolkit);
            Deed::to(format!("{toolkit} for {tenant}"), ACTION).account(&seen.account)
        }
    }
}

/// The row that stood for the account is as if nobody had tried; written together with the
/// outcome of the deletion, where it was ours.
pub(crate) async fn settle(
    workspace: &Workspace,
    account: &ConnectedAccountId,
    outcome: Option<&AuditEntry>,
) -> Result<(), Error> {
    workspace
        .settle(|roster| {
            let only_said = only_said(outcome);
            let row = roster.stands_for(account).and_then(|id| roster.row(id));
            let Some(row) = row.filter(|row| !moved_on(row, account)) else {
                return Ok(only_said);
            };
            let now = workspace.now();
            let mut next = (*row.record).clone();
            if next.connection.cleaned(now).is_err() {
                return Ok(only_said);
            }
            next.facts = AccountFacts::default();
            let line = TimelineEntry {
                integration: next.id().clone(),
                at: now,
                kind: LineKind::Status,
                title: "Unused attempt cleaned up".to_owned(),
                detail: Some(format!("{account} was deleted at Composio.")),
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
