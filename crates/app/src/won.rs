//! The end that goes well: who it is, the win in one transaction, and what becomes
//! of the account that was replaced.

use std::sync::Arc;

use domain::{
    AttemptId, AttemptState, ConnectedAccountId, Identity, LineKind, Lost, Timestamp, Way,
};
use store::{AttemptRecord, Change, IntegrationRecord, TimelineEntry};
use wire::AttemptStage;

use crate::absorb::observe;
use crate::attempts::{deed_name, end, open_snapshot, request_of};
use crate::audit::{Deed, Said};
use crate::choosing;
use crate::climb::{self, Read};
use crate::error::Error;
use crate::identify;
use crate::observed::Seen;
use crate::retiring::Why;
use crate::workspace::Workspace;

/// ACTIVE for the first time: ask who it is, then settle everything at once.
pub(crate) async fn connected(
    workspace: &Arc<Workspace>,
    id: &AttemptId,
    seen: Seen,
) -> Result<(), Error> {
    let now = workspace.now();
    workspace.with_live(id, |live| {
        live.stage = AttemptStage::Identifying;
        live.confirmed_at = Some(now);
    });
    let read = climb::read(workspace, &seen).await;
    let identity = identify::best(&seen, &read);
    let Some((record, _)) = undecided(workspace, id, false) else {
        return Ok(());
    };
    if let Some(found) = &identity
        && let Some(meant) = choosing::meant_another(workspace, id, found)
    {
        choosing::ask(workspace, id, &meant, found).await?;
        return Ok(());
    }
    let due = due_for_retirement(workspace, id, &record, &seen, identity.as_ref());
    if let Some(old) = &due {
        workspace
            .will_retire(&record.attempt.integration, old, Why::Replaced)
            .await?;
    }
    let won = win(workspace, id, &seen, identity.clone(), &read, None).await;
    // What was not replaced after all must not be taken for it by a later win.
    if let (Some(old), false) = (&due, matches!(won, Ok(true))) {
        workspace.will_not_retire(old).await;
    }
    match won {
        Ok(true) => {}
        // Cancelled while the provider was asked: the first ending stands.
        Ok(false) => return Ok(()),
        Err(Error::Store(store::Error::Taken { .. })) => {
            let said = "Another row already stands for this account. Nothing else changed.";
            workspace.with_live(id, |live| live.explanation = Some(said.to_owned()));
            end(
                workspace,
                id,
                AttemptState::Lost,
                Some(Lost::Duplicate),
                "another row has the account",
            )
            .await?;
            return Ok(());
        }
        Err(error) => return Err(error),
    }
    after_win(workspace, &record, due, identity).await;
    Ok(())
}

/// The attempt, as long as its win is nobody else's to decide: where it is asked who signed in, a
/// person chooses.
fn undecided(
    workspace: &Workspace,
    id: &AttemptId,
    chosen: bool,
) -> Option<(AttemptRecord, Option<i64>)> {
    open_snapshot(workspace, id).filter(|(it, _)| chosen || it.attempt.state.is_watched())
}

/// The account that this win replaces, unless it may be somebody else's: where it was known whose
/// the old one is, the same person must have been found. Of a toolkit that names nobody that is
/// never known, and whoever asked for the reconnect of this row decides.
fn due_for_retirement(
    workspace: &Workspace,
    id: &AttemptId,
    record: &AttemptRecord,
    seen: &Seen,
    identity: Option<&Identity>,
) -> Option<ConnectedAccountId> {
    let before = expected(workspace, id);
    let same = match (&before, identity) {
        (None, _) => true,
        (Some(before), Some(after)) => before.same_as(after),
        (Some(_), None) => false,
    };
    record
        .previous_account
        .clone()
        .filter(|old| record.reconnect && same && *old != seen.account)
}

/// Who is expected to sign in, where that is known.
fn expected(workspace: &Workspace, id: &AttemptId) -> Option<Identity> {
    workspace
        .live()
        .get(id)
        .and_then(|live| live.previous_identity.clone())
}

/// Retires the account that was replaced, and tells.
async fn after_win(
    workspace: &Workspace,
    record: &AttemptRecord,
    due: Option<ConnectedAccountId>,
    identity: Option<Identity>,
) {
    let row = &record.attempt.integration;
    if let Some(old) = due {
        workspace.retire_now(row, &old).await;
    }
    let who = identity.map_or_else(|| "The account".to_owned(), |identity| identity.name);
    workspace.notice(true, format!("{who} is connected."), row);
    if record.attempt.way == Way::Sent {
        let title = workspace.roster().title_of(row);
        if let Some(title) = title {
            let title = format!("{title} is connected");
            workspace.alert(title, format!("{who} signed in with your link."), row);
        }
    }
}

/// That the account of another person was accepted, whose it was before, and why.
fn tell_accepted(line: &mut TimelineEntry, before: Option<&Identity>, why: &str) {
    line.title = "Accepted another account".to_owned();
    let was = before.map_or("unknown", |who| who.name.as_str());
    let now = line.detail.take().unwrap_or_default();
    line.detail = Some(format!("{now}. Before: {was}. Reason: {why}"));
}

/// The win in one transaction: row, attempt, audit outcome, timeline. `false` when
/// the attempt had ended already.
pub(crate) async fn win(
    workspace: &Workspace,
    id: &AttemptId,
    seen: &Seen,
    identity: Option<Identity>,
    read: &Read,
    accepted: Option<&str>,
) -> Result<bool, Error> {
    let _one = workspace.deciding.lock().await;
    let Some((mut record, intent)) = undecided(workspace, id, accepted.is_some()) else {
        return Ok(false);
    };
    let now = workspace.now();
    record.attempt.end(AttemptState::Won, None, now);
    let said = match accepted {
        None => Said::done(request_of(workspace, id)),
        Some(why) => Said::from(format!("done: accepted as another account ({why})"))
            .under(request_of(workspace, id)),
    };
    let before = expected(workspace, id);
    workspace
        .settle(|roster| {
            let row = roster
                .row(&record.attempt.integration)
                .ok_or(Error::UnknownRow)?;
            let next = with_its_account(&row.record, seen, identity.clone(), read, now);
            let deed = Deed::on(roster, row, deed_name(record.reconnect)).account(&seen.account);
            let toolkit = roster.toolkit_name(&row.record.toolkit);
            let told = identity
                .as_ref()
                .map(|who| format!("{}, from {}", who.name, who.source.words(&toolkit)));
            let mut line = won_line(
                workspace,
                &next.connection.integration,
                told,
                record.reconnect,
            );
            if let Some(why) = accepted {
                tell_accepted(&mut line, before.as_ref(), why);
            }
            Ok(Change {
                integrations: vec![next],
                attempts: vec![record.clone()],
                audit: vec![workspace.outcome_entry(&deed, intent, said.clone())],
                timeline: vec![line],
                ..Change::default()
            })
        })
        .await?;
    workspace.with_live(id, |live| {
        live.record = record;
        live.stage = AttemptStage::Ended;
        live.identity = identity;
        live.explanation = None;
        live.link = None;
    });
    workspace.is_kept(&seen.account).await;
    Ok(true)
}

/// The row, of the account that was won.
fn with_its_account(
    row: &IntegrationRecord,
    seen: &Seen,
    identity: Option<Identity>,
    read: &Read,
    now: Timestamp,
) -> IntegrationRecord {
    let mut next = row.clone();
    if next.connection.account.as_ref() != Some(&seen.account) {
        // What the account before was asked for says nothing about this one.
        next.facts.requested_scopes.clear();
    }
    next.connection.won(seen.account.clone(), identity, now);
    observe(&mut next, seen);
    if let Some(probe) = read.probe.clone() {
        next.connection.probed(probe);
    }
    next
}

fn won_line(
    workspace: &Workspace,
    integration: &domain::IntegrationId,
    told: Option<String>,
    reconnect: bool,
) -> TimelineEntry {
    TimelineEntry {
        integration: integration.clone(),
        at: workspace.now(),
        kind: LineKind::Status,
        title: if reconnect {
            "Reconnected"
        } else {
            "Connected"
        }
        .to_owned(),
        detail: told,
        actor: Some(workspace.person.clone()),
        state: Some(domain::LifecycleName::Active),
        moved: None,
    }
}
