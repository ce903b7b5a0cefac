//! One request, read leniently: arrays in three forms, booleans as text,
//! missing and odd bodies.

use axum::body::Bytes;
use axum::http::HeaderMap;
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::ApiError;
use crate::render::Generation;

/// One request.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) raw_query: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) request_id: String,
    pub(crate) generation: Generation,
    /// Decoded segments of the path below the prefix.
    pub(crate) segments: Vec<String>,
}

impl Call {
    /// The prefix of the generation that was asked.
    pub(crate) fn prefix(path: &str) -> Option<(Generation, &str)> {
        let newer = path
            .strip_prefix("/api/v3.1")
            .map(|rest| (Generation::V31, rest));
        let found = newer.or_else(|| {
            path.strip_prefix("/api/v3")
                .map(|rest| (Generation::V3, rest))
        });
        found.filter(|(_, rest)| rest.is_empty() || rest.starts_with('/'))
    }

    pub(crate) fn decode_segments(rest: &str) -> Vec<String> {
        rest.split('/')
            .filter(|part| !part.is_empty())
            .map(percent_decode)
            .collect()
    }

    pub(crate) fn decode_query(raw: &str) -> Vec<(String, String)> {
        form_urlencoded::parse(raw.as_bytes())
            .into_owned()
            .collect()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .filter(|text| !text.is_empty())
    }

    /// The first value of a query member; empty counts as absent.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(known, value)| known == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// A list, comma-joined, repeated or as `name[]`.
    pub(crate) fn list(&self, name: &str) -> Vec<&str> {
        self.query
            .iter()
            .filter(|(known, _)| known.strip_suffix("[]").unwrap_or(known) == name)
            .flat_map(|(_, value)| value.split(','))
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .collect()
    }

    /// A boolean written as text.
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, ApiError> {
        match self.param(name) {
            None => Ok(None),
            Some("true" | "True" | "1") => Ok(Some(true)),
            Some("false" | "False" | "0") => Ok(Some(false)),
            Some(_) => Err(ApiError::invalid(
                400,
                vec![format!("{name}: Expected boolean")],
            )),
        }
    }

    /// The body as an object. No body at all is an empty one.
    pub(crate) fn fields(&self) -> Result<Fields, ApiError> {
        if self.body.iter().all(u8::is_ascii_whitespace) {
            return Ok(Fields(Map::new()));
        }
        match serde_json::from_slice(&self.body) {
            Ok(Value::Object(map)) => Ok(Fields(map)),
            Ok(_) => Err(ApiError::invalid(400, vec!["body: Expected object".into()])),
            Err(_) => Err(ApiError::bad("Malformed JSON in request body")),
        }
    }
}

fn percent_decode(part: &str) -> String {
    // A plus is a plus in a path, unlike in a query.
    let query = format!("p={}", part.replace('+', "%2B"));
    form_urlencoded::parse(query.as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

/// The members of a body.
#[derive(Debug, Default)]
pub(crate) struct Fields(pub(crate) Map<String, Value>);

impl Fields {
    /// An optional text; null and absent are the same.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, String> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(format!("{name}: Expected string")),
        }
    }

    /// A text that must be there and not be empty.
    pub(crate) fn required(&self, name: &str) -> Result<String, String> {
        match self.text(name)? {
            Some(text) if !text.is_empty() => Ok(text),
            Some(_) => Err(format!(
                "{name}: String must contain at least 1 character(s)"
            )),
            None => Err(format!("{name}: Required")),
        }
    }

    /// An optional object.
    pub(crate) fn object(&self, name: &str) -> Result<Option<Self>, String> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(map)) => Ok(Some(Self(map.clone()))),
            Some(_) => Err(format!("{name}: Expected object")),
        }
    }

    /// An optional boolean.
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, String> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(_) => Err(format!("{name}: Expected boolean")),
        }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_null())
    }
}
