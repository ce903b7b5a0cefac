//! After a start: what was under way when the app last ended goes on, and every
//! intent without an outcome gets one.

use std::sync::Arc;

use domain::{Attempt, AttemptState, Lost};
use store::{AttemptRecord, AuditRow};
use wire::AttemptStage;

use crate::attempts::end;
use crate::error::Error;
use crate::live::Live;
use crate::unsettled::Unsettled;
use crate::workspace::Workspace;
use crate::{loopback, reconcile, watcher};

/// Takes up what was under way.
pub(crate) async fn recover(workspace: &Arc<Workspace>) -> Result<(), Error> {
    let mut intents = workspace.store.open_intents().await?;
    for record in workspace.store.attempts_open().await? {
        let intent = take_intent(&mut intents, &record);
        resume(workspace, record, intent).await?;
    }
    workspace.go_on_retiring().await?;
    workspace
        .unsettled()
        .extend(intents.into_iter().map(Unsettled::found));
    let task = Arc::clone(workspace);
    workspace.spawn(async move { task.settle_the_rest().await });
    Ok(())
}

fn take_intent(intents: &mut Vec<AuditRow>, record: &AttemptRecord) -> Option<i64> {
    let word = crate::attempts::deed_name(record.reconnect);
    let place = intents.iter().rposition(|row| {
        row.entry.action == word
            && row.entry.integration.as_ref() == Some(&record.attempt.integration)
    })?;
    Some(intents.remove(place).seq)
}

async fn resume(
    workspace: &Arc<Workspace>,
    record: AttemptRecord,
    intent: Option<i64>,
) -> Result<(), Error> {
    let id = record.attempt.id.clone();
    let state = record.attempt.state;
    let mut live = Live::new(record);
    live.intent = intent;
    let told = live.record.attempt.expires_at;
    live.record.attempt.expires_at = told.map(|at| Attempt::link_end(at, workspace.now()));
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
        AttemptState::Planned => end(
            workspace,
            &id,
            AttemptState::Lost,
            Some(Lost::NeverSent),
            "nothing was sent",
        )
        .await
        .map(|_| ()),
        AttemptState::Sent => {
            loopback::forget(workspace, &id);
            let task = Arc::clone(workspace);
            workspace.spawn(async move { reconcile::reconcile(&task, &id).await });
            Ok(())
        }
        AttemptState::Waiting | AttemptState::Opened => {
            watcher::watch(workspace, id);
            Ok(())
        }
        // The question is asked again; nobody else answers it.
        AttemptState::Differs
        | AttemptState::Won
        | AttemptState::Lost
        | AttemptState::Cancelled
        | AttemptState::Unsure => Ok(()),
    }
}
