//! The keyring's states above the vault: what a person is told at set-up and at the
//! start, and that trying again and memory are real ways out.

use std::collections::HashSet;

use vault::{Double, Error, Ill, Vault};
use wire::{Code, KeyPlace, Remedy, RetryKeyring};

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
