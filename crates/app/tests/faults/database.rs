//! A database that cannot be used: one clear sentence each, and nothing lost.

mod cuts;
mod room;

use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use wire::{Code, Event};

use crate::checker;
use crate::life::Life;
use crate::rig::Rig;

/// What the window says stands in the way.
pub(super) fn trouble(life: &Life) -> Option<wire::Fault> {
    let last = life
        .events()
        .into_iter()
        .rev()
        .find_map(|event| match event {
            Event::Snapshot(all) => Some(all.trouble),
            _ => None,
        });
    last.flatten()
}

fn sql(rig: &Rig, text: &'static str) {
    sql_in(&rig.database().unwrap(), text);
}

fn sql_in(file: &std::path::Path, text: &'static str) {
    crate::rig::apart(written(file, text));
}

/// What somebody else writes into a database. No time passes meanwhile: the thread that writes
/// goes by the name of the core's own.
pub(super) async fn written(file: &std::path::Path, text: &'static str) {
    let core = std::fs::read_to_string("/proc/thread-self/comm").unwrap_or_default();
    let mut open = SqliteConnectOptions::new()
        .filename(file)
        .thread_name(move |_| core.trim_end().to_owned())
        .connect()
        .await
        .unwrap();
    sqlx::raw_sql(text).execute(&mut open).await.unwrap();
}

/// A workspace with one connected account, closed.
pub(super) fn worked() -> Rig {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        life.connected(&rig, "jane").await;
    })
    .unwrap();
    rig
}

#[test]
fn a_damaged_database_is_put_aside_and_everything_is_there_again_with_the_audit_list() {
    for kind in ["a row", "cut in half"] {
        let rig = worked();
        let file = rig.database().unwrap();
        // What lies in the log beside the file would heal it again.
        sql(&rig, "PRAGMA wal_checkpoint(TRUNCATE)");
        let bytes = std::fs::read(&file).unwrap();
        match kind {
            "a row" => sql(&rig, "UPDATE integrations SET state_data = 'not json'"),
            _ => std::fs::write(&file, &bytes[..bytes.len() / 2]).unwrap(),
        }
        rig.live(async |life| {
            let told = trouble(life).unwrap();
            assert_eq!(told.code, Code::StoreCorrupt, "{kind}");
            assert!(told.message.contains("put aside"), "{kind}: {told}");
            life.synced().await;
            if kind == "a row" {
                assert!(
                    told.message.contains("2 lines"),
                    "the audit list is kept: {told}"
                );
            }
            let broken = checker::broken(&rig, true).await;
            // Trips through the browser are over with the file, and so is the audit list
            // where nothing of it could be read.
            let lost: Vec<_> = broken
                .iter()
                .filter(|rule| !rule.starts_with("I9"))
                .filter(|rule| kind == "a row" || !rule.starts_with("I5"))
                .collect();
            assert!(lost.is_empty(), "{kind}: {lost:?}");
            let page = life.sync().await;
            assert!(page.fault.is_none(), "{kind}");
            life.connected(&rig, "ben").await;
        })
        .unwrap();
        let aside = file.with_extension("db.damaged-1");
        assert!(aside.exists(), "{kind}: the damaged file is kept");
        assert_eq!(
            rig.remote("jane").len(),
            1,
            "{kind}: nothing changed at Composio"
        );
    }
}

#[test]
fn a_rescue_is_noted_and_told_once_whatever_fails_after_it() {
    let rig = worked();
    // It is noticed at the opening, before the desk is written to.
    sql(
        &rig,
        "PRAGMA ignore_check_constraints = ON; UPDATE integrations SET version = 0",
    );
    let desk = rig.home.path().join("desk.db");
    sql_in(
        &desk,
        "CREATE TRIGGER refuses BEFORE INSERT ON settings WHEN NEW.key = 'last_profile'
         BEGIN SELECT RAISE(ABORT, 'not now'); END",
    );
    rig.live(async |life| {
        let told = trouble(life).unwrap();
        assert_eq!(told.code, Code::StoreUnavailable, "{told}");
    })
    .unwrap();
    sql(
        &rig,
        "CREATE TABLE noted AS SELECT CAST(COUNT(*) AS INT) AS n FROM audit
           WHERE action = 'Rebuild the database';
         CREATE TABLE must (n CHECK (n = 1));
         INSERT INTO must SELECT n FROM noted;
         DROP TABLE noted; DROP TABLE must",
    );
    sql_in(&desk, "DROP TRIGGER refuses");
    rig.live(async |life| {
        let told = trouble(life).unwrap();
        assert!(told.message.contains("put aside"), "{told}");
        assert!(told.message.contains("2 lines"), "{told}");
        life.synced().await;
    })
    .unwrap();
    rig.live(async |life| assert_eq!(trouble(life), None, "it is told once"))
        .unwrap();
}

#[test]
fn a_database_that_was_put_aside_with_nothing_in_its_place_is_read_from_there() {
    let rig = worked();
    let file = rig.database().unwrap();
    sql(&rig, "PRAGMA wal_checkpoint(TRUNCATE)");
    std::fs::rename(&file, file.with_extension("db.damaged-1")).unwrap();
    // As an opening that was killed leaves one.
    std::fs::write(&file, []).unwrap();
    rig.live(async |life| {
        let told = trouble(life).unwrap();
        assert!(told.message.contains("2 lines"), "{told}");
        assert!(told.message.contains("1 row was kept with"), "{told}");
        life.synced().await;
        let mut broken = checker::broken(&rig, true).await;
        // Trips that were won are over with the file.
        broken.retain(|rule| !rule.starts_with("I9"));
        assert_eq!(broken, Vec::<String>::new());
    })
    .unwrap();
}

#[test]
fn a_database_of_a_newer_version_is_left_alone_and_the_window_says_so() {
    let rig = worked();
    sql(
        &rig,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9000, 'from the future', 1, x'00', 1)",
    );
    // What lies in the log beside the file is folded in at an opening.
    sql(&rig, "PRAGMA wal_checkpoint(TRUNCATE)");
    let file = rig.database().unwrap();
    let bytes = std::fs::read(&file).unwrap();
    rig.sim.clear_requests();
    rig.live(async |life| {
        let told = trouble(life).unwrap();
        assert_eq!(told.code, Code::StoreNewer, "{told}");
        assert_eq!(
            told.message,
            "The database was written by a newer version of Switchboard. Nothing was touched; install that version again."
        );
        life.rest(std::time::Duration::from_secs(600)).await;
    })
    .unwrap();
    assert!(rig.sim.requests().is_empty(), "nothing is asked or sent");
    assert_eq!(std::fs::read(&file).unwrap(), bytes, "not one byte of it");
    // As the newer version reads it.
    sql(&rig, "DELETE FROM _sqlx_migrations WHERE version = 9000");
    rig.live(async |life| {
        assert_eq!(trouble(life), None);
        life.sync().await;
        rig.check(true).await;
    })
    .unwrap();
}

#[test]
fn a_database_that_another_process_holds_is_told_and_nothing_is_sent() {
    let rig = worked();
    rig.live(async |life| {
        life.synced().await;
        let file = rig.database().unwrap();
        let mut other = SqliteConnectOptions::new()
            .filename(file)
            .connect()
            .await
            .unwrap();
        sqlx::raw_sql("BEGIN IMMEDIATE")
            .execute(&mut other)
            .await
            .unwrap();
        rig.sim.clear_requests();
        let told = life
            .connect("ben", &rig.auth_config("gmail"))
            .await
            .unwrap_err();
        assert_eq!(told.code, Code::StoreUnavailable, "{told}");
        assert_eq!(
            told.message,
            "Another program holds the database. Nothing was done; close it and try again."
        );
        let sent = rig
            .sim
            .requests()
            .iter()
            .any(|request| request["method"] == "POST");
        assert!(!sent, "no record, no request");
        sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
        life.connected(&rig, "ben").await;
    })
    .unwrap();
}

#[test]
fn a_damaged_desk_is_put_aside_and_the_project_in_it_opens_as_before() {
    let rig = worked();
    let file = rig.home.path().join("desk.db");
    sql_in(
        &file,
        "INSERT INTO profiles (id, name, base_url, production, demo, key_in_keyring, callback,
           created_at, colour)
         VALUES ('spoilt', 'S', 'https://example.com', 0, 0, 1, 'pigeon', 1, 'none')",
    );
    rig.live(async |life| {
        let told = trouble(life).unwrap();
        assert_eq!(told.code, Code::StoreCorrupt);
        assert!(
            told.message.contains("2 projects in it were kept"),
            "{told}"
        );
        life.synced().await;
        let broken = checker::broken(&rig, true).await;
        assert_eq!(broken, Vec::<String>::new());
    })
    .unwrap();
    assert!(
        file.with_extension("db.damaged-1").exists(),
        "the damaged file is kept"
    );
    rig.live(async |life| {
        assert_eq!(trouble(life), None, "it is told once");
    })
    .unwrap();
}

#[test]
fn a_desk_of_which_nothing_can_be_read_lets_the_project_be_added_anew() {
    let rig = worked();
    let workspace = rig.database().unwrap();
    let file = rig.home.path().join("desk.db");
    // What lies in the log beside the file would heal it again.
    sql_in(&file, "PRAGMA wal_checkpoint(TRUNCATE)");
    std::fs::write(&file, vec![b'x'; 8192]).unwrap();
    rig.live(async |life| {
        let told = trouble(life).unwrap();
        assert_eq!(told.code, Code::StoreCorrupt);
        assert!(told.message.contains("add each again"), "{told}");
    })
    .unwrap();
    assert!(
        workspace.exists(),
        "the project's own database is left alone"
    );
}
