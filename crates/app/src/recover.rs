//! After a start: what was under way when the app last ended goes on, and every
//! intent without an outcome gets one.

use std::sync::Arc;

use domain::{Attempt, AttemptId, AttemptState, Lost, Timestamp};
use store::{AttemptRecord, AuditLine, AuditRow};
use wire::AttemptStage;

use crate::attempts::{end, end_at_last};
use crate::error::Error;
use crate::fault::chain;
use crate::live::Live;
use crate::unsettled::Unsettled;
use crate::workspace::Workspace;
use crate::{loopback, reconcile, watcher};

/// Of an end that is not there.
const NEVER: Timestamp = Timestamp::from_millis(i64::MAX);

/// Takes up what was under way.
pub(crate) async fn recover(workspace: &Arc<Workspace>) -> Result<(), Error> {
    let (mut intents, unreadable) = told_apart(workspace.store.open_intents().await?);
    for record in workspace.store.attempts_open().await? {
        let intent = take_intent(&mut intents, &record);
        resume(workspace, record, intent).await;
    }
    workspace.go_on_retiring().await?;
    let found = intents.into_iter().map(Unsettled::found);
    workspace.unsettled().extend(found.chain(unreadable));
    let task = Arc::clone(workspace);
    workspace.spawn(async move { task.settle_the_rest(|| false).await });
    Ok(())
}

/// The intents that can be read, and what is to be written of the others.
fn told_apart(lines: Vec<AuditLine>) -> (Vec<AuditRow>, Vec<Unsettled>) {
    let (mut intents, mut unreadable) = (Vec::new(), Vec::new());
    for line in lines {
        match line {
            AuditLine::Row(row) => intents.push(*row),
            AuditLine::Unreadable { seq, at, .. } => {
                tracing::warn!(seq, "an open intent cannot be read");
                unreadable.push(Unsettled::unreadable(seq, at));
            }
        }
    }
    (intents, unreadable)
}

fn take_intent(intents: &mut Vec<AuditRow>, record: &AttemptRecord) -> Option<i64> {
    let word = crate::attempts::deed_name(record.reconnect);
    let place = intents.iter().rposition(|row| {
        row.entry.action == word
            && row.entry.integration.as_ref() == Some(&record.attempt.integration)
    })?;
    Some(intents.remove(place).seq)
}

async fn resume(workspace: &Arc<Workspace>, record: AttemptRecord, intent: Option<i64>) {
    let id = record.attempt.id.clone();
    let state = record.attempt.state;
    let mut live = Live::new(record);
    live.intent = intent;
    if matches!(state, AttemptState::Waiting | AttemptState::Opened) {
        // Without an end nobody would ever stop asking.
        let told = live.record.attempt.expires_at;
        let end = Attempt::link_end(told.unwrap_or(NEVER), workspace.now());
        live.record.attempt.expires_at = Some(end);
    }
    live.link_at = live.record.attempt.sent_at;
    if live.record.reconnect {
        live.previous_identity = workspace
            .roster()
            .row(&live.record.attempt.integration)
            .and_then(|row| row.record.connection.identity.clone());
    }
    live.stage = match state {
        AttemptState::Sent => AttemptStage::Reconciling,
        AttemptState::Differs => AttemptStage::Choosing,
        _ if live.record.attempt.seen_at.is_some() => AttemptStage::SigningIn,
        _ => AttemptStage::Waiting,
    };
    workspace.live().insert(id.clone(), live);
    match state {
        AttemptState::Planned => never_sent(workspace, id).await,
        AttemptState::Sent => {
            loopback::forget(workspace, &id);
            let task = Arc::clone(workspace);
            workspace.spawn(async move { reconcile::reconcile(&task, &id).await });
        }
        AttemptState::Waiting | AttemptState::Opened => watcher::watch(workspace, id),
        // The question is asked again; nobody else answers it.
        AttemptState::Differs
        | AttemptState::Won
        | AttemptState::Lost
        | AttemptState::Cancelled
        | AttemptState::Unsure => {}
    }
}

/// Nothing was sent, so it is over. Where that cannot be written now, the project is read and the
/// other sign-ins are followed all the same; it is tried again beside that.
async fn never_sent(workspace: &Arc<Workspace>, id: AttemptId) {
    let (state, lost) = (AttemptState::Lost, Some(Lost::NeverSent));
    let said = "nothing was sent";
    if let Err(error) = end(workspace, &id, state, lost, said).await {
        tracing::warn!(error = %chain(&error), attempt = %id, "an attempt that was never sent is not ended yet");
        let task = Arc::clone(workspace);
        workspace.spawn(async move { end_at_last(&task, &id, state, lost, said).await });
    }
}
