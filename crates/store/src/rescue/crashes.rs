//! Where a rescue may end before it is done. In here because the tests make some of its steps.

use std::fs;
use std::path::{Path, PathBuf};

use domain::{Connection, IntegrationId, TenantId, Timestamp, UserId};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection as _};

use super::desk::Found as DeskFound;
use super::found::Found;
use super::salvage::build;
use super::swap::{Step, with};
use crate::{
    AuditDetail, AuditEntry, AuditKind, Change, Desk, Error, IntegrationRecord, Rescued, Store,
    TenantRecord,
};

fn deed(action: &str) -> AuditEntry {
    AuditEntry {
        at: Timestamp::from_millis(1),
        actor: "rosa".to_owned(),
        kind: AuditKind::Observed,
        action: action.to_owned(),
        target: "this project".to_owned(),
        integration: None,
        intent: None,
        result: None,
        reason: None,
        detail: AuditDetail::default(),
    }
}

fn rows() -> Change {
    let at = Timestamp::from_millis(1);
    let tenant = TenantId::parse("tenant").unwrap();
    let row = |slot| IntegrationRecord {
        connection: Connection::added(IntegrationId::parse(format!("row-{slot}")).unwrap(), at),
        tenant: tenant.clone(),
        auth_config: domain::AuthConfigId::parse("ac_gmail").unwrap(),
        toolkit: domain::ToolkitSlug::parse("gmail").unwrap(),
        slot,
        facts: domain::AccountFacts::default(),
        version: 0,
    };
    Change {
        tenants: vec![TenantRecord {
            id: tenant.clone(),
            user: UserId::parse("user").unwrap(),
            name: "Customer".to_owned(),
            created_at: at,
            details: domain::TenantDetails::default(),
        }],
        integrations: (1..=3).map(row).collect(),
        audit: vec![deed("Connect")],
        ..Change::default()
    }
}

/// A file with one row that cannot be read, and all of it still in the log beside the file, as a
/// kill leaves it.
struct Damaged {
    home: tempfile::TempDir,
    file: Vec<u8>,
    log: Vec<u8>,
}

impl Damaged {
    async fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("facts.db");
        let store = Store::open(&path).await.unwrap();
        store.settle(&rows()).await.unwrap();
        sql(
            &path,
            "UPDATE integrations SET state_data = '?' WHERE id = 'row-3'",
        )
        .await;
        let (file, log) = (
            fs::read(&path).unwrap(),
            fs::read(with(&path, "-wal")).unwrap(),
        );
        store.close().await;
        assert!(!log.is_empty(), "there is something to lose in it");
        Self { home, file, log }
    }

    fn path(&self) -> PathBuf {
        self.home.path().join("facts.db")
    }

    /// As it was before anything was done.
    fn lay(&self) {
        for entry in fs::read_dir(self.home.path()).unwrap() {
            fs::remove_file(entry.unwrap().path()).unwrap();
        }
        fs::write(self.path(), &self.file).unwrap();
        fs::write(with(&self.path(), "-wal"), &self.log).unwrap();
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.home.path()).unwrap();
        let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
        let mut names: Vec<_> = entries.map(name).collect();
        names.sort();
        let text = |name: std::ffi::OsString| name.into_string().unwrap();
        names.into_iter().map(text).collect()
    }

    /// Not a byte of what was damaged is gone or another.
    fn is_kept_at(&self, at: &Path, why: &str) {
        assert!(fs::read(at).unwrap() == self.file, "{why}");
        assert!(fs::read(with(at, "-wal")).unwrap() == self.log, "{why}");
    }

    /// Everything that could be read is there, and that it was made anew is still to be told.
    async fn is_rescued(&self, store: Store, why: &str) {
        let roster = store.roster().await.unwrap();
        assert_eq!(roster.integrations.len(), 2, "{why}");
        let told = store.rescued().await.unwrap().unwrap();
        assert_eq!((told.rows, told.lost.rows), (2, 1), "{why}");
        self.is_kept_at(&told.aside, why);
        let check = store.verify_audit().await.unwrap();
        assert_eq!((check.rows, check.broken_at), (2, None), "{why}");
        store.close().await;
        let expected = ["facts.db", "facts.db.damaged-1", "facts.db.damaged-1-wal"];
        assert_eq!(self.names(), expected, "{why}");
        let again = Store::open(&self.path()).await.unwrap();
        assert!(again.rescued().await.unwrap().is_some(), "{why}: untold");
        again.rescue_told().await.unwrap();
        assert_eq!(again.rescued().await.unwrap(), None, "{why}: told once");
        again.close().await;
    }
}

async fn sql(file: &Path, text: &str) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
    let mut open = options.connect().await.unwrap();
    let text = AssertSqlSafe(text.to_owned());
    sqlx::raw_sql(text).execute(&mut open).await.unwrap();
    open.close().await.unwrap();
}

fn note(rescued: &Rescued) -> Option<AuditEntry> {
    let mut entry = deed("Rebuild the database");
    entry.reason = Some(format!("{} rows were kept", rescued.rows));
    Some(entry)
}

#[tokio::test]
async fn a_rescue_that_ends_between_two_steps_is_finished_by_the_next_opening_and_told() {
    let damaged = Damaged::new().await;
    let mut step = 0;
    loop {
        damaged.lay();
        let (swap, _) = build::<Found>(&damaged.path(), note).await.unwrap();
        let steps = swap.steps().unwrap();
        assert!(steps.len() >= 5, "{steps:?}");
        steps[..step].iter().try_for_each(Step::perform).unwrap();
        let why = format!("ended after {step} of {steps:?}");
        let store = Store::open(&damaged.path()).await.unwrap();
        damaged.is_rescued(store, &why).await;
        if step == steps.len() {
            return;
        }
        step += 1;
    }
}

#[tokio::test]
async fn a_rescue_that_ends_while_the_new_file_is_written_begins_again_and_has_moved_nothing() {
    let damaged = Damaged::new().await;
    damaged.lay();
    let path = damaged.path();
    // A copy that is half there, and a new file with nothing in it yet.
    fs::write(with(&path, ".reading"), &damaged.file[..4_096]).unwrap();
    fs::write(with(&path, ".reading-wal"), &damaged.log).unwrap();
    let part = with(&path, ".rescue-1.part");
    Store::open(&part).await.unwrap().close().await;
    fs::write(with(&part, "-wal"), "half a log").unwrap();
    super::take_up(&path).unwrap();
    damaged.is_kept_at(&path, "an unfinished file takes no place");
    let (store, _) = Store::rescue(&path, note).await.unwrap();
    damaged.is_rescued(store, "begun again").await;
}

#[tokio::test]
async fn a_rescue_that_fails_leaves_the_damaged_file_where_it_was() {
    let damaged = Damaged::new().await;
    damaged.lay();
    let path = damaged.path();
    // Where the new file is to be written, nothing can be.
    let part = with(&path, ".rescue-1.part");
    fs::create_dir(&part).unwrap();
    let failed = Store::rescue(&path, note).await;
    assert!(matches!(failed, Err(Error::Open { .. })), "{failed:?}");
    damaged.is_kept_at(&path, "nothing was moved");
    fs::remove_dir(part).unwrap();
    let (store, _) = Store::rescue(&path, note).await.unwrap();
    damaged.is_rescued(store, "tried again").await;
}

#[tokio::test]
async fn a_file_that_was_put_aside_with_nothing_in_its_place_is_not_opened_as_a_new_one() {
    let damaged = Damaged::new().await;
    for left in ["nothing", "its log", "an empty file"] {
        damaged.lay();
        let path = damaged.path();
        let aside = with(&path, ".damaged-1");
        fs::rename(&path, &aside).unwrap();
        if left != "its log" {
            fs::rename(with(&path, "-wal"), with(&aside, "-wal")).unwrap();
        }
        if left == "an empty file" {
            fs::write(&path, []).unwrap();
        }
        let told = Store::open(&path).await;
        assert!(
            matches!(told, Err(Error::Corrupt { .. })),
            "{left}: {told:?}"
        );
        let (store, _) = Store::rescue(&path, note).await.unwrap();
        damaged.is_rescued(store, left).await;
    }
}

#[tokio::test]
async fn what_came_to_the_place_meanwhile_covers_nothing_that_was_put_aside() {
    let damaged = Damaged::new().await;
    damaged.lay();
    let path = damaged.path();
    let (swap, _) = build::<Found>(&path, note).await.unwrap();
    let steps = swap.steps().unwrap();
    steps[..2].iter().try_for_each(Step::perform).unwrap();
    // An older version, which knows of no such steps.
    fs::write(&path, "somebody's").unwrap();
    let store = Store::open(&path).await.unwrap();
    assert_eq!(store.roster().await.unwrap().integrations.len(), 2);
    damaged.is_kept_at(&with(&path, ".damaged-1"), "it is the damaged one still");
    let other = fs::read(with(&path, ".damaged-2")).unwrap();
    assert_eq!(other, b"somebody's");
}

#[tokio::test]
async fn the_line_in_the_audit_list_is_written_with_the_rest_or_not_at_all() {
    let damaged = Damaged::new().await;
    damaged.lay();
    let (store, _) = Store::rescue(&damaged.path(), note).await.unwrap();
    let newest = crate::AuditFilter::default();
    let (_, mut lines) = store.audit_page(&newest, 0, 1).await.unwrap();
    let told = lines.remove(0).row().unwrap().entry;
    assert_eq!(told.action, "Rebuild the database");
    assert_eq!(told.reason.as_deref(), Some("2 rows were kept"));
}

#[tokio::test]
async fn a_rescue_of_the_desk_that_ends_between_two_steps_is_finished_and_told() {
    for ended in 0..=3 {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("desk.db");
        let desk = Desk::open(&path).await.unwrap();
        desk.set_setting("theme", "dark").await.unwrap();
        desk.close().await;
        sql(&path, "DROP TABLE profiles").await;
        let (swap, _) = build::<DeskFound>(&path, |_| None).await.unwrap();
        let steps = swap.steps().unwrap();
        steps[..ended].iter().try_for_each(Step::perform).unwrap();
        let desk = Desk::open(&path).await.unwrap();
        let theme = desk.setting("theme").await.unwrap();
        assert_eq!(theme.as_deref(), Some("dark"), "{steps:?}");
        let told = desk.rescued().await.unwrap().unwrap();
        assert!(told.locked_as_before && told.aside.is_file(), "{told:?}");
        desk.rescue_told().await.unwrap();
        assert_eq!(desk.rescued().await.unwrap(), None);
    }
}
