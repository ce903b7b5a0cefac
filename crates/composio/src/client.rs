//! The client: what is shared by all calls.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::SignedDuration;
use reqwest::header::HeaderValue;
use reqwest::redirect::Policy;
use reqwest::{Certificate, Proxy, Version};
use url::Url;

use crate::auth::ApiKey;
use crate::auth_configs::AuthConfigs;
use crate::clock::Clock;
use crate::config::{Config, Generation, ProxyChoice, Retry, is_loopback};
use crate::connected_accounts::ConnectedAccounts;
use crate::connected_accounts::links::Links;
use crate::error::Error;
use crate::http::call::Call;
use crate::http::observed::{Observed, RateLimit, server_time};
use crate::http::sent::Sent;
use crate::http::weather::{Tries, Weather};
use crate::project_config::ProjectConfigs;
use crate::session::Session;
use crate::toolkits::Toolkits;
use crate::tools::Tools;
use crate::triggers::Triggers;

/// How long connecting may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// A client for one project. Cheap to clone; clones share connections, what
/// the last answer said, and the generation.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
    /// Whether the older generation is spoken.
    older: Arc<AtomicBool>,
    retry: Retry,
}

/// That something answered at the base URL: see [`Client::reach`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The HTTP status, whatever it was.
    pub status: u16,
    /// Whether the second edition of HTTP was spoken.
    pub http2: bool,
    /// How far the server's clock is ahead of ours, where it told its time.
    pub clock_offset: Option<SignedDuration>,
}

struct Inner {
    http: reqwest::Client,
    base_url: Url,
    key: ApiKey,
    key_header: HeaderValue,
    timeout: Duration,
    clock: Arc<dyn Clock>,
    observed: Mutex<Observed>,
    tries: Mutex<Tries>,
    sent: Mutex<Sent>,
}

impl Client {
    /// Sets a client up. Nothing is sent yet.
    ///
    /// # Errors
    /// `Unreachable` with the cause `Config` when the base URL would send the
    /// key in clear over a network, when the key cannot be a header, or when
    /// the certificates or the proxy cannot be used.
    pub fn new(config: Config) -> Result<Self, Error> {
        if let Some(reason) = config.objection() {
            return Err(Error::config(reason));
        }
        let http = build_http(&config)?;
        let bad_key = || Error::config("the API key is empty or has characters no key has");
        let key_header = config.api_key.header().ok_or_else(bad_key)?;
        Ok(Self {
            inner: Arc::new(Inner {
                http,
                key_header,
                key: config.api_key,
                base_url: config.base_url,
                timeout: config.timeout,
                clock: config.clock,
                observed: Mutex::default(),
                tries: Mutex::default(),
                sent: Mutex::default(),
            }),
            older: Arc::default(),
            retry: config.retry,
        })
    }

    /// The same client, which sends everything once and waits for nothing.
    #[must_use]
    pub fn without_retries(mut self) -> Self {
        self.retry.tries = 1;
        self
    }

    /// Knocks at the base URL without the key. Any answer will do: it shows that the
    /// name, the way and the certificates are in order.
    ///
    /// # Errors
    /// `Unreachable` with what stood in the way.
    pub async fn reach(&self) -> Result<Reached, Error> {
        let answer = self.knock().await?;
        let now = self.clock().now();
        let offset = server_time(answer.headers()).map(|at| at.duration_since(now));
        Ok(Reached {
            status: answer.status().as_u16(),
            http2: answer.version() == Version::HTTP_2,
            clock_offset: offset,
        })
    }

    /// The generation that is spoken: `V3_1` until told or found otherwise.
    #[must_use]
    pub fn generation(&self) -> Generation {
        if self.older.load(Ordering::Relaxed) {
            Generation::V3
        } else {
            Generation::V3_1
        }
    }

    /// The same client speaking a known generation. Clones made before keep
    /// theirs.
    #[must_use]
    pub fn with_generation(mut self, generation: Generation) -> Self {
        self.older = Arc::new(AtomicBool::new(generation == Generation::V3));
        self
    }

    /// Finds out which generation the server speaks, by a list call, and goes
    /// on with it, as do all clones.
    ///
    /// A 404 or 410 without Composio's error envelope means that the newer one
    /// is absent. Then the older one must answer: a base URL that is not
    /// Composio's at all is an error and not an old Composio. And the newer one
    /// must be absent still: a page of a proxy's, once, would cost every alias
    /// and every withdrawal.
    ///
    /// # Errors
    /// Any error of the list call; nothing is decided then.
    pub async fn detect_generation(&self) -> Result<Generation, Error> {
        let probe = |generation| {
            let call = Call::get("connected_accounts", &[]).with("limit", Some(1));
            self.send(call.under(generation), |_| Ok(()))
        };
        let found = match probe(Generation::V3_1).await {
            Ok(()) => Generation::V3_1,
            Err(error) if means_absent(&error) => {
                probe(Generation::V3).await?;
                match probe(Generation::V3_1).await {
                    Ok(()) => Generation::V3_1,
                    Err(error) if means_absent(&error) => Generation::V3,
                    Err(error) => return Err(error),
                }
            }
            Err(error) => return Err(error),
        };
        self.older.store(found == Generation::V3, Ordering::Relaxed);
        Ok(found)
    }

    /// Connected accounts.
    #[must_use]
    pub fn connected_accounts(&self) -> ConnectedAccounts<'_> {
        ConnectedAccounts(self)
    }

    /// Connect links, the way by which a person signs in.
    #[must_use]
    pub fn links(&self) -> Links<'_> {
        Links(self)
    }

    /// Auth configs.
    #[must_use]
    pub fn auth_configs(&self) -> AuthConfigs<'_> {
        AuthConfigs(self)
    }

    /// The project's settings.
    #[must_use]
    pub fn project_config(&self) -> ProjectConfigs<'_> {
        ProjectConfigs(self)
    }

    /// Whose key this is.
    #[must_use]
    pub fn session(&self) -> Session<'_> {
        Session(self)
    }

    /// Toolkits.
    #[must_use]
    pub fn toolkits(&self) -> Toolkits<'_> {
        Toolkits(self)
    }

    /// Tools.
    #[must_use]
    pub fn tools(&self) -> Tools<'_> {
        Tools(self)
    }

    /// Triggers.
    #[must_use]
    pub fn triggers(&self) -> Triggers<'_> {
        Triggers(self)
    }

    /// What the last answer said about the organisation's budget.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.observed().rate_limit
    }

    /// How long the last answer took to begin.
    #[must_use]
    pub fn last_latency(&self) -> Option<Duration> {
        self.observed().latency
    }

    /// How many requests were sent in so long until now, a minute at most.
    #[must_use]
    pub fn sent_within(&self, span: Duration) -> usize {
        self.sent(|sent| sent.within(span, self.clock().now()))
    }

    /// How the reads of the last minutes went.
    #[must_use]
    pub fn weather(&self) -> Weather {
        self.tries(|tries| tries.weather(self.clock().now()))
    }

    /// How far the server's clock was ahead of ours at the last answer.
    #[must_use]
    pub fn clock_offset(&self) -> Option<SignedDuration> {
        self.observed().clock_offset
    }

    /// Whether the key was refused and no answer came since: whoever asks by the clock
    /// stops then, and whoever is asked by a person tries.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.observed().refused
    }

    /// The base URL.
    #[must_use]
    pub fn base_url(&self) -> &Url {
        &self.inner.base_url
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.inner.http
    }

    pub(crate) fn key(&self) -> &ApiKey {
        &self.inner.key
    }

    pub(crate) fn key_header(&self) -> HeaderValue {
        self.inner.key_header.clone()
    }

    pub(crate) fn retry(&self) -> Retry {
        self.retry
    }

    pub(crate) fn timeout(&self) -> Duration {
        self.inner.timeout
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        self.inner.clock.as_ref()
    }

    pub(crate) fn update_observed(&self, change: impl FnOnce(&mut Observed)) {
        let held = self.inner.observed.lock();
        change(&mut held.unwrap_or_else(PoisonError::into_inner));
    }

    pub(crate) fn tries<R>(&self, with: impl FnOnce(&mut Tries) -> R) -> R {
        let held = self.inner.tries.lock();
        with(&mut held.unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn sent<R>(&self, with: impl FnOnce(&mut Sent) -> R) -> R {
        let held = self.inner.sent.lock();
        with(&mut held.unwrap_or_else(PoisonError::into_inner))
    }

    fn observed(&self) -> Observed {
        *self
            .inner
            .observed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.base_url().origin().ascii_serialization())
            .field("generation", &self.generation())
            .finish_non_exhaustive()
    }
}

/// Whether an error says that a route does not exist, rather than a thing.
fn means_absent(error: &Error) -> bool {
    error
        .rejection()
        .is_some_and(|said| matches!(said.status, 404 | 410) && !said.enveloped)
}

fn build_http(config: &Config) -> Result<reqwest::Client, Error> {
    let mut builder = reqwest::Client::builder()
        .user_agent(&config.user_agent)
        .connect_timeout(CONNECT_TIMEOUT)
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .referer(false);
    if is_loopback(&config.base_url) {
        builder = builder.no_proxy();
        if config.base_url.scheme() == "http" {
            // Nothing is encrypted here, so a machine without certificates will do.
            builder = builder.tls_certs_only([]);
        }
    } else {
        match &config.proxy {
            ProxyChoice::System => {}
            ProxyChoice::Direct => builder = builder.no_proxy(),
            ProxyChoice::Through(url) => {
                let bad = |_| Error::config("the proxy cannot be used");
                builder = builder.proxy(Proxy::all(url.clone()).map_err(bad)?);
            }
        }
    }
    if let Some(pem) = &config.extra_root_cert_pem {
        let bad = |_| Error::config("the extra certificates cannot be read");
        builder = builder.tls_certs_merge(Certificate::from_pem_bundle(pem).map_err(bad)?);
    }
    builder
        .build()
        .map_err(|_| Error::config("the system's trusted certificates cannot be loaded"))
}
