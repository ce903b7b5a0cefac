//! Accounts that are still to be taken away at Composio: replaced by a reconnect, left
//! by a sign-in that was given up, or undone. Noted on disk before the step that makes
//! them superfluous, so that an app that ends in between goes on with it, and so that
//! no reading of the project takes such an account for one that somebody wants.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::{AttemptState, ConnectedAccountId, IntegrationId, Timestamp};

use crate::error::Error;
use crate::live::Live;
use crate::pace;
use crate::retire;
use crate::workspace::Workspace;

/// Where the list is kept: one "row account why" a line.
const KEY: &str = "retiring";

/// Why an account is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// A reconnect has replaced it.
    Replaced,
    /// Its sign-in was given up.
    Unused,
    /// Its sign-in ended without ever learning of it: nobody can have finished it, and who did
    /// all the same keeps it.
    Orphaned,
    /// Another person than expected signed in, and that was undone.
    Undone,
}

impl Why {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Replaced => "replaced",
            Self::Unused => "unused",
            Self::Orphaned => "orphaned",
            Self::Undone => "undone",
        }
    }
}

/// Which accounts are to go, whose row they were for, and why.
pub(crate) type Retiring = BTreeMap<ConnectedAccountId, (IntegrationId, Why)>;

/// How often an account could not be deleted, and when that was last. Only in memory: an app
/// that starts tries at once.
pub(crate) type Refused = HashMap<ConnectedAccountId, (u32, Timestamp)>;

/// Whether it is time to try again. A clock that was set back holds nothing up.
fn is_due(tried: Option<&(u32, Timestamp)>, now: Timestamp) -> bool {
    tried.is_none_or(|(failures, at)| {
        let wait = pace::before_deleting(*failures).as_millis();
        !u128::try_from(now.since(*at)).is_ok_and(|since| since < wait)
    })
}

/// The list, in memory as it is on the disk.
#[derive(Default)]
pub(crate) struct List {
    now: Mutex<Retiring>,
    /// Held from reading the list until it is written: of two changes at once, the one that is
    /// written last must know of the other.
    writing: tokio::sync::Mutex<()>,
}

impl List {
    /// Reads it.
    pub(crate) async fn load(store: &store::Store) -> Result<Self, Error> {
        let text = store.meta(KEY).await?.unwrap_or_default();
        Ok(Self {
            now: Mutex::new(text.lines().filter_map(line).collect()),
            ..Self::default()
        })
    }

    fn now(&self) -> MutexGuard<'_, Retiring> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes it on the disk and then here: what could not be written is not so.
    async fn change(
        &self,
        store: &store::Store,
        change: impl FnOnce(&mut Retiring),
    ) -> Result<(), Error> {
        let _one = self.writing.lock().await;
        let mut list = self.now().clone();
        change(&mut list);
        let text: String = list
            .iter()
            .map(|(account, (row, why))| format!("{row} {account} {}\n", why.as_str()))
            .collect();
        store.set_meta(KEY, &text).await?;
        *self.now() = list;
        Ok(())
    }
}

/// The id of an account is Composio's, and a space may be in it: half of it is another account,
/// which nobody wants to go.
fn line(line: &str) -> Option<(ConnectedAccountId, (IntegrationId, Why))> {
    let (row, rest) = line.split_once(' ')?;
    let (account, why) = match rest.rsplit_once(' ') {
        Some((account, "unused")) => (account, Why::Unused),
        Some((account, "orphaned")) => (account, Why::Orphaned),
        Some((account, "undone")) => (account, Why::Undone),
        Some((account, "replaced")) => (account, Why::Replaced),
        // As an earlier version wrote it.
        _ => (rest, Why::Replaced),
    };
    let row = IntegrationId::parse(row).ok()?;
    Some((ConnectedAccountId::parse(account).ok()?, (row, why)))
}

impl Workspace {
    /// Notes that an account is to go.
    pub(crate) async fn will_retire(
        &self,
        row: &IntegrationId,
        account: &ConnectedAccountId,
        why: Why,
    ) -> Result<(), Error> {
        self.change_retiring(|list| {
            list.insert(account.clone(), (row.clone(), why));
        })
        .await
    }

    /// It stays after all.
    pub(crate) async fn will_not_retire(&self, account: &ConnectedAccountId) {
        let struck = self.change_retiring(|list| {
            list.remove(account);
        });
        if let Err(error) = struck.await {
            tracing::warn!(error = %crate::fault::chain(&error), "an account stays on the list of those to go");
        }
    }

    /// A row stands for it from now on. Who could not write down that its sign-in was given up has
    /// noted that it is to go, and it would, as soon as the row is taken off the list.
    pub(crate) async fn is_kept(&self, account: &ConnectedAccountId) {
        if self.retiring().contains_key(account) {
            self.will_not_retire(account).await;
        }
    }

    fn refused(&self) -> MutexGuard<'_, Refused> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes an account away. One that was replaced is struck off the list once it is gone, kept for
    /// what hangs on it, or refused for good, since what stays is told in the row's history; one that
    /// nobody ever wanted stays on the list until it is gone.
    pub(crate) async fn retire_now(&self, row: &IntegrationId, account: &ConnectedAccountId) {
        let Some((_, why)) = self.retiring().get(account).cloned() else {
            return;
        };
        let over = match why {
            Why::Replaced => {
                let first = !self.refused().contains_key(account);
                retire::retire(self, row, account, first).await
            }
            Why::Unused | Why::Orphaned | Why::Undone => {
                retire::discard(self, row, account, why).await
            }
        };
        if over {
            self.refused().remove(account);
            self.will_not_retire(account).await;
        } else {
            let now = self.now();
            let mut refused = self.refused();
            let (failures, at) = refused.entry(account.clone()).or_insert((0, now));
            (*failures, *at) = (failures.saturating_add(1), now);
        }
    }

    /// Goes on with what was noted before the app ended. An account that is in use, or
    /// that belongs to a sign-in that is open, is struck off instead: the step that
    /// would have made it superfluous was not written.
    pub(crate) async fn go_on_retiring(self: &Arc<Self>) -> Result<(), Error> {
        let noted = self.retiring().clone();
        for (account, (row, why)) in noted {
            if self.is_looked_for(&row, why) {
                continue;
            }
            if self.is_wanted(&row, &account, why) {
                self.will_not_retire(&account).await;
                continue;
            }
            let task = Arc::clone(self);
            self.spawn(async move { task.retire_now(&row, &account).await });
        }
        Ok(())
    }

    /// Tries again what could not be taken away: all of it when a person asked for a sync,
    /// else what has waited long enough.
    pub(crate) async fn retire_the_rest(&self, asked: bool, enough: impl Fn() -> bool) {
        let noted = self.retiring().clone();
        for (account, (row, why)) in noted {
            if enough() {
                return;
            }
            let tried = self.refused().get(&account).copied();
            // The sign-in that replaced it, or the start, tries first: before that the row may not
            // have moved, and two at once would tell of it twice.
            let begun = tried.is_some() || why != Why::Replaced;
            let due = begun
                && (asked || is_due(tried.as_ref(), self.now()))
                && !self.is_looked_for(&row, why);
            if !due {
                continue;
            }
            if !self.is_wanted(&row, &account, why) {
                self.retire_now(&row, &account).await;
            } else if why == Why::Replaced {
                // A row stands for it again, or the one that it was of is gone: nothing replaces it.
                self.refused().remove(&account);
                self.will_not_retire(&account).await;
            }
        }
    }

    /// Whether a sign-in whose answer was lost is just finding out what it made, and takes it away
    /// itself or goes on with it. Two who decide about it could delete what the other one wins.
    fn is_looked_for(&self, row: &IntegrationId, why: Why) -> bool {
        let looks = |live: &Live| {
            let attempt = &live.record.attempt;
            attempt.integration == *row && attempt.state == AttemptState::Sent
        };
        why == Why::Unused && self.live().values().any(looks)
    }

    fn is_wanted(&self, row: &IntegrationId, account: &ConnectedAccountId, why: Why) -> bool {
        let open = self.live().values().any(|live| {
            live.record.attempt.state.is_open()
                && live.record.attempt.account.as_ref() == Some(account)
        });
        let roster = self.roster();
        let stands = roster
            .row(row)
            .and_then(|row| row.record.connection.account.clone());
        match why {
            // Whichever row stands for it by now.
            Why::Replaced => {
                stands.is_none_or(|held| held == *account) || roster.stands_for(account).is_some()
            }
            Why::Unused | Why::Orphaned | Why::Undone => {
                open || roster.stands_for(account).is_some()
            }
        }
    }

    /// What is to go, for as long as no `await` comes between.
    pub(crate) fn retiring(&self) -> MutexGuard<'_, Retiring> {
        self.retiring.now()
    }

    async fn change_retiring(&self, change: impl FnOnce(&mut Retiring)) -> Result<(), Error> {
        self.retiring.change(&self.store, change).await
    }
}

#[cfg(test)]
mod tests {
    use store::Store;

    use super::*;

    fn note(number: usize) -> impl FnOnce(&mut Retiring) {
        move |list| {
            let row = IntegrationId::parse("row").unwrap();
            let account = ConnectedAccountId::parse(format!("ca_{number}")).unwrap();
            list.insert(account, (row, Why::Unused));
        }
    }

    #[tokio::test]
    async fn an_account_with_a_space_in_its_id_is_no_other_after_a_restart() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(&home.path().join("facts.db")).await.unwrap();
        let list = List::load(&store).await.unwrap();
        let row = IntegrationId::parse("row").unwrap();
        for (account, why) in [
            ("ca_1 x", Why::Unused),
            ("ca_2 unused", Why::Undone),
            (" ca_3  y ", Why::Replaced),
            ("ca_4", Why::Orphaned),
        ] {
            let account = ConnectedAccountId::parse(account).unwrap();
            let noted = (row.clone(), why);
            list.change(&store, |all| drop(all.insert(account, noted)))
                .await
                .unwrap();
        }
        let again = List::load(&store).await.unwrap();
        assert_eq!(*again.now(), *list.now());
    }

    #[test]
    fn a_line_of_an_earlier_version_is_of_an_account_that_was_replaced() {
        let (account, (_, why)) = line("row ca_1").unwrap();
        assert_eq!((account.as_str(), why), ("ca_1", Why::Replaced));
    }

    #[tokio::test]
    async fn what_could_not_be_written_is_not_on_the_list() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(&home.path().join("facts.db")).await.unwrap();
        let list = List::load(&store).await.unwrap();
        list.change(&store, note(1)).await.unwrap();
        let before = list.now().clone();
        store.close().await;
        assert!(list.change(&store, note(2)).await.is_err());
        assert_eq!(*list.now(), before, "no reading may act on it");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn of_many_changes_at_once_each_is_on_the_disk() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(&home.path().join("facts.db")).await.unwrap();
        let list = Arc::new(List::load(&store).await.unwrap());
        let mut all = tokio::task::JoinSet::new();
        for number in 0..40 {
            let (list, store) = (Arc::clone(&list), store.clone());
            all.spawn(async move { list.change(&store, note(number)).await.unwrap() });
        }
        all.join_all().await;
        let written = List::load(&store).await.unwrap();
        assert_eq!(written.now().len(), 40);
        assert_eq!(*written.now(), *list.now());
    }
}
