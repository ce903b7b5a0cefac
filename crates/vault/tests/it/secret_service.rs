//! Each claim runs in a process of its own (`…_inner`), see `bus`.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use vault::{Error, Vault};
use zbus::export::ordered_stream::OrderedStreamExt;

use crate::bus::{
    collection, forbid_the_keyring, is_installed, is_own, on_a_bus_of_its_own, run_inner,
    start_keyring, until,
};

macro_rules! claims {
    ($($claim:ident => $inner:literal;)*) => {$(
        #[test]
        fn $claim() {
            if is_installed(&$claim) {
                on_a_bus_of_its_own(concat!("secret_service::", $inner));
            }
        }
    )*};
}

claims! {
    a_key_is_kept_changed_and_forgotten => "kept_inner";
    a_locked_keyring_is_not_an_empty_one => "locked_inner";
    a_bus_where_nobody_keeps_secrets_is_no_keyring => "nobody_inner";
    a_rule_of_the_desktop_that_says_no_is_denied => "forbidden_inner";
    a_keyring_that_starts_late_is_used_at_the_next_try => "late_inner";
    a_keyring_that_goes_while_it_asks_for_a_password_is_not_waited_for => "gone_asking_inner";
    a_keyring_that_was_restarted_still_has_the_key => "restarted_inner";
}

#[test]
fn no_bus_is_no_keyring() {
    let home = tempfile::tempdir().unwrap();
    let nowhere = format!("unix:path={}", home.path().join("nowhere").display());
    run_inner("secret_service::nobody_inner", home.path(), &nowhere);
}

fn key() -> SecretString {
    SecretString::from("ak_obviously_fake_ünï")
}

#[expect(
    clippy::disallowed_methods,
    reason = "the tests compare keys that are fake"
)]
fn shown(secret: &SecretString) -> String {
    // EXPOSE: a fake key, in a test.
    secret.expose_secret().to_owned()
}

#[tokio::test]
#[ignore = "runs on a bus of its own, started by another test"]
async fn kept_inner() {
    if !is_own() {
        return;
    }
    let _keyring = start_keyring();
    let vault = Vault::os();
    vault.self_test().await.unwrap();
    assert!(matches!(vault.load("one").await, Err(Error::Missing)));
    vault.save("one", &key()).await.unwrap();
    assert_eq!(shown(&vault.load("one").await.unwrap()), shown(&key()));
    let long = SecretString::from("k".repeat(2_561));
    vault.save("one", &long).await.unwrap();
    assert_eq!(shown(&Vault::os().load("one").await.unwrap()).len(), 2_561);
    assert!(matches!(vault.load("two").await, Err(Error::Missing)));
    vault.forget("one").await.unwrap();
    vault
        .forget("one")
        .await
        .expect("nothing to forget is fine");
    assert!(matches!(vault.load("one").await, Err(Error::Missing)));
    let left = collection(|it| it.get_all_items().unwrap().len());
    assert_eq!(left, Some(0), "the self-test cleans up after itself");
}

#[tokio::test]
#[ignore = "runs on a bus of its own, started by another test"]
async fn locked_inner() {
    if !is_own() {
        return;
    }
    let _keyring = start_keyring();
    let vault = Vault::os();
    vault.save("one", &key()).await.unwrap();
    let lock = || {
        std::thread::spawn(|| collection(|it| it.lock().unwrap()))
            .join()
            .unwrap()
    };
    lock();
    for asked in ["one", "never kept"] {
        let told = vault.load(asked).await;
        assert!(matches!(told, Err(Error::Locked)), "{asked}: {told:?}");
    }
    let told = vault.save("two", &key()).await;
    assert!(matches!(told, Err(Error::Locked)), "{told:?}");
    let told = vault.self_test().await;
    assert!(matches!(told, Err(Error::Locked)), "{told:?}");
}

#[tokio::test]
#[ignore = "runs on a bus of its own, started by another test"]
async fn forbidden_inner() {
    if !is_own() {
        return;
    }
    let _keyring = start_keyring();
    let vault = Vault::os();
    vault.save("one", &key()).await.unwrap();
    forbid_the_keyring();
    for told in [
        vault.save("two", &key()).await,
        vault.load("one").await.map(drop),
        vault.forget("one").await,
        vault.self_test().await,
    ] {
        assert!(matches!(told, Err(Error::Denied { .. })), "{told:?}");
    }
}

#[tokio::test]
#[ignore = "runs on a bus of its own, started by another test"]
async fn gone_asking_inner() {
    if !is_own() {
        return;
    }
    let keyring = start_keyring();
    Vault::os().save("one", &key()).await.unwrap();
    std::thread::spawn(|| collection(|it| it.lock().unwrap()))
        .join()
        .unwrap();
    // Somebody who is asked to ask the person, and takes all the time in the world.
    let asker = zbus::Connection::session().await.unwrap();
    let mut asked = zbus::MessageStream::from(&asker);
    asker
        .request_name("org.gnome.keyring.SystemPrompter")
        .await
        .unwrap();
    let waiting = tokio::spawn(async { Vault::os().load("one").await });
    let first = async {
        loop {
            let message = asked.next().await.unwrap().unwrap();
            if message.message_type() == zbus::message::Type::MethodCall {
                break;
            }
        }
    };
    let heard = tokio::time::timeout(Duration::from_secs(20), first).await;
    assert!(heard.is_ok(), "the keyring asks for the password");
    assert!(!waiting.is_finished(), "it waits for the person");
    drop(keyring);
    let told = tokio::time::timeout(Duration::from_secs(20), waiting).await;
    let told = told.expect("nobody waits for ever").unwrap();
    assert!(matches!(told, Err(Error::Unavailable { .. })), "{told:?}");
}

#[tokio::test]
#[ignore = "runs on a bus of its own, started by another test"]
async fn nobody_inner() {
    if !is_own() {
        return;
    }
    let vault = Vault::os();
    for told in [
        vault.save("one", &key()).await,
        vault.load("one").await.map(drop),
        vault.forget("one").await,
        vault.self_test().await,
    ] {
        assert!(matches!(told, Err(Error::Unavailable { .. })), "{told:?}");
    }
}

#[tokio::test]
#[ignore = "runs on a bus of its own, started by another test"]
async fn late_inner() {
    if !is_own() {
        return;
    }
    let vault = Vault::os();
    let told = vault.load("one").await;
    assert!(matches!(told, Err(Error::Unavailable { .. })), "{told:?}");
    let _keyring = start_keyring();
    vault.save("one", &key()).await.unwrap();
    assert_eq!(shown(&vault.load("one").await.unwrap()), shown(&key()));
}

#[tokio::test]
#[ignore = "runs on a bus of its own, started by another test"]
async fn restarted_inner() {
    if !is_own() {
        return;
    }
    let vault = Vault::os();
    let keyring = start_keyring();
    vault.save("one", &key()).await.unwrap();
    drop(keyring);
    until("the keyring is gone", || collection(|_| ()).is_none());
    let told = vault.load("one").await;
    assert!(matches!(told, Err(Error::Unavailable { .. })), "{told:?}");
    let _again = start_keyring();
    assert_eq!(shown(&vault.load("one").await.unwrap()), shown(&key()));
}
