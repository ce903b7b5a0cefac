//! The page on which a customer lands after a sign-in by a link that was sent to them. What
//! is typed is judged here, in the window as in the core; the core also parses it before use.

use std::fmt::Write as _;

/// The longest address that is kept, in bytes.
pub const MAX_PAGE: usize = 1_024;

/// Why an address cannot be the return page, in words for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPage {
    /// Longer than any page's address.
    #[error("The address is longer than {MAX_PAGE} characters.")]
    TooLong,
    /// Another scheme, or none.
    #[error("The address must begin with https://.")]
    NotHttps,
    /// A space, a line, a letter that is not in ASCII.
    #[error("The address has a space, or a letter that does not belong into one.")]
    OddLetter,
    /// `user@host`.
    #[error("The address must not hold a user name or password.")]
    Credentials,
    /// `#top`: what Composio adds would stand behind it and be lost.
    #[error("The address must not have a part behind #: what Composio adds would be lost.")]
    Fragment,
    /// A computer's own name, a number, or nothing.
    #[error("The address must name a public host, such as app.example.com.")]
    Host,
}

/// Whether a customer may be led to this page. An empty text is no page.
///
/// # Errors
/// [`BadPage`] says what is wrong first.
pub fn check(address: &str) -> Result<(), BadPage> {
    if address.len() > MAX_PAGE {
        return Err(BadPage::TooLong);
    }
    let begins = address
        .get(..8)
        .is_some_and(|start| start.eq_ignore_ascii_case("https://"));
    if !begins {
        return Err(BadPage::NotHttps);
    }
    if address.contains('@') {
        return Err(BadPage::Credentials);
    }
    if address.contains('#') {
        return Err(BadPage::Fragment);
    }
    let odd = |byte: u8| !byte.is_ascii_graphic() || byte == b'\\';
    if address.bytes().any(odd) {
        return Err(BadPage::OddLetter);
    }
    if is_public(host(address)) {
        Ok(())
    } else {
        Err(BadPage::Host)
    }
}

/// The host of an address that begins with `https://`.
#[must_use]
pub fn host(address: &str) -> &str {
    let rest = address.get(8..).unwrap_or_default();
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    authority.split(':').next().unwrap_or_default()
}

/// A name with a dot in it that is neither a number nor this computer.
fn is_public(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let fine = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    host.contains('.')
        && host.split('.').all(fine)
        && last.bytes().any(|byte| byte.is_ascii_alphabetic())
        && last != "localhost"
        && last != "local"
}

/// The page as the customer's browser is led to it: Composio adds what came of it.
#[must_use]
pub fn landing(address: &str) -> String {
    let mut landing = address.to_owned();
    let join = if address.contains('?') { '&' } else { '?' };
    // Writing to a String cannot fail.
    let _ = write!(landing, "{join}status=success&connected_account_id=ca_…");
    landing
}
