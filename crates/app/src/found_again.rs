//! Accounts that were called gone, or whose access was withdrawn, and that Composio lists as ACTIVE or
//! INACTIVE after that: it denied them by mistake, or somebody signed in for them again. Whoever saw
//! only the row would connect a second one. A list may be of an earlier moment, so the account itself
//! is asked, after each reading and before another account is made for its row.

use domain::{
    AttemptId, AttemptState, ConnectedAccountId, IntegrationId, LifecycleName, LineKind, Lost,
    Status,
};
use store::{Change, TimelineEntry};

use crate::absorb::{is_overtaken, observe};
use crate::attempts::{end_at_last, snapshot};
use crate::claim::is_live;
use crate::error::Error;
use crate::fault::chain;
use crate::later::ends_a_look;
use crate::look::{self, moved_on};
use crate::observed::Seen;
use crate::watcher;
use crate::workspace::Workspace;

/// How many are asked in one look at the project.
const AT_ONCE: usize = 25;

/// An account whose row says that it is gone or without access, and Composio's word on it there.
struct Gone {
    row: IntegrationId,
    account: ConnectedAccountId,
    status: Option<Status>,
}

impl Workspace {
    /// Asks the accounts of which a list said otherwise than their row.
    pub(crate) async fn find_again(&self, enough: impl Fn() -> bool) {
        for gone in self.may_be_back() {
            if enough() {
                return;
            }
            let Err(error) = ask(self, &gone).await else {
                continue;
            };
            tracing::warn!(error = %chain(&error), account = %gone.account, "whether it is back is not known");
            if ends_a_look(&error) {
                break;
            }
        }
    }

    fn may_be_back(&self) -> Vec<Gone> {
        let roster = self.roster();
        roster
            .accounts()
            .filter_map(|(account, id)| {
                let row = roster.row(id).filter(|row| !moved_on(row, account))?;
                let connection = &row.record.connection;
                connection.may_be_back().then(|| Gone {
                    row: id.clone(),
                    account: account.clone(),
                    status: connection.status.clone(),
                })
            })
            .take(AT_ONCE)
            .collect()
    }

    /// The account that a Revoked row had. One that was deleted from here never comes back.
    fn gone(&self, id: &IntegrationId) -> Option<Gone> {
        let roster = self.roster();
        let connection = &roster.row(id)?.record.connection;
        let revoked = connection.lifecycle.name() == LifecycleName::Revoked;
        let account = connection.account.clone().filter(|_| revoked)?;
        (!self.deleted().contains(&account)).then(|| Gone {
            row: id.clone(),
            account,
            status: connection.status.clone(),
        })
    }
}

/// Ends a sign-in of which nothing was sent where the account that its row had is back: another one
/// beside it is what nobody meant. Who cannot be asked, or says that it is gone, keeps nobody from it.
pub(crate) async fn ends(workspace: &Workspace, id: &AttemptId) -> bool {
    let row = snapshot(workspace, id).map(|(record, _)| record.attempt.integration);
    let Some(gone) = row.and_then(|row| workspace.gone(&row)) else {
        return false;
    };
    let looked = async {
        let seen = watcher::fetch(workspace, &gone.account).await?;
        take_in(workspace, &gone, &seen).await
    };
    if let Err(error) = looked.await {
        tracing::info!(error = %chain(&error), account = %gone.account, "the account of before is not back, as far as is known");
    }
    let Some(status) = back(workspace, &gone) else {
        return false;
    };
    let todo = match status {
        Status::Inactive => " Enable it in its row.",
        _ => "",
    };
    let said = format!(
        "The account that this row had is there again: Composio says {status}. So no other one was made, and nothing was sent.{todo}"
    );
    workspace.with_live(id, |live| live.explanation = Some(said));
    let result = format!("lost: the account of before is there again and {status}");
    let (state, lost) = (AttemptState::Lost, Some(Lost::Duplicate));
    end_at_last(workspace, id, state, lost, &result).await;
    true
}

/// What the row says of the account now, where that is there again: a reading may have come first.
fn back(workspace: &Workspace, gone: &Gone) -> Option<Status> {
    let roster = workspace.roster();
    let row = roster.row(&gone.row)?;
    let connection = &row.record.connection;
    let revoked = connection.lifecycle.name() == LifecycleName::Revoked;
    let status = connection.status.clone().filter(is_live)?;
    (!revoked && !moved_on(row, &gone.account)).then_some(status)
}

async fn ask(workspace: &Workspace, gone: &Gone) -> Result<(), Error> {
    match look::read_back(workspace, &gone.account).await {
        Ok(seen) => take_in(workspace, gone, &seen).await,
        // The list was of an earlier moment.
        Err(Error::Composio(composio::Error::NotFound(_))) => {
            let (row, account) = (&gone.row, &gone.account);
            look::settle_missing(workspace, row, account, look::TWO_LOOKS, None).await
        }
        // Its data lack what a row needs, and will the next time.
        Err(Error::Input(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn take_in(workspace: &Workspace, gone: &Gone, seen: &Seen) -> Result<(), Error> {
    let id = &gone.row;
    workspace
        .settle(|roster| {
            let Some(row) = roster.row(id).filter(|row| !moved_on(row, &seen.account)) else {
                return Ok(Change::default());
            };
            let mut next = (*row.record).clone();
            let connection = &next.connection;
            // What was deleted or withdrawn while it was asked is as it is since then.
            let revoked = connection.lifecycle.name() == LifecycleName::Revoked;
            let as_asked = revoked && connection.status == gone.status;
            let deleted = workspace.deleted().contains(&seen.account);
            let settled = deleted || !(as_asked || connection.may_be_back());
            if settled || is_overtaken(&next, seen, workspace.now()) {
                return Ok(Change::default());
            }
            let is_back = is_live(&seen.status);
            if is_back {
                next.connection.found_again(seen.look.at);
            }
            observe(&mut next, seen);
            let line = is_back.then(|| {
                let state = next.connection.lifecycle.name();
                told(workspace, gone, &seen.status, state)
            });
            Ok(Change {
                integrations: vec![next],
                timeline: line.into_iter().collect(),
                ..Change::default()
            })
        })
        .await?;
    Ok(())
}

/// The line of history that says so.
fn told(
    workspace: &Workspace,
    gone: &Gone,
    status: &Status,
    state: LifecycleName,
) -> TimelineEntry {
    let title = match status {
        Status::Inactive => "There again at Composio, switched off",
        _ => "Works again at Composio",
    };
    let detail = format!(
        "It was not there or had no access before. Asked for this account alone, Composio says {status}."
    );
    TimelineEntry {
        integration: gone.row.clone(),
        at: workspace.now(),
        kind: LineKind::Status,
        title: title.to_owned(),
        detail: Some(detail),
        actor: None,
        state: Some(state),
        moved: None,
    }
}
