//! Where keys end up when something goes wrong between the keyring and the disk: none stays in the
//! keyring that nobody can take out again.

use vault::{Double, Error, Ill, Vault};
use wire::{Code, DeleteProfile, Event, ForgetKey, KeyPlace, ProfileView, SaveApiKey};

use crate::desk::Desk;

/// From now on no project can be written down. The id of the one that was to be is kept.
const NO_NEW_ROW: &str = "CREATE TRIGGER no_new_row BEFORE INSERT ON profiles BEGIN
    INSERT OR REPLACE INTO settings (key, value) VALUES ('refused', NEW.id);
    SELECT RAISE(FAIL, 'no room'); END";
const NO_CHANGE: &str = "CREATE TRIGGER no_change BEFORE UPDATE ON profiles BEGIN
    SELECT RAISE(ABORT, 'no room'); END";
const NO_NETWORK: &str = "CREATE TRIGGER no_network BEFORE INSERT ON settings
    WHEN NEW.key LIKE 'network:%' BEGIN SELECT RAISE(ABORT, 'no room'); END";

async fn desk_with(keyring: &Double) -> Desk {
    Desk::bare(simulator::Config::default(), Vault::Double(keyring.clone())).await
}

/// The key of a project entered anew.
fn again(desk: &Desk, view: &ProfileView, memory_only: bool) -> SaveApiKey {
    SaveApiKey {
        profile: Some(view.id.clone()),
        base_url: String::new(),
        ..desk.key_typed(memory_only)
    }
}

fn delete(view: &ProfileView) -> DeleteProfile {
    DeleteProfile {
        profile: view.id.clone(),
        typed: view.name.clone(),
    }
}

fn told(desk: &Desk, words: &str) -> bool {
    let events = desk.events.lock().unwrap();
    let mut notices = events.iter().filter_map(|event| match event {
        Event::Notice(notice) => Some(notice),
        _ => None,
    });
    notices.any(|notice| !notice.good && notice.text.contains(words))
}

async fn is_empty(desk: &Desk, id: &str) -> bool {
    matches!(desk.vault.load(id).await, Err(Error::Missing))
}

#[tokio::test]
async fn a_project_that_cannot_be_written_down_leaves_no_key_in_the_keyring() {
    let desk = desk_with(&Double::default()).await;
    desk.sql(NO_NEW_ROW).await;
    let fault = desk.save_key().await.unwrap_err();
    assert_eq!(fault.code, Code::StoreUnavailable);
    let file = store::Desk::open(&desk.home.path().join("desk.db")).await;
    let refused = file.unwrap().setting("refused").await.unwrap().unwrap();
    assert!(is_empty(&desk, &refused).await, "no row names it");
    assert_eq!(desk.last_deed().await.kind, "outcome");
}

#[tokio::test]
async fn a_new_key_whose_project_cannot_be_written_is_not_the_one_that_is_used() {
    let desk = desk_with(&Double::default()).await;
    let view = desk.app.run(desk.key_typed(true)).await.unwrap();
    desk.sql(NO_CHANGE).await;
    desk.app.run(again(&desk, &view, false)).await.unwrap_err();
    assert!(is_empty(&desk, view.id.as_str()).await);
    let said = desk.last_deed().await.result.unwrap();
    assert!(said.starts_with("refused"), "{said}");
    assert_eq!(desk.snapshot().profile.unwrap().key, KeyPlace::Memory);
}

#[tokio::test]
async fn when_not_even_its_network_can_be_kept_the_deed_has_an_end_all_the_same() {
    let desk = desk_with(&Double::default()).await;
    desk.sql(NO_NETWORK).await;
    desk.save_key().await.unwrap_err();
    let last = desk.last_deed().await;
    assert_eq!(
        (last.action.as_str(), last.kind.as_str()),
        ("Add a project", "outcome")
    );
}

#[tokio::test]
async fn when_the_keyring_says_no_to_a_new_key_the_old_one_is_used_as_before() {
    let keyring = Double::default();
    let desk = desk_with(&keyring).await;
    let view = desk.save_key().await.unwrap();
    keyring.is(Some(Ill::Locked));
    desk.app.run(again(&desk, &view, false)).await.unwrap_err();
    keyring.is(None);
    let desk = desk.restart().await;
    let told = desk.snapshot();
    assert_eq!(told.trouble, None);
    assert_eq!(told.profile.unwrap().key, KeyPlace::Keyring);
}

/// A project whose key is in memory, while the keyring holds the one before it.
async fn replaced(keyring: &Double) -> (Desk, ProfileView) {
    let desk = desk_with(keyring).await;
    let view = desk.save_key().await.unwrap();
    keyring.is(Some(Ill::Locked));
    desk.app.run(again(&desk, &view, true)).await.unwrap();
    (desk, view)
}

#[tokio::test]
async fn a_key_that_the_keyring_holds_on_to_is_told_and_is_not_used_again() {
    let keyring = Double::default();
    let (desk, view) = replaced(&keyring).await;
    assert!(told(&desk, "is still in the keyring"));
    let said = desk.last_deed().await.result.unwrap();
    assert!(said.contains("the keyring still holds"), "{said}");
    keyring.is(None);
    let desk = desk.restart().await;
    assert_eq!(desk.snapshot().profile.unwrap().key, KeyPlace::Missing);
    let ask = again(&desk, &view, false);
    desk.app.run(ask).await.expect("a new one takes its place");
}

#[tokio::test]
async fn what_the_keyring_holds_on_to_is_taken_out_when_the_key_is_forgotten() {
    let keyring = Double::default();
    let (desk, view) = replaced(&keyring).await;
    let ask = ForgetKey {
        profile: view.id.clone(),
    };
    let fault = desk.app.run(ask.clone()).await.unwrap_err();
    assert_eq!(fault.code, Code::VaultLocked, "it is not said to be done");
    keyring.is(None);
    desk.app.run(ask).await.unwrap();
    assert!(is_empty(&desk, view.id.as_str()).await);
}

#[tokio::test]
async fn what_the_keyring_holds_on_to_is_taken_out_before_the_project_goes() {
    let keyring = Double::default();
    let (desk, view) = replaced(&keyring).await;
    let desk = desk.restart().await;
    let fault = desk.app.run(delete(&view)).await.unwrap_err();
    assert_eq!(fault.code, Code::VaultLocked);
    assert_eq!(desk.snapshot().profiles.len(), 1, "it is still named");
    keyring.is(None);
    desk.app.run(delete(&view)).await.unwrap();
    assert!(is_empty(&desk, view.id.as_str()).await);
}

#[tokio::test]
async fn a_rescued_row_that_knows_of_no_key_is_not_believed() {
    for forget in [true, false] {
        let desk = desk_with(&Double::default()).await;
        let view = desk.save_key().await.unwrap();
        desk.sql("UPDATE profiles SET key_in_keyring = 0").await;
        let desk = desk.restart().await;
        let profile = view.id.clone();
        match forget {
            true => desk.app.run(ForgetKey { profile }).await.unwrap(),
            false => desk.app.run(delete(&view)).await.unwrap(),
        };
        assert!(is_empty(&desk, view.id.as_str()).await, "{forget}");
    }
}

#[tokio::test]
async fn where_no_keyring_is_a_key_in_memory_is_forgotten_and_its_project_deleted_all_the_same() {
    let keyring = Double::default();
    keyring.is(Some(Ill::Unavailable));
    let desk = desk_with(&keyring).await;
    let view = desk.app.run(desk.key_typed(true)).await.unwrap();
    let profile = view.id.clone();
    desk.app.run(ForgetKey { profile }).await.unwrap();
    assert_eq!(desk.snapshot().profile.unwrap().key, KeyPlace::Missing);
    assert!(told(&desk, "could not be found out"));
    desk.app.run(delete(&view)).await.unwrap();
    assert_eq!(desk.snapshot().profiles, []);
}
