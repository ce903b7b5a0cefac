//! Why a connection does not work, in words, with the one thing to do next.
//!
//! `table` has the causes and their words, `signs` reads a cause out of the texts of
//! Composio and of providers, and `around` makes it more exact by what is known of
//! the account.

mod around;
mod signs;
mod table;

use serde::{Deserialize, Serialize};

pub use around::Around;
pub use signs::from_text;
pub use table::Cause;

/// The one next action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// Nothing to do.
    None,
    /// First sign-in.
    Connect,
    /// A person must sign in again.
    Reconnect,
    /// Switch the account on again.
    Enable,
    /// Look again.
    CheckToken,
    /// An admin of ours has to change something at Composio or in the OAuth app.
    AskAdmin,
    /// The customer's own administrator has to change something at the provider.
    AskCustomer,
    /// Wait for the provider; a check tells when it is back.
    Wait,
}

/// How much a cause is asking of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Concern {
    /// Access is lost: somebody has to do something.
    Act,
    /// Nothing is proved against the account; it may come back by itself.
    Watch,
    /// Known and no alarm: a link that nobody used, an account switched off.
    Quiet,
}

impl Cause {
    /// Whether a read that failed for this reason says something about the account.
    /// A provider in trouble, a limit or a key of ours never makes an Error.
    #[must_use]
    pub const fn blames_the_account(self) -> bool {
        !matches!(
            self,
            Self::ProviderSilent
                | Self::RateLimited
                | Self::Malformed
                | Self::KeyLimited
                | Self::Unrecognised
        )
    }
}
