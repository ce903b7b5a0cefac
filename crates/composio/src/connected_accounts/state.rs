//! `state.val`: the part of an account where the secrets are.
//!
//! It is reduced while it is read. What leaves this file is a verdict per
//! secret ([`TokenShape`]) and the members that are not secret.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use secrecy::zeroize::Zeroizing;
use serde_json::Value;

use crate::auth::Bearer;
use crate::http::decode::{
    Object, extra_names, flag, identity, inner, lenient_text, member, texts, time, whole, wipe,
    words_of,
};
use crate::words::AuthScheme;

/// The members that hold secrets.
const SECRETS: &[&str] = &[
    "access_token",
    "refresh_token",
    "id_token",
    "oauth_token",
    "oauth_token_secret",
    "generic_api_key",
    "api_key",
    "bearer_token",
    "basic_encoded",
    "token",
    "password",
    "credentials_json",
    "private_key",
    "client_secret",
    "sessionId",
    "devKey",
    "code_verifier",
    "webhook_signature",
    "proxy_password",
    "oauth_verifier",
    "consumer_secret",
    "generic_token",
    "generic_secret",
];

/// Connection parameters of some toolkits. None of them is secret.
const PARAMETERS: &[&str] = &[
    "subdomain",
    "your-domain",
    "region",
    "shop",
    "account_url",
    "COMPANYDOMAIN",
    "extension",
    "form_api_base_url",
    "instanceEndpoint",
    "api_url",
    "borneo_dashboard_url",
    "proxy_username",
    "domain",
    "version",
    "dc",
    "site_name",
    "instanceName",
    "account_id",
    "your_server",
    "server_location",
    "base_url",
    "username",
    "application_id",
    "installation_id",
];

/// Members in which an e-mail address came along; none of them is documented.
const EMAILS: &[&str] = &[
    "email",
    "user_email",
    "account_email",
    "emailAddress",
    "userPrincipalName",
    "preferred_username",
];

/// Members that are read into fields of their own, or dropped on purpose.
const OTHER: &[&str] = &[
    "status",
    "displayName",
    "scope",
    "expires_in",
    "expires_at",
    "token_type",
    "error",
    "error_description",
    "expired_at",
    "revoked_at",
    "authed_user",
    "redirectUrl",
    "callback_url",
    "finalRedirectUri",
    "headers",
    "queryParams",
    "state_prefix",
    "long_redirect_url",
    "extra_token_data",
    "composio_link_redirect_url",
    "authUri",
    "callbackUrl",
    "client_id",
    "consumer_key",
    "client_id_issued_at",
    "client_secret_expires_at",
];

/// What a secret looked like when it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenShape {
    /// Not there, null or empty.
    Absent,
    /// The word `REDACTED`: Composio never gives it out.
    Redacted,
    /// Its beginning and `...`: the project masks secrets.
    Masked,
    /// In clear.
    Readable,
}

impl TokenShape {
    pub(crate) fn of(value: Option<&Value>) -> Self {
        match value {
            None | Some(Value::Null) => Self::Absent,
            Some(Value::String(text)) => match text.trim() {
                "" => Self::Absent,
                "REDACTED" => Self::Redacted,
                text if text.ends_with("...") => Self::Masked,
                _ => Self::Readable,
            },
            Some(Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                Self::Readable
            }
        }
    }
}

/// What is known of a connection.
#[derive(Clone, Debug, Default)]
pub struct ConnectionState {
    /// How the account signs in.
    pub scheme: Option<AuthScheme>,
    /// The provider's name for whoever signed in, often an e-mail address.
    pub display_name: Option<String>,
    /// An e-mail address that came along.
    pub email: Option<String>,
    /// What the `id_token` says, when it came in clear.
    pub id_claims: Option<IdClaims>,
    /// The scopes that were granted.
    pub scopes: Vec<String>,
    /// Seconds that an access token lasts, counted from an unknown moment.
    pub expires_in: Option<i64>,
    /// When the access token ends, where that is told.
    pub expires_at: Option<Timestamp>,
    /// Usually `Bearer`.
    pub token_type: Option<String>,
    /// The provider's code for what went wrong.
    pub error: Option<String>,
    /// The provider's words for it.
    pub error_description: Option<String>,
    /// When the connection expired.
    pub expired_at: Option<Timestamp>,
    /// When the grant was withdrawn.
    pub revoked_at: Option<Timestamp>,
    /// Connection parameters, such as a subdomain.
    pub parameters: BTreeMap<String, String>,
    /// The names of members that this client does not know.
    pub unknown_members: Vec<String>,
    secrets: BTreeMap<&'static str, TokenShape>,
}

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

impl ConnectionState {
    /// What the secret member of this name looked like.
    #[must_use]
    pub fn secret(&self, member: &str) -> TokenShape {
        self.secrets
            .get(member)
            .copied()
            .unwrap_or(TokenShape::Absent)
    }

    /// Every secret member that was there, with what it looked like.
    pub fn secrets(&self) -> impl Iterator<Item = (&'static str, TokenShape)> + '_ {
        self.secrets.iter().map(|(name, shape)| (*name, *shape))
    }

    /// What the access token looked like.
    #[must_use]
    pub fn access_token(&self) -> TokenShape {
        self.secret("access_token")
    }

    /// What the refresh token looked like.
    #[must_use]
    pub fn refresh_token(&self) -> TokenShape {
        self.secret("refresh_token")
    }

    /// Reads the scheme and the members. The token is apart, so that a list
    /// can drop it.
    pub(crate) fn read(scheme: Option<&str>, val: Option<&Object>) -> (Self, Option<Bearer>) {
        let scheme = scheme.map(AuthScheme::parse);
        let Some(val) = val else {
            let state = Self {
                scheme,
                ..Self::default()
            };
            return (state, None);
        };
        let state = Self {
            scheme,
            display_name: identity(val, "displayName"),
            email: address(val),
            id_claims: lenient_text(val, "id_token").and_then(claims),
            scopes: texts(val, "scope"),
            expires_in: whole(val, "expires_in"),
            expires_at: time(val, "expires_at"),
            token_type: words_of(val, "token_type"),
            error: words_of(val, "error"),
            error_description: words_of(val, "error_description"),
            expired_at: time(val, "expired_at"),
            revoked_at: time(val, "revoked_at"),
            parameters: parameters(val),
            unknown_members: unknown(val),
            secrets: secrets(val),
        };
        (state, bearer(val))
    }
}

/// An address among the members that providers and toolkits add, or in the rest of
/// the token's answer.
fn address(val: &Object) -> Option<String> {
    let rest = inner(val, "extra_token_data");
    let found = |map: &Object| {
        EMAILS
            .iter()
            .filter_map(|name| identity(map, name))
            .find(|text| text.contains('@'))
    };
    found(val)
        .or_else(|| rest.and_then(found))
        .or_else(|| identity(val, "email"))
}

fn parameters(val: &Object) -> BTreeMap<String, String> {
    let pair = |name: &&str| Some(((*name).to_owned(), words_of(val, name)?));
    PARAMETERS.iter().filter_map(pair).collect()
}

fn unknown(val: &Object) -> Vec<String> {
    let known: Vec<&str> = [SECRETS, PARAMETERS, EMAILS, OTHER].concat();
    extra_names(val, &known)
}

fn secrets(val: &Object) -> BTreeMap<&'static str, TokenShape> {
    let mut found: BTreeMap<_, _> = SECRETS
        .iter()
        .filter(|name| val.contains_key(**name))
        .map(|name| (*name, TokenShape::of(val.get(*name))))
        .collect();
    if let Some(user) = inner(val, "authed_user") {
        found.insert(
            "authed_user.access_token",
            TokenShape::of(user.get("access_token")),
        );
    }
    found
}

fn bearer(val: &Object) -> Option<Bearer> {
    let token = member(val, "access_token")?;
    let readable = TokenShape::of(Some(token)) == TokenShape::Readable;
    token.as_str().filter(|_| readable).map(Bearer::new)
}

/// The claims of a token in clear. A masked one has no three parts.
fn claims(token: String) -> Option<IdClaims> {
    let token = Zeroizing::new(token);
    let mut parts = token.split('.');
    let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?);
    let mut value: Value = serde_json::from_slice(&bytes).ok()?;
    let claims = value.as_object().map(|map| IdClaims {
        email: lenient_text(map, "email"),
        email_verified: flag(map, "email_verified"),
        sub: lenient_text(map, "sub"),
        hd: lenient_text(map, "hd"),
    });
    wipe(&mut value);
    claims
}
