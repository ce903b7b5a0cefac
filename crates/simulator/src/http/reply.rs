//! One answer, before it becomes bytes.

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use futures_util::stream;
use serde_json::Value;

/// What an answer carries.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    Json(Value),
    Html(String),
    /// Bytes sent as they are, under that content type.
    Raw(&'static str, Vec<u8>),
    /// The beginning of the bytes, then the connection breaks.
    Cut(Vec<u8>),
    Nothing,
}

/// One answer.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content: Content,
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Reply {
    pub(crate) fn json(status: u16, value: Value) -> Self {
        Self {
            status,
            content: Content::Json(value),
            headers: Vec::new(),
        }
    }

    pub(crate) fn ok(value: Value) -> Self {
        Self::json(200, value)
    }

    pub(crate) fn html(status: u16, page: String) -> Self {
        let headers = vec![
            ("cache-control", "no-store".to_owned()),
            ("referrer-policy", "no-referrer".to_owned()),
            ("x-frame-options", "DENY".to_owned()),
            (
                "content-security-policy",
                "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'".to_owned(),
            ),
        ];
        Self {
            status,
            content: Content::Html(page),
            headers,
        }
    }

    pub(crate) fn redirect(to: String) -> Self {
        let headers = vec![("location", to), ("cache-control", "no-store".to_owned())];
        Self {
            status: 303,
            content: Content::Nothing,
            headers,
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The bytes on the wire.
    pub(crate) fn into_response(self) -> Response<Body> {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let (kind, body, length) = match self.content {
            Content::Json(value) => ("application/json", Body::from(value.to_string()), None),
            Content::Html(page) => ("text/html; charset=utf-8", Body::from(page), None),
            Content::Raw(kind, bytes) => (kind, Body::from(bytes), None),
            Content::Cut(bytes) => {
                // More is promised than comes, so that clients see a break.
                let promised = bytes.len() * 2 + 64;
                (
                    "application/json",
                    Body::from_stream(cut(bytes)),
                    Some(promised),
                )
            }
            Content::Nothing => ("", Body::empty(), None),
        };
        let mut response = Response::new(body);
        *response.status_mut() = status;
        let map = response.headers_mut();
        if !kind.is_empty() {
            map.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        if let Some(length) = length {
            map.insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
        for (name, value) in self.headers {
            let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) else {
                continue;
            };
            if name == "location" {
                map.insert(LOCATION, value);
            } else {
                map.insert(HeaderName::from_static(name), value);
            }
        }
        response
    }
}

fn cut(bytes: Vec<u8>) -> impl futures_util::Stream<Item = std::io::Result<Bytes>> {
    stream::iter([
        Ok(Bytes::from(bytes)),
        Err(std::io::Error::new(
            std::io::ErrorKind::ConnectionReset,
            "cut as asked for",
        )),
    ])
}
