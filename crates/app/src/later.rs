//! Accounts found at Composio that nothing can be decided about yet: a sign-in is open at the
//! same tenant, and whose row it will be turns out when that is over. Noted on disk, because
//! a look at what changed does not come by them again.

use std::collections::BTreeMap;

use domain::{ConnectedAccountId, IntegrationId};

use crate::claim::Hold;
use crate::error::Error;
use crate::fault::chain;
use crate::look;
use crate::watcher;
use crate::workspace::Workspace;

/// Where the list is kept: one "row account" a line.
const KEY: &str = "later";

/// Which accounts wait, and for the end of an attempt at which row.
pub(crate) type Later = BTreeMap<ConnectedAccountId, IntegrationId>;

impl Workspace {
    /// Notes what has to wait.
    pub(crate) async fn put_off(&self, more: Later) -> Result<(), Error> {
        if more.is_empty() {
            return Ok(());
        }
        let noted = self.put_off_yet().await?;
        let mut all = noted.clone();
        all.extend(more);
        if all == noted {
            return Ok(());
        }
        self.note_later(&all).await
    }

    /// Looks at each whose attempt is over, and decides about it.
    pub(crate) async fn take_up(&self) -> Result<(), Error> {
        let noted = self.put_off_yet().await?;
        let held = self.held();
        let (mut waits, over): (Later, Later) = noted
            .into_iter()
            .partition(|(_, row)| held.hold(row) != Hold::Free);
        if over.is_empty() {
            return Ok(());
        }
        let mut page = Vec::new();
        for (account, row) in over {
            match watcher::fetch(self, &account).await {
                Ok(seen) => page.push(seen),
                // It is none that a row could stand for.
                Err(Error::Input(_)) => {}
                Err(Error::Composio(composio::Error::NotFound(_))) => {
                    if !look::is_gone(self, &account).await {
                        waits.insert(account, row);
                    }
                }
                // Nothing can be read, or written: the look that this belongs to ends as well.
                Err(error) if ends_a_look(&error) => return Err(error),
                // This one alone cannot be read. It waits on, and keeps no other from its turn.
                Err(error) => {
                    tracing::warn!(error = %chain(&error), account = %account, "what waits for another sign-in could not be read");
                    waits.insert(account, row);
                }
            }
        }
        // An attempt may have begun at the same tenant meanwhile.
        waits.extend(self.absorb(&page).await?);
        self.note_later(&waits).await
    }

    async fn put_off_yet(&self) -> Result<Later, Error> {
        let text = self.store.meta(KEY).await?.unwrap_or_default();
        Ok(text.lines().filter_map(line).collect())
    }

    async fn note_later(&self, all: &Later) -> Result<(), Error> {
        let lines = all
            .iter()
            .map(|(account, row)| format!("{row} {account}\n"));
        Ok(self.store.set_meta(KEY, &lines.collect::<String>()).await?)
    }
}

/// Whether the next request would fare no better.
pub(crate) fn ends_a_look(error: &Error) -> bool {
    use composio::Error as E;
    match error {
        Error::Composio(error) => matches!(
            error,
            E::Unauthorized(_) | E::Unreachable { .. } | E::RateLimited { .. }
        ),
        _ => true,
    }
}

fn line(line: &str) -> Option<(ConnectedAccountId, IntegrationId)> {
    let (row, account) = line.split_once(' ')?;
    let row = IntegrationId::parse(row).ok()?;
    Some((ConnectedAccountId::parse(account).ok()?, row))
}
