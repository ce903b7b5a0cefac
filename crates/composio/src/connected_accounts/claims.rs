//! What an id token claims, where it came in clear. Nothing of the token is kept.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::zeroize::Zeroizing;

use crate::http::decode::{flag, lenient_text};
use crate::http::json::Json;

/// What an `id_token` claims. It was not verified: whoever needs proof asks
/// the provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdClaims {
    /// The e-mail address.
    pub email: Option<String>,
    /// Whether the provider verified the address.
    pub email_verified: Option<bool>,
    /// The provider's id of the person.
    pub sub: Option<String>,
    /// The Google Workspace domain.
    pub hd: Option<String>,
}

/// The claims of a token in clear. A masked one has no three parts.
pub(crate) fn claims(token: &str) -> Option<IdClaims> {
    let mut parts = token.split('.');
    let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?);
    let value = Json::parse(&bytes).ok()?;
    let map = value.as_object()?;
    Some(IdClaims {
        email: lenient_text(map, "email"),
        email_verified: flag(map, "email_verified"),
        sub: lenient_text(map, "sub"),
        hd: lenient_text(map, "hd"),
    })
}
