//! Asking again whose account it is, where nobody could be reached who may know. An
//! account works without a name, so this is never in a hurry and comes to an end.

use std::collections::HashMap;
use std::sync::{MutexGuard, PoisonError};

use domain::{ConnectedAccountId, Identity, IntegrationId, LineKind, Timestamp, Unnamed};
use store::{Change, TimelineEntry};

use crate::absorb::{is_overtaken, observe};
use crate::climb::{self, Read};
use crate::error::Error;
use crate::fault::chain;
use crate::identify;
use crate::look::moved_on;
use crate::observed::Seen;
use crate::probe::can_read;
use crate::roster::Row;
use crate::watcher;
use crate::workspace::Workspace;

/// How often an account is asked again before it stays without a name.
const TRIES: u32 = 6;
/// The first wait, doubled each time, in milliseconds: the last one is half an hour.
const FIRST_MILLIS: i64 = 60_000;
/// How many accounts are asked in one look at the project.
const AT_ONCE: usize = 5;

/// How often each account was asked again, and when for the last time.
pub(crate) type Asked = HashMap<ConnectedAccountId, (u32, Timestamp)>;

impl Workspace {
    /// Asks the accounts again that are due.
    pub(crate) async fn name_again(&self, enough: impl Fn() -> bool) {
        for (integration, account) in self.due() {
            if enough() {
                return;
            }
            let now = self.now();
            self.asked()
                .entry(account.clone())
                .and_modify(|(tries, at)| (*tries, *at) = (*tries + 1, now))
                .or_insert((1, now));
            if let Err(error) = again(self, &integration, &account).await {
                tracing::warn!(
                    error = %chain(&error),
                    integration = %integration,
                    "whose account it is could not be asked again"
                );
            }
        }
    }

    /// How often accounts without a name were asked again.
    fn asked(&self) -> MutexGuard<'_, Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn due(&self) -> Vec<(IntegrationId, ConnectedAccountId)> {
        let now = self.now();
        let roster = self.roster();
        let asked = self.asked();
        roster
            .accounts()
            .filter(|(account, id)| {
                let (tries, asked_at) = asked.get(*account).copied().unzip();
                roster.row(id).is_some_and(|row| {
                    let connection = &row.record.connection;
                    let read_at = connection.probe.as_ref().map(|probe| probe.at);
                    // Asked in vain, it was not read.
                    let last = read_at.max(asked_at);
                    connection.name_is_owed()
                        && is_due(
                            tries.unwrap_or(0),
                            last.map_or(i64::MAX, |at| now.since(at)),
                        )
                })
            })
            .take(AT_ONCE)
            .map(|(account, id)| (id.clone(), account.clone()))
            .collect()
    }
}

/// Whether an account that was asked again so often is asked once more, this long after
/// the last time.
fn is_due(tries: u32, since_millis: i64) -> bool {
    tries < TRIES && since_millis >= FIRST_MILLIS << tries
}

async fn again(
    workspace: &Workspace,
    integration: &IntegrationId,
    account: &ConnectedAccountId,
) -> Result<(), Error> {
    let seen = watcher::fetch(workspace, account).await?;
    if !can_read(&seen.status) {
        return Ok(());
    }
    // What Composio did not carry out is no read, and takes no earlier one's place.
    let read = climb::attempt(workspace, &seen).await.unwrap_or_default();
    let found = identify::best(&seen, &read);
    workspace
        .settle(|roster| {
            let row = roster.row(integration).ok_or(Error::UnknownRow)?;
            if moved_on(row, account) {
                return Ok(Change::default());
            }
            let toolkit = roster.toolkit_name(&row.record.toolkit);
            let line = found.as_ref().map(|who| TimelineEntry {
                integration: integration.clone(),
                at: workspace.now(),
                kind: LineKind::Check,
                title: "Account named".to_owned(),
                detail: Some(format!("{}, from {}", who.name, who.source.words(&toolkit))),
                actor: None,
                state: None,
                moved: None,
            });
            Ok(Change {
                integrations: vec![named(row, &seen, &read, found.clone(), workspace.now())],
                timeline: line.into_iter().collect(),
                ..Change::default()
            })
        })
        .await?;
    if let Some(found) = found {
        warn_of_another(workspace, integration, &found);
    }
    Ok(())
}

fn named(
    row: &Row,
    seen: &Seen,
    read: &Read,
    found: Option<Identity>,
    now: Timestamp,
) -> store::IntegrationRecord {
    let mut next = (*row.record).clone();
    if let Some(probe) = read.probe.clone() {
        next.connection.probed(probe);
    }
    if !is_overtaken(&next, seen, now) {
        observe(&mut next, seen);
    }
    if found.is_some() {
        next.connection.identity = found;
        if let Some(probe) = &mut next.connection.probe {
            probe.unnamed = probe.unnamed.filter(|why| *why == Unnamed::Absent);
        }
    }
    next
}

/// The sign-in is long over, so nothing is held back; but a person must know.
fn warn_of_another(workspace: &Workspace, integration: &IntegrationId, found: &Identity) {
    let expected = {
        let roster = workspace.roster();
        roster.row(integration).and_then(|row| {
            let tenant = roster.tenant(&row.record.tenant)?;
            let expected = tenant.details.expected.clone()?;
            (expected.agrees(found) == Some(false)).then(|| expected.to_string())
        })
    };
    if let Some(expected) = expected {
        let said = format!(
            "The account belongs to {}; expected was {expected}. It works: check with the customer, and reconnect if it is wrong.",
            found.name
        );
        workspace.notice(false, said, integration);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_waits_longer_each_time_and_ends() {
        let minute = 60_000;
        for (tries, since, due) in [
            (0, minute - 1, false),
            (0, minute, true),
            (1, minute, false),
            (1, 2 * minute, true),
            (5, 31 * minute, false),
            (5, 32 * minute, true),
            (6, i64::MAX, false),
            (u32::MAX, i64::MAX, false),
            (0, -5, false),
        ] {
            assert_eq!(is_due(tries, since), due, "{tries} {since}");
        }
    }
}
