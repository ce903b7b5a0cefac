//! Links into the app, which any web page and any local program can send. Parsed
//! once, strictly, into a closed type; the raw text goes no further.
//!
//! A callback is a doorbell, not evidence: it names an attempt and proves nothing
//! (RFC 8252 §8.1, §8.6). `open` links navigate, they never act.

use crate::ids::{AttemptId, IntegrationId};

/// The scheme of our links; reverse-domain as RFC 8252 §7.1 wants it.
pub const SCHEME: &str = "dev.switchboard.desktop";

/// The longest link that is looked at, in bytes.
pub const MAX_LINK_BYTES: usize = 2_048;

/// Characters in the state of a callback: 32 random bytes in hex.
pub const STATE_CHARS: usize = 64;

/// A link into the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppLink {
    /// The browser came back from a consent.
    Callback(Callback),
    /// Show this integration.
    Open(IntegrationId),
}

/// What a callback says. Of Composio's own parameters only one hint is kept: the truth
/// is asked for, never taken from here.
#[derive(Clone, PartialEq, Eq)]
pub struct Callback {
    /// Which attempt it claims to be for.
    pub attempt: AttemptId,
    /// 32 bytes that only our own record can match.
    pub state: [u8; 32],
    /// The way back says that another browser finished than began. Good for wording an
    /// end that Composio confirms, and for nothing else.
    pub other_browser: bool,
}

impl std::fmt::Debug for Callback {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Callback")
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}

/// Why a link is not believed. Never holds the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// More than [`MAX_LINK_BYTES`].
    #[error("the link is too long")]
    TooLong,
    /// Another scheme, host or path.
    #[error("the link is not one of this app's")]
    NotOurs,
    /// A parameter is missing, repeated or malformed.
    #[error("the link's parameters are malformed")]
    Malformed,
}

/// Reads a link into the app.
///
/// # Errors
/// [`LinkError`] for anything but exactly the links that this app makes.
pub fn parse(link: &str) -> Result<AppLink, LinkError> {
    if link.len() > MAX_LINK_BYTES {
        return Err(LinkError::TooLong);
    }
    let rest = link
        .strip_prefix(SCHEME)
        .and_then(|rest| rest.strip_prefix("://"))
        .ok_or(LinkError::NotOurs)?;
    if !rest.bytes().all(|byte| byte.is_ascii_graphic()) || rest.contains('#') {
        return Err(LinkError::Malformed);
    }
    if let Some(query) = rest.strip_prefix("oauth/callback?") {
        return callback(query).map(AppLink::Callback);
    }
    if let Some(id) = rest.strip_prefix("open/integration/") {
        return plain(id)
            .and_then(|id| IntegrationId::parse(id).ok())
            .map(AppLink::Open)
            .ok_or(LinkError::Malformed);
    }
    Err(LinkError::NotOurs)
}

/// A link that shows this integration, on the computer that knows it by this id.
#[must_use]
pub fn to_row(id: &IntegrationId) -> String {
    format!("{SCHEME}://open/integration/{id}")
}

/// Reads the query of a callback: ours, and whatever Composio put behind it.
///
/// # Errors
/// [`LinkError::Malformed`] when `attempt` or `state` is missing, repeated or
/// not of the form that this app gives them.
pub fn callback(query: &str) -> Result<Callback, LinkError> {
    let mut attempt = None;
    let mut state = None;
    let mut other_browser = false;
    for pair in query.split('&') {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let place = match key {
            "attempt" => &mut attempt,
            "state" => &mut state,
            "error" | "error_description" => {
                let words = value.to_ascii_lowercase().replace("%20", "+");
                other_browser |= words.contains("different+browser");
                continue;
            }
            _ => continue,
        };
        if place.replace(value).is_some() {
            return Err(LinkError::Malformed);
        }
    }
    let attempt = attempt
        .and_then(plain)
        .and_then(|id| AttemptId::parse(id).ok())
        .ok_or(LinkError::Malformed)?;
    let state = state.and_then(unhex).ok_or(LinkError::Malformed)?;
    Ok(Callback {
        attempt,
        state,
        other_browser,
    })
}

/// An id as this app makes them: letters, digits, `-` and `_`, at most 64.
fn plain(text: &str) -> Option<&str> {
    let fine = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (!text.is_empty() && text.len() <= 64 && text.bytes().all(fine)).then_some(text)
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    if text.len() != STATE_CHARS {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = digit(pair[0])? * 16 + digit(pair[1])?;
    }
    Some(bytes)
}

const fn digit(char: u8) -> Option<u8> {
    match char {
        b'0'..=b'9' => Some(char - b'0'),
        b'a'..=b'f' => Some(char - b'a' + 10),
        _ => None,
    }
}
