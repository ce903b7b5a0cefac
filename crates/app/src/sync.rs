//! Reading the project: a full pass, then looks at what changed. A list is never
//! proof that something is gone; only two looks at the account itself are.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use composio::{AccountOrder, ConnectedAccount, Generation, ListAccounts, Page};
use domain::{ConnectedAccountId, IntegrationId, LifecycleName, Timestamp};
use futures_util::{FutureExt, StreamExt};
use store::Store;
use wire::{Fault, SyncPhase};

use crate::ahead::Ahead;
use crate::catalog;
use crate::error::Error;
use crate::look;
use crate::observed::{Seen, time};
use crate::pace;
use crate::roster::Roster;
use crate::watcher;
use crate::workspace::Workspace;

/// Between two looks.
const EVERY: Duration = Duration::from_secs(60);
/// After this long everything is read again: only a full pass shows what is gone, in
/// milliseconds.
const DAY_MILLIS: i64 = 24 * 3_600 * 1_000;
/// Changes this much before the last one seen are read again: clocks and pages are
/// not exact, in milliseconds.
const OVERLAP_MILLIS: i64 = 120_000;
/// So many of those that a pass did not show are asked for by themselves; the others with the
/// next pass.
const MANY: usize = 200;

/// Where the generation of the API is remembered.
const GENERATION: &str = "generation";
/// Where the end of the last full pass is remembered.
const DONE: &str = "full_pass_done_at";
/// Where the newest change that was read is remembered.
const MARK: &str = "updated_mark";
/// When a pass or a look ended well, in UTC milliseconds.
const LOOKED: &str = "looked_at";

/// Reads the project until the workspace closes.
pub(crate) async fn run(workspace: Arc<Workspace>) {
    let mut failures = 0;
    let mut asked = false;
    loop {
        let outcome = once(&workspace).await;
        if outcome.is_ok() {
            workspace.settle_the_rest().await;
            workspace.retire_the_rest(asked).await;
            workspace.name_again().await;
        }
        failures = if outcome.is_err() { failures + 1 } else { 0 };
        let wait = wait(&outcome, failures);
        tell(&workspace, outcome, wait);
        asked = tokio::select! {
            () = workspace.sleep(wait.unwrap_or_default()), if wait.is_some() => false,
            () = workspace.sweep.notified() => true,
        };
    }
}

/// How long until the next look; `None` when a person has to act first.
fn wait(outcome: &Result<Ended, Error>, failures: u32) -> Option<Duration> {
    match outcome {
        Ok(Ended::Stopped) => None,
        Ok(Ended::Complete) => Some(EVERY),
        Err(error) => pace::after(error, failures, EVERY),
    }
}

fn tell(workspace: &Workspace, outcome: Result<Ended, Error>, wait: Option<Duration>) {
    let now = workspace.now();
    workspace.with_sync(|sync| {
        (sync.phase, sync.fault) = match outcome {
            Ok(Ended::Complete) => {
                sync.synced_at = Some(now);
                (SyncPhase::Idle, None)
            }
            Ok(Ended::Stopped) => (SyncPhase::Stopped, None),
            Err(error) => (SyncPhase::Failed, Some(Fault::from(error))),
        };
        let failed = sync.fault.is_some();
        sync.failing_since = failed.then(|| sync.failing_since.unwrap_or(now));
        sync.next_try_at = wait.filter(|_| failed).map(|wait| {
            let millis = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
            now.plus_millis(millis)
        });
    });
    workspace.rows_changed();
}

enum Ended {
    Complete,
    Stopped,
}

/// A full pass when there was none, or none for a day; else a look at what changed.
async fn once(workspace: &Workspace) -> Result<Ended, Error> {
    let ended = pass(workspace).await?;
    if matches!(ended, Ended::Complete) {
        let now = workspace.now().millis().to_string();
        workspace.store.set_meta(LOOKED, &now).await?;
    }
    Ok(ended)
}

/// Of when the list is, by an earlier run of the program.
pub(crate) async fn known_from(store: &Store) -> Result<Option<Timestamp>, Error> {
    let at = store.meta(LOOKED).await?;
    Ok(at
        .and_then(|at| at.parse().ok())
        .map(Timestamp::from_millis))
}

async fn pass(workspace: &Workspace) -> Result<Ended, Error> {
    let done = workspace.store.meta(DONE).await?;
    let done = done
        .and_then(|at| at.parse().ok())
        .map(Timestamp::from_millis);
    let fresh = done.is_some_and(|at| (0..DAY_MILLIS).contains(&workspace.now().since(at)));
    if fresh {
        generation(workspace, false).await?;
        workspace.take_up().await?;
        return recent(workspace).await;
    }
    // A Stop that came after the last pass had ended is not meant for this one.
    let _ = workspace.stop.notified().now_or_never();
    // What failed before is over when something is answered, not when it is tried again.
    let failing = workspace.sync().phase == SyncPhase::Failed;
    let first = || async {
        generation(workspace, true).await?;
        catalog::read(workspace).await
    };
    if failing {
        first().await?;
    }
    // Before the first request: a project that nothing is known of yet is not an empty one.
    workspace.with_sync(|sync| {
        sync.phase = SyncPhase::Reading;
        sync.read = 0;
        sync.unreadable = 0;
        sync.total = None;
        sync.fault = None;
        sync.failing_since = None;
        sync.next_try_at = None;
    });
    if !failing {
        tokio::select! {
            read = first() => read?,
            () = workspace.stop.notified() => return Ok(Ended::Stopped),
        }
    }
    whole(workspace).await
}

/// Makes the next reading a full pass.
pub(crate) async fn forget(store: &store::Store) -> Result<(), Error> {
    store.set_meta(DONE, "0").await?;
    Ok(())
}

/// Which generation of the API the server speaks: asked once, then remembered. A server that
/// was older may have been renewed: it is asked again by each full pass.
async fn generation(workspace: &Workspace, whole: bool) -> Result<(), Error> {
    let client = workspace.client()?;
    let known = match workspace.store.meta(GENERATION).await?.as_deref() {
        Some("v3") if !whole => Some(Generation::V3),
        Some("v3.1") => Some(Generation::V3_1),
        _ => None,
    };
    let generation = match known {
        Some(known) => known,
        None => {
            let found = client.detect_generation().await?;
            let word = match found {
                Generation::V3 => "v3",
                Generation::V3_1 => "v3.1",
            };
            workspace.store.set_meta(GENERATION, word).await?;
            found
        }
    };
    if client.generation() != generation {
        workspace.speak(generation);
    }
    Ok(())
}

/// Every account, page by page, with counts and a way to stop.
async fn whole(workspace: &Workspace) -> Result<Ended, Error> {
    // What changes while the pass runs may be on a page that was read already: the
    // next look starts where this pass began.
    let began = workspace.on_their_clock(workspace.now());
    let mut seen_ids = HashSet::new();
    let mut mark = None;
    let mut clean = true;
    let client = workspace.client()?;
    let pages = client.connected_accounts().pages(ListAccounts::default());
    let mut ahead = Ahead::new(pages);
    while let Some(stretch) = ahead.next(workspace).await {
        let (mut batch, mut counts) = (Vec::new(), Vec::new());
        for page in &stretch {
            if page.restarted {
                seen_ids.clear();
            }
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
        return Ok(Ended::Stopped);
    }
    if clean {
        tokio::select! {
            looked = missing(workspace, &seen_ids) => looked?,
            () = workspace.stop.notified() => return Ok(Ended::Stopped),
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
    Ok(Ended::Complete)
}

fn read_page(workspace: &Workspace, page: &Page<ConnectedAccount>) -> Vec<Seen> {
    let now = workspace.now();
    page.items
        .iter()
        .filter_map(|account| Seen::read(account, now))
        .collect()
}

fn newest(mark: Option<Timestamp>, batch: &[Seen]) -> Option<Timestamp> {
    batch
        .iter()
        .filter_map(|seen| seen.facts.updated_at)
        .chain(mark)
        .max()
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

/// What changed since the last look.
async fn recent(workspace: &Workspace) -> Result<Ended, Error> {
    let mark: Option<i64> = workspace
        .store
        .meta(MARK)
        .await?
        .and_then(|text| text.parse().ok());
    let until = mark.map(|mark| Timestamp::from_millis(mark - OVERLAP_MILLIS));
    let which = ListAccounts {
        order_by: AccountOrder::UpdatedAt,
        descending: true,
        ..ListAccounts::default()
    };
    let mut newest_mark = mark.map(Timestamp::from_millis);
    let mut pages = std::pin::pin!(workspace.client()?.connected_accounts().pages(which));
    while let Some(page) = pages.next().await {
        let page = page?;
        let old = |account: &ConnectedAccount| {
            account
                .updated_at
                .map(time)
                .is_some_and(|at| until.is_some_and(|until| at < until))
        };
        let reached = page.items.iter().any(old);
        let batch = read_page(workspace, &page);
        newest_mark = newest(newest_mark, &batch);
        let later = workspace.absorb(&batch).await?;
        workspace.put_off(later).await?;
        if reached {
            break;
        }
    }
    if let Some(mark) = newest_mark {
        workspace
            .store
            .set_meta(MARK, &mark.millis().to_string())
            .await?;
    }
    Ok(Ended::Complete)
}

/// Rows whose account a complete pass did not show. Each is asked for by itself, twice: a list
/// that forgets many proves nothing.
async fn missing(workspace: &Workspace, seen: &HashSet<ConnectedAccountId>) -> Result<(), Error> {
    let mut suspects = suspects(&workspace.roster(), seen);
    if !is_of_this_project(&workspace.roster(), suspects.len()) {
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

/// Whether the key is of the project that the rows are of: one of another project is answered "not
/// found" for each of them. The auth configs were just read, and their ids are of one project only;
/// where none can be read, few may be missing.
fn is_of_this_project(roster: &Roster, missing: usize) -> bool {
    if roster.auth_configs().next().is_none() {
        return missing * 20 <= roster.len().max(20);
    }
    let mut rows = roster.accounts().filter_map(|(_, row)| roster.row(row));
    rows.any(|row| roster.auth_config(&row.record.auth_config).is_some())
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
