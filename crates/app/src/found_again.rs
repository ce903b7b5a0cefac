//! Accounts that were called gone, or whose access was withdrawn, and that Composio lists as ACTIVE
//! after that: it denied them by mistake, or somebody signed in for them again. Whoever saw only the
//! row would connect a second one. A list may be of an earlier moment, so the account itself is asked.

use domain::{ConnectedAccountId, IntegrationId, LineKind, Status};
use store::{Change, TimelineEntry};

use crate::absorb::{is_overtaken, observe};
use crate::error::Error;
use crate::fault::chain;
use crate::later::ends_a_look;
use crate::look::{self, moved_on};
use crate::observed::Seen;
use crate::workspace::Workspace;

/// How many are asked in one look at the project.
const AT_ONCE: usize = 25;

const TOLD: &str =
    "It was not there or had no access before. Asked for this account alone, Composio says ACTIVE.";

impl Workspace {
    /// Asks the accounts of which a list said otherwise than their row.
    pub(crate) async fn find_again(&self, enough: impl Fn() -> bool) {
        for (row, account) in self.may_be_back() {
            if enough() {
                return;
            }
            let Err(error) = ask(self, &row, &account).await else {
                continue;
            };
            tracing::warn!(error = %chain(&error), account = %account, "whether it is back is not known");
            if ends_a_look(&error) {
                break;
            }
        }
    }

    fn may_be_back(&self) -> Vec<(IntegrationId, ConnectedAccountId)> {
        let roster = self.roster();
        roster
            .accounts()
            .filter(|(account, id)| {
                roster.row(id).is_some_and(|row| {
                    !moved_on(row, account) && row.record.connection.may_be_back()
                })
            })
            .take(AT_ONCE)
            .map(|(account, id)| (id.clone(), account.clone()))
            .collect()
    }
}

async fn ask(
    workspace: &Workspace,
    row: &IntegrationId,
    account: &ConnectedAccountId,
) -> Result<(), Error> {
    match look::read_back(workspace, account).await {
        Ok(seen) => take_in(workspace, row, &seen).await,
        // The list was of an earlier moment.
        Err(Error::Composio(composio::Error::NotFound(_))) => {
            look::settle_missing(workspace, row, account, look::TWO_LOOKS, None).await
        }
        // Its data lack what a row needs, and will the next time.
        Err(Error::Input(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn take_in(workspace: &Workspace, id: &IntegrationId, seen: &Seen) -> Result<(), Error> {
    workspace
        .settle(|roster| {
            let Some(row) = roster.row(id).filter(|row| !moved_on(row, &seen.account)) else {
                return Ok(Change::default());
            };
            let mut next = (*row.record).clone();
            // What was deleted or withdrawn while it was asked is as it is since then.
            let deleted = workspace.deleted().contains(&seen.account);
            let settled = deleted || !next.connection.may_be_back();
            if settled || is_overtaken(&next, seen, workspace.now()) {
                return Ok(Change::default());
            }
            let is_back = seen.status == Status::Active;
            if is_back {
                next.connection.found_again(seen.look.at);
            }
            observe(&mut next, seen);
            let line = is_back.then(|| TimelineEntry {
                integration: id.clone(),
                at: workspace.now(),
                kind: LineKind::Status,
                title: "Works again at Composio".to_owned(),
                detail: Some(TOLD.to_owned()),
                actor: None,
                state: Some(next.connection.lifecycle.name()),
                moved: None,
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
