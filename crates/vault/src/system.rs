//! Which keyring this system has, and how to read its errors.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub(crate) use linux::{is_locked, left, open, sign};

/// What an error of the keyring is a sign of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// Nobody answers.
    Nobody,
    /// It is locked, or there is no collection to put anything into.
    Locked,
    /// A rule said no.
    Denied,
    /// A person, or the lack of one, dismissed the prompt.
    Dismissed,
    /// Something else.
    Other,
}

#[cfg(not(target_os = "linux"))]
mod none {
    use std::error::Error as StdError;
    use std::sync::Arc;

    use keyring_core::CredentialStore;

    use super::Sign;
    use crate::Error;

    pub(crate) fn open() -> Result<Arc<CredentialStore>, Error> {
        Err(Error::Unavailable { source: None })
    }

    pub(crate) fn is_locked() -> bool {
        false
    }

    pub(crate) async fn left() {
        std::future::pending::<()>().await;
    }

    pub(crate) fn sign(_told: &(dyn StdError + Send + Sync + 'static)) -> Sign {
        Sign::Other
    }
}
#[cfg(not(target_os = "linux"))]
pub(crate) use none::{is_locked, left, open, sign};
