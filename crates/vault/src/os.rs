//! The keyring of the operating system.
//!
//! It is opened anew for every use. That costs a few milliseconds, a few times a
//! day, and it means that a keyring that started late, was locked, or came back
//! after a crash is simply there at the next use.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use keyring_core::{CredentialStore, Entry};
use secrecy::{ExposeSecret, SecretString};

use crate::{Error, system};

/// Under which name every key lies in the keyring.
const SERVICE: &str = "dev.switchboard.desktop";

/// The keyring of the operating system.
#[derive(Clone, Default)]
pub struct Os {
    /// In tests, a keyring that fails on demand.
    given: Option<Arc<CredentialStore>>,
}

impl Os {
    #[cfg(test)]
    pub(crate) fn over(given: Arc<CredentialStore>) -> Self {
        Self { given: Some(given) }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the keyring takes the key in clear, and this is the only place that gives it"
    )]
    pub(crate) async fn save(&self, profile: &str, secret: &SecretString) -> Result<(), Error> {
        let secret = secret.clone();
        self.with_entry(profile, move |entry| {
            // EXPOSE: for the length of this call, to the keyring's own code.
            entry.set_password(secret.expose_secret())
        })
        .await
    }

    pub(crate) async fn load(&self, profile: &str) -> Result<SecretString, Error> {
        self.with_entry(profile, |entry| {
            entry.get_password().map(SecretString::from)
        })
        .await
    }

    pub(crate) async fn forget(&self, profile: &str) -> Result<(), Error> {
        let forgotten = self.with_entry(profile, Entry::delete_credential).await;
        match forgotten {
            Err(Error::Missing) => Ok(()),
            other => other,
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "compares two texts that are no secret, to see whether the keyring keeps them"
    )]
    pub(crate) async fn self_test(&self) -> Result<(), Error> {
        static TURN: AtomicU32 = AtomicU32::new(0);
        let turn = TURN.fetch_add(1, Ordering::Relaxed);
        // Two apps that test at once must not read each other's.
        let name = format!("self-test-{}-{turn}", std::process::id());
        let written = SecretString::from(format!("not a secret, {name}"));
        self.save(&name, &written).await?;
        let read = self.load(&name).await;
        self.forget(&name).await?;
        // EXPOSE: neither is a secret.
        if read?.expose_secret() == written.expose_secret() {
            Ok(())
        } else {
            Err(Error::Corrupt)
        }
    }

    /// Opens the keyring and does something with one entry, off the async threads:
    /// the keyring may ask the person for a password, for as long as that takes.
    async fn with_entry<T: Send + 'static>(
        &self,
        profile: &str,
        what: impl FnOnce(&Entry) -> keyring_core::Result<T> + Send + 'static,
    ) -> Result<T, Error> {
        let given = self.given.clone();
        let profile = profile.to_owned();
        let (tell, told) = tokio::sync::oneshot::channel();
        // A thread of its own, and none of the runtime's: it may wait for ever, and
        // the runtime waits for its own when it ends.
        std::thread::spawn(move || {
            let (store, lock): (_, fn() -> bool) = match given {
                Some(given) => (Ok(given), || false),
                None => (system::open(), system::is_locked),
            };
            let done = store.and_then(|store| {
                store
                    .build(SERVICE, &profile, None)
                    .and_then(|entry| what(&entry))
                    .map_err(|error| Error::from_keyring(error, lock))
            });
            // Whoever asked may have gone.
            let _ = tell.send(done);
        });
        tokio::select! {
            told = told => told.unwrap_or(Err(Error::Refused {
                reason: "its code failed",
                source: None,
            })),
            () = system::left() => Err(Error::Unavailable { source: None }),
        }
    }
}

impl fmt::Debug for Os {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Os").finish_non_exhaustive()
    }
}
