//! A full pass: every account, and what became of those that it did not show.

use std::collections::HashSet;

use composio::{ConnectedAccount, ListAccounts, Page};
use domain::AuthConfigId;

use super::project::OneProject;
use super::{DONE, Ended, MARK, missing, newest, read_page};
use crate::ahead::Ahead;
use crate::catalog;
use crate::error::Error;
use crate::roster::Roster;
use crate::workspace::Workspace;

/// How a full pass ended.
pub(super) enum Whole {
    Complete,
    Stopped,
    /// Complete, and there were fewer accounts at its end than before.
    Moved,
}

impl Whole {
    pub(super) const fn ended(&self) -> Ended {
        match self {
            Self::Stopped => Ended::Stopped,
            Self::Complete | Self::Moved => Ended::Complete,
        }
    }
}

/// Whether a pass that deletions made incomplete is followed by another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    IfMoved,
    Never,
}

/// Every account, page by page, with counts and a way to stop.
pub(super) async fn whole(
    workspace: &Workspace,
    (one, read): (OneProject, catalog::Read),
    again: Again,
) -> Result<Whole, Error> {
    // What changes while the pass runs may be on a page that was read already: the
    // next look starts where this pass began.
    let began = workspace.on_their_clock(workspace.now());
    let asked_for = workspace.store.meta(DONE).await?;
    let mut seen_ids = HashSet::new();
    let mut vouched = vouched(&workspace.roster(), read);
    let mut mark = None;
    workspace.with_sync(|sync| (sync.read, sync.unreadable) = (0, 0));
    let mut totals = Totals::default();
    let client = workspace.client()?;
    let pages = client.connected_accounts().pages(ListAccounts::default());
    let mut ahead = Ahead::new(pages);
    while let Some(stretch) = ahead.next(workspace).await {
        let (mut batch, mut counts) = (Vec::new(), Vec::new());
        for page in &stretch {
            if page.restarted {
                seen_ids.clear();
                workspace.with_sync(|sync| sync.unreadable = 0);
            }
            totals.note(page.total_items);
            let read = read_page(workspace, page);
            mark = newest(mark, &read);
            seen_ids.extend(read.iter().map(|seen| seen.account.clone()));
            vouched.extend(read.iter().map(|seen| seen.auth_config.clone()));
            counts.push((page, seen_ids.len(), read.len()));
            batch.extend(read);
        }
        let later = workspace.absorb(&batch).await?;
        workspace.put_off(later).await?;
        for (page, read, usable) in counts {
            count(workspace, page, read, usable);
        }
    }
    if ahead.ended()? {
        return Ok(Whole::Stopped);
    }
    // The next one shows what is missing indeed.
    if totals.fell() && again == Again::IfMoved {
        return Ok(Whole::Moved);
    }
    if let Some(mark) = mark {
        let mark = mark.min(began);
        workspace
            .store
            .set_meta(MARK, &mark.millis().to_string())
            .await?;
    }
    let of = (one == OneProject::Unknown).then_some(&vouched);
    let left = missing::suspects(&workspace.roster(), &seen_ids, of);
    missing::begin(workspace, left, asked_for.as_deref()).await?;
    Ok(match missing::go_on(workspace).await? {
        Ended::Complete => Whole::Complete,
        Ended::Stopped => Whole::Stopped,
    })
}

/// The auth configs of the project that was just read; the ids of one are of no other project.
fn vouched(roster: &Roster, read: catalog::Read) -> HashSet<AuthConfigId> {
    match read {
        catalog::Read::Now => roster.auth_configs().map(|it| it.id.clone()).collect(),
        catalog::Read::Kept => HashSet::new(),
    }
}

/// How many accounts Composio said that there are, while they were read.
#[derive(Default)]
struct Totals {
    most: u64,
    last: u64,
}

impl Totals {
    fn note(&mut self, total: Option<u64>) {
        if let Some(total) = total {
            self.most = self.most.max(total);
            self.last = total;
        }
    }

    const fn fell(&self) -> bool {
        self.last < self.most
    }
}

fn count(workspace: &Workspace, page: &Page<ConnectedAccount>, read: usize, usable: usize) {
    let unreadable = page.unreadable.len() + page.items.len() - usable;
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    workspace.with_sync(|sync| {
        sync.read = number(read);
        sync.unreadable += number(unreadable);
        sync.total = page
            .total_items
            .and_then(|total| u32::try_from(total).ok())
            .or(sync.total);
    });
}
