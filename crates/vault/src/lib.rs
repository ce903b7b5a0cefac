//! Secrets at rest: the keyring of the operating system, or memory.
//!
//! A key is in the keyring or nowhere: there is no file to fall back to, and memory
//! is a choice that a person makes and that ends with the app. Cannot name a row.

#[cfg(feature = "double")]
mod double;
mod error;
mod memory;
mod os;
mod system;
#[cfg(test)]
mod tests;

use secrecy::SecretString;

#[cfg(feature = "double")]
pub use double::{Double, Ill};
pub use error::{Error, Source};
pub use memory::Memory;
pub use os::Os;

/// Where the keys of the profiles lie. A clone is the same place.
#[derive(Debug, Clone)]
pub enum Vault {
    /// The keyring of the operating system.
    Os(Os),
    /// Memory, until the app ends.
    Memory(Memory),
    /// One that fails as a test says.
    #[cfg(feature = "double")]
    Double(Double),
}

impl Vault {
    /// The keyring of the operating system. Nothing is opened yet.
    #[must_use]
    pub fn os() -> Self {
        Self::Os(Os::default())
    }

    /// An empty one in memory.
    #[must_use]
    pub fn memory() -> Self {
        Self::Memory(Memory::default())
    }

    /// Keeps the key of a profile, in place of one that was there.
    ///
    /// # Errors
    /// Any [`Error`] but `Missing`.
    pub async fn save(&self, profile: &str, secret: &SecretString) -> Result<(), Error> {
        match self {
            Self::Os(os) => os.save(profile, secret).await,
            Self::Memory(memory) => {
                memory.save(profile, secret);
                Ok(())
            }
            #[cfg(feature = "double")]
            Self::Double(double) => {
                double.answer()?;
                double.kept.save(profile, secret);
                Ok(())
            }
        }
    }

    /// The key of a profile.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is none, which is told apart from
    /// [`Error::Locked`]; or any other.
    pub async fn load(&self, profile: &str) -> Result<SecretString, Error> {
        match self {
            Self::Os(os) => os.load(profile).await,
            Self::Memory(memory) => memory.load(profile),
            #[cfg(feature = "double")]
            Self::Double(double) => double.load(profile).await,
        }
    }

    /// Forgets the key of a profile. One that is not there is no error.
    ///
    /// # Errors
    /// Any [`Error`] but `Missing`.
    pub async fn forget(&self, profile: &str) -> Result<(), Error> {
        match self {
            Self::Os(os) => os.forget(profile).await,
            Self::Memory(memory) => {
                memory.forget(profile);
                Ok(())
            }
            #[cfg(feature = "double")]
            Self::Double(double) => {
                double.answer()?;
                double.kept.forget(profile);
                Ok(())
            }
        }
    }

    /// Whether a key can be kept: writes one that is no secret, reads it back over a
    /// connection of its own, takes it away again.
    ///
    /// # Errors
    /// Why not. [`Error::Corrupt`] when something else came back.
    pub async fn self_test(&self) -> Result<(), Error> {
        match self {
            Self::Os(os) => os.self_test().await,
            Self::Memory(_) => Ok(()),
            #[cfg(feature = "double")]
            Self::Double(double) => double.answer(),
        }
    }
}
