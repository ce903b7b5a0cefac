//! After a start: what was under way when the app last ended goes on, and every
//! intent without an outcome gets one.

use std::sync::Arc;

use domain::{AttemptState, ConnectedAccountId, Lost};
use store::{AttemptRecord, AuditEntry, AuditKind, AuditRow};
use wire::AttemptStage;

use crate::attempts::end;
use crate::error::Error;
use crate::fault::chain;
use crate::live::Live;
use crate::observed::Seen;
use crate::workspace::Workspace;
use crate::{look, loopback, reconcile, watcher};

/// Takes up what was under way.
pub(crate) async fn recover(workspace: &Arc<Workspace>) -> Result<(), Error> {
    let mut intents = workspace.store.open_intents().await?;
    for record in workspace.store.attempts_open().await? {
        let intent = take_intent(&mut intents, &record);
        resume(workspace, record, intent).await?;
    }
    workspace.go_on_retiring().await?;
    let task = Arc::clone(workspace);
    workspace.spawn(async move {
        for intent in intents {
            if let Err(error) = conclude(&task, intent).await {
                tracing::warn!(error = %chain(&error), "an outcome could not be found out");
            }
        }
    });
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

/// The app ended between an intent and its outcome: Composio says what came of it.
async fn conclude(workspace: &Workspace, intent: AuditRow) -> Result<(), Error> {
    let account = intent
        .entry
        .target
        .rsplit(", ")
        .next()
        .and_then(|word| ConnectedAccountId::parse(word).ok());
    let mut gone = None;
    let seen = match (account, workspace.client()) {
        (Some(account), Ok(client)) => {
            match client.connected_accounts().get(account.as_str()).await {
                Ok(found) => {
                    if let Some(seen) = Seen::read(&found, workspace.now()) {
                        workspace.recall_pause(&intent.entry, &seen).await;
                    }
                    format!("read back as {}", found.status)
                }
                Err(composio::Error::NotFound(_)) => {
                    gone = Some(account);
                    "read back as gone".to_owned()
                }
                Err(_) => "Composio could not be read".to_owned(),
            }
        }
        _ => "there is nothing to read back".to_owned(),
    };
    let entry = AuditEntry {
        at: workspace.now(),
        kind: AuditKind::Outcome,
        intent: Some(intent.seq),
        result: Some(format!(
            "unknown: Switchboard ended before the answer came; {seen}"
        )),
        reason: None,
        ..intent.entry
    };
    match (gone, entry.integration.clone()) {
        // No list ever says so: a row would look as if it worked until the next full pass.
        (Some(account), Some(row)) if look::is_gone(workspace, &account).await => {
            look::settle_missing(workspace, &row, &account, look::TWO_LOOKS, Some(&entry)).await
        }
        _ => {
            workspace.store.audit(&entry).await?;
            Ok(())
        }
    }
}
