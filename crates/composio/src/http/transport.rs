//! Sends one call and brings back an answer or a typed error.
//!
//! Nothing here knows what a call means. The rules: reads are tried again,
//! writes are sent once; no redirect leaves the host, because the key would go
//! along; an answer is read up to a limit, counted after decompression.

use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, LOCATION};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use secrecy::zeroize::Zeroizing;
use serde_json::Value;
use tokio::time::Instant;
use url::Url;

use crate::client::Client;
use crate::error::{Cause, Error, Trace};
use crate::http::answer::{Answer, Body, rejection};
use crate::http::call::Call;
use crate::http::observed::{rate_limit, retry_after, server_time};
use crate::http::weather::End;
use crate::http::{retry, unreachable};

/// The largest answer that is read, in bytes after decompression.
const LONGEST_BODY: usize = 32 * 1024 * 1024;
/// How many redirects within the host a read follows.
const MOST_REDIRECTS: usize = 3;
/// The longest request id of the server's that is kept.
const LONGEST_REQUEST_ID: usize = 128;

/// A failed try, and how long the server asked to wait.
struct Failed {
    error: Error,
    told: Option<Duration>,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self { error, told: None }
    }
}

impl Client {
    /// Sends a call, a read as often as the client's `Retry` says and a write once, and reads the
    /// answer.
    ///
    /// The answer is parsed here, once, for only here a read whose answer broke off can be
    /// sent again; and it is read here, because what was parsed lies in the answer's bytes.
    pub(crate) async fn send<T>(
        &self,
        call: Call,
        read: impl Fn(&Answer<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let url = call.url(self.base_url(), self.generation())?;
        let mut tried = 0;
        loop {
            tried += 1;
            let begun = Instant::now();
            let body = self.try_once(&call, url.clone()).await;
            let outcome = body.and_then(|body| Ok(body.open(&read)?));
            if call.method == Method::GET {
                self.note_try(outcome.as_ref().err(), begun.elapsed());
            }
            let failed = match outcome {
                Ok(read) => return Ok(read),
                Err(failed) => failed,
            };
            let again = call.method == Method::GET && failed.error.is_transient();
            let wait = retry::wait(self.retry(), tried, failed.told, retry::chance());
            match wait.filter(|_| again) {
                Some(wait) => self.clock().sleep(wait).await,
                None => return Err(failed.error),
            }
        }
    }

    /// A refusal is an answer too: the server is well.
    fn note_try(&self, failed: Option<&Failed>, took: Duration) {
        let end = match failed.map(|failed| &failed.error) {
            Some(Error::RateLimited { .. }) | None => End::Answered(took),
            Some(error) if !error.is_transient() => End::Answered(took),
            Some(Error::Unreachable {
                kind: Cause::Dns | Cause::Connect | Cause::Proxy | Cause::Timeout,
                ..
            }) => End::Unreached,
            Some(_) => End::Failed,
        };
        self.tries(|tries| tries.add(self.clock().now(), end));
    }

    /// One try, given up when it takes too long: the time-out is the client's own, on
    /// its own clock.
    async fn try_once(&self, call: &Call, url: Url) -> Result<Body, Failed> {
        let trace = Trace {
            request_id: uuid::Uuid::new_v4().to_string(),
            write: call.write,
        };
        tokio::select! {
            biased;
            answer = self.converse(call, url, trace.clone()) => answer,
            () = self.clock().sleep(self.timeout()) => {
                Err(Error::unreachable(Cause::Timeout, trace).into())
            }
        }
    }

    async fn converse(&self, call: &Call, mut url: Url, mut trace: Trace) -> Result<Body, Failed> {
        let begun = Instant::now();
        for _ in 0..=MOST_REDIRECTS {
            let response = self.exchange(call, url.clone(), &trace).await?;
            if !response.status().is_redirection() {
                self.observe(response.headers(), begun.elapsed());
                adopt_request_id(&mut trace, response.headers());
                let status = response.status();
                tracing::debug!(
                    method = %call.method,
                    route = call.route,
                    status = status.as_u16(),
                    duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
                    request_id = trace.request_id,
                    "Composio answered"
                );
                return self.finish(response, trace).await;
            }
            url = redirected(call, &url, response.headers())
                .ok_or_else(|| Error::unreachable(Cause::Redirect, trace.clone()))?;
        }
        Err(Error::unreachable(Cause::Redirect, trace).into())
    }

    /// A request without the key, given up like any other: who tries a way waits for this.
    pub(crate) async fn knock(&self) -> Result<Response, Error> {
        let request = self.http().get(self.base_url().clone());
        let answer = request.header(ACCEPT, "application/json").send();
        tokio::select! {
            biased;
            answer = answer => answer.map_err(|error| broken(error, &Trace::default())),
            () = self.clock().sleep(self.timeout()) => {
                Err(Error::unreachable(Cause::Timeout, Trace::default()))
            }
        }
    }

    async fn exchange(&self, call: &Call, url: Url, trace: &Trace) -> Result<Response, Error> {
        self.sent(|sent| sent.add(self.clock().now()));
        let request = self.request(call, url, &trace.request_id);
        request.send().await.map_err(|error| broken(error, trace))
    }

    fn request(&self, call: &Call, url: Url, request_id: &str) -> RequestBuilder {
        let request = self
            .http()
            .request(call.method.clone(), url)
            .header(ACCEPT, "application/json")
            .header(self.key().kind().header_name(), self.key_header())
            .header("x-request-id", request_id);
        match &call.body {
            Some(body) => request
                .header(CONTENT_TYPE, "application/json")
                .body(wiped_after_sending(body)),
            None => request,
        }
    }

    async fn finish(&self, response: Response, trace: Trace) -> Result<Body, Failed> {
        let status = response.status();
        let headers = response.headers().clone();
        let body = read_body(response, &trace).await?;
        let refused = status == StatusCode::UNAUTHORIZED && !is_foreign(&body);
        if refused || status.is_success() {
            self.update_observed(|observed| observed.refused = refused);
        }
        if !status.is_success() {
            let told = retry_after(&headers, self.clock().now());
            return Err(Failed {
                error: self.refusal(status, &body, told, trace),
                told,
            });
        }
        Ok(Body::new(body, trace))
    }

    fn refusal(
        &self,
        status: StatusCode,
        body: &[u8],
        after: Option<Duration>,
        mut trace: Trace,
    ) -> Error {
        let said = Box::new(rejection(
            status.as_u16(),
            body,
            self.key(),
            &trace.request_id,
        ));
        trace.request_id.clone_from(&said.request_id);
        match status.as_u16() {
            status @ (401 | 403 | 404) if is_foreign(body) => Error::Unavailable {
                status,
                // Whoever stands before Composio does not know when Composio is there.
                after: None,
                said,
                trace,
            },
            401 => Error::Unauthorized(said),
            403 => Error::Forbidden(said),
            404 => Error::NotFound(said),
            429 => Error::RateLimited { after, said, trace },
            status @ (408 | 425 | 500..) => Error::Unavailable {
                status,
                after,
                said,
                trace,
            },
            _ => Error::Rejected(said),
        }
    }

    fn observe(&self, headers: &HeaderMap, latency: Duration) {
        let offset = server_time(headers).map(|at| at.duration_since(self.clock().now()));
        self.update_observed(|observed| {
            observed.latency = Some(latency);
            observed.rate_limit = rate_limit(headers).or(observed.rate_limit);
            observed.clock_offset = offset.or(observed.clock_offset);
        });
    }
}

/// Whether a refusal cannot be Composio's, which speaks JSON: a page of a
/// proxy, a firewall or a portal on the way. It must not be read as "your key
/// is dead" or "this account is gone".
fn is_foreign(body: &[u8]) -> bool {
    let blank = body.iter().all(u8::is_ascii_whitespace);
    !blank && serde_json::from_slice::<serde::de::IgnoredAny>(body).is_err()
}

/// The body as bytes that are overwritten when the last part of it was sent.
fn wiped_after_sending(body: &Value) -> Bytes {
    Bytes::from_owner(Zeroizing::new(body.to_string().into_bytes()))
}

/// Where a redirect leads, if it may be followed: a read, to the same origin.
fn redirected(call: &Call, from: &Url, headers: &HeaderMap) -> Option<Url> {
    let target = from.join(headers.get(LOCATION)?.to_str().ok()?).ok()?;
    let may = call.method == Method::GET && target.origin() == from.origin();
    may.then_some(target)
}

/// The server's request id, which is the one that its support can find.
fn adopt_request_id(trace: &mut Trace, headers: &HeaderMap) {
    let theirs = headers.get("x-request-id").and_then(|v| v.to_str().ok());
    if let Some(id) = theirs.filter(|id| !id.is_empty() && id.len() <= LONGEST_REQUEST_ID) {
        trace.request_id = crate::redact::scrub(id);
    }
}

/// The body up to the limit; it is overwritten when it is dropped. What the layers below
/// hold of it is not: the parts in which it came, and what was decrypted and decompressed
/// into them.
async fn read_body(mut response: Response, trace: &Trace) -> Result<Zeroizing<Vec<u8>>, Error> {
    let too_large = || Error::unreachable(Cause::BodyTooLarge, trace.clone());
    let announced = response.content_length().unwrap_or(0);
    if usize::try_from(announced).map_or(true, |n| n > LONGEST_BODY) {
        return Err(too_large());
    }
    let mut body = Zeroizing::new(Vec::with_capacity(usize::try_from(announced).unwrap_or(0)));
    while let Some(chunk) = response.chunk().await.map_err(|e| broken(e, trace))? {
        if body.len() + chunk.len() > LONGEST_BODY {
            return Err(too_large());
        }
        make_room(&mut body, chunk.len());
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Room for so much more. A buffer that grows by itself leaves its old content behind; here
/// that is overwritten.
fn make_room(body: &mut Zeroizing<Vec<u8>>, more: usize) {
    if body.capacity() - body.len() >= more {
        return;
    }
    let room = (body.len() + more).max(body.capacity().saturating_mul(2));
    let mut larger = Zeroizing::new(Vec::with_capacity(room));
    larger.extend_from_slice(body);
    *body = larger;
}

/// What a failure of the network was. The URL is taken off the error, because
/// its query may hold what nobody should log.
fn broken(error: reqwest::Error, trace: &Trace) -> Error {
    let error = error.without_url();
    Error::Unreachable {
        kind: unreachable::cause(&error),
        source: Some(Box::new(error)),
        trace: trace.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::{ApiKey, KeyKind};
    use crate::config::Config;

    /// The request as it would go out: what a log of a lower layer sees.
    fn request(kind: KeyKind) -> reqwest::Request {
        let base = Url::parse("https://api.example.com").unwrap();
        let key = ApiKey::of_kind(kind, "ak_CANARY-key".into());
        let client = Client::new(Config::new(base.clone(), key)).unwrap();
        let call = Call::post("connected_accounts/link", &[], serde_json::json!({}));
        let url = call.url(&base, client.generation()).unwrap();
        client.request(&call, url, "req-1").build().unwrap()
    }

    #[test]
    fn the_header_of_every_kind_of_key_is_marked_sensitive() {
        for kind in KeyKind::ALL {
            let request = request(kind);
            let header = &request.headers()[kind.header_name()];
            assert_eq!(header, "ak_CANARY-key");
            assert!(header.is_sensitive(), "{kind:?} would be printed");
            let shown = format!("{:?}", request.headers());
            assert!(!shown.contains("CANARY"), "{shown}");
        }
    }

    #[test]
    fn exactly_one_kind_of_key_is_sent() {
        for kind in KeyKind::ALL {
            let request = request(kind);
            let sent: Vec<KeyKind> = KeyKind::ALL
                .into_iter()
                .filter(|kind| request.headers().contains_key(kind.header_name()))
                .collect();
            assert_eq!(sent, [kind]);
        }
    }

    #[test]
    fn a_body_of_unknown_length_moves_to_larger_rooms() {
        let mut body = Zeroizing::new(Vec::new());
        for chunk in 0..=200_u8 {
            make_room(&mut body, 1_000);
            let room = body.as_ptr();
            body.extend_from_slice(&[chunk; 1_000]);
            assert_eq!(body.as_ptr(), room, "it did not grow by itself");
        }
        assert_eq!(body.len(), 201_000);
        assert!(
            body.chunks(1_000)
                .zip(0..)
                .all(|(part, n)| part == [n; 1_000])
        );
    }
}
