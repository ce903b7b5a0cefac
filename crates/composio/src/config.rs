//! How a client is set up.

use std::fmt;
use std::time::Duration;

use url::{Host, Url};

use crate::auth::ApiKey;

/// How a client is set up. [`Config::new`] gives the usual values.
pub struct Config {
    /// The origin, such as `https://backend.composio.dev`. Plain `http` is
    /// accepted for loopback only, because every request carries the key.
    pub base_url: Url,
    /// The project's API key.
    pub api_key: ApiKey,
    /// What `User-Agent` says.
    pub user_agent: String,
    /// By which way requests leave; towards loopback always directly.
    pub proxy: ProxyChoice,
    /// Certificates to trust in addition to the system's, in PEM.
    pub extra_root_cert_pem: Option<Vec<u8>>,
    /// How reads are tried again.
    pub retry: Retry,
    /// How long one try may take, from connecting to the last byte.
    pub timeout: Duration,
}

impl Config {
    /// The usual values for a base URL and a key.
    #[must_use]
    pub fn new(base_url: Url, api_key: ApiKey) -> Self {
        Self {
            base_url,
            api_key,
            user_agent: concat!("composio-rust/", env!("CARGO_PKG_VERSION")).to_owned(),
            proxy: ProxyChoice::System,
            extra_root_cert_pem: None,
            retry: Retry::default(),
            timeout: Duration::from_secs(30),
        }
    }

    /// Why this cannot be used, if it cannot.
    pub(crate) fn objection(&self) -> Option<&'static str> {
        let url = &self.base_url;
        if !url.username().is_empty() || url.password().is_some() {
            return Some("the base URL must not carry a user name or password");
        }
        match url.scheme() {
            "https" if url.has_host() => None,
            "http" if is_loopback(url) => None,
            "http" => Some("plain http is accepted for loopback only"),
            _ => Some("the base URL must be https"),
        }
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("base_url", &self.base_url.origin().ascii_serialization())
            .field("api_key", &self.api_key)
            .field("user_agent", &self.user_agent)
            .field("proxy", &self.proxy)
            .field("extra_root_cert_pem", &self.extra_root_cert_pem.is_some())
            .field("retry", &self.retry)
            .field("timeout", &self.timeout)
            .finish()
    }
}

/// By which way requests leave.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum ProxyChoice {
    /// As the system says.
    #[default]
    System,
    /// Directly, whatever the system says.
    Direct,
    /// Through this HTTP proxy, spoken to by `http` or `https`.
    Through(Url),
}

impl fmt::Debug for ProxyChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System => f.write_str("System"),
            Self::Direct => f.write_str("Direct"),
            // The rest of the address may hold a password.
            Self::Through(url) => f.debug_tuple("Through").field(&url.host_str()).finish(),
        }
    }
}

/// How reads are tried again. Writes are sent once, always.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    /// How often a read is sent at most.
    pub tries: u32,
    /// The longest wait before the second try; it doubles from there.
    pub base: Duration,
    /// No wait of our own choosing is longer.
    pub cap: Duration,
    /// The longest `Retry-After` that is waited for. A longer one is handed to
    /// the caller, who knows what else is waiting.
    pub longest_told: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            tries: 3,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(8),
            longest_told: Duration::from_secs(60),
        }
    }
}

/// Which edition of the API is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Generation {
    /// `/api/v3`.
    V3,
    /// `/api/v3.1`.
    V3_1,
}

impl Generation {
    /// `v3` or `v3.1`, as it stands in paths.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V3 => "v3",
            Self::V3_1 => "v3.1",
        }
    }
}

/// Whether a URL names this machine and nothing else can be meant.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
