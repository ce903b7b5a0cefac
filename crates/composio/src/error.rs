//! What can go wrong, as a closed list.

use std::time::Duration;

use crate::redact::scrub;

/// Why a call did not give what was asked for.
///
/// No message contains a credential: whatever looks like one is cut.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No usable answer came.
    #[error("could not reach Composio: {kind}")]
    Unreachable {
        /// What stood in the way.
        kind: Cause,
        /// What the network said.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
        /// The call that was made.
        trace: Trace,
    },
    /// The key was not accepted for this call.
    #[error("could not use the API key: {0}")]
    Unauthorized(Box<Rejection>),
    /// The key may not do this.
    #[error("could not do this with the API key: {0}")]
    Forbidden(Box<Rejection>),
    /// There is no such thing, or it is another project's.
    #[error("could not find it: {0}")]
    NotFound(Box<Rejection>),
    /// Too many requests.
    #[error("could not go on: too many requests")]
    RateLimited {
        /// How long to wait, when Composio said so.
        after: Option<Duration>,
        /// What was said besides, if anything: the limit of a minute and the one of a plan
        /// differ in nothing else.
        said: Box<Rejection>,
        /// The call that was made.
        trace: Trace,
    },
    /// Composio understood the request and refused it.
    #[error("could not do this: {0}")]
    Rejected(Box<Rejection>),
    /// Composio, or something before it, is out of order. The status is 401,
    /// 403 or 404 when a page that is not Composio's came instead of an answer.
    #[error("could not get an answer: the server answered {status}")]
    Unavailable {
        /// The HTTP status.
        status: u16,
        /// After how long it may be asked again, when it said so.
        after: Option<Duration>,
        /// What was said besides, if anything.
        said: Box<Rejection>,
        /// The call that was made.
        trace: Trace,
    },
    /// The answer is not what the API promises.
    #[error("could not read the answer: {reason} at `{path}`")]
    Malformed {
        /// Where in the answer, such as `$.items[3].status`.
        path: String,
        /// What was expected there. Never a value.
        reason: String,
        /// The call that was made.
        trace: Trace,
    },
}

/// What stood between us and an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The client was set up with something that cannot work.
    Config(&'static str),
    /// The host name could not be resolved.
    Dns,
    /// No connection could be made.
    Connect,
    /// The proxy cannot be reached, or does not let this through.
    Proxy,
    /// The proxy wants to know who is there.
    ProxySignIn,
    /// No trusted connection could be made.
    Tls,
    /// It took too long.
    Timeout,
    /// The connection broke.
    Reset,
    /// The answer broke off or could not be decompressed.
    Truncated,
    /// The answer points to another host, or in circles.
    Redirect,
    /// The answer is larger than the limit.
    BodyTooLarge,
}

impl std::fmt::Display for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Config(reason) => reason,
            Self::Dns => "the host name cannot be resolved",
            Self::Connect => "no connection can be made",
            Self::Proxy => "the proxy cannot be reached or does not let this through",
            Self::ProxySignIn => "the proxy wants a sign-in",
            Self::Tls => "no trusted connection can be made",
            Self::Timeout => "it takes too long",
            Self::Reset => "the connection broke",
            Self::Truncated => "the answer broke off",
            Self::Redirect => "the answer points to another host",
            Self::BodyTooLarge => "the answer is too large",
        })
    }
}

/// Which call an error belongs to.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    pub(crate) request_id: String,
    pub(crate) write: bool,
}

/// Composio's refusal in its own words, without credentials.
#[derive(Clone, Debug, Default)]
pub struct Rejection {
    /// The HTTP status.
    pub status: u16,
    /// Composio's code, such as `606`.
    pub code: Option<String>,
    /// Composio's name for it, such as `ConnectedAccount_ResourceNotFound`.
    pub slug: Option<String>,
    /// What Composio says.
    pub message: String,
    /// What Composio says about the fields.
    pub errors: Vec<String>,
    /// What Composio advises.
    pub suggested_fix: Option<String>,
    /// The id under which Composio knows the request.
    pub request_id: String,
    /// Whether the answer had the documented shape. When it had not, it may
    /// come from something that stands before Composio.
    pub enveloped: bool,
}

impl std::fmt::Display for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.message.is_empty() {
            write!(f, "the server answered {}", self.status)
        } else {
            f.write_str(&self.message)
        }
    }
}

impl Rejection {
    /// A refusal of ours, before anything was sent.
    pub(crate) fn ours(message: &'static str) -> Error {
        Error::Rejected(Box::new(Self {
            message: message.to_owned(),
            ..Self::default()
        }))
    }

    /// The same with every text cut where it looks like a credential.
    pub(crate) fn scrubbed(mut self) -> Self {
        self.message = scrub(&self.message);
        self.request_id = scrub(&self.request_id);
        self.code = self.code.map(|t| scrub(&t));
        self.slug = self.slug.map(|t| scrub(&t));
        self.suggested_fix = self.suggested_fix.map(|t| scrub(&t));
        self.errors = self.errors.iter().take(100).map(|t| scrub(t)).collect();
        self
    }
}

impl Error {
    pub(crate) fn unreachable(kind: Cause, trace: Trace) -> Self {
        Self::Unreachable {
            kind,
            source: None,
            trace,
        }
    }

    pub(crate) fn config(reason: &'static str) -> Self {
        Self::unreachable(Cause::Config(reason), Trace::default())
    }

    /// Whether the same call may well succeed a little later.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Unreachable { kind, .. } => match kind {
                Cause::Dns
                | Cause::Connect
                | Cause::Proxy
                | Cause::Timeout
                | Cause::Reset
                | Cause::Truncated => true,
                Cause::Config(_)
                | Cause::ProxySignIn
                | Cause::Tls
                | Cause::Redirect
                | Cause::BodyTooLarge => false,
            },
            Self::RateLimited { .. } => true,
            Self::Unavailable { status, .. } => may_pass(*status) && *status != 501,
            Self::Unauthorized(_)
            | Self::Forbidden(_)
            | Self::NotFound(_)
            | Self::Rejected(_)
            | Self::Malformed { .. } => false,
        }
    }

    /// Whether a write may have been carried out although no good answer came.
    /// The caller looks before it does anything again. Always false for reads.
    #[must_use]
    pub fn outcome_unknown(&self) -> bool {
        match self {
            Self::Unreachable { kind, trace, .. } => {
                trace.write
                    && match kind {
                        Cause::Config(_)
                        | Cause::Dns
                        | Cause::Connect
                        | Cause::Proxy
                        | Cause::ProxySignIn
                        | Cause::Tls => false,
                        Cause::Timeout
                        | Cause::Reset
                        | Cause::Truncated
                        | Cause::Redirect
                        | Cause::BodyTooLarge => true,
                    }
            }
            Self::Unavailable { status, trace, .. } => trace.write && may_pass(*status),
            Self::Malformed { trace, .. } => trace.write,
            Self::RateLimited { .. }
            | Self::Unauthorized(_)
            | Self::Forbidden(_)
            | Self::NotFound(_)
            | Self::Rejected(_) => false,
        }
    }

    /// The same of a call that changes nothing, whatever its method: nobody has to look
    /// what became of it.
    #[must_use]
    pub fn of_a_read(mut self) -> Self {
        match &mut self {
            Self::Unreachable { trace, .. }
            | Self::RateLimited { trace, .. }
            | Self::Unavailable { trace, .. }
            | Self::Malformed { trace, .. } => trace.write = false,
            Self::Unauthorized(_) | Self::Forbidden(_) | Self::NotFound(_) | Self::Rejected(_) => {}
        }
        self
    }

    /// The id under which Composio knows the request, or else the one that was
    /// sent. Nothing when nothing was sent.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        let id = match self {
            Self::Unreachable { trace, .. }
            | Self::RateLimited { trace, .. }
            | Self::Unavailable { trace, .. }
            | Self::Malformed { trace, .. } => &trace.request_id,
            Self::Unauthorized(r) | Self::Forbidden(r) | Self::NotFound(r) | Self::Rejected(r) => {
                &r.request_id
            }
        };
        (!id.is_empty()).then_some(id)
    }

    /// How long the server asked to be left alone, when it said so. Of a read that was tried again
    /// it is what the last try was told.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { after, .. } | Self::Unavailable { after, .. } => *after,
            Self::Unreachable { .. }
            | Self::Unauthorized(_)
            | Self::Forbidden(_)
            | Self::NotFound(_)
            | Self::Rejected(_)
            | Self::Malformed { .. } => None,
        }
    }

    /// What Composio advises.
    #[must_use]
    pub fn suggested_fix(&self) -> Option<&str> {
        self.rejection()?.suggested_fix.as_deref()
    }

    /// Composio's own words, where it gave some.
    #[must_use]
    pub fn rejection(&self) -> Option<&Rejection> {
        match self {
            Self::Unavailable { said, .. } | Self::RateLimited { said, .. } => Some(said),
            Self::Unauthorized(r) | Self::Forbidden(r) | Self::NotFound(r) | Self::Rejected(r) => {
                Some(r)
            }
            Self::Unreachable { .. } | Self::Malformed { .. } => None,
        }
    }
}

/// Whether a status speaks of a condition and not of the request.
fn may_pass(status: u16) -> bool {
    matches!(status, 408 | 425 | 500..)
}
