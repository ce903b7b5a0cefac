//! Ids as types, so that a tenant can never be passed where an account is meant.
//!
//! Composio's ids are opaque: their length and alphabet are not ours to check
//! (its documents say so). What is checked is what could hurt us: emptiness,
//! absurd length, control characters.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest id that is believed, in bytes.
pub const MAX_ID_BYTES: usize = 256;

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{what}` must be 1 to {MAX_ID_BYTES} bytes without control characters")]
pub struct InvalidId {
    what: &'static str,
}

fn checked(what: &'static str, text: &str) -> Result<(), InvalidId> {
    let fine = !text.trim().is_empty()
        && text.len() <= MAX_ID_BYTES
        && !text.chars().any(char::is_control);
    if fine {
        Ok(())
    } else {
        Err(InvalidId { what })
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident, $what:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Takes the text as an id.
            ///
            /// # Errors
            /// [`InvalidId`] when it is empty, too long, or holds control characters.
            pub fn parse(text: impl Into<String>) -> Result<Self, InvalidId> {
                let text = text.into();
                checked($what, &text)?;
                Ok(Self(text))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::parse(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// One trip through the browser. Random; the deep link carries it.
    AttemptId, "attempt id";
    /// Composio's `ac_…`.
    AuthConfigId, "auth config id";
    /// Composio's `ca_…`.
    ConnectedAccountId, "connected account id";
    /// One tenant × auth config × slot: a row of the list.
    IntegrationId, "integration id";
    /// One workspace: a Composio project and its store.
    ProfileId, "profile id";
    /// A customer of the product.
    TenantId, "tenant id";
    /// Composio's lower-case toolkit name, such as `gmail`.
    ToolkitSlug, "toolkit";
    /// The tenant's key at Composio (`user_id`).
    UserId, "user id";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_is_blank_overlong_or_holds_control_characters_is_refused() {
        for bad in ["", "  ", "a\nb", "a\u{0}", &"x".repeat(MAX_ID_BYTES + 1)] {
            assert!(
                ConnectedAccountId::parse(bad).is_err(),
                "{bad:?} must be refused"
            );
        }
    }

    #[test]
    fn a_user_id_may_hold_whatever_the_product_chose() {
        for fine in ["tenant-1", "Ünïcode GmbH", "a,b", "pg-test-5b8f", "42"] {
            assert_eq!(
                UserId::parse(fine).map(|id| id.to_string()),
                Ok(fine.to_owned())
            );
        }
    }
}
