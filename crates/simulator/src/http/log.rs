//! What the simulator received, for tests to look at.

use std::collections::VecDeque;

use serde_json::{Map, Value, json};

use super::Call;
use crate::clock::iso;

/// Kept while tests may look, and while they will not.
const KEPT: [usize; 2] = [20_000, 2_000];
const CREDENTIALS: [&str; 5] = [
    "x-api-key",
    "x-org-api-key",
    "x-user-api-key",
    "authorization",
    "cookie",
];

/// One request as it was seen.
#[derive(Debug, Clone)]
pub(crate) struct Seen(pub(crate) Value);

/// The last requests, oldest first.
#[derive(Debug)]
pub(crate) struct RequestLog {
    most: usize,
    seen: VecDeque<Seen>,
}

impl RequestLog {
    pub(crate) fn new(watched: bool) -> Self {
        let most = if watched { KEPT[0] } else { KEPT[1] };
        Self {
            most,
            seen: VecDeque::new(),
        }
    }

    /// `status` is `None` when the connection was dropped instead.
    pub(crate) fn write(&mut self, call: &Call, route: &str, status: Option<u16>, at: i64) {
        let headers: Map<String, Value> = call
            .headers
            .iter()
            .map(|(name, value)| {
                let text = value.to_str().unwrap_or("?");
                let shown = if CREDENTIALS.contains(&name.as_str()) {
                    masked(text)
                } else {
                    text.into()
                };
                (name.as_str().to_owned(), shown.into())
            })
            .collect();
        if self.seen.len() >= self.most {
            self.seen.pop_front();
        }
        self.seen.push_back(Seen(json!({
            "time": iso(at),
            "method": call.method,
            "path": call.path,
            "query": call.raw_query,
            "route": route,
            "status": status,
            "request_id": call.request_id,
            "headers": headers,
            "body_bytes": call.body.len(),
        })));
    }

    pub(crate) fn all(&self) -> Vec<Value> {
        self.seen.iter().map(|seen| seen.0.clone()).collect()
    }

    pub(crate) fn clear(&mut self) {
        self.seen.clear();
    }
}

fn masked(text: &str) -> String {
    let head: String = text.chars().take(3).collect();
    format!("{head}*****")
}
