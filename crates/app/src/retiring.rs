//! Accounts that a reconnect has replaced and that are still to be taken away. Noted
//! on disk before the win, so that an app that ends in between goes on with it, and
//! so that no reading of the project takes such an account for a second one.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::{ConnectedAccountId, IntegrationId};

use crate::error::Error;
use crate::retire;
use crate::workspace::Workspace;

/// Where the list is kept: one "account row" a line.
const KEY: &str = "retiring";

/// Which accounts are to go, and whose row replaced them.
pub(crate) type Retiring = BTreeMap<ConnectedAccountId, IntegrationId>;

/// Reads the list.
pub(crate) async fn load(store: &store::Store) -> Result<Retiring, Error> {
    let text = store.meta(KEY).await?.unwrap_or_default();
    Ok(text.lines().filter_map(line).collect())
}

fn line(line: &str) -> Option<(ConnectedAccountId, IntegrationId)> {
    let (row, account) = line.split_once(' ')?;
    Some((
        ConnectedAccountId::parse(account).ok()?,
        IntegrationId::parse(row).ok()?,
    ))
}

impl Workspace {
    /// Notes that an account is to go once its row has moved.
    pub(crate) async fn will_retire(
        &self,
        row: &IntegrationId,
        old: &ConnectedAccountId,
    ) -> Result<(), Error> {
        self.change_retiring(|list| {
            list.insert(old.clone(), row.clone());
        })
        .await
    }

    /// Takes an account away, and strikes it off the list whatever came of it: what
    /// stays is told in the row's history.
    pub(crate) async fn retire_now(&self, row: &IntegrationId, old: &ConnectedAccountId) {
        retire::retire(self, row, old).await;
        let struck = self.change_retiring(|list| {
            list.remove(old);
        });
        if let Err(error) = struck.await {
            tracing::warn!(error = %crate::fault::chain(&error), "a retired account stays on the list");
        }
    }

    /// Goes on with what was noted before the app ended. An account whose row never
    /// moved is struck off instead: its win was not written.
    pub(crate) async fn go_on_retiring(self: &Arc<Self>) -> Result<(), Error> {
        let noted = self.retiring().clone();
        for (old, row) in noted {
            let stands = self
                .roster()
                .row(&row)
                .and_then(|row| row.record.connection.account.clone());
            if stands.as_ref().is_none_or(|account| *account == old) {
                self.change_retiring(|list| {
                    list.remove(&old);
                })
                .await?;
                continue;
            }
            let task = Arc::clone(self);
            self.spawn(async move { task.retire_now(&row, &old).await });
        }
        Ok(())
    }

    async fn change_retiring(&self, change: impl FnOnce(&mut Retiring)) -> Result<(), Error> {
        let text: String = {
            let mut list = self.retiring();
            change(&mut list);
            list.iter()
                .map(|(account, row)| format!("{row} {account}\n"))
                .collect()
        };
        Ok(self.store.set_meta(KEY, &text).await?)
    }
}
