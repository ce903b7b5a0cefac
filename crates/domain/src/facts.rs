//! What is known of a connected account beyond its status. No secret among it:
//! of a token only its shape is kept.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;
use crate::token::Fingerprint;

/// In which shape Composio showed a secret.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenShape {
    /// Not there.
    #[default]
    Absent,
    /// There, and an empty text.
    Empty,
    /// The literal `REDACTED`: always so on Composio-managed auth configs.
    Redacted,
    /// Cut to four characters and `...`: the project's masking switch.
    Masked,
    /// Cut to a longer beginning and `...`: the switch as some versions do it.
    MaskedLong,
    /// No text: a number, a list, an object.
    Malformed,
    /// In clear. It was dropped after its shape was noted.
    Readable,
}

impl TokenShape {
    /// Whether there is a token behind it.
    #[must_use]
    pub const fn is_token(self) -> bool {
        !matches!(self, Self::Absent | Self::Empty | Self::Malformed)
    }

    /// The shape as masking makes it: how much of a beginning is shown does not
    /// matter, and what is no token is as good as none.
    #[must_use]
    pub const fn plain(self) -> Self {
        match self {
            Self::MaskedLong => Self::Masked,
            Self::Empty | Self::Malformed => Self::Absent,
            Self::Absent | Self::Redacted | Self::Masked | Self::Readable => self,
        }
    }

    /// How it was recognised, for the card.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Absent => "Nothing is shown",
            Self::Empty => "An empty text",
            Self::Redacted => "The word REDACTED",
            Self::Masked => "At most four characters and \"...\"",
            Self::MaskedLong => "A longer beginning and \"...\"",
            Self::Malformed => "No text at all",
            Self::Readable => "In clear, not kept here",
        }
    }
}

/// What is known of a connected account beyond its status.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountFacts {
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it last changed, by Composio's word.
    pub updated_at: Option<Timestamp>,
    /// OAUTH2, API_KEY, …
    pub scheme: Option<String>,
    /// The human label at Composio, unique per user and toolkit.
    pub alias: Option<String>,
    /// The generated handle, such as `gmail_red-castle`.
    pub word_id: Option<String>,
    /// Scopes that were granted.
    pub scopes: Vec<String>,
    /// Scopes that were asked for.
    pub requested_scopes: Vec<String>,
    /// The access token's shape.
    pub access_token: TokenShape,
    /// The refresh token's shape.
    pub refresh_token: TokenShape,
    /// The id token's shape.
    pub id_token: TokenShape,
    /// Usually `Bearer`.
    pub token_type: Option<String>,
    /// How long the access token lasts, in seconds from a moment that is not told.
    pub expires_in: Option<i64>,
    /// When the access token ends, where Composio names the moment.
    pub expires_at: Option<Timestamp>,
    /// When the access ended, where Composio names the moment.
    pub ended_at: Option<Timestamp>,
    /// Whether the token is the one of before. Only of one that was readable at a look
    /// at this account alone.
    pub fingerprint: Option<Box<Fingerprint>>,
    /// Names and types of what came where the token should be, when that was
    /// malformed. Never a value.
    pub outline: Vec<(String, String)>,
    /// More than one user may use it.
    pub shared: bool,
    /// Composio's error code in the account's data, such as `access_denied`.
    pub error: Option<String>,
}

impl AccountFacts {
    /// These facts as a later look brings them: a look that could not read the token
    /// does not forget what the last one that could has seen.
    #[must_use]
    pub fn after(mut self, before: &Self) -> Self {
        self.fingerprint = match self.fingerprint {
            Some(seen) => Some(Box::new(seen.after(before.fingerprint.as_deref()))),
            None => before.fingerprint.clone(),
        };
        self
    }

    /// Whether a person signs in, so that there are tokens that end and are renewed.
    #[must_use]
    pub fn signs_in(&self) -> bool {
        self.scheme
            .as_deref()
            .is_none_or(|scheme| scheme.contains("OAUTH"))
    }
}
