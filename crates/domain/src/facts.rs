//! What is known of a connected account beyond its status. No secret among it:
//! of a token only its shape is kept.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// In which shape Composio showed a secret.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenShape {
    /// Not there.
    #[default]
    Absent,
    /// The literal `REDACTED`: always so on Composio-managed auth configs.
    Redacted,
    /// Cut to a few characters and `...`: the project's masking switch.
    Masked,
    /// In clear. It was dropped after its shape was noted.
    Readable,
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
    /// More than one user may use it.
    pub shared: bool,
    /// Composio's error code in the account's data, such as `access_denied`.
    pub error: Option<String>,
}
