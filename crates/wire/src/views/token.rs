//! What is known of a token: verdicts and facts. No token is among them, not even cut.

use domain::facts::TokenShape;
use domain::{Expiry, Fingerprint, Held, ProbeWay, Timestamp, TokenTrouble, Verdict};
use serde::{Deserialize, Serialize};

/// The card of a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenView {
    /// Our last real read of the provider.
    pub read: Option<ReadView>,
    /// When a real read last worked, also when a later one did not.
    pub last_good: Option<Timestamp>,
    /// Why the token cannot be read or is of no use.
    pub trouble: Option<TokenTrouble>,
    /// How it was shown.
    pub shape: TokenShape,
    /// When it ends.
    pub expiry: Expiry,
    /// Usually `Bearer`.
    pub token_type: Option<String>,
    /// How the account signs in.
    pub scheme: Option<String>,
    /// More than one user may use it.
    pub shared: bool,
    /// Whether there is a refresh token.
    pub refresh: Held,
    /// Whether there is an id token.
    pub id_token: Held,
    /// Every scope that was asked for or granted.
    pub scopes: Vec<ScopeView>,
    /// Whether the token is the one of before.
    pub fingerprint: Option<Fingerprint>,
    /// What came where the token should be, as names and types, when that was
    /// malformed.
    pub outline: Vec<(String, String)>,
}

/// A real read of the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadView {
    /// What it said.
    pub verdict: Verdict,
    /// How it reached the provider.
    pub way: Option<ProbeWay>,
    /// What was asked: a tool, or an endpoint of the provider.
    pub asked: Option<String>,
    /// How long it took, in milliseconds.
    pub took_millis: i64,
    /// Whose account answered.
    pub account: Option<String>,
}

/// One scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeView {
    /// As the provider writes it.
    pub scope: String,
    /// Whether it was granted; `None` where the grant is not told.
    pub granted: Option<bool>,
}
