//! The accounts of one project: rows, an index by id, the user ids once each,
//! what is pending, and the last few list results so that paging through half
//! a million rows does not filter them again for each page.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use super::account::{Account, Reason, Status};
use crate::dice;

const KEPT_LISTS: usize = 8;

/// The accounts of one project.
#[derive(Debug, Default)]
pub(crate) struct Accounts {
    rows: Vec<Account>,
    by_code: HashMap<u64, u32>,
    users: Vec<Box<str>>,
    user_index: HashMap<Box<str>, u32>,
    pending: BTreeSet<(i64, u32)>,
    version: u64,
    lists: VecDeque<(u64, String, Arc<[u32]>)>,
}

impl Accounts {
    pub(crate) fn reserve(&mut self, rows: usize) {
        self.rows.reserve(rows);
        self.by_code.reserve(rows);
    }

    /// The number that stands for a user id.
    pub(crate) fn intern(&mut self, user: &str) -> u32 {
        if let Some(index) = self.user_index.get(user) {
            return *index;
        }
        let index = u32::try_from(self.users.len()).unwrap_or(u32::MAX);
        self.users.push(user.into());
        self.user_index.insert(user.into(), index);
        index
    }

    pub(crate) fn user_number(&self, user: &str) -> Option<u32> {
        self.user_index.get(user).copied()
    }

    pub(crate) fn user(&self, row: &Account) -> &str {
        self.users
            .get(row.user as usize)
            .map_or("default", AsRef::as_ref)
    }

    /// Every user id that was ever given, in no order.
    pub(crate) fn users(&self) -> impl Iterator<Item = &str> {
        self.users.iter().map(AsRef::as_ref)
    }

    pub(crate) fn push(&mut self, mut row: Account) -> u32 {
        row.connected |= row.status == Status::Active;
        let index = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.by_code.insert(row.code, index);
        if row.status.is_pending()
            && let Some(extra) = &row.extra
        {
            self.pending.insert((extra.deadline, index));
        }
        self.rows.push(row);
        self.version += 1;
        index
    }

    /// The row of an id such as `ca_…`, unless it was deleted.
    pub(crate) fn find(&self, id: &str) -> Option<u32> {
        let code = dice::parse_nano(id.strip_prefix("ca_")?)?;
        let index = *self.by_code.get(&code)?;
        self.get(index).filter(|row| !row.deleted).map(|_| index)
    }

    pub(crate) fn get(&self, index: u32) -> Option<&Account> {
        self.rows.get(index as usize)
    }

    /// Changes a row; lists made before are stale afterwards.
    pub(crate) fn change<T>(
        &mut self,
        index: u32,
        how: impl FnOnce(&mut Account) -> T,
    ) -> Option<T> {
        let row = self.rows.get_mut(index as usize)?;
        let answer = how(row);
        row.connected |= row.status == Status::Active;
        let deadline = row.extra.as_ref().map(|extra| extra.deadline);
        if row.status.is_pending()
            && let Some(deadline) = deadline
        {
            self.pending.insert((deadline, index));
        }
        self.version += 1;
        Some(answer)
    }

    /// Every row there ever was, oldest first.
    pub(crate) fn ever(&self) -> &[Account] {
        &self.rows
    }

    /// Rows that were not deleted, oldest first, with their index.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &Account)> {
        (0..).zip(&self.rows).filter(|(_, row)| !row.deleted)
    }

    /// The ten-minute rule.
    pub(crate) fn expire_due(&mut self, now: i64) {
        while let Some(&(deadline, index)) = self.pending.first() {
            if deadline > now {
                return;
            }
            self.pending.pop_first();
            let Some(row) = self.rows.get_mut(index as usize) else {
                continue;
            };
            let current = row
                .extra
                .as_ref()
                .is_some_and(|extra| extra.deadline == deadline);
            if row.deleted || !row.status.is_pending() || !current {
                continue;
            }
            row.reason = if row.status == Status::Initializing {
                Reason::NotStarted
            } else {
                Reason::NotCompleted
            };
            row.status = Status::Expired;
            row.updated = now;
            self.version += 1;
        }
    }

    /// A filtered, ordered list of row numbers, remembered under `key` until
    /// any row changes.
    pub(crate) fn listed(
        &mut self,
        key: &str,
        keep: impl Fn(&Account) -> bool,
        by_updated: bool,
        ascending: bool,
    ) -> Arc<[u32]> {
        let version = self.version;
        self.lists.retain(|(made, _, _)| *made == version);
        if let Some((_, _, list)) = self.lists.iter().find(|(_, known, _)| known == key) {
            return Arc::clone(list);
        }
        let mut found: Vec<(i64, u32)> = self
            .iter()
            .filter(|(_, row)| keep(row))
            .map(|(index, row)| (if by_updated { row.updated } else { row.created }, index))
            .collect();
        found.sort_unstable();
        if !ascending {
            found.reverse();
        }
        let list: Arc<[u32]> = found.into_iter().map(|(_, index)| index).collect();
        if self.lists.len() >= KEPT_LISTS {
            self.lists.pop_front();
        }
        self.lists
            .push_back((version, key.to_owned(), Arc::clone(&list)));
        list
    }
}
