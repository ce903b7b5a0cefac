//! What every step of an attempt shares: reading it, storing it, ending it. The
//! memory follows the disk, never the other way round.

use std::time::Duration;

use domain::{
    Attempt, AttemptId, AttemptState, Connection, LifecycleName, LineKind, Lost, Observation,
    Timestamp,
};
use store::{AttemptRecord, Change, TimelineEntry};
use wire::{AttemptStage, AttemptView};

use crate::audit::{Deed, Said};
use crate::error::Error;
use crate::fault::chain;
use crate::pace;
use crate::views;
use crate::workspace::Workspace;

/// The attempt as the window sees it.
pub(crate) fn view(workspace: &Workspace, id: &AttemptId) -> Result<AttemptView, Error> {
    let live = workspace.live();
    let live = live.get(id).ok_or(Error::AttemptOver)?;
    views::attempt(&workspace.roster(), live).ok_or(Error::UnknownRow)
}

/// The audit's word for an attempt.
pub(crate) const fn deed_name(reconnect: bool) -> &'static str {
    if reconnect { "Reconnect" } else { "Connect" }
}

/// Changes an attempt, stores it, and announces it. The memory follows the disk.
pub(crate) async fn store_attempt(
    workspace: &Workspace,
    id: &AttemptId,
    change: impl FnOnce(&mut Attempt),
) -> Result<(), Error> {
    let _one = workspace.deciding.lock().await;
    let mut record = {
        let live = workspace.live();
        live.get(id).ok_or(Error::AttemptOver)?.record.clone()
    };
    let before = record.attempt.clone();
    change(&mut record.attempt);
    if record.attempt != before {
        workspace
            .settle(|_| {
                Ok(Change {
                    attempts: vec![record.clone()],
                    ..Change::default()
                })
            })
            .await?;
    }
    workspace.with_live(id, |live| live.record.attempt = record.attempt);
    Ok(())
}

/// Ends an attempt without an account: attempt, row, outcome and timeline in one
/// transaction. `false` when it had ended already: the first ending stands.
pub(crate) async fn end(
    workspace: &Workspace,
    id: &AttemptId,
    state: AttemptState,
    lost: Option<Lost>,
    result: &str,
) -> Result<bool, Error> {
    end_with(workspace, id, state, lost, result, None).await
}

/// The same for who has nobody to tell that it could not be written: it is tried again until it
/// is. An attempt that stays open with nobody who follows it would hold its row for ever.
pub(crate) async fn end_at_last(
    workspace: &Workspace,
    id: &AttemptId,
    state: AttemptState,
    lost: Option<Lost>,
    result: &str,
) {
    let mut failures = 0;
    while let Err(error) = end(workspace, id, state, lost, result).await {
        failures += 1;
        tracing::error!(error = %chain(&error), failures, "an attempt could not be ended");
        let wait = pace::after(&error, failures, Duration::from_secs(60));
        workspace
            .sleep(wait.unwrap_or(Duration::from_secs(60)))
            .await;
    }
}

/// The same as [`end`], and takes the last look into a row that waits for its first account, so that the
/// list says why. In the same transaction: who gives the sign-in up in between would take away
/// what the row stands for by then.
pub(crate) async fn end_with(
    workspace: &Workspace,
    id: &AttemptId,
    state: AttemptState,
    lost: Option<Lost>,
    result: &str,
    look: Option<&Observation>,
) -> Result<bool, Error> {
    let _one = workspace.deciding.lock().await;
    let Some((mut record, intent)) = open_snapshot(workspace, id) else {
        return Ok(false);
    };
    let now = workspace.now();
    record.attempt.end(state, lost, now);
    let said = Said::from(result.to_owned()).under(request_of(workspace, id));
    let line = ended_line(workspace, &record, lost);
    workspace
        .settle(|roster| {
            let mut change = Change {
                attempts: vec![record.clone()],
                ..Change::default()
            };
            if let Some(row) = roster.row(&record.attempt.integration) {
                let mut next = (*row.record).clone();
                settle_row(&mut next.connection, &record, look, now);
                if next != *row.record {
                    change.integrations.push(next);
                }
                let deed = Deed::on(roster, row, deed_name(record.reconnect));
                change
                    .audit
                    .push(workspace.outcome_entry(&deed, intent, said.clone()));
                change.timeline.push(line.clone());
            }
            Ok(change)
        })
        .await?;
    workspace.with_live(id, |live| {
        live.record = record;
        live.stage = AttemptStage::Ended;
        live.link = None;
        live.wake.notify_one();
    });
    Ok(true)
}

/// What the end of a sign-in without an account means for its row.
fn settle_row(
    connection: &mut Connection,
    record: &AttemptRecord,
    look: Option<&Observation>,
    now: Timestamp,
) {
    let waits = connection.lifecycle.name() == LifecycleName::Pending;
    match (look, &record.attempt.account) {
        (Some(look), Some(account)) if waits && !record.reconnect => {
            connection.account = Some(account.clone());
            connection.observe(look);
        }
        // An account that somebody else made is as it was.
        _ if connection.account.is_some() => {}
        _ => connection.lifecycle = connection.lifecycle.clone().withdrawn(now),
    }
}

/// The same as [`snapshot`], for an attempt that is still open.
pub(crate) fn open_snapshot(
    workspace: &Workspace,
    id: &AttemptId,
) -> Option<(AttemptRecord, Option<i64>)> {
    snapshot(workspace, id).filter(|(record, _)| record.attempt.state.is_open())
}

/// An attempt and its intent as they are now.
pub(crate) fn snapshot(
    workspace: &Workspace,
    id: &AttemptId,
) -> Option<(AttemptRecord, Option<i64>)> {
    workspace
        .live()
        .get(id)
        .map(|live| (live.record.clone(), live.intent))
}

/// The id under which Composio knows the request for the link of an attempt.
pub(crate) fn request_of(workspace: &Workspace, id: &AttemptId) -> Option<String> {
    workspace.live().get(id)?.request.clone()
}

fn ended_line(workspace: &Workspace, record: &AttemptRecord, lost: Option<Lost>) -> TimelineEntry {
    let attempt = &record.attempt;
    let cancelled = attempt.state == AttemptState::Cancelled;
    let said = workspace
        .live()
        .get(&attempt.id)
        .and_then(|live| live.explanation.clone());
    TimelineEntry {
        integration: attempt.integration.clone(),
        at: workspace.now(),
        kind: LineKind::Link,
        title: ended_title(attempt.state, lost).to_owned(),
        // Whoever closed the sheet reads here why it ended.
        detail: said.or_else(|| lost.map(|lost| views::explain(lost, record.reconnect))),
        actor: (cancelled || lost == Some(Lost::SomebodyElse)).then(|| workspace.person.clone()),
        state: None,
        moved: None,
    }
}

const fn ended_title(state: AttemptState, lost: Option<Lost>) -> &'static str {
    match lost {
        None if matches!(state, AttemptState::Unsure) => "Not known what came of the sign-in",
        None => "Sign-in cancelled",
        Some(Lost::Declined) => "Consent declined",
        Some(Lost::LinkUnused) => "Link was not used",
        Some(Lost::SomebodyElse) => "Another account undone",
        Some(Lost::SwitchedOff) => "Account switched off during the sign-in",
        Some(Lost::Gone) => "Account deleted during the sign-in",
        Some(Lost::Refused | Lost::UnsafeLink) => "No link was made",
        Some(Lost::AuthConfigDisabled) => "Auth config is switched off",
        Some(Lost::FieldsMissing) => "Fields were missing",
        Some(Lost::Duplicate) => "Connected already",
        Some(Lost::VerifierRefused) => "Refused by the project's own check",
        Some(Lost::OtherBrowser) => "Finished in another browser",
        Some(Lost::Failed | Lost::NeverSent) => "Sign-in did not finish",
    }
}
