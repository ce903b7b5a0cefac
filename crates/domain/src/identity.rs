//! Whose account it is, and how we know.

use serde::{Deserialize, Serialize};

/// Where an identity was read, cheapest first (Composio fact sheet §10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum IdentitySource {
    /// `state.val.displayName` of the connected account.
    DisplayName,
    /// `state.val.email`, an extra key that some accounts carry.
    AccountData,
    /// Claims of an id token that could be read.
    IdToken,
    /// The toolkit's own "current user" endpoint, asked through Composio's proxy.
    CurrentUser,
    /// A tool such as `GMAIL_GET_PROFILE`, run through Composio.
    Tool,
    /// A provider endpoint such as the primary calendar, asked through the proxy.
    Proxy,
}

impl IdentitySource {
    /// How the source is named to a person.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::DisplayName => "Composio's display name",
            Self::AccountData => "the account's data at Composio",
            Self::IdToken => "the sign-in token",
            Self::CurrentUser => "the provider's current-user endpoint",
            Self::Tool => "the provider's profile, read through Composio",
            Self::Proxy => "the provider, asked through Composio",
        }
    }
}

/// Who an account belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// An e-mail address, or the provider's name for the account.
    pub name: String,
    /// Where it was read.
    pub source: IdentitySource,
}

impl Identity {
    /// Whether both name the same account: letters may differ in case, dots and
    /// plus signs may not (they are part of some providers' addresses).
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        self.name.to_lowercase() == other.name.to_lowercase()
    }
}
