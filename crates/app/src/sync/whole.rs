//! A full pass: every account, and what became of those that it did not show.

use std::collections::HashSet;
use std::time::Duration;

use composio::{ConnectedAccount, ListAccounts, Page};
use domain::{AuthConfigId, ConnectedAccountId, IntegrationId, LifecycleName};

use super::project::OneProject;
use super::{DONE, Ended, MARK, newest, read_page};
use crate::ahead::Ahead;
use crate::catalog;
use crate::error::Error;
use crate::look;
use crate::roster::{Roster, Row};
use crate::watcher;
use crate::workspace::Workspace;

/// So many of those that a pass did not show are asked for by themselves; the others with the
/// next pass.
const MANY: usize = 200;

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
    let of = (one == OneProject::Unknown).then_some(&vouched);
    tokio::select! {
        looked = missing(workspace, &seen_ids, of) => looked?,
        () = workspace.stop.notified() => return Ok(Whole::Stopped),
    }
    if totals.fell() && again == Again::IfMoved {
        return Ok(Whole::Moved);
    }
    let now = workspace.now();
    if let Some(mark) = mark {
        let mark = mark.min(began);
        workspace
            .store
            .set_meta(MARK, &mark.millis().to_string())
            .await?;
    }
    // Where another one was asked for meanwhile, that is still to come.
    if workspace.store.meta(DONE).await? == asked_for {
        let now = now.millis().to_string();
        workspace.store.set_meta(DONE, &now).await?;
    }
    Ok(Whole::Complete)
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

/// Rows whose account a complete pass did not show. Each is asked for by itself, twice: a list
/// that forgets many proves nothing.
async fn missing(
    workspace: &Workspace,
    seen: &HashSet<ConnectedAccountId>,
    vouched: Option<&HashSet<AuthConfigId>>,
) -> Result<(), Error> {
    let mut suspects = suspects(&workspace.roster(), seen, vouched);
    if suspects.len() > MANY {
        tracing::warn!(missing = suspects.len(), "very many accounts are missing");
        // Not the same ones each time.
        let from = usize::try_from(workspace.now().millis()).unwrap_or(0) % suspects.len();
        suspects.rotate_left(from);
        suspects.truncate(MANY);
    }
    let mut absent = Vec::new();
    for (account, row) in suspects {
        if let Err(Error::Composio(composio::Error::NotFound(_))) =
            watcher::fetch(workspace, &account).await
        {
            absent.push((account, row));
        }
    }
    if absent.is_empty() {
        return Ok(());
    }
    workspace.sleep(Duration::from_secs(5)).await;
    for (account, row) in absent {
        if let Err(Error::Composio(composio::Error::NotFound(_))) =
            watcher::fetch(workspace, &account).await
        {
            look::settle_missing(workspace, &row, &account, look::TWO_LOOKS, None).await?;
        }
    }
    Ok(())
}

/// Where it is not known whose key this is, only those of an auth config that it vouches for: a key
/// of another project is answered "not found" for each of ours.
fn suspects(
    roster: &Roster,
    seen: &HashSet<ConnectedAccountId>,
    vouched: Option<&HashSet<AuthConfigId>>,
) -> Vec<(ConnectedAccountId, IntegrationId)> {
    let in_question = |row: &Row| {
        let record = &row.record;
        record.connection.lifecycle.name() != LifecycleName::Revoked
            && vouched.is_none_or(|vouched| vouched.contains(&record.auth_config))
    };
    roster
        .accounts()
        .filter(|(account, _)| !seen.contains(*account))
        .filter(|(_, row)| roster.row(row).is_some_and(in_question))
        .map(|(account, row)| (account.clone(), row.clone()))
        .collect()
}
