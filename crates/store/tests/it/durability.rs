//! All or nothing, and what was answered is there: when a task is dropped, and when
//! the process is killed.

use std::future::Future;
use std::io::{BufRead, BufReader};
use std::pin::pin;
use std::process::{Command, Stdio};
use std::task::Poll;

use store::{AuditKind, Change, Store};

use crate::fixtures::{
    Home, attempt, audit, first_fill, history_of, integration, integration_id, line, tenant,
};

/// Everything at once, all of it about row `n`.
pub(crate) fn everything(n: usize) -> Change {
    let mut deed = audit(AuditKind::Observed, &format!("deed {n}"), None);
    deed.integration = Some(integration_id(n));
    Change {
        tenants: vec![tenant(n)],
        integrations: vec![integration(n)],
        attempts: vec![attempt(&format!("attempt-{n}"), n)],
        timeline: vec![line(n, 1, "Added")],
        audit: vec![deed],
        ..Change::default()
    }
}

/// Fails unless each row is there with all that came with it. How many there are.
pub(crate) async fn whole(store: &Store) -> usize {
    let roster = store.roster().await.unwrap();
    let rows = roster.integrations.len();
    assert_eq!(roster.tenants.len(), rows, "tenants without rows");
    let open = store.attempts_open().await.unwrap();
    assert_eq!(open.len(), rows, "attempts without rows");
    for row in &roster.integrations {
        let history = history_of(store, row.id(), 9).await;
        assert_eq!(history.len(), 1, "a row without its history");
    }
    let check = store.verify_audit().await.unwrap();
    assert_eq!((check.rows, check.broken_at), (rows as u64, None));
    rows
}

/// Polls a future so many times, then drops it.
async fn drop_after<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = polls;
    std::future::poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

#[tokio::test]
async fn a_change_dropped_half_way_leaves_all_or_nothing_and_a_store_that_goes_on() {
    let home = Home::new();
    let store = home.open().await;
    let mut finished = 0;
    for n in 1..=60 {
        let told = drop_after(n, store.settle(&everything(n))).await;
        finished += usize::from(told.is_some());
        whole(&store).await;
    }
    assert!(finished > 0, "with enough polls a change is written");
    assert!(finished < 60, "with too few it is dropped");
    store.settle(&everything(1_000)).await.unwrap();
    whole(&store).await;
}

#[tokio::test]
async fn a_reader_sees_all_of_a_change_or_nothing() {
    let home = Home::new();
    let store = home.open().await;
    let writer = {
        let store = store.clone();
        tokio::spawn(async move {
            for batch in 0..20 {
                let mut change = Change::default();
                for n in batch * 50..(batch + 1) * 50 {
                    change.tenants.push(tenant(n));
                    change.integrations.push(integration(n));
                }
                store.settle(&change).await.unwrap();
            }
        })
    };
    while !writer.is_finished() {
        let roster = store.roster().await.unwrap();
        assert_eq!(roster.integrations.len() % 50, 0, "half a change was seen");
        assert_eq!(roster.integrations.len(), roster.tenants.len());
    }
    writer.await.unwrap();
}

const KILLED_FILE: &str = "STORE_TEST_KILLED_FILE";

/// Writes changes and says each one that was answered, until it is killed. Does
/// nothing when run by itself.
#[tokio::test]
async fn killed_inner() {
    use std::io::Write;
    let Some(file) = std::env::var_os(KILLED_FILE) else {
        return;
    };
    let store = Store::open(file.as_ref()).await.unwrap();
    let from = store.roster().await.unwrap().integrations.len();
    let mut out = std::io::stdout().lock();
    for n in from + 1.. {
        store.settle(&everything(n)).await.unwrap();
        writeln!(out, "settled {n}").unwrap();
        out.flush().unwrap();
    }
}

#[tokio::test]
async fn a_process_that_is_killed_loses_nothing_that_was_answered() {
    let home = Home::new();
    home.open().await.close().await;
    let mut answered = 0;
    for round in 1..=8 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "durability::killed_inner", "--nocapture"])
            .env(KILLED_FILE, home.file())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
        // Killed at another moment of its work each time.
        let target = answered + round * 3;
        let settled =
            |line: &str| -> Option<usize> { line.rsplit_once("settled ")?.1.trim().parse().ok() };
        for line in out.by_ref() {
            answered = settled(&line.unwrap()).unwrap_or(answered);
            if answered >= target {
                break;
            }
        }
        child.kill().unwrap();
        for line in out.map_while(Result::ok) {
            answered = settled(&line).unwrap_or(answered);
        }
        child.wait().unwrap();
        assert!(answered >= target, "the child must have worked");
        let store = home.open().await;
        let rows = whole(&store).await;
        // One more may have been written without the answer having been said.
        assert!(
            rows == answered || rows == answered + 1,
            "{rows} rows, {answered} answered"
        );
        answered = rows;
        store.close().await;
    }
}

#[tokio::test]
async fn a_closed_store_says_so_and_a_new_opening_has_everything() {
    let home = Home::new();
    let store = home.open().await;
    store.settle(&first_fill(3)).await.unwrap();
    store.clone().close().await;
    let told = store.roster().await;
    assert!(matches!(told, Err(store::Error::Io(_))), "{told:?}");
    let log = home.file().with_extension("db-wal");
    assert!(!log.exists() || log.metadata().unwrap().len() == 0);
    let again = home.open().await.roster().await.unwrap();
    assert_eq!(again.integrations.len(), 3);
}
