//! The admin passphrase as it is kept: an argon2id hash with a salt of its own, as a
//! PHC string. 64 MiB, three passes, one lane: a tenth of a second for whoever types,
//! and a wall for whoever copied the file.

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};

use crate::error::Error;

const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;
/// Shorter ones are refused.
const SHORTEST: usize = 8;

/// Whether it may be used as one.
#[expect(
    clippy::disallowed_methods,
    reason = "its length is counted, nothing of it is kept"
)]
pub(crate) fn accept(passphrase: &SecretString) -> Result<(), Error> {
    // EXPOSE: to be counted.
    if passphrase.expose_secret().chars().count() < SHORTEST {
        return Err(Error::Input(
            "The passphrase is too short. It has at least 8 characters; a few words are easy to type.",
        ));
    }
    Ok(())
}

/// The hash to keep.
#[expect(
    clippy::disallowed_methods,
    reason = "the hash is made of the passphrase itself"
)]
pub(crate) async fn hash(passphrase: SecretString) -> Result<String, Error> {
    off_the_runtime(move || {
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None).ok()?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        // EXPOSE: for the length of this call.
        let bytes = passphrase.expose_secret().as_bytes();
        let made: PasswordHash = argon.hash_password(bytes).ok()?;
        Some(made.to_string())
    })
    .await
    .ok_or(Error::Input(
        "The passphrase could not be hashed on this computer. Nothing changed.",
    ))
}

/// Whether it is the one behind the hash. The comparison takes the same time either
/// way.
#[expect(
    clippy::disallowed_methods,
    reason = "the hash is compared with the passphrase itself"
)]
pub(crate) async fn matches(hash: String, passphrase: SecretString) -> bool {
    off_the_runtime(move || {
        // EXPOSE: for the length of this call.
        let bytes = passphrase.expose_secret().as_bytes();
        // Cost and version are those of the hash.
        Argon2::default().verify_password(bytes, hash.as_str()).ok()
    })
    .await
    .is_some()
}

async fn off_the_runtime<T: Send + 'static>(
    work: impl FnOnce() -> Option<T> + Send + 'static,
) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok().flatten()
}
