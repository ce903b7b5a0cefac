//! What a disk that is full and a file that is held do to a store. In here because
//! they are made through the store's own connection.

use domain::{Connection, IntegrationId, LineKind, TenantId, Timestamp, UserId};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

use crate::{
    AuditDetail, AuditEntry, AuditKind, Change, Error, IntegrationRecord, Store, TenantRecord,
    TimelineEntry,
};

async fn open() -> (tempfile::TempDir, Store) {
    let home = tempfile::tempdir().expect("a directory for temporary files");
    let file = home.path().join("data/facts.db");
    let store = Store::open(&file).await.expect("a new store opens");
    (home, store)
}

async fn set(store: &Store, pragma: &str) {
    sqlx::query(AssertSqlSafe(format!("PRAGMA {pragma}")))
        .execute(&store.pools.writer)
        .await
        .expect("a pragma is set");
}

fn deed() -> AuditEntry {
    AuditEntry {
        at: Timestamp::from_millis(1),
        actor: "rosa".to_owned(),
        kind: AuditKind::Intent,
        action: "connect".to_owned(),
        target: "x".repeat(100_000),
        integration: None,
        intent: None,
        result: None,
        reason: None,
        detail: AuditDetail::default(),
    }
}

fn change() -> Change {
    let tenant = TenantId::parse("tenant").expect("an id");
    let integration = IntegrationId::parse("integration").expect("an id");
    let at = Timestamp::from_millis(1);
    Change {
        tenants: vec![TenantRecord {
            id: tenant.clone(),
            user: UserId::parse("user").expect("an id"),
            name: "Customer".to_owned(),
            created_at: at,
            details: domain::TenantDetails::default(),
        }],
        integrations: vec![IntegrationRecord {
            connection: Connection::added(integration.clone(), at),
            tenant,
            auth_config: domain::AuthConfigId::parse("ac_gmail").expect("an id"),
            toolkit: domain::ToolkitSlug::parse("gmail").expect("a slug"),
            slot: 1,
            facts: domain::AccountFacts::default(),
            version: 0,
        }],
        timeline: vec![TimelineEntry {
            integration,
            at,
            kind: LineKind::Status,
            title: "Added".to_owned(),
            detail: None,
            actor: None,
            state: None,
            moved: None,
        }],
        audit: vec![deed()],
        ..Change::default()
    }
}

#[tokio::test]
async fn on_a_full_disk_nothing_half_is_written_and_reading_goes_on() {
    let (_home, store) = open().await;
    let pages: i64 = sqlx::query_scalar("PRAGMA page_count")
        .fetch_one(&store.pools.writer)
        .await
        .expect("a count");
    // Room for the row and its line, and none for the audit row.
    let full = format!("max_page_count = {}", pages + 3);
    set(&store, &full).await;
    let told = store.settle(&change()).await;
    assert!(matches!(told, Err(Error::Full)), "{told:?}");
    // The limit went with the connection that ran into it.
    set(&store, &full).await;
    let told = store.audit(&deed()).await;
    assert!(
        matches!(told, Err(Error::Full)),
        "no audit row, no action: {told:?}"
    );
    let roster = store.roster().await.expect("reading goes on");
    assert_eq!(roster, crate::Roster::default());

    let settled = store.settle(&change()).await.expect("there is room again");
    assert_eq!(settled.audit, [1]);
    let check = store.verify_audit().await.expect("the chain is read");
    assert_eq!((check.rows, check.broken_at), (1, None));
}

#[tokio::test]
async fn a_file_that_another_process_holds_is_busy_and_then_is_not() {
    let (home, store) = open().await;
    set(&store, "busy_timeout = 20").await;
    let url = format!("sqlite://{}", home.path().join("data/facts.db").display());
    let mut other = SqliteConnection::connect(&url).await.expect("it opens");
    let held = other.begin_with("BEGIN IMMEDIATE").await.expect("the lock");
    let told = store.settle(&change()).await;
    assert!(matches!(told, Err(Error::Busy)), "{told:?}");
    let roster = store.roster().await.expect("a reader waits for nobody");
    assert_eq!(roster, crate::Roster::default());
    held.rollback().await.expect("the lock is given back");
    store.settle(&change()).await.expect("it is free again");
}

#[tokio::test]
async fn a_reader_that_met_a_failing_disk_sees_what_is_written_afterwards() {
    let (home, store) = open().await;
    store.audit(&deed()).await.expect("a row in the log");
    let log = home.path().join("data/facts.db-wal");
    let whole = std::fs::read(&log).expect("the log");
    // What a page of the log is read from is gone.
    std::fs::write(&log, []).expect("a cut");
    let told = store.roster().await;
    assert!(matches!(told, Err(Error::Io(_))), "{told:?}");
    let told = store.verify_audit().await;
    assert!(matches!(told, Err(Error::Io(_))), "{told:?}");
    std::fs::write(&log, whole).expect("the disk is well again");
    store.roster().await.expect("it is read again");
    store.settle(&change()).await.expect("it is written");
    let roster = store.roster().await.expect("it is read again");
    assert_eq!(
        roster.tenants.len(),
        1,
        "a reader does not stay in the past"
    );
    let check = store.verify_audit().await.expect("the list is read");
    assert_eq!((check.rows, check.broken_at), (2, None));
}

#[tokio::test]
async fn what_the_file_promises_is_switched_on() {
    let (_home, store) = open().await;
    for pool in [&store.pools.writer, &store.pools.readers] {
        for (pragma, expected) in [
            ("foreign_keys", 1),
            ("synchronous", 2),
            ("secure_delete", 1),
            ("temp_store", 2),
            ("busy_timeout", 5_000),
        ] {
            let value: i64 = sqlx::query_scalar(AssertSqlSafe(format!("PRAGMA {pragma}")))
                .fetch_one(pool)
                .await
                .expect("a value");
            assert_eq!(value, expected, "{pragma}");
        }
        let mode: String = sqlx::query_scalar("PRAGMA journal_mode")
            .fetch_one(pool)
            .await
            .expect("a mode");
        assert_eq!(mode, "wal");
    }
    let written = sqlx::query("DELETE FROM meta")
        .execute(&store.pools.readers)
        .await;
    assert!(written.is_err(), "a reader must not write");
}
