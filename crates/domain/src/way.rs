//! Who is to open a link, and where.

use serde::{Deserialize, Serialize};

/// How a link reaches the person who signs in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The browser of this computer opens it.
    #[default]
    Here,
    /// It is sent to the customer.
    Sent,
}

impl Way {
    /// The stable text in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::Sent => "sent",
        }
    }

    /// Reads [`Self::as_str`] back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Here, Self::Sent]
            .into_iter()
            .find(|way| way.as_str() == text)
    }
}
