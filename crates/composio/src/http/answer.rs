//! What came back: an answer that wipes itself, or a refusal read leniently.

use serde_json::Value;

use crate::auth::ApiKey;
use crate::error::{Error, Rejection, Trace};
use crate::http::decode::{Object, Read, flag, inner, lenient_text, member, wipe};

/// A good answer. Its content is overwritten when it is dropped, because it
/// may contain tokens that nothing of ours keeps.
pub(crate) struct Answer {
    value: Value,
    trace: Trace,
}

impl Answer {
    pub(crate) fn new(value: Value, trace: Trace) -> Self {
        Self { value, trace }
    }

    /// The content as a typed value.
    pub(crate) fn read<T>(&self, decode: impl FnOnce(&Value) -> Read<T>) -> Result<T, Error> {
        decode(&self.value).map_err(|bad| Error::Malformed {
            path: bad.path(),
            reason: format!("expected {}", bad.want),
            trace: self.trace.clone(),
        })
    }

    /// The id under which Composio knows the request.
    pub(crate) fn request_id(&self) -> String {
        self.trace.request_id.clone()
    }

    /// Accepts any answer but one that says `success: false`.
    pub(crate) fn accept(&self) -> Result<(), Error> {
        match self.value.as_object().and_then(|map| flag(map, "success")) {
            Some(false) => Err(Error::Rejected(Box::new(Rejection {
                status: 200,
                message: "Composio answered that it did not succeed".to_owned(),
                request_id: self.request_id(),
                ..Rejection::default()
            }))),
            Some(true) | None => Ok(()),
        }
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        wipe(&mut self.value);
    }
}

/// Reads a refusal of whatever shape: the documented envelope, a bare object,
/// nothing, or a page of HTML, of which nothing is kept.
pub(crate) fn rejection(status: u16, body: &[u8], key: &ApiKey, request_id: &str) -> Rejection {
    let text = key.cut_from(&String::from_utf8_lossy(body));
    let value: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
    let mut rejection = value.as_object().map(read).unwrap_or_default();
    rejection.status = status;
    if rejection.request_id.is_empty() {
        request_id.clone_into(&mut rejection.request_id);
    }
    rejection.scrubbed()
}

fn read(body: &Object) -> Rejection {
    let Some(error) = inner(body, "error") else {
        let said = ["message", "error", "detail"].iter();
        return Rejection {
            message: said
                .filter_map(|key| lenient_text(body, key))
                .next()
                .unwrap_or_default(),
            ..Rejection::default()
        };
    };
    let either = |one, other| lenient_text(error, one).or_else(|| lenient_text(error, other));
    Rejection {
        status: 0,
        code: lenient_text(error, "code"),
        slug: lenient_text(error, "slug"),
        message: lenient_text(error, "message").unwrap_or_default(),
        errors: errors(member(error, "errors")),
        suggested_fix: either("suggested_fix", "suggestedFix").filter(|t| !t.is_empty()),
        request_id: either("request_id", "requestId").unwrap_or_default(),
        enveloped: true,
    }
}

/// The list of complaints; members that are not text are written as JSON.
fn errors(value: Option<&Value>) -> Vec<String> {
    let words = |v: &Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
    match value {
        Some(Value::Array(list)) => list.iter().map(words).collect(),
        Some(Value::String(one)) => vec![one.clone()],
        _ => Vec::new(),
    }
}
