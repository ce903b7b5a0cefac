//! Stands before a server and gives its lists of accounts again as the same bytes.
//!
//! The simulator renders every page anew, which takes longer than any contender takes to read it.
//! That time would be part of everybody's figure and pull all ratios towards one. Here the first
//! who asks for a page waits for it to be rendered, and everybody after gets what was kept. It is
//! a process of its own and on one thread. What is no list of accounts is handed through.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::header::{CONNECTION, CONTENT_LENGTH, DATE, HOST, TRANSFER_ENCODING};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use crate::Error;

/// Serves until the process ends; prints where first.
pub(crate) fn serve(base_url: &str) -> Result<(), Error> {
    let origin =
        Url::parse(base_url).map_err(|error| Error::Said(format!("{base_url}: {error}")))?;
    let replay = Arc::new(Replay {
        origin,
        http: reqwest::Client::new(),
        kept: Mutex::default(),
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("replay listening on http://{}", listener.local_addr()?);
        std::io::stdout().flush()?;
        loop {
            let (stream, _) = listener.accept().await?;
            let replay = Arc::clone(&replay);
            tokio::spawn(async move {
                if let Err(error) = connection(&replay, stream).await {
                    eprintln!("bench: {error}");
                }
            });
        }
    })
}

struct Replay {
    origin: Url,
    http: reqwest::Client,
    /// Whole answers, by path and sorted query.
    kept: Mutex<HashMap<String, Arc<[u8]>>>,
}

async fn connection(replay: &Replay, stream: TcpStream) -> Result<(), Error> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    while let Some(request) = Request::read(&mut stream).await? {
        let answer = replay.answer(request).await?;
        stream.write_all(&answer).await?;
    }
    Ok(())
}

impl Replay {
    async fn answer(&self, request: Request) -> Result<Arc<[u8]>, Error> {
        let url = self.origin.join(&request.target);
        let url = url.map_err(|error| Error::Said(format!("{}: {error}", request.target)))?;
        let is_list = request.method == "GET" && url.path().ends_with("/connected_accounts");
        if !is_list {
            return self.ask(request, url, false).await;
        }
        let key = key(&url);
        let kept = self
            .kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
            .cloned();
        if let Some(kept) = kept {
            return Ok(kept);
        }
        let answer = self.ask(request, url, true).await?;
        if answer.starts_with(b"HTTP/1.1 200 ") {
            let mut all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            all.insert(key, Arc::clone(&answer));
        }
        Ok(answer)
    }

    async fn ask(&self, request: Request, url: Url, is_kept: bool) -> Result<Arc<[u8]>, Error> {
        let method = reqwest::Method::from_bytes(request.method.as_bytes())
            .map_err(|_| Error::Said(format!("{} is no method", request.method)))?;
        let mut asked = self.http.request(method, url).body(request.body);
        for (name, value) in request.headers {
            let ours = [CONNECTION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING];
            if !ours
                .iter()
                .any(|own| own.as_str().eq_ignore_ascii_case(&name))
            {
                asked = asked.header(name, value);
            }
        }
        let answer = asked.send().await?;
        let mut bytes = format!("HTTP/1.1 {} Said\r\n", answer.status().as_u16()).into_bytes();
        for (name, value) in answer.headers() {
            // The time of the first answer would tell a client that its clock is wrong.
            let stale = is_kept && *name == DATE;
            if !stale && ![CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING].contains(name) {
                bytes.extend_from_slice(name.as_str().as_bytes());
                bytes.extend_from_slice(b": ");
                bytes.extend_from_slice(value.as_bytes());
                bytes.extend_from_slice(b"\r\n");
            }
        }
        let body = answer.bytes().await?;
        bytes.extend_from_slice(format!("content-length: {}\r\n\r\n", body.len()).as_bytes());
        bytes.extend_from_slice(&body);
        Ok(bytes.into())
    }
}

/// The same for everybody who asks for the same, in whatever order.
fn key(url: &Url) -> String {
    let mut parts: Vec<String> = url
        .query_pairs()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    parts.sort();
    format!("{}?{}", url.path(), parts.join("&"))
}

struct Request {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    /// The next one; nothing when the caller is gone.
    async fn read(stream: &mut BufReader<TcpStream>) -> Result<Option<Self>, Error> {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(None);
        }
        let mut words = line.split_whitespace().map(str::to_owned);
        let (Some(method), Some(target)) = (words.next(), words.next()) else {
            return Err(Error::Said("a request without a target".to_owned()));
        };
        let mut headers = Vec::new();
        loop {
            line.clear();
            stream.read_line(&mut line).await?;
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            headers.push((name.to_owned(), value.trim().to_owned()));
        }
        let length = headers
            .iter()
            .find(|(name, _)| CONTENT_LENGTH.as_str().eq_ignore_ascii_case(name))
            .and_then(|(_, value)| value.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        stream.read_exact(&mut body).await?;
        Ok(Some(Self {
            method,
            target,
            headers,
            body,
        }))
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::key;

    #[test]
    fn the_same_question_has_the_same_key_in_any_order_and_spelling() {
        let of = |text: &str| key(&Url::parse(text).unwrap());
        assert_eq!(
            of("http://a/api/v3.1/connected_accounts?limit=100&cursor=Mi0%3D"),
            of("http://a/api/v3.1/connected_accounts?cursor=Mi0=&limit=100")
        );
        assert_ne!(of("http://a/x?limit=100"), of("http://a/x?limit=50"));
    }
}
