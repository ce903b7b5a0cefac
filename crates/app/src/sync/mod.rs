//! Reading the project: a full pass, then looks at what changed. A list is never
//! proof that something is gone; only two looks at the account itself are.

mod missing;
pub(crate) mod project;
mod whole;

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use composio::{AccountOrder, ConnectedAccount, Generation, ListAccounts, Page};
use domain::Timestamp;
use futures_util::{FutureExt, StreamExt};
use store::Store;
use wire::{Fault, SyncPhase};

pub(crate) use self::missing::Readings;
use self::project::OneProject;
use self::whole::{Again, Whole, whole};
use crate::catalog;
use crate::error::Error;
use crate::fault::chain;
use crate::observed::{Seen, time};
use crate::pace;
use crate::workspace::Workspace;

/// Between two looks.
const EVERY: Duration = Duration::from_secs(60);
/// After this long everything is read again: only a full pass shows what is gone, in
/// milliseconds. Before any row is a day old, which is when its state counts as unknown: a pass
/// takes its time.
const WHOLE_MILLIS: i64 = 20 * 3_600 * 1_000;
/// Changes this much before the last one seen are read again: clocks and pages are
/// not exact, and a look that came too late is not taken in for five minutes, in milliseconds.
const OVERLAP_MILLIS: i64 = 6 * 60 * 1_000;
/// Where the generation of the API is remembered.
const GENERATION: &str = "generation";
/// Where the end of the last full pass is remembered; a word where there was none.
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
        let outcome = once(&workspace, asked).await;
        failures = if outcome.is_err() { failures + 1 } else { 0 };
        let wait = wait(&outcome, failures);
        let halted = AtomicBool::new(false);
        let mut rest = pin!(see_to_the_rest(&workspace, asked, &halted));
        let owed = match outcome {
            Ok(Ended::Complete) => tokio::select! {
                () = &mut rest => false,
                () = workspace.stop.notified() => true,
            },
            Ok(Ended::Stopped) => {
                // Who asked for the next reading while this one went on does not want it now.
                let _ = workspace.sweep.notified().now_or_never();
                true
            }
            Err(_) => false,
        };
        tell(&workspace, outcome, wait);
        if owed {
            // Who pressed Stop does not wait for it. Nor is any of it broken off: it deletes, and what
            // changes something at Composio is to have its outcome.
            tokio::select! {
                () = &mut rest => {}
                () = workspace.sweep.notified() => {
                    halted.store(true, Ordering::Relaxed);
                    rest.await;
                    workspace.sweep.notify_one();
                }
            }
        }
        asked = tokio::select! {
            () = workspace.sleep(wait.unwrap_or_default()), if wait.is_some() => false,
            () = workspace.sweep.notified() => true,
        };
    }
}

/// What is owed from before, where Composio can be read. Once halted it is over with what is under way.
async fn see_to_the_rest(workspace: &Workspace, asked: bool, halted: &AtomicBool) {
    let enough = || halted.load(Ordering::Relaxed);
    workspace.settle_the_rest(enough).await;
    workspace.retire_the_rest(asked, enough).await;
    workspace.find_again(enough).await;
    workspace.name_again(enough).await;
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

/// A full pass when there was none, or none for long; else a look at what changed.
async fn once(workspace: &Workspace, asked: bool) -> Result<Ended, Error> {
    let ended = pass(workspace, asked).await?;
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

async fn pass(workspace: &Workspace, asked: bool) -> Result<Ended, Error> {
    let done = workspace.store.meta(DONE).await?;
    let ended = done
        .as_deref()
        .and_then(|at| at.parse().ok())
        .map(Timestamp::from_millis);
    let listed = ended.or_else(|| workspace.readings.listed_at(done.as_deref()));
    let fresh = listed.is_some_and(|at| (0..WHOLE_MILLIS).contains(&workspace.now().since(at)));
    if fresh {
        generation(workspace, false).await?;
        // The key may have been exchanged since the program ran the last time.
        if !workspace.readings.confirmed.load(Ordering::Relaxed) {
            project::confirm(workspace).await?;
        }
        // Whoever asks may just have switched an auth config on. What changed is looked at whether
        // or not that could be read.
        if asked && let Err(error) = catalog::read(workspace).await {
            tracing::warn!(error = %chain(&error), "the auth configs could not be read");
        }
        workspace.take_up().await?;
        recent(workspace).await?;
        return left_over(workspace).await;
    }
    // A Stop that came after the last pass had ended is not meant for this one.
    let _ = workspace.stop.notified().now_or_never();
    // What failed before is over when something is answered, not when it is tried again.
    let failing = workspace.sync().phase == SyncPhase::Failed;
    let first = || async {
        generation(workspace, true).await?;
        // Before anything of another project is taken in.
        let one = project::confirm(workspace).await?;
        Ok::<_, Error>((one, catalog::read(workspace).await?))
    };
    let mut ours = (OneProject::Unknown, catalog::Read::Kept);
    if failing {
        ours = first().await?;
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
            read = first() => ours = read?,
            () = workspace.stop.notified() => return Ok(Ended::Stopped),
        }
    }
    let read = whole(workspace, ours, Again::IfMoved).await?;
    if !matches!(read, Whole::Moved) {
        return Ok(read.ended());
    }
    // What was deleted meanwhile moved others to a page that was read already.
    let again = whole(workspace, ours, Again::Never).await?;
    Ok(again.ended())
}

/// What the last full pass left over is looked at. Where that takes minutes it is shown, and can be
/// stopped.
async fn left_over(workspace: &Workspace) -> Result<Ended, Error> {
    // A Stop that came before is not meant for this.
    let _ = workspace.stop.notified().now_or_never();
    let left = workspace.readings.left();
    let is_shown = match workspace.sync().phase {
        SyncPhase::Idle => left > missing::A_FEW,
        SyncPhase::Stopped => left > 0,
        // What failed before may fail again: it is not over before all of them are looked at.
        SyncPhase::Reading | SyncPhase::Failed => false,
    };
    if is_shown {
        workspace.with_sync(|sync| sync.phase = SyncPhase::Reading);
    }
    missing::go_on(workspace).await
}

/// Makes the next reading a full pass. Each time in another word: a pass that is under way then
/// does not count as that one.
pub(crate) async fn forget(store: &store::Store) -> Result<(), Error> {
    let word = format!("forgotten {}", crate::absorb::fresh_id());
    store.set_meta(DONE, &word).await?;
    Ok(())
}

/// Which generation of the API the server speaks: asked once, then remembered. A server that
/// was older may have been renewed: it is asked again by each full pass.
async fn generation(workspace: &Workspace, whole: bool) -> Result<(), Error> {
    let client = workspace.client()?;
    let known = remembered(&workspace.store).await?;
    let generation = match known.filter(|known| !whole || *known == Generation::V3_1) {
        Some(known) => known,
        None => {
            let found = client.detect_generation().await?;
            remember(&workspace.store, found).await?;
            found
        }
    };
    if client.generation() != generation {
        workspace.speak(generation);
    }
    Ok(())
}

/// Speaks what an earlier run found out, where one did, before the server is asked anything.
pub(crate) async fn speak_as_before(workspace: &Workspace) -> Result<(), Error> {
    if let Some(known) = remembered(&workspace.store).await? {
        workspace.speak(known);
    }
    Ok(())
}

/// Keeps what the server was found to speak.
pub(crate) async fn remember(store: &Store, found: Generation) -> Result<(), Error> {
    let word = match found {
        Generation::V3 => "v3",
        Generation::V3_1 => "v3.1",
    };
    store.set_meta(GENERATION, word).await?;
    Ok(())
}

async fn remembered(store: &Store) -> Result<Option<Generation>, Error> {
    let word = store.meta(GENERATION).await?;
    Ok(match word.as_deref() {
        Some("v3") => Some(Generation::V3),
        Some("v3.1") => Some(Generation::V3_1),
        _ => None,
    })
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

/// What changed since the last look.
async fn recent(workspace: &Workspace) -> Result<(), Error> {
    let mark: Option<i64> = workspace
        .store
        .meta(MARK)
        .await?
        .and_then(|text| text.parse().ok());
    let until = mark.map(|mark| Timestamp::from_millis(mark).plus_millis(-OVERLAP_MILLIS));
    let began = workspace.on_their_clock(workspace.now());
    let which = ListAccounts {
        order_by: AccountOrder::UpdatedAt,
        descending: true,
        ..ListAccounts::default()
    };
    let mut newest_mark = mark.map(Timestamp::from_millis);
    let mut pages = pin!(workspace.client()?.connected_accounts().pages(which));
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
        // One account that is dated ahead would make every change on the second page an old one.
        let mark = mark.min(began);
        workspace
            .store
            .set_meta(MARK, &mark.millis().to_string())
            .await?;
    }
    Ok(())
}
