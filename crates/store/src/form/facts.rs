//! What is known of an account beyond its status.

use domain::{AccountFacts, Timestamp, TokenShape};
use serde::{Deserialize, Serialize};

use super::from_json;

#[derive(Serialize, Deserialize)]
pub(super) struct Form {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    created_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    updated_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scheme: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    alias: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    word_id: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    scopes: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    requested_scopes: Vec<String>,
    access_token: Shape,
    refresh_token: Shape,
    shared: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// Of a token only in which shape it was shown; never any of it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Shape {
    Absent,
    Redacted,
    Masked,
    Readable,
}

impl From<TokenShape> for Shape {
    fn from(shape: TokenShape) -> Self {
        match shape {
            TokenShape::Absent => Self::Absent,
            TokenShape::Redacted => Self::Redacted,
            TokenShape::Masked => Self::Masked,
            TokenShape::Readable => Self::Readable,
        }
    }
}

impl From<Shape> for TokenShape {
    fn from(shape: Shape) -> Self {
        match shape {
            Shape::Absent => Self::Absent,
            Shape::Redacted => Self::Redacted,
            Shape::Masked => Self::Masked,
            Shape::Readable => Self::Readable,
        }
    }
}

impl From<&AccountFacts> for Form {
    fn from(facts: &AccountFacts) -> Self {
        Self {
            created_at: facts.created_at.map(Timestamp::millis),
            updated_at: facts.updated_at.map(Timestamp::millis),
            scheme: facts.scheme.clone(),
            alias: facts.alias.clone(),
            word_id: facts.word_id.clone(),
            scopes: facts.scopes.clone(),
            requested_scopes: facts.requested_scopes.clone(),
            access_token: facts.access_token.into(),
            refresh_token: facts.refresh_token.into(),
            shared: facts.shared,
            error: facts.error.clone(),
        }
    }
}

/// Reads facts back.
pub(crate) fn read(json: &str) -> Option<AccountFacts> {
    let form: Form = from_json(json)?;
    Some(AccountFacts {
        created_at: form.created_at.map(Timestamp::from_millis),
        updated_at: form.updated_at.map(Timestamp::from_millis),
        scheme: form.scheme,
        alias: form.alias,
        word_id: form.word_id,
        scopes: form.scopes,
        requested_scopes: form.requested_scopes,
        access_token: form.access_token.into(),
        refresh_token: form.refresh_token.into(),
        shared: form.shared,
        error: form.error,
    })
}
