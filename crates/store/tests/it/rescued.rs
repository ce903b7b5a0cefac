//! What is kept of the audit list when a file is damaged, touched or cut.

use sqlx::Connection;
use store::{AuditKind, Store};

use crate::audit_chain::{ROWS, run, written};
use crate::fixtures::{
    Home, at, attempt, audit, first_fill, history_of, integration_id, line, tenant,
};

/// Rescues a file that somebody touched so; how many rows of the list came over, and the
/// store that has them.
async fn rescued(touched: &str) -> (u64, Store, Home) {
    let home = written().await;
    let mut raw = home.raw().await;
    run(&mut raw, touched.to_owned()).await;
    raw.close().await.unwrap();
    let (store, rescued) = Store::rescue(&home.file(), |_| None).await.unwrap();
    (rescued.audit, store, home)
}

#[tokio::test]
async fn a_rescued_list_ends_before_the_row_that_was_touched_and_goes_on_from_there() {
    for (touched, good) in [
        ("DELETE FROM audit_head", ROWS),
        ("UPDATE audit SET actor = 'eve' WHERE seq = 7", 6),
        ("DELETE FROM audit WHERE seq = 4", 3),
        ("UPDATE audit SET kind = 'rumour' WHERE seq = 1", 0),
    ] {
        let (came, store, _home) = rescued(touched).await;
        assert_eq!(i64::try_from(came).unwrap(), good, "{touched}");
        let found = store.verify_audit().await.unwrap();
        assert_eq!((found.rows, found.broken_at), (came, None), "{touched}");
        let next = store
            .audit(&audit(AuditKind::Observed, "deed", None))
            .await
            .unwrap();
        assert_eq!(next, good + 1, "{touched}");
        let found = store.verify_audit().await.unwrap();
        assert_eq!((found.rows, found.broken_at), (came + 1, None), "{touched}");
    }
}

#[tokio::test]
async fn of_a_file_that_was_cut_the_lines_that_are_left_are_kept_in_their_chain() {
    const MANY: i64 = 600;
    let home = written().await;
    let store = home.open().await;
    for n in ROWS + 1..=MANY {
        let entry = audit(AuditKind::Observed, &format!("deed {n}"), None);
        store.audit(&entry).await.unwrap();
    }
    store.close().await;
    let mut raw = home.raw().await;
    run(&mut raw, "PRAGMA wal_checkpoint(TRUNCATE)".to_owned()).await;
    raw.close().await.unwrap();
    let whole = std::fs::read(home.file()).unwrap();
    let mut kept = Vec::new();
    for tenths in [9, 8, 5] {
        std::fs::write(home.file(), &whole[..whole.len() / 10 * tenths]).unwrap();
        let (store, rescued) = Store::rescue(&home.file(), |_| None).await.unwrap();
        let found = store.verify_audit().await.unwrap();
        let seen = (found.rows, found.broken_at);
        assert_eq!(seen, (rescued.audit, None), "{tenths}");
        kept.push(rescued.audit);
        store.close().await;
    }
    assert!(kept.is_sorted_by(|more, less| more > less), "{kept:?}");
    assert!(kept[1] > 0, "{kept:?}");
}

#[tokio::test]
async fn where_less_is_left_than_a_copy_from_before_a_migration_has_the_copy_counts() {
    let home = written().await;
    let copy = home.file().with_extension("db.before-9");
    std::fs::copy(home.file(), copy).unwrap();
    let mut raw = home.raw().await;
    run(&mut raw, "DELETE FROM audit WHERE seq = 4".to_owned()).await;
    raw.close().await.unwrap();
    let (store, rescued) = Store::rescue(&home.file(), |_| None).await.unwrap();
    assert_eq!(i64::try_from(rescued.audit).unwrap(), ROWS);
    assert_eq!(store.verify_audit().await.unwrap().broken_at, None);
}

/// Three rows: the first never connected, with a label and an open sign-in; the second with a
/// history; the third as well. Tenant 1 is pinned.
async fn at_work() -> Home {
    let home = Home::new();
    let store = home.open().await;
    let mut change = first_fill(3);
    change.labels = vec![(integration_id(1), vec!["vip".to_owned()])];
    change.attempts = vec![attempt("trip", 1)];
    change.timeline = vec![line(2, 5, "Connected"), line(3, 6, "Connected")];
    change.marks = vec![store::MarkRecord {
        tenant: tenant(1).id,
        visited_at: None,
        visit: None,
        pinned_at: Some(at(7)),
    }];
    store.settle(&change).await.unwrap();
    store
        .set_meta("link_template", "Dear customer")
        .await
        .unwrap();
    store.set_meta("full_pass_done_at", "8").await.unwrap();
    store.close().await;
    home
}

#[tokio::test]
async fn rows_that_can_be_read_are_kept_with_what_only_we_know_of_them() {
    let home = at_work().await;
    let mut raw = home.raw().await;
    let spoil = "UPDATE integrations SET state_data = 'not json' WHERE id = 'integration-3'";
    run(&mut raw, spoil.to_owned()).await;
    raw.close().await.unwrap();
    let (store, rescued) = Store::rescue(&home.file(), |_| None).await.unwrap();
    assert_eq!((rescued.tenants, rescued.rows), (3, 2));
    let roster = store.roster().await.unwrap();
    let mut kept: Vec<_> = roster
        .integrations
        .iter()
        .map(|row| row.id().clone())
        .collect();
    kept.sort();
    assert_eq!(kept, [integration_id(1), integration_id(2)]);
    assert_eq!(roster.labels, [(integration_id(1), vec!["vip".to_owned()])]);
    assert_eq!(roster.marks[0].pinned_at, Some(at(7)));
    let open = store.attempts_open().await.unwrap();
    assert_eq!(open.len(), 1, "its customer may still come");
    assert_eq!(history_of(&store, &integration_id(2), 9).await.len(), 1);
    let template = store.meta("link_template").await.unwrap();
    assert_eq!(template.as_deref(), Some("Dear customer"));
    let whole = store.meta("full_pass_done_at").await.unwrap();
    assert_eq!(whole, None, "everything is read anew");
}
