//! Records to put into a store. Every id and name is made up.

use std::path::PathBuf;

use domain::{
    AccountFacts, Attempt, AttemptId, AuthConfigId, Connection, IntegrationId, LineKind, TenantId,
    Timestamp, ToolkitSlug, UserId,
};
use sqlx::ConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use store::{
    AttemptRecord, AuditEntry, AuditKind, Change, IntegrationRecord, Store, TenantRecord,
    TimelineEntry,
};
use tempfile::TempDir;

/// A directory of a test's own, and the store's file in it.
pub(crate) struct Home {
    directory: TempDir,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self {
            directory: tempfile::tempdir().unwrap(),
        }
    }

    /// One where nothing waits for a disk, where the system has a place for that: for
    /// tests that open a store hundreds of times.
    pub(crate) fn in_memory() -> Self {
        let fast = std::path::Path::new("/dev/shm");
        let directory = if fast.is_dir() {
            tempfile::tempdir_in(fast).unwrap()
        } else {
            tempfile::tempdir().unwrap()
        };
        Self { directory }
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.directory.path().join("data").join("facts.db")
    }

    pub(crate) async fn open(&self) -> Store {
        Store::open(&self.file()).await.unwrap()
    }

    /// The file as somebody else would open it, who minds none of our rules.
    pub(crate) async fn raw(&self) -> SqliteConnection {
        SqliteConnectOptions::new()
            .filename(self.file())
            .foreign_keys(false)
            .connect()
            .await
            .unwrap()
    }
}

pub(crate) fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

pub(crate) fn tenant(n: usize) -> TenantRecord {
    TenantRecord {
        id: TenantId::parse(format!("tenant-{n}")).unwrap(),
        user: UserId::parse(format!("user-{n}")).unwrap(),
        name: format!("Customer {n:05}"),
        created_at: at(1_000),
        details: domain::TenantDetails::default(),
    }
}

pub(crate) fn integration_id(n: usize) -> IntegrationId {
    IntegrationId::parse(format!("integration-{n}")).unwrap()
}

/// A new row of tenant `n`.
pub(crate) fn integration(n: usize) -> IntegrationRecord {
    IntegrationRecord {
        connection: Connection::added(integration_id(n), at(1_000)),
        tenant: tenant(n).id,
        auth_config: AuthConfigId::parse("ac_gmail").unwrap(),
        toolkit: ToolkitSlug::parse("gmail").unwrap(),
        slot: 1,
        facts: AccountFacts::default(),
        version: 0,
    }
}

/// An attempt for row `n`.
pub(crate) fn attempt(name: &str, n: usize) -> AttemptRecord {
    let id = AttemptId::parse(name).unwrap();
    AttemptRecord {
        attempt: Attempt::plan(id, integration_id(n), at(2_000)),
        state_hash: [7; 32],
        state_used_at: None,
        previous_account: None,
        reconnect: false,
    }
}

pub(crate) fn line(n: usize, millis: i64, title: &str) -> TimelineEntry {
    TimelineEntry {
        integration: integration_id(n),
        at: at(millis),
        kind: LineKind::Status,
        title: title.to_owned(),
        detail: None,
        actor: None,
        state: None,
        moved: None,
    }
}

/// The newest lines of a row's history.
pub(crate) async fn history_of(
    store: &Store,
    row: &IntegrationId,
    limit: u32,
) -> Vec<TimelineEntry> {
    let filter = store::HistoryFilter {
        limit,
        ..store::HistoryFilter::default()
    };
    store.history(row, filter).await.unwrap().lines
}

pub(crate) fn audit(kind: AuditKind, action: &str, intent: Option<i64>) -> AuditEntry {
    AuditEntry {
        at: at(3_000),
        actor: "rosa".to_owned(),
        kind,
        action: action.to_owned(),
        target: "ca_fake".to_owned(),
        integration: Some(integration_id(1)),
        intent,
        result: None,
        reason: None,
        detail: store::AuditDetail::default(),
    }
}

/// Tenants and rows 1 to `count`, all new.
pub(crate) fn first_fill(count: usize) -> Change {
    Change {
        tenants: (1..=count).map(tenant).collect(),
        integrations: (1..=count).map(integration).collect(),
        ..Change::default()
    }
}

/// One attempt, as it is on the disk.
pub(crate) async fn stored_attempt(store: &Store, id: &AttemptId) -> Option<AttemptRecord> {
    let named = store.attempts_named(std::slice::from_ref(id)).await;
    named.unwrap().pop()
}

/// The rows of a page of the audit list, each of which can be read.
pub(crate) fn readable(lines: Vec<store::AuditLine>) -> Vec<store::AuditRow> {
    let rows = lines.into_iter().map(|line| line.row().unwrap());
    rows.collect()
}
