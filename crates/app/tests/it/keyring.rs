//! The keyring's states above the vault: what a person is told at set-up and at the
//! start, and that trying again and memory are real ways out.

use std::collections::HashSet;

use domain::AttemptState;
use tokio::task::JoinHandle;
use vault::{Double, Error, Ill, Vault};
use wire::{Code, Event, KeyPlace, Remedy, RetryKeyring, UseProfile};

use crate::desk::Desk;

const STATES: [(Ill, Code, Remedy); 4] = [
    (
        Ill::Unavailable,
        Code::VaultUnavailable,
        Remedy::StartKeyring,
    ),
    (Ill::Locked, Code::VaultLocked, Remedy::UnlockKeyring),
    (Ill::Denied, Code::VaultDenied, Remedy::AllowKeyring),
    (Ill::Refused, Code::VaultRefused, Remedy::KeepInMemory),
];

async fn desk_with(keyring: &Double) -> Desk {
    Desk::bare(simulator::Config::default(), Vault::Double(keyring.clone())).await
}

#[tokio::test]
async fn each_state_of_the_keyring_has_words_and_a_way_out_of_its_own() {
    let keyring = Double::default();
    let desk = desk_with(&keyring).await;
    let mut words = HashSet::new();
    for (ill, code, remedy) in STATES {
        keyring.is(Some(ill));
        let fault = desk.save_key().await.unwrap_err();
        assert_eq!((fault.code, fault.remedy), (code, remedy));
        assert!(
            fault.message.contains("in memory until Switchboard closes"),
            "the one alternative is named: {}",
            fault.message
        );
        assert!(
            words.insert(fault.message.clone()),
            "said before: {}",
            fault.message
        );
    }
}

#[tokio::test]
async fn a_key_that_the_keyring_did_not_take_is_kept_nowhere() {
    let keyring = Double::default();
    let desk = desk_with(&keyring).await;
    for (ill, ..) in STATES {
        keyring.is(Some(ill));
        desk.save_key().await.unwrap_err();
    }
    assert_eq!(desk.snapshot().profiles, [], "no workspace was made");
    keyring.is(None);
    let view = desk.save_key().await.unwrap();
    assert_eq!(view.key, KeyPlace::Keyring);
    let kept = desk.vault.load(view.id.as_str()).await;
    assert!(kept.is_ok(), "{kept:?}");
}

#[tokio::test]
async fn in_every_state_a_person_may_keep_the_key_in_memory_and_work() {
    for (ill, ..) in STATES {
        let keyring = Double::default();
        keyring.is(Some(ill));
        let desk = desk_with(&keyring).await;
        let view = desk.app.run(desk.key_typed(true)).await.unwrap();
        assert_eq!(view.key, KeyPlace::Memory, "{ill:?}");
        desk.synced().await;
        keyring.is(None);
        let kept = desk.vault.load(view.id.as_str()).await;
        assert!(matches!(kept, Err(Error::Missing)), "{ill:?}: {kept:?}");
    }
}

#[tokio::test]
async fn at_the_start_the_list_stays_readable_and_trying_again_works_once_the_keyring_does() {
    for (ill, code, _) in STATES {
        let keyring = Double::default();
        let desk = desk_with(&keyring).await;
        desk.save_key().await.unwrap();
        desk.synced().await;
        let rows = desk.all().await;

        keyring.is(Some(ill));
        let desk = desk.restart().await;
        let told = desk.snapshot();
        assert_eq!(told.trouble.map(|fault| fault.code), Some(code));
        assert_eq!(
            told.profile.map(|profile| profile.key),
            Some(KeyPlace::Missing)
        );
        assert_eq!(desk.all().await, rows, "{ill:?}: what was read stays");
        let write = desk.app.run(wire::SyncNow {}).await.unwrap_err();
        assert_eq!(write.code, Code::NotConfigured, "{ill:?}");
        let again = desk.app.run(RetryKeyring {}).await.unwrap_err();
        assert_eq!(again.code, code, "it says the same as long as it is so");

        keyring.is(None);
        desk.app.run(RetryKeyring {}).await.unwrap();
        assert_eq!(desk.snapshot().trouble, None, "{ill:?}");
        desk.synced().await;
    }
}

#[tokio::test]
async fn a_key_that_is_gone_or_is_none_is_entered_again_and_not_tried_again() {
    let keyring = Double::default();
    let desk = desk_with(&keyring).await;
    let view = desk.save_key().await.unwrap();
    keyring.is(Some(Ill::Corrupt));
    let desk = desk.restart().await;
    let trouble = desk.snapshot().trouble.unwrap();
    assert_eq!(
        (trouble.code, trouble.remedy),
        (Code::VaultCorrupt, Remedy::ReplaceApiKey)
    );

    keyring.is(None);
    desk.vault.forget(view.id.as_str()).await.unwrap();
    let fault = desk.app.run(RetryKeyring {}).await.unwrap_err();
    assert_eq!(
        (fault.code, fault.remedy),
        (Code::VaultMissing, Remedy::ReplaceApiKey)
    );
}

/// A project that was read, with its key in this keyring.
async fn read(keyring: &Double) -> Desk {
    let desk = desk_with(keyring).await;
    desk.save_key().await.unwrap();
    desk.synced().await;
    desk
}

/// The same in a new process whose keyring asks for its password and gets no answer, and the
/// start, which waits for that.
async fn asked(desk: Desk, keyring: &Double) -> (Desk, JoinHandle<()>) {
    let desk = desk.reopened().await;
    keyring.asks(true);
    let app = desk.app.clone();
    let start = tokio::spawn(async move { app.start().await });
    desk.until("the project is open", |desk| {
        desk.snapshot().profile.is_some()
    })
    .await;
    (desk, start)
}

/// Whether the window was ever told to ask for a key.
fn set_up_was_shown(desk: &Desk) -> bool {
    let events = desk.events.lock().unwrap();
    events.iter().any(
        |event| matches!(event, Event::Snapshot(told) if told.profile.is_none() && !told.opening),
    )
}

#[tokio::test]
async fn while_the_keyring_asks_for_its_password_the_rows_are_there_and_nobody_asks_for_a_key() {
    let keyring = Double::default();
    let desk = read(&keyring).await;
    let rows = desk.all().await;
    let (desk, start) = asked(desk, &keyring).await;
    assert_eq!(desk.all().await, rows, "what was read is there at once");
    let told = desk.snapshot();
    assert_eq!(told.profile.unwrap().key, KeyPlace::Asked);
    assert_eq!((told.opening, told.trouble), (false, None));
    desk.app.run(wire::SyncNow {}).await.unwrap();
    assert_eq!(desk.snapshot().trouble, None, "it begins with the key");
    assert_eq!(keyring.waiting(), 1, "it is asked once");

    keyring.asks(false);
    start.await.unwrap();
    let told = desk.snapshot();
    assert_eq!(told.profile.unwrap().key, KeyPlace::Keyring);
    assert_eq!(told.trouble, None);
    desk.synced().await;
    assert!(!set_up_was_shown(&desk), "from the first moment on");
}

#[tokio::test]
async fn while_the_keyring_asks_no_row_with_an_open_sign_in_is_taken_away() {
    let keyring = Double::default();
    let desk = read(&keyring).await;
    let view = desk.begin("newcomer", "gmail").await;
    let (desk, start) = asked(desk, &keyring).await;
    let ask = wire::RemoveRow {
        integration: view.integration.clone(),
    };
    let fault = desk.app.run(ask).await.unwrap_err();
    assert!(fault.message.contains("A sign-in is open"), "{fault}");
    keyring.asks(false);
    start.await.unwrap();
}

#[tokio::test]
async fn what_the_keyring_says_in_the_end_is_told_then() {
    let keyring = Double::default();
    let desk = read(&keyring).await;
    let rows = desk.all().await;
    let (desk, start) = asked(desk, &keyring).await;
    keyring.is(Some(Ill::Locked));
    keyring.asks(false);
    start.await.unwrap();
    let told = desk.snapshot();
    assert_eq!(told.profile.unwrap().key, KeyPlace::Missing);
    assert_eq!(told.trouble.unwrap().code, Code::VaultLocked);
    assert_eq!(desk.all().await, rows);
    keyring.is(None);
    desk.app.run(RetryKeyring {}).await.unwrap();
    desk.synced().await;
}

#[tokio::test]
async fn a_project_can_be_left_while_the_keyring_asks_and_its_key_then_opens_nothing() {
    let keyring = Double::default();
    let (desk, start) = asked(read(&keyring).await, &keyring).await;
    desk.app.run(UseProfile { profile: None }).await.unwrap();
    keyring.asks(false);
    start.await.unwrap();
    let told = desk.snapshot();
    assert_eq!((told.profile, told.trouble), (None, None));
    assert!(!told.opening);
}

#[tokio::test]
async fn a_sign_in_that_comes_home_while_the_keyring_asks_is_taken_up_after_it() {
    let keyring = Double::default();
    let desk = read(&keyring).await;
    let view = desk.begin("new-tenant", "gmail").await;
    // The link is to be what tells of it, not a look.
    let slow = simulator::Fault {
        route: "GET /connected_accounts/{id}".into(),
        times: Some(0),
        latency_ms: 500,
        ..simulator::Fault::default()
    };
    desk.sim.faults(vec![slow]).unwrap();
    let (desk, start) = asked(desk, &keyring).await;
    let link = desk.allow(&view, "jane@example.com");
    desk.app.link(&link);
    assert_eq!(*desk.host.raised.lock().unwrap(), 0);
    keyring.asks(false);
    start.await.unwrap();
    desk.until("the window comes forward", |desk| {
        *desk.host.raised.lock().unwrap() == 1
    })
    .await;
    assert_eq!(desk.ended(&view.id).await.state, AttemptState::Won);
}

#[tokio::test]
async fn nobody_is_asked_for_a_key_before_it_is_known_that_there_is_no_project() {
    let desk = desk_with(&Double::default()).await;
    assert!(desk.snapshot().opening);
    desk.app.start().await;
    let told = desk.snapshot();
    assert_eq!((told.profile, told.opening), (None, false));
}

#[tokio::test]
async fn a_project_that_does_not_open_is_not_waited_for() {
    let desk = read(&Double::default()).await;
    desk.sql_of_project(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9000, 'newer', 1, x'00', 1)",
    )
    .await;
    let told = desk.restart().await.snapshot();
    assert_eq!(told.trouble.unwrap().code, Code::StoreNewer);
    assert_eq!((told.profile, told.opening), (None, false));
}
