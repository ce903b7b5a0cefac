//! Profiles and settings.

mod older;

use std::path::Path;

use domain::{ProfileId, Timestamp};
use sqlx::Connection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use store::{
    AdminLock, AuditDetail, AuditEntry, AuditFilter, AuditKind, CallbackWay, Desk, Error,
    ProfileRecord, ProfileSettings,
};

use crate::fixtures::{audit, readable};

fn profile(id: &str, created: i64) -> ProfileRecord {
    ProfileRecord {
        id: ProfileId::parse(id).unwrap(),
        name: "Acme production 🏭".to_owned(),
        base_url: "https://backend.composio.dev".to_owned(),
        production: true,
        demo: false,
        key_in_keyring: true,
        callback: CallbackWay::DeepLink,
        created_at: Timestamp::from_millis(created),
        settings: ProfileSettings {
            colour: "teal".to_owned(),
            wait_seconds: Some(120),
        },
    }
}

#[tokio::test]
async fn profiles_are_kept_changed_and_deleted() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("data/desk.db");
    let desk = Desk::open(&file).await.unwrap();
    assert_eq!(desk.profiles().await.unwrap(), Vec::new());

    let (late, early) = (profile("late", 2), profile("early", 1));
    desk.save_profile(&late).await.unwrap();
    desk.save_profile(&early).await.unwrap();
    assert_eq!(
        desk.profiles().await.unwrap(),
        [early.clone(), late.clone()]
    );

    for callback in [CallbackWay::Loopback, CallbackWay::None] {
        let changed = ProfileRecord {
            name: "Renamed".to_owned(),
            production: false,
            demo: true,
            key_in_keyring: false,
            callback,
            ..early.clone()
        };
        desk.save_profile(&changed).await.unwrap();
        assert_eq!(desk.profiles().await.unwrap()[0], changed);
    }

    desk.delete_profile(&early.id).await.unwrap();
    desk.delete_profile(&early.id)
        .await
        .expect("one that is not there is no error");
    desk.close().await;
    let desk = Desk::open(&file).await.unwrap();
    assert_eq!(desk.profiles().await.unwrap(), [late]);
}

#[tokio::test]
async fn a_setting_is_what_was_set_last() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(&home.path().join("desk.db")).await.unwrap();
    assert_eq!(desk.setting("theme").await.unwrap(), None);
    desk.set_setting("theme", "dark").await.unwrap();
    desk.set_setting("theme", "light").await.unwrap();
    let set = desk.setting("theme").await.unwrap();
    assert_eq!(set.as_deref(), Some("light"));
}

#[tokio::test]
async fn a_workspace_is_not_opened_as_a_desk() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("facts.db");
    store::Store::open(&file).await.unwrap().close().await;
    let told = Desk::open(&file).await;
    assert!(
        matches!(told, Err(Error::Newer { .. } | Error::Migrate(_))),
        "{told:?}"
    );
}

#[tokio::test]
async fn the_lock_is_kept_and_begins_without_a_passphrase() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("desk.db");
    let desk = Desk::open(&file).await.unwrap();
    let first = desk.admin().await.unwrap();
    assert_eq!((first.hash, first.wrong, first.idle_minutes), (None, 0, 15));
    let locked = AdminLock {
        hash: Some("$argon2id$…".to_owned()),
        wrong: 3,
        not_before: Timestamp::from_millis(77),
        idle_minutes: 5,
    };
    desk.save_admin(&locked).await.unwrap();
    desk.close().await;
    let desk = Desk::open(&file).await.unwrap();
    assert_eq!(desk.admin().await.unwrap(), locked);
}

#[tokio::test]
async fn what_was_done_to_the_desk_outlives_the_profile() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(&home.path().join("desk.db")).await.unwrap();
    let gone = profile("gone", 1);
    desk.save_profile(&gone).await.unwrap();
    let entry = |kind, intent| AuditEntry {
        at: Timestamp::from_millis(5),
        actor: "Jo".to_owned(),
        kind,
        action: "Delete a project".to_owned(),
        target: gone.name.clone(),
        integration: None,
        intent,
        result: None,
        reason: None,
        detail: AuditDetail::default(),
    };
    let intent = desk.audit(&entry(AuditKind::Intent, None)).await.unwrap();
    desk.delete_profile(&gone.id).await.unwrap();
    desk.audit(&entry(AuditKind::Outcome, Some(intent)))
        .await
        .unwrap();
    let newest = AuditFilter::default();
    let (_, rows) = desk.audit_page(&newest, 0, 10).await.unwrap();
    let rows = readable(rows);
    let told: Vec<_> = rows.iter().map(|row| (row.seq, row.entry.intent)).collect();
    assert_eq!(told, [(2, Some(1)), (1, None)], "newest first");
}

#[tokio::test]
async fn whoever_touches_the_record_of_the_desk_is_found_out() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("desk.db");
    let desk = Desk::open(&file).await.unwrap();
    for action in ["Unlock admin", "Replace an API key", "Forget an API key"] {
        desk.audit(&audit(AuditKind::Observed, action, None))
            .await
            .unwrap();
    }
    let untouched = desk.verify_audit().await.unwrap();
    assert_eq!((untouched.rows, untouched.broken_at), (3, None));
    desk.close().await;
    let options = SqliteConnectOptions::new().filename(&file);
    let mut raw = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql("UPDATE audit SET actor = 'eve' WHERE seq = 2")
        .execute(&mut raw)
        .await
        .unwrap();
    raw.close().await.unwrap();
    let desk = Desk::open(&file).await.unwrap();
    assert_eq!(desk.verify_audit().await.unwrap().broken_at, Some(2));
}

async fn with_two_projects(file: &Path) -> AdminLock {
    let desk = Desk::open(file).await.unwrap();
    for (id, at) in [("first", 1), ("second", 2)] {
        desk.save_profile(&profile(id, at)).await.unwrap();
    }
    desk.set_setting("theme", "dark").await.unwrap();
    let lock = AdminLock {
        hash: Some("$argon2id$…".to_owned()),
        wrong: 1,
        not_before: Timestamp::from_millis(7),
        idle_minutes: 5,
    };
    desk.save_admin(&lock).await.unwrap();
    desk.close().await;
    lock
}

async fn sql(file: &Path, text: &'static str) {
    use sqlx::{ConnectOptions, Connection};
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
    let mut open = options.connect().await.unwrap();
    sqlx::raw_sql(text).execute(&mut open).await.unwrap();
    open.close().await.unwrap();
}

#[tokio::test]
async fn a_project_of_which_a_cell_is_spoilt_keeps_its_id_and_its_address() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("desk.db");
    with_two_projects(&file).await;
    let spoilt = "UPDATE profiles SET callback = 'pigeon' WHERE id = 'first'";
    sql(&file, spoilt).await;
    let (desk, rescued) = Desk::rescue(&file, |_| None).await.unwrap();
    assert_eq!((rescued.profiles, rescued.lost), (2, 0));
    let profiles = desk.profiles().await.unwrap();
    let first = profiles
        .iter()
        .find(|it| it.id.as_str() == "first")
        .unwrap();
    let whole = profile("first", 1);
    assert_eq!(
        (&first.name, &first.base_url, first.key_in_keyring),
        (&whole.name, &whole.base_url, whole.key_in_keyring)
    );
}

#[tokio::test]
async fn a_desk_with_one_spoilt_project_keeps_the_others_the_lock_and_the_settings() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("desk.db");
    let lock = with_two_projects(&file).await;
    sql(
        &file,
        "UPDATE profiles SET id = char(10) WHERE id = 'first'",
    )
    .await;
    let (desk, rescued) = Desk::rescue(&file, |_| None).await.unwrap();
    assert_eq!((rescued.profiles, rescued.locked_as_before), (1, true));
    assert_eq!(desk.profiles().await.unwrap(), [profile("second", 2)]);
    assert_eq!(desk.admin().await.unwrap(), lock);
    assert_eq!(
        desk.setting("theme").await.unwrap().as_deref(),
        Some("dark")
    );
    assert!(rescued.aside.is_file());
}

#[tokio::test]
async fn without_its_lock_a_desk_keeps_no_key() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("desk.db");
    with_two_projects(&file).await;
    sql(&file, "DROP TABLE admin").await;
    let (desk, rescued) = Desk::rescue(&file, |_| None).await.unwrap();
    assert_eq!((rescued.profiles, rescued.locked_as_before), (2, false));
    let profiles = desk.profiles().await.unwrap();
    assert!(
        profiles.iter().all(|profile| !profile.key_in_keyring),
        "spoiling the lock must not be a way to the keys that it guards"
    );
}

#[tokio::test]
async fn a_desk_of_which_nothing_can_be_read_begins_anew_and_the_old_file_is_kept() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("desk.db");
    std::fs::write(
        &file,
        "no database at all, but longer than the head of one is. ".repeat(99),
    )
    .unwrap();
    assert!(matches!(
        Desk::open(&file).await,
        Err(Error::Corrupt { .. })
    ));
    let (desk, rescued) = Desk::rescue(&file, |_| None).await.unwrap();
    assert_eq!(rescued.profiles, 0);
    assert!(desk.profiles().await.unwrap().is_empty());
    assert!(
        std::fs::read(rescued.aside)
            .unwrap()
            .starts_with(b"no database")
    );
}

#[tokio::test]
async fn an_older_copy_brings_the_projects_back_and_no_key() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("desk.db");
    let desk = Desk::open(&file).await.unwrap();
    desk.save_profile(&profile("first", 1)).await.unwrap();
    desk.close().await;
    // Of before there was a passphrase.
    std::fs::copy(&file, home.path().join("desk.db.before-2")).unwrap();
    std::fs::write(&file, [b'x'; 8192]).unwrap();
    let (desk, rescued) = Desk::rescue(&file, |_| None).await.unwrap();
    assert_eq!((rescued.profiles, rescued.locked_as_before), (1, false));
    assert!(!desk.profiles().await.unwrap()[0].key_in_keyring);
}

#[tokio::test]
async fn where_no_project_can_be_read_a_copy_brings_them_and_the_lock_stays() {
    for copy in ["as new", "of an older version"] {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("desk.db");
        let desk = Desk::open(&file).await.unwrap();
        desk.save_profile(&profile("first", 1)).await.unwrap();
        desk.set_setting("theme", "light").await.unwrap();
        desk.close().await;
        // Of before there was a passphrase.
        let older = home.path().join("desk.db.before-2");
        std::fs::copy(&file, &older).unwrap();
        if copy == "of an older version" {
            let back = "ALTER TABLE profiles DROP COLUMN colour;
                 ALTER TABLE profiles DROP COLUMN wait_seconds;
                 DROP TABLE admin; DROP TABLE audit; DROP TABLE audit_head;
                 DELETE FROM _sqlx_migrations WHERE version > 1";
            sql(&older, back).await;
        }
        let lock = with_two_projects(&file).await;
        let desk = Desk::open(&file).await.unwrap();
        let deed = audit(AuditKind::Observed, "Unlock admin", None);
        desk.audit(&deed).await.unwrap();
        desk.close().await;
        sql(&file, "UPDATE profiles SET id = char(10) || id").await;
        let (desk, rescued) = Desk::rescue(&file, |_| None).await.unwrap();
        assert_eq!(desk.admin().await.unwrap(), lock, "{copy}");
        let seen = (rescued.profiles, rescued.lost, rescued.audit);
        assert_eq!(seen, (1, 1, 1), "{copy}");
        let profiles = desk.profiles().await.unwrap();
        let kept: Vec<_> = profiles
            .iter()
            .map(|it| (it.id.as_str(), it.key_in_keyring))
            .collect();
        assert_eq!(kept, [("first", true)], "{copy}");
        let theme = desk.setting("theme").await.unwrap();
        assert_eq!(theme.as_deref(), Some("dark"), "{copy}");
    }
}

#[tokio::test]
async fn projects_of_a_copy_bring_no_key_where_the_lock_cannot_be_read() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("desk.db");
    with_two_projects(&file).await;
    std::fs::copy(&file, home.path().join("desk.db.before-3")).unwrap();
    sql(
        &file,
        "UPDATE profiles SET callback = 'pigeon'; DROP TABLE admin",
    )
    .await;
    let (desk, rescued) = Desk::rescue(&file, |_| None).await.unwrap();
    assert_eq!((rescued.profiles, rescued.locked_as_before), (2, false));
    let profiles = desk.profiles().await.unwrap();
    assert!(profiles.iter().all(|profile| !profile.key_in_keyring));
    let lock = desk.admin().await.unwrap();
    assert_eq!(lock.hash, None, "the copy's may be one that was given up");
}

#[tokio::test]
async fn a_desk_without_projects_gets_none_back_that_were_taken_away() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("desk.db");
    with_two_projects(&file).await;
    std::fs::copy(&file, home.path().join("desk.db.before-3")).unwrap();
    sql(&file, "DELETE FROM profiles; DROP TABLE settings").await;
    let (desk, rescued) = Desk::rescue(&file, |_| None).await.unwrap();
    assert_eq!((rescued.profiles, rescued.lost), (0, 0));
    assert!(desk.profiles().await.unwrap().is_empty());
}
