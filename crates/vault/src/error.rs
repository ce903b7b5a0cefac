//! Why a key cannot be kept or had.

use crate::system::{self, Sign};

/// What the keyring said.
pub type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why a key cannot be kept or had. The first four are states of the keyring, each
/// with its own way out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no keyring here: no message bus, or nobody on it that keeps secrets.
    #[error("there is no keyring on this computer")]
    Unavailable {
        /// What was tried.
        #[source]
        source: Option<Source>,
    },
    /// The keyring is there, and locked, or was never set up.
    #[error("the keyring is locked")]
    Locked,
    /// A person, or a rule of the desktop, said no.
    #[error("access to the keyring was denied")]
    Denied {
        /// What the keyring said.
        #[source]
        source: Option<Source>,
    },
    /// The keyring does not take it: too long, or an error that it does not explain.
    #[error("the keyring refused: {reason}")]
    Refused {
        /// Why, in words; nothing of the secret.
        reason: &'static str,
        /// What the keyring said.
        #[source]
        source: Option<Source>,
    },
    /// There is no key for this profile.
    #[error("the keyring has no key for this profile")]
    Missing,
    /// What lies there is no key that was put there by us.
    #[error("what the keyring has for this profile is not a key")]
    Corrupt,
}

impl Error {
    /// Reads an answer of the keyring. `is_locked` is asked only where the answer
    /// alone does not tell: "not found" and "the prompt was dismissed" are also what
    /// a locked keyring says.
    pub(crate) fn from_keyring(told: keyring_core::Error, is_locked: impl Fn() -> bool) -> Self {
        use keyring_core::Error as Told;
        let refused = |reason| Self::Refused {
            reason,
            source: None,
        };
        match told {
            Told::NoEntry if is_locked() => Self::Locked,
            Told::NoEntry => Self::Missing,
            // The bytes may be a secret: they are dropped, not kept as a source.
            Told::BadEncoding(_) | Told::BadDataFormat(..) | Told::BadStoreFormat(_) => {
                Self::Corrupt
            }
            Told::TooLong(..) => refused("it is too long"),
            Told::Invalid(..) => refused("it does not take this name or key"),
            Told::Ambiguous(_) => refused("it has more than one key under this name"),
            Told::NotSupportedByStore(_) => refused("it cannot do this"),
            Told::NoDefaultStore => Self::Unavailable { source: None },
            Told::NoStorageAccess(source) => Self::no_access(source, is_locked),
            Told::PlatformFailure(source) => match system::sign(source.as_ref()) {
                Sign::Nobody => Self::Unavailable {
                    source: Some(source),
                },
                Sign::Locked => Self::Locked,
                Sign::Denied => Self::Denied {
                    source: Some(source),
                },
                Sign::Dismissed => Self::no_access(source, is_locked),
                Sign::Other => Self::unexplained(source),
            },
            other => Self::unexplained(Box::new(other)),
        }
    }

    fn no_access(source: Source, is_locked: impl Fn() -> bool) -> Self {
        match system::sign(source.as_ref()) {
            Sign::Locked => Self::Locked,
            _ if is_locked() => Self::Locked,
            _ => Self::Denied {
                source: Some(source),
            },
        }
    }

    fn unexplained(source: Source) -> Self {
        Self::Refused {
            reason: "it gives an error that is not known here",
            source: Some(source),
        }
    }
}
