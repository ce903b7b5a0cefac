//! A full pass: every account, and what became of those that it did not show.

use std::collections::HashSet;
use std::time::Duration;

use composio::{ConnectedAccount, ListAccounts, Page};
use domain::{ConnectedAccountId, IntegrationId, LifecycleName};

use super::{DONE, Ended, MARK, newest, read_page};
use crate::ahead::Ahead;
use crate::catalog;
use crate::error::Error;
use crate::look;
use crate::roster::Roster;
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

/// Whether the key is of the project that the rows are of: one of another project is answered "not
/// found" for each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OneProject {
    Yes,
    No,
    /// The auth configs, whose ids are of one project only, could not be read.
    Unknown,
}

/// Asked before the accounts are taken in: rows that this pass brings say nothing of those before.
pub(super) fn one_project(workspace: &Workspace, read: catalog::Read) -> OneProject {
    let roster = workspace.roster();
    if read == catalog::Read::Kept || roster.auth_configs().next().is_none() {
        return OneProject::Unknown;
    }
    let mut rows = roster.accounts().filter_map(|(_, row)| roster.row(row));
    match rows.any(|row| roster.auth_config(&row.record.auth_config).is_some()) {
        true => OneProject::Yes,
        false => OneProject::No,
    }
}

/// Every account, page by page, with counts and a way to stop.
pub(super) async fn whole(workspace: &Workspace, ours: OneProject) -> Result<Whole, Error> {
    // What changes while the pass runs may be on a page that was read already: the
    // next look starts where this pass began.
    let began = workspace.on_their_clock(workspace.now());
    let mut seen_ids = HashSet::new();
    let mut mark = None;
    let mut clean = true;
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
            clean &= page.unreadable.is_empty();
            let read = read_page(workspace, page);
            mark = newest(mark, &read);
            seen_ids.extend(read.iter().map(|seen| seen.account.clone()));
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
    if clean {
        tokio::select! {
            looked = missing(workspace, &seen_ids, ours) => looked?,
            () = workspace.stop.notified() => return Ok(Whole::Stopped),
        }
    }
    let now = workspace.now();
    if let Some(mark) = mark {
        let mark = mark.min(began);
        workspace
            .store
            .set_meta(MARK, &mark.millis().to_string())
            .await?;
    }
    workspace
        .store
        .set_meta(DONE, &now.millis().to_string())
        .await?;
    Ok(if totals.fell() {
        Whole::Moved
    } else {
        Whole::Complete
    })
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
    ours: OneProject,
) -> Result<(), Error> {
    let mut suspects = suspects(&workspace.roster(), seen);
    if suspects.is_empty() {
        return Ok(());
    }
    if !may_conclude(&workspace.roster(), suspects.len(), ours) {
        tracing::warn!(
            missing = suspects.len(),
            "this may be another project; nothing is concluded"
        );
        return Ok(());
    }
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

/// Whether anything may be called gone. Where it is not known whose key this is, few may be
/// missing.
fn may_conclude(roster: &Roster, missing: usize, ours: OneProject) -> bool {
    match ours {
        OneProject::Yes => true,
        OneProject::No => false,
        OneProject::Unknown => missing * 20 <= roster.len().max(20),
    }
}

fn suspects(
    roster: &Roster,
    seen: &HashSet<ConnectedAccountId>,
) -> Vec<(ConnectedAccountId, IntegrationId)> {
    roster
        .accounts()
        .filter(|(account, _)| !seen.contains(*account))
        .filter(|(_, row)| {
            roster
                .row(row)
                .is_some_and(|row| row.record.connection.lifecycle.name() != LifecycleName::Revoked)
        })
        .map(|(account, row)| (account.clone(), row.clone()))
        .collect()
}
