//! A keyring for the tests of other rooms, that fails as they say. Only with the
//! feature `double`, which no program is built with.

use std::sync::{Arc, Mutex, PoisonError};

use secrecy::SecretString;
use tokio::sync::watch;

use crate::memory::Memory;
use crate::{Error, Source};

/// What the keyring says to everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ill {
    /// Nobody keeps secrets here.
    Unavailable,
    /// It is locked.
    Locked,
    /// Somebody said no.
    Denied,
    /// It does not take what it is given.
    Refused,
    /// What it has is no key.
    Corrupt,
}

impl Ill {
    fn error(self) -> Error {
        let source = || Some(Source::from("as the test said"));
        match self {
            Self::Unavailable => Error::Unavailable { source: source() },
            Self::Locked => Error::Locked,
            Self::Denied => Error::Denied { source: source() },
            Self::Refused => Error::Refused {
                reason: "it is too long",
                source: source(),
            },
            Self::Corrupt => Error::Corrupt,
        }
    }
}

/// A keyring that keeps keys like the real one, until a test says otherwise. A clone
/// is the same one.
#[derive(Debug, Clone, Default)]
pub struct Double {
    pub(crate) kept: Memory,
    ill: Arc<Mutex<Option<Ill>>>,
    asking: Arc<watch::Sender<bool>>,
}

impl Double {
    /// From now on it answers so; `None` is well again.
    pub fn is(&self, ill: Option<Ill>) {
        *self.ill.lock().unwrap_or_else(PoisonError::into_inner) = ill;
    }

    /// Whether it asks a person for its password before it gives a key, and gets no answer.
    pub fn asks(&self, asking: bool) {
        self.asking.send_replace(asking);
    }

    /// How many wait for a key meanwhile.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.asking.receiver_count()
    }

    pub(crate) fn answer(&self) -> Result<(), Error> {
        let ill = *self.ill.lock().unwrap_or_else(PoisonError::into_inner);
        ill.map_or(Ok(()), |ill| Err(ill.error()))
    }

    pub(crate) async fn load(&self, profile: &str) -> Result<SecretString, Error> {
        // It is closed by nobody while this holds it.
        let _ = self.asking.subscribe().wait_for(|asking| !asking).await;
        self.answer()?;
        self.kept.load(profile)
    }
}
