//! The listener: takes connections, decides what becomes of each request, and
//! ends at once when told to.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Request, Response};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use url::Url;

use crate::clock::http_date;
use crate::consent;
use crate::control;
use crate::dice::{of_text, uuid};
use crate::faults::{Fault, Faults};
use crate::http::{
    ApiError, Call, Context, Found, Limiter, Quota, Reply, RequestLog, authorise, find,
};
use crate::render::Generation;
use crate::routes::{ROUTES, absent};
use crate::world::World;

const BODY_LIMIT: usize = 8 << 20;
const SLOW: Duration = Duration::from_millis(2500);

/// Everything behind one lock.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) world: World,
    pub(crate) faults: Faults,
    pub(crate) log: RequestLog,
    pub(crate) limiter: Limiter,
    served: u64,
}

/// The simulator, shared by its connections.
#[derive(Debug)]
pub(crate) struct Shared {
    state: Mutex<State>,
    control: bool,
    hanging: AtomicUsize,
    hung: AtomicUsize,
}

impl Shared {
    pub(crate) fn new(world: World) -> Self {
        let state = State {
            faults: Faults::new(world.config.seed),
            log: RequestLog::new(world.config.control),
            limiter: Limiter::new(world.config.rate_limit),
            served: 0,
            world,
        };
        Self {
            control: state.world.config.control,
            state: Mutex::new(state),
            hanging: AtomicUsize::new(0),
            hung: AtomicUsize::new(0),
        }
    }

    /// The state. A panic in one request must not end the others.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    /// Calls that are never answered and whose callers still wait.
    pub(crate) fn hanging(&self) -> usize {
        self.hanging.load(Ordering::SeqCst)
    }

    /// Calls that were never answered, so far, whether their callers still wait or not.
    pub(crate) fn hung(&self) -> usize {
        self.hung.load(Ordering::SeqCst)
    }
}

/// A call that is never answered; over when its caller goes away.
struct Hanging<'a>(&'a AtomicUsize);

impl<'a> Hanging<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }
}

impl Drop for Hanging<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// The connection is closed instead of answered.
#[derive(Debug)]
struct Dropped;

impl std::fmt::Display for Dropped {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("dropped as asked for")
    }
}

impl std::error::Error for Dropped {}

/// Serves until `stop` changes; open connections end with it.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>, stop: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    let mut stopped = stop.clone();
    loop {
        tokio::select! {
            _ = stopped.changed() => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    connections.spawn(connection(stream, peer, Arc::clone(&shared), stop.clone()));
                }
                // Out of descriptors, most likely: let some close first.
                Err(_) => sleep(Duration::from_millis(20)).await,
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
    drop(listener);
    let all = async { while connections.join_next().await.is_some() {} };
    if timeout(Duration::from_millis(500), all).await.is_err() {
        connections.shutdown().await;
    }
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    shared: Arc<Shared>,
    mut stop: watch::Receiver<bool>,
) {
    if !peer.ip().is_loopback() || stream.set_nodelay(true).is_err() {
        return;
    }
    let service = service_fn(move |request| {
        let shared = Arc::clone(&shared);
        async move { answer(&shared, request.map(Body::new)).await }
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => {}
        _ = stop.changed() => {
            connection.as_mut().graceful_shutdown();
            let _ended = timeout(Duration::from_millis(300), connection).await;
        }
    }
}

async fn answer(shared: &Shared, request: Request<Body>) -> Result<Response<Body>, Dropped> {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        let error = ApiError::new(
            413,
            10_413,
            "HTTP_PayloadTooLarge",
            "Request body too large",
        );
        return Ok(error.reply("").into_response());
    };
    let head = parts.method == axum::http::Method::HEAD;
    let call = call_of(shared, &parts, body);
    let reply = if call.path.starts_with("/_sim") {
        if shared.control {
            control::answer(shared, &call)
        } else {
            unknown_path()
        }
    } else if consent::is_page(&call.path) {
        page(shared, &call)
    } else {
        api(shared, &call).await?
    };
    let response = reply.into_response();
    Ok(if head {
        response.map(|_| Body::empty())
    } else {
        response
    })
}

fn unknown_path() -> Reply {
    Reply::json(
        404,
        serde_json::json!({ "message": "Not Found", "error": "Not Found", "statusCode": 404 }),
    )
}

fn call_of(shared: &Shared, parts: &axum::http::request::Parts, body: Bytes) -> Call {
    // A proxy-style absolute target means the same path.
    let path = Url::parse(&parts.uri.to_string())
        .map_or_else(|_| parts.uri.path().to_owned(), |url| url.path().to_owned());
    let raw_query = parts.uri.query().unwrap_or_default().to_owned();
    let (generation, rest) = Call::prefix(&path)
        .map_or((Generation::V31, ""), |(generation, rest)| {
            (generation, rest)
        });
    let sent = parts
        .headers
        .get("x-request-id")
        .and_then(|value| value.to_str().ok());
    let request_id = match sent.filter(|id| !id.is_empty() && id.len() <= 200) {
        Some(id) => id.to_owned(),
        None => {
            let mut state = shared.lock();
            state.served += 1;
            uuid(of_text(&path) ^ state.served ^ state.world.now().unsigned_abs().rotate_left(20))
        }
    };
    Call {
        method: parts.method.as_str().to_owned(),
        segments: Call::decode_segments(rest),
        query: Call::decode_query(&raw_query),
        path,
        raw_query,
        headers: parts.headers.clone(),
        body,
        request_id,
        generation,
    }
}

fn page(shared: &Shared, call: &Call) -> Reply {
    let mut state = shared.lock();
    let state = &mut *state;
    state.world.settle();
    let reply = consent::answer(&mut state.world, call);
    let now = state.world.now();
    state.log.write(call, "page", Some(reply.status), now);
    reply
}

async fn api(shared: &Shared, call: &Call) -> Result<Reply, Dropped> {
    let (fault, delay, pattern) = arm(shared, call);
    if !delay.is_zero() {
        sleep(delay).await;
    }
    let fault = fault.unwrap_or_default();
    if let Some(when) = fault.hang.as_deref() {
        if when == "after" {
            let _lost = run(shared, call);
        }
        note(shared, call, pattern, None);
        let _counted = Hanging::new(&shared.hanging);
        shared.hung.fetch_add(1, Ordering::SeqCst);
        return std::future::pending().await;
    }
    if fault.drop.as_deref() == Some("before") {
        note(shared, call, pattern, None);
        return Err(Dropped);
    }
    let mut reply = if fault.replaces() && !fault.commit && fault.drop.is_none() {
        dress(shared, fault.reply(&call.request_id), call)
    } else {
        run(shared, call)
    };
    if fault.drop.is_some() {
        note(shared, call, pattern, None);
        return Err(Dropped);
    }
    if fault.replaces() && fault.commit {
        reply = dress(shared, fault.reply(&call.request_id), call);
    }
    let reply = fault.spoil(reply);
    note(shared, call, pattern, Some(reply.status));
    Ok(reply)
}

/// Which fault hits this call, and how long it takes.
fn arm(shared: &Shared, call: &Call) -> (Option<Fault>, Duration, &'static str) {
    let mut state = shared.lock();
    let pattern = match find(ROUTES, &call.method, &call.segments) {
        Found::Route(route, _) => route.pattern,
        Found::WrongMethod(_) | Found::Nothing => "",
    };
    let path = format!("/{}", call.segments.join("/"));
    let fault = state
        .faults
        .hit(&call.method, pattern, &path, call.generation);
    let mut delay = state.world.config.latency;
    if state.world.weather.slow {
        delay += SLOW;
    }
    if let Some(fault) = &fault {
        let roll = state.faults.roll();
        delay += Duration::from_millis(fault.delay_ms(roll));
    }
    (fault, delay, pattern)
}

fn note(shared: &Shared, call: &Call, pattern: &str, status: Option<u16>) {
    let mut state = shared.lock();
    let now = state.world.now();
    let route = format!("{} {pattern}", call.method);
    state.log.write(call, &route, status, now);
}

/// Headers that every API answer carries.
fn dress(shared: &Shared, reply: Reply, call: &Call) -> Reply {
    let mut state = shared.lock();
    let now = state.world.now();
    let quota = state.limiter.look(now);
    with_headers(reply, quota, call)
}

fn with_headers(reply: Reply, quota: Quota, call: &Call) -> Reply {
    let reply = reply
        // The clock may have been moved, and clients compare with it.
        .header("date", http_date(quota.now))
        .header("x-request-id", call.request_id.clone())
        .header("x-ratelimit", quota.limit.to_string())
        .header("x-ratelimit-remaining", quota.remaining.to_string())
        .header("x-ratelimit-window-size", format!("{}s", quota.window_s));
    match quota.retry_after {
        Some(seconds) => reply.header("retry-after", seconds.to_string()),
        None => reply,
    }
}

fn run(shared: &Shared, call: &Call) -> Reply {
    let mut state = shared.lock();
    let state = &mut *state;
    state.world.settle();
    let now = state.world.now();
    let refuse = |error: ApiError| error.reply(&call.request_id);
    let known = Call::prefix(&call.path).is_some();
    let found = if known {
        find(ROUTES, &call.method, &call.segments)
    } else {
        Found::Nothing
    };
    let (route, params) = match found {
        Found::Route(route, _) if absent(call.generation, route.pattern) => {
            let reply = unknown_path();
            return with_headers(reply, state.limiter.look(now), call);
        }
        Found::Route(route, params) => (route, params),
        Found::WrongMethod(allowed) => {
            let message = format!("Method {} is not allowed on {}", call.method, call.path);
            let error = ApiError::new(405, 10_405, "HTTP_MethodNotAllowed", message);
            let reply = refuse(error).header("allow", allowed.join(", "));
            return with_headers(reply, state.limiter.look(now), call);
        }
        Found::Nothing => {
            let message = format!("Route {} {} not found", call.method, call.path);
            let reply = refuse(ApiError::not_found("HTTP_NotFound", message));
            return with_headers(reply, state.limiter.look(now), call);
        }
    };
    let project = match authorise(&state.world, call, route.access) {
        Ok(project) => project,
        Err(error) => return with_headers(refuse(error), state.limiter.look(now), call),
    };
    let quota = state.limiter.take(now);
    if quota.retry_after.is_some() {
        let text = format!(
            "Rate limit exceeded. Limit: {} requests per {}s",
            quota.limit, quota.window_s
        );
        let reply = Reply::json(429, serde_json::json!({ "message": text }));
        return with_headers(reply, quota, call);
    }
    let mut context = Context {
        world: &mut state.world,
        call,
        project,
        params,
    };
    let reply = (route.run)(&mut context).unwrap_or_else(refuse);
    with_headers(reply, quota, call)
}
