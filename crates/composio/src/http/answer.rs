//! What came back: an answer that is read where it lies, or a refusal read leniently.

use secrecy::zeroize::Zeroizing;

use crate::auth::ApiKey;
use crate::error::{Cause, Error, Rejection, Trace};
use crate::http::decode::{Read, flag, inner, lenient_text, member};
use crate::http::json::{Json, Object, TOO_MANY};

/// A good answer as it came. Its bytes are overwritten when it is dropped, because they
/// may contain tokens that nothing of ours keeps.
pub(crate) struct Body {
    bytes: Zeroizing<Vec<u8>>,
    trace: Trace,
}

impl Body {
    pub(crate) fn new(bytes: Zeroizing<Vec<u8>>, trace: Trace) -> Self {
        Self { bytes, trace }
    }

    /// What `read` finds in it. Whatever it finds is its own: the bytes go now.
    pub(crate) fn open<T>(
        self,
        read: impl FnOnce(&Answer<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        read(&Answer::parse(&self.bytes, &self.trace)?)
    }
}

/// A good answer, parsed: most of it lies in the bytes of its [`Body`].
pub(crate) struct Answer<'a> {
    json: Json<'a>,
    trace: &'a Trace,
}

impl<'a> Answer<'a> {
    /// An empty answer is as good as `null`.
    pub(crate) fn parse(bytes: &'a [u8], trace: &'a Trace) -> Result<Self, Error> {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            let json = Json::Null;
            return Ok(Self { json, trace });
        }
        match Json::parse(bytes) {
            Ok(json) => Ok(Self { json, trace }),
            Err(error) if error.is_eof() => {
                Err(Error::unreachable(Cause::Truncated, trace.clone()))
            }
            Err(error) => Err(Error::Malformed {
                path: "$".to_owned(),
                // Of its own the parser takes any value: only the number of them is refused.
                reason: match error.is_data() {
                    true => format!("expected {TOO_MANY}"),
                    false => "expected JSON".to_owned(),
                },
                trace: trace.clone(),
            }),
        }
    }

    /// The content as a typed value.
    pub(crate) fn read<T>(&self, decode: impl FnOnce(&Json<'_>) -> Read<T>) -> Result<T, Error> {
        decode(&self.json).map_err(|bad| Error::Malformed {
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
        match self.json.as_object().and_then(|map| flag(map, "success")) {
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

/// Reads a refusal of whatever shape: the documented envelope, a bare object,
/// nothing, or a page of HTML, of which nothing is kept.
pub(crate) fn rejection(status: u16, body: &[u8], key: &ApiKey, request_id: &str) -> Rejection {
    let text = Zeroizing::new(key.cut_from(&String::from_utf8_lossy(body)));
    let json = Json::parse(text.as_bytes()).unwrap_or(Json::Null);
    let mut rejection = json.as_object().map(read).unwrap_or_default();
    rejection.status = status;
    if rejection.request_id.is_empty() {
        request_id.clone_into(&mut rejection.request_id);
    }
    rejection.scrubbed()
}

fn read(body: &Object<'_>) -> Rejection {
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
fn errors(value: Option<&Json<'_>>) -> Vec<String> {
    let words = |v: &Json<'_>| {
        v.as_str()
            .map_or_else(|| v.to_value().to_string(), str::to_owned)
    };
    match value {
        Some(Json::List(list)) => list.iter().map(words).collect(),
        Some(Json::Text(one)) => vec![one.to_string()],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use secrecy::zeroize::ZeroizeOnDrop;

    use super::*;

    fn body(text: &str) -> Body {
        let bytes = Zeroizing::new(text.as_bytes().to_vec());
        Body::new(bytes, Trace::default())
    }

    #[test]
    fn the_bytes_are_overwritten_and_what_was_read_is_a_copy() {
        fn is_overwritten(_: &impl ZeroizeOnDrop) {}
        let body = body(r#"{"token":"ya29.a"}"#);
        is_overwritten(&body.bytes);
        let read = body.open(|answer| {
            answer.read(|json| Ok(json.as_object().and_then(|map| lenient_text(map, "token"))))
        });
        assert_eq!(read.unwrap().as_deref(), Some("ya29.a"));
    }

    #[test]
    fn an_empty_answer_is_null() {
        for blank in ["", " \r\n\t"] {
            let null = body(blank).open(|answer| answer.read(|json| Ok(json.is_null())));
            assert!(null.unwrap(), "{blank:?}");
        }
    }

    #[test]
    fn an_answer_of_very_many_values_says_what_is_wrong_with_it() {
        let text = format!("[{}0]", "0,".repeat(2_000_000));
        let error = body(&text).open(|_| Ok(())).unwrap_err();
        assert_eq!(
            error.to_string(),
            "could not read the answer: expected 2,000,000 values at most at `$`"
        );
        assert!(!error.is_transient(), "it is not asked for again");
    }

    #[test]
    fn an_answer_that_broke_off_may_come_whole_the_next_time() {
        let error = |text| body(text).open(|_| Ok(())).unwrap_err();
        assert!(error(r#"{"items":["#).is_transient());
        let html = error("<html>");
        assert!(!html.is_transient());
        assert_eq!(
            html.to_string(),
            "could not read the answer: expected JSON at `$`"
        );
    }
}
