//! A keyring that fails on demand: every answer of `keyring-core` ends in a state.

use std::sync::Arc;

use keyring_core::{CredentialStore, Error as Told, mock};
use secrecy::{ExposeSecret, SecretString};

use crate::os::Os;
use crate::{Error, Vault};

fn vault() -> (Vault, Arc<CredentialStore>) {
    let store: Arc<CredentialStore> = mock::Store::new().unwrap();
    (Vault::Os(Os::over(store.clone())), store)
}

fn fail_next(store: &Arc<CredentialStore>, error: Told) {
    let entry = store
        .build("dev.switchboard.desktop", "one", None)
        .expect("the mock builds any entry");
    let cred: &mock::Cred = entry.as_any().downcast_ref().expect("a mock");
    cred.set_error(error);
}

fn state(error: &Error) -> &'static str {
    match error {
        Error::Unavailable { .. } => "unavailable",
        Error::Locked => "locked",
        Error::Denied { .. } => "denied",
        Error::Refused { .. } => "refused",
        Error::Missing => "missing",
        Error::Corrupt => "corrupt",
    }
}

fn key() -> SecretString {
    SecretString::from("ak_obviously_fake".to_owned())
}

fn boxed(error: impl std::error::Error + Send + Sync + 'static) -> crate::Source {
    Box::new(error)
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
async fn every_answer_of_the_keyring_ends_in_its_own_state() {
    let odd = || boxed(std::io::Error::other("odd"));
    let cases = [
        (Told::NoEntry, "missing"),
        (Told::NoDefaultStore, "unavailable"),
        (Told::NoStorageAccess(odd()), "denied"),
        (Told::PlatformFailure(odd()), "refused"),
        (Told::TooLong("password".to_owned(), 2_560), "refused"),
        (
            Told::Invalid("password".to_owned(), "no".to_owned()),
            "refused",
        ),
        (Told::Ambiguous(Vec::new()), "refused"),
        (Told::NotSupportedByStore("no".to_owned()), "refused"),
        (Told::BadEncoding(vec![0xff]), "corrupt"),
        (Told::BadDataFormat(vec![0xff], odd()), "corrupt"),
        (Told::BadStoreFormat("odd".to_owned()), "corrupt"),
    ];
    for (told, expected) in cases {
        let (vault, store) = vault();
        let said = format!("{told:?}");
        fail_next(&store, told);
        let error = vault.load("one").await.expect_err("the keyring failed");
        assert_eq!(state(&error), expected, "{said} became {error:?}");
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_secret_service_tells_locked_denied_and_gone_apart_by_variant() {
    use secret_service::Error as Ss;

    let bus = |name: &str| {
        let name = zbus::names::OwnedErrorName::try_from(name.to_owned()).unwrap();
        let call = zbus::message::Message::method_call("/", "Any")
            .unwrap()
            .build(&())
            .unwrap();
        Ss::Zbus(zbus::Error::MethodError(name, None, call))
    };
    let cases = [
        (Ss::Locked, "locked"),
        (Ss::NoResult, "locked"),
        (Ss::Prompt, "denied"),
        (Ss::Unavailable, "unavailable"),
        (Ss::PromptDisconnected, "unavailable"),
        (bus("org.freedesktop.Secret.Error.IsLocked"), "locked"),
        (bus("org.freedesktop.DBus.Error.AccessDenied"), "denied"),
        (
            bus("org.freedesktop.DBus.Error.ServiceUnknown"),
            "unavailable",
        ),
        (bus("org.freedesktop.Secret.Error.NoSession"), "refused"),
        (Ss::Crypto("odd"), "refused"),
    ];
    for (told, expected) in cases {
        let said = format!("{told:?}");
        let (vault, store) = vault();
        // As the keyring store wraps them.
        let told = match told {
            Ss::Locked | Ss::NoResult | Ss::Prompt => Told::NoStorageAccess(boxed(told)),
            other => Told::PlatformFailure(boxed(other)),
        };
        fail_next(&store, told);
        let error = vault.save("one", &key()).await.expect_err("it failed");
        assert_eq!(state(&error), expected, "{said} became {error:?}");
    }
}

#[test]
fn not_found_and_dismissed_are_called_locked_while_the_keyring_is_locked() {
    let locked = || true;
    for told in [
        Told::NoEntry,
        Told::NoStorageAccess(boxed(std::io::Error::other("odd"))),
    ] {
        let error = Error::from_keyring(told, locked);
        assert!(matches!(error, Error::Locked), "{error:?}");
    }
}

#[test]
fn bytes_that_may_be_a_secret_are_in_no_error_text() {
    let told = Told::BadEncoding(b"ak_obviously_fake\xff".to_vec());
    let error = Error::from_keyring(told, || false);
    let text = format!("{error} {error:?}");
    assert!(!text.contains("97, 107"), "the bytes of `ak` in {text}");
    assert!(!text.contains("ak_obviously_fake"), "{text}");
}

#[tokio::test]
async fn an_error_does_not_stick() {
    let (vault, store) = vault();
    vault.save("one", &key()).await.unwrap();
    fail_next(&store, Told::NoDefaultStore);
    assert!(vault.load("one").await.is_err());
    assert_eq!(shown(&vault.load("one").await.unwrap()), shown(&key()));
}

#[tokio::test]
async fn what_is_kept_comes_back_and_what_is_forgotten_does_not() {
    let (mock, _) = vault();
    for vault in [mock, Vault::memory()] {
        assert!(matches!(vault.load("one").await, Err(Error::Missing)));
        vault.save("one", &key()).await.unwrap();
        vault.save("two", &SecretString::from("2")).await.unwrap();
        vault
            .save("two", &SecretString::from("zwei…"))
            .await
            .unwrap();
        assert_eq!(shown(&vault.load("one").await.unwrap()), shown(&key()));
        assert_eq!(shown(&vault.clone().load("two").await.unwrap()), "zwei…");
        vault.forget("one").await.unwrap();
        vault
            .forget("one")
            .await
            .expect("nothing to forget is fine");
        assert!(matches!(vault.load("one").await, Err(Error::Missing)));
        vault.self_test().await.unwrap();
    }
}

#[tokio::test]
async fn no_debug_text_of_a_vault_shows_a_key() {
    let memory = Vault::memory();
    memory.save("one", &key()).await.unwrap();
    let (mock, _) = vault();
    mock.save("one", &key()).await.unwrap();
    let text = format!("{memory:?} {mock:?}");
    assert!(!text.contains("obviously_fake"), "{text}");
}
