//! The Secret Service: GNOME Keyring, KWallet, KeePassXC.

use std::error::Error as StdError;
use std::sync::Arc;

use keyring_core::CredentialStore;
use secret_service::blocking::SecretService;
use secret_service::{EncryptionType, Error as Told};
use zbus::export::ordered_stream::OrderedStreamExt;
use zbus_secret_service_keyring_store::Store;

use super::Sign;
use crate::Error;

/// Connects to the Secret Service of this desktop.
pub(crate) fn open() -> Result<Arc<CredentialStore>, Error> {
    match Store::new() {
        Ok(store) => Ok(store),
        Err(keyring_core::Error::PlatformFailure(source))
            if sign(source.as_ref()) == Sign::Denied =>
        {
            Err(Error::Denied {
                source: Some(source),
            })
        }
        Err(other) => Err(Error::Unavailable {
            source: Some(Box::new(other)),
        }),
    }
}

/// Whether the collection that takes our keys is locked, or does not exist. What
/// cannot be asked is not called locked.
pub(crate) fn is_locked() -> bool {
    // No secret is asked for, so there is nothing to encrypt.
    let Ok(service) = SecretService::connect(EncryptionType::Plain) else {
        return false;
    };
    match service.get_default_collection() {
        Ok(collection) => collection.is_locked().unwrap_or(false),
        Err(error) => matches!(error, Told::NoResult | Told::Locked),
    }
}

/// Ends when whoever keeps the secrets leaves the bus. A prompt of theirs is never
/// answered then, and whoever waits for it would wait for ever.
pub(crate) async fn left() {
    if watch_owner().await.is_none() {
        // Without a bus nothing waits on it either.
        std::future::pending::<()>().await;
    }
}

async fn watch_owner() -> Option<()> {
    let bus = zbus::Connection::session().await.ok()?;
    let names = zbus::fdo::DBusProxy::new(&bus).await.ok()?;
    let mut changes = names
        .receive_name_owner_changed_with_args(&[(0, "org.freedesktop.secrets")])
        .await
        .ok()?;
    loop {
        let change = changes.next().await?;
        let gone = change.args().is_ok_and(|args| args.new_owner().is_none());
        if gone {
            return Some(());
        }
    }
}

/// Reads the error by its variant, and the bus's by its registered name.
pub(crate) fn sign(told: &(dyn StdError + Send + Sync + 'static)) -> Sign {
    let told: &(dyn StdError + 'static) = told;
    match told.downcast_ref::<Told>() {
        Some(Told::Locked | Told::NoResult) => Sign::Locked,
        Some(Told::Prompt) => Sign::Dismissed,
        Some(Told::Unavailable | Told::PromptDisconnected) => Sign::Nobody,
        Some(Told::Zbus(error)) => of_bus(error),
        Some(Told::ZbusFdo(error)) => of_bus_itself(error),
        Some(_) | None => Sign::Other,
    }
}

fn of_bus(error: &zbus::Error) -> Sign {
    match error {
        zbus::Error::MethodError(name, _, _) => match name.as_str() {
            "org.freedesktop.Secret.Error.IsLocked" => Sign::Locked,
            "org.freedesktop.DBus.Error.AccessDenied" | "org.freedesktop.DBus.Error.AuthFailed" => {
                Sign::Denied
            }
            "org.freedesktop.DBus.Error.ServiceUnknown"
            | "org.freedesktop.DBus.Error.NameHasNoOwner"
            | "org.freedesktop.DBus.Error.NoReply"
            | "org.freedesktop.DBus.Error.Disconnected" => Sign::Nobody,
            _ => Sign::Other,
        },
        zbus::Error::FDO(error) => of_bus_itself(error),
        zbus::Error::InputOutput(_) | zbus::Error::Address(_) => Sign::Nobody,
        _ => Sign::Other,
    }
}

fn of_bus_itself(error: &zbus::fdo::Error) -> Sign {
    use zbus::fdo::Error as Bus;
    match error {
        Bus::AccessDenied(_) | Bus::AuthFailed(_) => Sign::Denied,
        Bus::ServiceUnknown(_)
        | Bus::NameHasNoOwner(_)
        | Bus::NoReply(_)
        | Bus::NoServer(_)
        | Bus::Disconnected(_) => Sign::Nobody,
        Bus::ZBus(error) => of_bus(error),
        _ => Sign::Other,
    }
}
