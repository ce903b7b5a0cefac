//! The file: who may read it, and every way in which it may be unfit.

use std::path::{Path, PathBuf};

use sqlx::Connection;
use sqlx::migrate::Migrator;
use store::{Error, Store};

use crate::fixtures::{Home, first_fill};

fn before(home: &Home, version: i64) -> PathBuf {
    let mut name = home.file().into_os_string();
    name.push(format!(".before-{version}"));
    name.into()
}

async fn migrations() -> Migrator {
    let place = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/store");
    Migrator::new(Path::new(place)).await.unwrap()
}

/// Of every migration there is, in their order.
async fn versions() -> Vec<i64> {
    migrations().await.iter().map(|one| one.version).collect()
}

/// A file as an older version of the app left it: only the first `steps` migrations.
async fn older(home: &Home, steps: usize) {
    std::fs::create_dir_all(home.file().parent().unwrap()).unwrap();
    std::fs::write(home.file(), "").unwrap();
    let all = migrations().await;
    let some = Migrator::with_migrations(all.iter().take(steps).cloned().collect());
    let mut raw = home.raw().await;
    some.run_direct(None, &mut raw, false).await.unwrap();
    sqlx::raw_sql(
        "INSERT INTO tenants (id, user_id, name, created_at, version)
         VALUES ('tenant-1', 'user-1', 'From before', 5, 1)",
    )
    .execute(&mut raw)
    .await
    .unwrap();
    raw.close().await.unwrap();
}

async fn tamper(home: &Home, sql: &'static str) {
    let mut raw = home.raw().await;
    sqlx::raw_sql(sql).execute(&mut raw).await.unwrap();
    raw.close().await.unwrap();
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_may_read_the_file_or_what_lies_beside_it() {
    let home = Home::new();
    let store = home.open().await;
    store.settle(&first_fill(1)).await.unwrap();
    let directory = home.file().parent().unwrap().to_owned();
    assert_eq!(mode(&directory), 0o700);
    let mut seen = 0;
    for entry in std::fs::read_dir(&directory).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        seen += 1;
    }
    assert_eq!(seen, 3, "the file, its log and the log's index");
}

#[cfg(unix)]
#[tokio::test]
async fn rights_that_were_too_wide_are_taken_back() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    home.open().await.close().await;
    let directory = home.file().parent().unwrap().to_owned();
    for (path, wide) in [(&directory, 0o755), (&home.file(), 0o644)] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(wide)).unwrap();
    }
    home.open().await;
    assert_eq!(mode(&directory), 0o700);
    assert_eq!(mode(&home.file()), 0o600);
}

#[cfg(unix)]
#[tokio::test]
async fn a_directory_that_is_everybodys_is_left_to_everybody() {
    use std::os::unix::fs::PermissionsExt;
    let shared = tempfile::tempdir().unwrap();
    std::fs::set_permissions(shared.path(), std::fs::Permissions::from_mode(0o1777)).unwrap();
    let file = shared.path().join("facts.db");
    Store::open(&file).await.unwrap();
    assert_eq!(mode(shared.path()), 0o1777);
    assert_eq!(mode(&file), 0o600);
}

#[tokio::test]
async fn a_place_where_no_file_can_be_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let in_the_way = directory.path().join("file");
    std::fs::write(&in_the_way, "not a directory").unwrap();
    let is_a_directory = directory.path().join("facts.db");
    std::fs::create_dir(&is_a_directory).unwrap();
    for bad in [in_the_way.join("facts.db"), is_a_directory] {
        let told = Store::open(&bad).await;
        assert!(
            matches!(&told, Err(Error::Open { path, .. }) if path == &bad),
            "{told:?}"
        );
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_directory_that_cannot_be_written_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let directory = tempfile::tempdir().unwrap();
    let closed = directory.path().join("closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o500)).unwrap();
    // Root may write anywhere; for root the directory that nobody can write to is a
    // file system of the kernel's.
    let root = std::fs::write(closed.join("probe"), "").is_ok();
    let bad = if root {
        PathBuf::from("/proc/self/facts.db")
    } else {
        closed.join("facts.db")
    };
    if bad.parent().unwrap().is_dir() {
        let told = Store::open(&bad).await;
        assert!(matches!(told, Err(Error::Open { .. })), "{told:?}");
    }
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o700)).unwrap();
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_left_alone() {
    let home = Home::new();
    home.open().await.close().await;
    tamper(
        &home,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9000, 'from the future', 1, x'00', 1)",
    )
    .await;
    let old = std::fs::read(home.file()).unwrap();
    let told = home_error(&home).await;
    assert!(
        matches!(
            told,
            Error::Newer {
                found: 9000,
                known: 2..9000
            }
        ),
        "{told:?}"
    );
    assert_eq!(std::fs::read(home.file()).unwrap(), old);
}

async fn home_error(home: &Home) -> Error {
    Store::open(&home.file())
        .await
        .expect_err("this file must be refused")
}

#[tokio::test]
async fn a_migration_that_was_edited_after_its_release_is_refused() {
    let home = Home::new();
    home.open().await.close().await;
    tamper(
        &home,
        "UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1",
    )
    .await;
    let told = home_error(&home).await;
    assert!(matches!(told, Error::Migrate(_)), "{told:?}");
}

#[tokio::test]
async fn a_file_of_any_earlier_version_is_brought_up_to_date_and_kept_as_it_was() {
    let versions = versions().await;
    for steps in 1..versions.len() {
        let home = Home::new();
        older(&home, steps).await;
        let store = home.open().await;
        assert_eq!(store.roster().await.unwrap().tenants[0].name, "From before");
        assert_eq!(store.verify_audit().await.unwrap().rows, 0);
        // One before each step that was still to be made, named after it.
        for (at, version) in versions.iter().enumerate() {
            assert_eq!(
                before(&home, *version).exists(),
                at >= steps,
                "{steps} {version}"
            );
        }
        let copy = before(&home, versions[steps]);
        #[cfg(unix)]
        assert_eq!(mode(&copy), 0o600);
        store.close().await;

        // The copy is a whole store of the older kind.
        std::fs::copy(&copy, home.file()).unwrap();
        let restored = home.open().await;
        let roster = restored.roster().await.unwrap();
        assert_eq!(roster.tenants[0].name, "From before");
    }
}

#[tokio::test]
async fn a_copy_from_a_try_that_failed_is_replaced() {
    let home = Home::new();
    older(&home, 1).await;
    std::fs::write(before(&home, 2), "half a copy").unwrap();
    home.open().await.close().await;
    let copy = std::fs::read(before(&home, 2)).unwrap();
    assert!(copy.starts_with(b"SQLite format 3\0"));
}

#[tokio::test]
async fn a_migration_that_fails_leaves_the_file_as_it_was() {
    let home = Home::new();
    older(&home, 1).await;
    tamper(&home, "CREATE TABLE audit_head (in_the_way TEXT)").await;
    let told = home_error(&home).await;
    assert!(matches!(told, Error::Migrate(_)), "{told:?}");
    let mut raw = home.raw().await;
    let audit: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'audit'")
        .fetch_one(&mut raw)
        .await
        .unwrap();
    assert_eq!(audit, 0, "half a migration must not stay");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_damaged() {
    let home = Home::new();
    home.open().await.close().await;
    std::fs::write(home.file(), "this is a letter, not a database".repeat(200)).unwrap();
    let told = home_error(&home).await;
    assert!(matches!(told, Error::Corrupt { .. }), "{told:?}");
}

#[tokio::test]
async fn a_file_with_a_hole_or_cut_short_is_damaged() {
    for cut in [false, true] {
        let home = Home::new();
        let store = home.open().await;
        store.settle(&first_fill(500)).await.unwrap();
        store.close().await;
        let mut bytes = std::fs::read(home.file()).unwrap();
        if cut {
            bytes.truncate(bytes.len() / 2);
        } else {
            // Every page but the first, which has the schema.
            bytes[4_096..].fill(0xa5);
        }
        std::fs::write(home.file(), bytes).unwrap();
        let told = home_error(&home).await;
        assert!(matches!(told, Error::Corrupt { .. }), "cut {cut}: {told:?}");
    }
}

#[tokio::test]
async fn a_row_that_this_version_cannot_read_is_damage_not_a_guess() {
    for sql in [
        "UPDATE integrations SET state = 'dancing'",
        "UPDATE integrations SET state_data = '{\"v\":9,\"since\":1}'",
        "UPDATE integrations SET state_data = 'not json'",
        "UPDATE integrations SET facts = ''",
        "UPDATE integrations SET account = ''",
        "UPDATE integrations SET toolkit = char(10)",
        "UPDATE integrations SET slot = 4294967296",
        "UPDATE integrations SET identity = 'jane', identity_source = 'a guess'",
    ] {
        let home = Home::new();
        let store = home.open().await;
        store.settle(&first_fill(1)).await.unwrap();
        tamper(&home, sql).await;
        let told = store.roster().await;
        assert!(
            matches!(told, Err(Error::Corrupt { .. })),
            "{sql}: {told:?}"
        );
    }
}

#[tokio::test]
async fn nothing_that_was_deleted_stays_in_the_file() {
    let home = Home::new();
    let store = home.open().await;
    let mut change = first_fill(1);
    change.integrations[0].connection.status_reason = Some("FINDME-IF-YOU-CAN".repeat(20));
    store.settle(&change).await.unwrap();
    let removed = store::Change {
        removed: vec![change.integrations[0].id().clone()],
        ..store::Change::default()
    };
    store.settle(&removed).await.unwrap();
    store.close().await;
    let directory = home.file().parent().unwrap().to_owned();
    for entry in std::fs::read_dir(directory).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let found = bytes.windows(6).any(|window| window == b"FINDME");
        assert!(!found, "what was removed is still on the disk");
    }
}
