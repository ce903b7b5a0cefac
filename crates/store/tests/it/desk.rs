//! Profiles and settings.

use domain::{ProfileId, Timestamp};
use store::{CallbackWay, Desk, Error, ProfileRecord};

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
