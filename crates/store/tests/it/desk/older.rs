//! A desk that an older version of the app left.

use std::path::{Path, PathBuf};

use sqlx::Connection;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use store::{CallbackWay, Desk, ProfileRecord, ProfileSettings};

use super::profile;

/// The steps of a desk's schema, in their order.
async fn steps() -> Migrator {
    let place = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/desk");
    Migrator::new(Path::new(place)).await.unwrap()
}

/// A desk as an older version of the app left it: only the first of the steps, a project that
/// has its key in the keyring, a setting and, where there was one by then, the lock.
async fn older(file: &Path, count: usize) {
    let all = steps().await;
    let some = Migrator::with_migrations(all.iter().take(count).cloned().collect());
    std::fs::write(file, "").unwrap();
    let options = SqliteConnectOptions::new().filename(file);
    let mut raw = SqliteConnection::connect_with(&options).await.unwrap();
    some.run_direct(None, &mut raw, false).await.unwrap();
    sqlx::raw_sql(
        "INSERT INTO profiles (id, name, base_url, production, demo, key_in_keyring, callback,
                               created_at)
         VALUES ('first', 'From before', 'https://backend.composio.dev', 1, 0, 1, 'loopback', 5);
         INSERT INTO settings (key, value) VALUES ('theme', 'dark')",
    )
    .execute(&mut raw)
    .await
    .unwrap();
    if count > 1 {
        sqlx::raw_sql("UPDATE admin SET hash = '$argon2id$…', wrong = 2, idle_minutes = 5")
            .execute(&mut raw)
            .await
            .unwrap();
    }
    raw.close().await.unwrap();
}

/// What was written by [`older`] is there, with what came since as it is at first.
async fn is_as_before(desk: &Desk, count: usize) {
    let before = ProfileRecord {
        name: "From before".to_owned(),
        callback: CallbackWay::Loopback,
        settings: ProfileSettings::default(),
        ..profile("first", 5)
    };
    assert_eq!(desk.profiles().await.unwrap(), [before], "{count}");
    let theme = desk.setting("theme").await.unwrap();
    assert_eq!(theme.as_deref(), Some("dark"), "{count}");
    let lock = desk.admin().await.unwrap();
    let lock = (lock.hash.as_deref(), lock.wrong, lock.idle_minutes);
    let expected = match count > 1 {
        true => (Some("$argon2id$…"), 2, 5),
        false => (None, 0, 15),
    };
    assert_eq!(lock, expected, "{count}");
    let audit = desk.verify_audit().await.unwrap();
    assert_eq!((audit.rows, audit.broken_at), (0, None), "{count}");
}

#[tokio::test]
async fn a_desk_of_any_earlier_version_is_brought_up_to_date_and_kept_as_it_was() {
    let versions: Vec<i64> = steps().await.iter().map(|one| one.version).collect();
    assert!(versions.len() > 1, "there is an earlier version");
    for count in 1..versions.len() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("desk.db");
        let before = |version: i64| -> PathBuf {
            let name = format!("desk.db.before-{version}");
            home.path().join(name)
        };
        older(&file, count).await;
        let desk = Desk::open(&file).await.unwrap();
        is_as_before(&desk, count).await;
        assert_eq!(Some(&desk.schema().await.unwrap()), versions.last());
        // One before each step that was still to be made, named after it.
        for (at, version) in versions.iter().enumerate() {
            assert_eq!(before(*version).exists(), at >= count, "{count} {version}");
        }
        desk.close().await;

        // The copy is a whole desk of the older kind.
        std::fs::copy(before(versions[count]), &file).unwrap();
        let restored = Desk::open(&file).await.unwrap();
        is_as_before(&restored, count).await;
    }
}
