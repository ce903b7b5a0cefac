//! Everything that may hold a secret, and the only file that opens one.
//!
//! The types here can be used but not read: an [`ApiKey`] signs a request, a
//! [`Bearer`] signs a request to the provider, a [`RedirectUrl`] is lent to a
//! closure. None of them implements `Serialize`, `Display`, `Deref` or
//! `PartialEq`, so a secret cannot slip into a log, a table or a window.

use std::fmt;
use std::sync::Arc;

use reqwest::RequestBuilder;
use reqwest::header::{AUTHORIZATION, HeaderValue};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use url::{Host, Url};

/// Proof, at compile time, that a type does not implement `serde::Serialize`.
///
/// If `$type` ever gains the trait, both implementations of `Ambiguous` apply
/// and the call no longer resolves.
macro_rules! assert_not_serializable {
    ($($type:ty),+ $(,)?) => {$(
        const _: fn() = || {
            trait Ambiguous<A> { fn check() {} }
            impl<T: ?Sized> Ambiguous<()> for T {}
            struct Serializable;
            impl<T: ?Sized + serde::Serialize> Ambiguous<Serializable> for T {}
            <$type as Ambiguous<_>>::check();
        };
    )+};
}

assert_not_serializable!(ApiKey, Bearer, RedirectUrl, SecretFields);

/// Whose key it is, which decides what it opens and the header that carries it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// A project's, `ak_…`: everything inside that project.
    #[default]
    Project,
    /// An organization's, `oak_…`.
    Organization,
    /// A person's, `uak_…`: reads in that person's projects.
    User,
}

impl KeyKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Project, Self::Organization, Self::User];

    /// The header that carries a key of this kind. Composio refuses a request
    /// with two of them.
    #[must_use]
    pub fn header_name(self) -> &'static str {
        match self {
            Self::Project => "x-api-key",
            Self::Organization => "x-org-api-key",
            Self::User => "x-user-api-key",
        }
    }
}

/// An API key, a project's unless it is said to be another's.
///
/// It cannot be printed or serialised; the client alone can use it.
///
/// ```compile_fail
/// let key = composio::ApiKey::new("ak_example".into());
/// serde_json::to_string(&key)?;
/// # Ok::<(), serde_json::Error>(())
/// ```
pub struct ApiKey {
    kind: KeyKind,
    key: SecretString,
}

impl ApiKey {
    /// Wraps a project's key.
    #[must_use]
    pub fn new(key: SecretString) -> Self {
        Self::of_kind(KeyKind::Project, key)
    }

    /// Wraps a key of any kind.
    #[must_use]
    pub fn of_kind(kind: KeyKind, key: SecretString) -> Self {
        Self { kind, key }
    }

    /// Whose key it is.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The value of its header, or nothing when the key cannot be one.
    #[expect(
        clippy::disallowed_methods,
        reason = "the key becomes the header of a request"
    )]
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        // EXPOSE: the key becomes a header value that is marked sensitive.
        let key = self.key.expose_secret();
        if key.is_empty() {
            return None;
        }
        sensitive(key)
    }

    /// The text without this key, in case an answer quotes it.
    #[expect(
        clippy::disallowed_methods,
        reason = "the key is looked for in order to take it out"
    )]
    pub(crate) fn cut_from(&self, text: &str) -> String {
        // EXPOSE: compared with an answer, which loses every occurrence.
        let key = self.key.expose_secret();
        if key.len() < 8 {
            return text.to_owned();
        }
        text.replace(key, "…")
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiKey({:?}, …)", self.kind)
    }
}

/// A provider's access token that Composio returned in clear.
///
/// Copies share one allocation, which is wiped when the last one goes.
///
/// ```compile_fail
/// fn leak(bearer: &composio::Bearer) -> String {
///     bearer.to_string()
/// }
/// ```
#[derive(Clone)]
pub struct Bearer(Arc<SecretString>);

impl Bearer {
    pub(crate) fn new(token: &str) -> Self {
        Self(Arc::new(SecretString::from(token)))
    }

    /// Adds the token to a request as its `Authorization` header.
    ///
    /// A token that cannot be a header leaves the request without one, so that
    /// the provider refuses it.
    #[expect(
        clippy::disallowed_methods,
        reason = "the token becomes the header of a request"
    )]
    pub fn apply(&self, request: RequestBuilder) -> RequestBuilder {
        // EXPOSE: the token becomes a header value that is marked sensitive.
        let text = Zeroizing::new(format!("Bearer {}", self.0.expose_secret()));
        match sensitive(&text) {
            Some(value) => request.header(AUTHORIZATION, value),
            None => request,
        }
    }

    /// The first eight bytes of a salted SHA-256, in hex. Whoever has it and not the
    /// salt can neither find the token nor tell whether a guess is right.
    #[expect(clippy::disallowed_methods, reason = "the token is hashed")]
    pub(crate) fn fingerprint(&self, salt: &[u8]) -> String {
        // EXPOSE: goes into the hash; eight bytes of that come out.
        let hash = Sha256::new()
            .chain_update(salt)
            .chain_update(self.0.expose_secret())
            .finalize();
        hash.iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer(…)")
    }
}

/// Where a person signs in. It embeds a link token: whoever has it can finish
/// the sign-in, so it is treated as a secret.
///
/// ```
/// # use composio::RedirectUrl;
/// let url = RedirectUrl::parse("https://connect.composio.dev/link/lk_example").unwrap();
/// assert_eq!(url.host(), Some("connect.composio.dev"));
/// assert_eq!(url.shortened(), "connect.composio.dev/link/lk_…");
/// assert_eq!(format!("{url:?}"), "RedirectUrl(connect.composio.dev/link/lk_…)");
/// url.with_secret(|text| assert!(text.ends_with("lk_example")));
/// ```
///
/// ```compile_fail
/// let url = composio::RedirectUrl::parse("https://connect.composio.dev/link/lk_example").unwrap();
/// println!("{url}");
/// ```
#[derive(Clone)]
pub struct RedirectUrl {
    text: Arc<SecretString>,
    scheme: String,
    host: Option<String>,
    port: Option<u16>,
    has_credentials: bool,
    shortened: String,
}

impl RedirectUrl {
    /// Reads a URL; nothing when the text is not an absolute one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        Some(Self {
            scheme: url.scheme().to_owned(),
            host: url.host_str().map(str::to_owned),
            port: url.port_or_known_default(),
            has_credentials: !url.username().is_empty() || url.password().is_some(),
            shortened: shorten(&url),
            text: Arc::new(SecretString::from(text)),
        })
    }

    /// The host, lower case.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    /// The scheme, lower case and without the colon.
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// The port, or the scheme's usual one.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    /// Whether a user name or password stands before the host. Such a URL
    /// shows another host than it opens and should not be opened.
    #[must_use]
    pub fn has_credentials(&self) -> bool {
        self.has_credentials
    }

    /// Host and path without the token and without the query: safe to show.
    #[must_use]
    pub fn shortened(&self) -> String {
        self.shortened.clone()
    }

    /// Lends the whole URL, to open or to copy it. The only way out.
    #[expect(
        clippy::disallowed_methods,
        reason = "the URL is handed to a browser or the clipboard"
    )]
    pub fn with_secret<R>(&self, use_it: impl FnOnce(&str) -> R) -> R {
        // EXPOSE: lent to the closure, which opens or copies it.
        use_it(self.text.expose_secret())
    }
}

impl fmt::Debug for RedirectUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RedirectUrl({})", self.shortened)
    }
}

/// Named values for Composio of which some are secret: the credentials of an
/// auth config, or the key that a tenant uses with its provider.
///
/// ```
/// # use composio::SecretFields;
/// let fields = SecretFields::new()
///     .plain("subdomain", "acme")
///     .secret("generic_api_key", "not-a-real-key".into());
/// assert_eq!(format!("{fields:?}"), r#"SecretFields["subdomain", "generic_api_key"]"#);
/// ```
#[derive(Default)]
pub struct SecretFields(Vec<(String, Field)>);

enum Field {
    Plain(Value),
    Secret(SecretString),
}

impl SecretFields {
    /// No field yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value that is not secret.
    #[must_use]
    pub fn plain(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.0.push((name.into(), Field::Plain(value.into())));
        self
    }

    /// Adds a secret.
    #[must_use]
    pub fn secret(mut self, name: impl Into<String>, value: SecretString) -> Self {
        self.0.push((name.into(), Field::Secret(value)));
        self
    }

    /// The fields as they are sent. The caller wipes the value after use.
    #[expect(
        clippy::disallowed_methods,
        reason = "the fields become the body of a request"
    )]
    pub(crate) fn to_json(&self) -> Map<String, Value> {
        let value = |field: &Field| match field {
            Field::Plain(value) => value.clone(),
            // EXPOSE: becomes part of a request body that is wiped after sending.
            Field::Secret(text) => Value::from(text.expose_secret()),
        };
        self.0.iter().map(|(n, f)| (n.clone(), value(f))).collect()
    }
}

impl fmt::Debug for SecretFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretFields")?;
        f.debug_list()
            .entries(self.0.iter().map(|(n, _)| n))
            .finish()
    }
}

/// Text that a request carries and nobody may print.
#[expect(
    clippy::disallowed_methods,
    reason = "the text becomes the body of a request"
)]
pub(crate) fn sent(secret: &SecretString) -> Value {
    // EXPOSE: becomes part of a request body that is wiped after sending.
    Value::from(secret.expose_secret())
}

fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Host and path up to whatever can carry a token, which is the first segment
/// with an `lk_`-like prefix, a long one, or else the last; no query, no
/// fragment, no credentials.
fn shorten(url: &Url) -> String {
    let mut out = match url.host() {
        Some(Host::Domain(name)) => name.to_owned(),
        Some(ip) => ip.to_string(),
        None => return format!("{}:…", url.scheme()),
    };
    if let Some(port) = url.port() {
        out.push_str(&format!(":{port}"));
    }
    let segments: Vec<&str> = url.path_segments().into_iter().flatten().collect();
    for (index, segment) in segments.iter().enumerate() {
        let prefix = segment.split_once('_').filter(|(p, _)| p.len() <= 4);
        if segment.is_empty() {
            continue;
        }
        out.push('/');
        if prefix.is_none() && segment.len() <= 24 && index + 1 < segments.len() {
            out.push_str(segment);
            continue;
        }
        if let Some((prefix, _)) = prefix {
            out.push_str(prefix);
            out.push('_');
        }
        out.push('…');
        break;
    }
    out
}
