//! The one way a secret enters: typed by a person, sent to the core, never back.

use std::fmt;

#[cfg(not(target_arch = "wasm32"))]
use secrecy::SecretString;

/// A secret typed by a person. In the window it can only be serialised (to be
/// sent); in the core it can only be deserialised, straight into a
/// [`SecretString`], so the core has nothing to echo it with.
pub struct SecretInput {
    #[cfg(target_arch = "wasm32")]
    typed: String,
    #[cfg(not(target_arch = "wasm32"))]
    typed: SecretString,
}

impl fmt::Debug for SecretInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretInput(…)")
    }
}

#[cfg(target_arch = "wasm32")]
impl SecretInput {
    /// Takes what was typed.
    #[must_use]
    pub fn new(typed: String) -> Self {
        Self { typed }
    }
}

#[cfg(target_arch = "wasm32")]
impl serde::Serialize for SecretInput {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.typed)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl SecretInput {
    /// Hands the secret on, still wrapped.
    #[must_use]
    pub fn into_secret(self) -> SecretString {
        self.typed
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl From<SecretString> for SecretInput {
    fn from(typed: SecretString) -> Self {
        Self { typed }
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl<'de> serde::Deserialize<'de> for SecretInput {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let typed = String::deserialize(deserializer)?;
        Ok(Self {
            typed: SecretString::from(typed),
        })
    }
}
