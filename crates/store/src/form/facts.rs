//! What is known of an account beyond its status.

use domain::{AccountFacts, Fingerprint, Timestamp, TokenShape};
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
    #[serde(default, skip_serializing_if = "Shape::is_absent")]
    id_token: Shape,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    token_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_in: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ended_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fingerprint: Option<Mark>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    outline: Vec<(String, String)>,
    shared: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// A salted hash that was cut short, and when it was seen.
#[derive(Serialize, Deserialize)]
struct Mark {
    mark: String,
    first: i64,
    last: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    changed_after: Option<i64>,
}

impl From<&Fingerprint> for Mark {
    fn from(seen: &Fingerprint) -> Self {
        Self {
            mark: seen.mark.clone(),
            first: seen.first.millis(),
            last: seen.last.millis(),
            changed_after: seen.changed_after.map(Timestamp::millis),
        }
    }
}

impl From<Mark> for Fingerprint {
    fn from(form: Mark) -> Self {
        Self {
            mark: form.mark,
            first: Timestamp::from_millis(form.first),
            last: Timestamp::from_millis(form.last),
            changed_after: form.changed_after.map(Timestamp::from_millis),
        }
    }
}

/// Of a token only in which shape it was shown; never any of it.
#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Shape {
    #[default]
    Absent,
    Empty,
    Redacted,
    Masked,
    MaskedLong,
    Malformed,
    Readable,
}

impl Shape {
    const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl From<TokenShape> for Shape {
    fn from(shape: TokenShape) -> Self {
        match shape {
            TokenShape::Absent => Self::Absent,
            TokenShape::Empty => Self::Empty,
            TokenShape::Redacted => Self::Redacted,
            TokenShape::Masked => Self::Masked,
            TokenShape::MaskedLong => Self::MaskedLong,
            TokenShape::Malformed => Self::Malformed,
            TokenShape::Readable => Self::Readable,
        }
    }
}

impl From<Shape> for TokenShape {
    fn from(shape: Shape) -> Self {
        match shape {
            Shape::Absent => Self::Absent,
            Shape::Empty => Self::Empty,
            Shape::Redacted => Self::Redacted,
            Shape::Masked => Self::Masked,
            Shape::MaskedLong => Self::MaskedLong,
            Shape::Malformed => Self::Malformed,
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
            id_token: facts.id_token.into(),
            token_type: facts.token_type.clone(),
            expires_in: facts.expires_in,
            expires_at: facts.expires_at.map(Timestamp::millis),
            ended_at: facts.ended_at.map(Timestamp::millis),
            fingerprint: facts.fingerprint.as_deref().map(Mark::from),
            outline: facts.outline.clone(),
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
        id_token: form.id_token.into(),
        token_type: form.token_type,
        expires_in: form.expires_in,
        expires_at: form.expires_at.map(Timestamp::from_millis),
        ended_at: form.ended_at.map(Timestamp::from_millis),
        fingerprint: form.fingerprint.map(|mark| Box::new(mark.into())),
        outline: form.outline,
        shared: form.shared,
        error: form.error,
    })
}
