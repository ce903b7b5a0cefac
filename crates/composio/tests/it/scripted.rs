//! A server that says what it is told, byte by byte, and remembers what it heard.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use composio::{ApiKey, Client, Config, Retry};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// The key that every client here uses. No text of ours may contain it.
pub(crate) const KEY: &str = "ak_CANARY-key-0123456789";

/// What the server does with one request.
#[derive(Clone)]
pub(crate) enum Reply {
    /// Sends these bytes and closes.
    Bytes(Vec<u8>),
    /// Closes without a word.
    Hang,
    /// Says nothing and keeps the connection.
    Stall,
}

/// One request as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Value,
}

impl Heard {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// The server. After the last reply of its script it repeats that one.
pub(crate) struct Scripted {
    pub(crate) origin: Url,
    heard: Arc<Mutex<Vec<Heard>>>,
    script: Arc<Mutex<VecDeque<Reply>>>,
}

pub(crate) fn reply(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
    let mut out = format!("HTTP/1.1 {status} X\r\nconnection: close\r\n").into_bytes();
    for (name, value) in headers {
        out.extend(format!("{name}: {value}\r\n").into_bytes());
    }
    out.extend(format!("content-length: {}\r\n\r\n", body.len()).into_bytes());
    out.extend(body);
    Reply::Bytes(out)
}

#[expect(clippy::needless_pass_by_value, reason = "reads well with json!")]
pub(crate) fn json(status: u16, body: Value) -> Reply {
    reply(
        status,
        &[("content-type", "application/json")],
        body.to_string(),
    )
}

/// Composio's error envelope.
pub(crate) fn refusal(status: u16, slug: &str, message: &str) -> Reply {
    json(
        status,
        serde_json::json!({"error": {
            "message": message, "slug": slug, "code": 600, "status": status,
            "request_id": "req-from-composio", "suggested_fix": "try something else"
        }}),
    )
}

impl Scripted {
    pub(crate) async fn start(script: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let this = Self {
            origin: origin.parse().unwrap(),
            heard: Arc::default(),
            script: Arc::new(Mutex::new(script.into_iter().collect())),
        };
        let (heard, script) = (this.heard.clone(), this.script.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, heard.clone(), script.clone()));
            }
        });
        this
    }

    /// Changes what comes next.
    pub(crate) fn say(&self, script: impl IntoIterator<Item = Reply>) {
        *self.script.lock().unwrap() = script.into_iter().collect();
    }

    pub(crate) fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }

    pub(crate) fn client(&self) -> Client {
        client(&self.origin, |_| {})
    }
}

/// A client that does not wait long, because nothing here gets better by it.
pub(crate) fn client(origin: &Url, change: impl FnOnce(&mut Config)) -> Client {
    let mut config = Config::new(origin.clone(), ApiKey::new(KEY.into()));
    config.retry = Retry {
        base: Duration::from_millis(1),
        cap: Duration::from_millis(2),
        ..Retry::default()
    };
    change(&mut config);
    Client::new(config).unwrap()
}

async fn converse(
    mut stream: TcpStream,
    heard: Arc<Mutex<Vec<Heard>>>,
    script: Arc<Mutex<VecDeque<Reply>>>,
) {
    let Some(request) = hear(&mut stream).await else {
        return;
    };
    heard.lock().unwrap().push(request);
    let reply = {
        let mut script = script.lock().unwrap();
        if script.len() > 1 {
            script.pop_front()
        } else {
            script.front().cloned()
        }
    };
    match reply.expect("a script has at least one reply") {
        Reply::Bytes(bytes) => {
            // A client that had enough may be gone; that is its right.
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Reply::Hang => {}
        Reply::Stall => std::future::pending().await,
    }
}

async fn hear(stream: &mut TcpStream) -> Option<Heard> {
    let mut bytes = Vec::new();
    let head_end = loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        if let Some(at) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            break at + 4;
        }
    };
    let head = String::from_utf8(bytes[..head_end].to_vec()).ok()?;
    let mut lines = head.trim_end().split("\r\n");
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?);
    let headers: Vec<_> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length: usize = length.map_or(0, |(_, value)| value.parse().unwrap());
    while bytes.len() < head_end + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    let url = Url::parse("http://server").unwrap().join(target).unwrap();
    Some(Heard {
        method,
        path: url.path().to_owned(),
        query: url.query_pairs().into_owned().collect(),
        headers,
        body: serde_json::from_slice(&bytes[head_end..]).unwrap_or(Value::Null),
    })
}
