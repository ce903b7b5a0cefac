//! Keys in memory: for tests, for the demo, and for whoever chose it because there
//! is no keyring.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use secrecy::SecretString;

use crate::Error;

/// Keys in memory, until the last clone is dropped.
#[derive(Clone, Default)]
pub struct Memory {
    keys: Arc<Mutex<HashMap<String, SecretString>>>,
}

impl Memory {
    pub(crate) fn save(&self, profile: &str, secret: &SecretString) {
        self.keys().insert(profile.to_owned(), secret.clone());
    }

    pub(crate) fn load(&self, profile: &str) -> Result<SecretString, Error> {
        self.keys().get(profile).cloned().ok_or(Error::Missing)
    }

    pub(crate) fn forget(&self, profile: &str) {
        self.keys().remove(profile);
    }

    /// A thread that panicked cannot have left the map half changed.
    fn keys(&self) -> MutexGuard<'_, HashMap<String, SecretString>> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").finish_non_exhaustive()
    }
}
