//! What hangs on accounts at Composio: their triggers, those that are switched off too. A trigger
//! that is off has settings all the same, and they go with its account.

use composio::{Page, Trigger, TriggerFilter, Unreadable};
use futures_util::StreamExt as _;

use crate::error::Error;
use crate::workspace::Workspace;

/// Every trigger that hangs on what was asked for.
#[derive(Default)]
pub(crate) struct Hanging {
    pub(crate) triggers: Vec<Trigger>,
    /// Those that could not be read; they are there all the same.
    pub(crate) unreadable: Vec<Unreadable>,
}

impl Hanging {
    /// Reads what hangs on these accounts.
    pub(crate) async fn on(workspace: &Workspace, accounts: Vec<String>) -> Result<Self, Error> {
        let filter = TriggerFilter {
            connected_account_ids: accounts,
            show_disabled: true,
            ..TriggerFilter::default()
        };
        let mut pages = std::pin::pin!(workspace.client()?.triggers().pages(filter));
        let mut found = Self::default();
        while let Some(page) = pages.next().await {
            found.take(page?);
        }
        Ok(found)
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.triggers.len() + self.unreadable.len()
    }

    /// Takes in a page. What comes twice, because pages shift, is one; a pass that begins again
    /// brings everything anew.
    fn take(&mut self, page: Page<Trigger>) {
        if page.restarted {
            *self = Self::default();
        }
        for trigger in page.items {
            self.triggers.retain(|known| known.id != trigger.id);
            self.triggers.push(trigger);
        }
        for one in page.unreadable {
            if one.id.is_some() {
                self.unreadable.retain(|known| known.id != one.id);
            }
            self.unreadable.push(one);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(items: &[&str], unreadable: &[Option<&str>], restarted: bool) -> Page<Trigger> {
        let trigger = |id: &&str| Trigger {
            id: (*id).to_owned(),
            connected_account_id: "ca_1".to_owned(),
            trigger_name: None,
            user_id: None,
            updated_at: None,
            disabled_at: None,
        };
        let spoilt = |(index, id): (usize, &Option<&str>)| Unreadable {
            index,
            id: id.map(str::to_owned),
            path: String::new(),
            reason: String::new(),
        };
        Page {
            items: items.iter().map(trigger).collect(),
            unreadable: unreadable.iter().enumerate().map(spoilt).collect(),
            next_cursor: None,
            total_items: None,
            total_pages: None,
            current_page: None,
            restarted,
            request_id: String::new(),
        }
    }

    #[test]
    fn what_cannot_be_read_hangs_there_all_the_same() {
        let mut found = Hanging::default();
        found.take(page(&[], &[None, Some("ti_1")], false));
        assert_eq!(found.count(), 2);
    }

    #[test]
    fn a_pass_that_begins_again_and_pages_that_shift_count_nothing_twice() {
        let mut found = Hanging::default();
        found.take(page(&["ti_1", "ti_2"], &[Some("ti_9")], false));
        found.take(page(&["ti_2", "ti_3"], &[Some("ti_9")], false));
        assert_eq!(found.count(), 4);
        found.take(page(&["ti_1", "ti_2"], &[None], true));
        found.take(page(&["ti_3"], &[], false));
        assert_eq!(found.count(), 4);
        let ids: Vec<_> = found.triggers.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, ["ti_1", "ti_2", "ti_3"]);
    }
}
