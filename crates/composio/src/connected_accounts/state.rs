//! `state.val`: the part of an account where the secrets are.
//!
//! It is reduced while it is read. What leaves this file is a verdict per
//! secret ([`TokenShape`]) and the members that are not secret.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::auth::Bearer;
use crate::connected_accounts::claims::{IdClaims, claims};
use crate::http::decode::{extra_names, identity, inner, member, texts, time, whole, words_of};
use crate::http::json::{Json, Object};
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

/// Those of them that can only be texts.
const TOKENS: &[&str] = &[
    "access_token",
    "refresh_token",
    "id_token",
    "oauth_token",
    "oauth_token_secret",
    "bearer_token",
];

/// Those that open an account, the likeliest first. No password: it could be guessed
/// from its hash.
const OPENING: &[&str] = &[
    "access_token",
    "oauth_token",
    "generic_api_key",
    "api_key",
    "bearer_token",
    "token",
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
    /// Not there, or null.
    Absent,
    /// An empty text.
    Empty,
    /// The word `REDACTED`: Composio never gives it out.
    Redacted,
    /// At most four characters and `...`: the project masks secrets.
    Masked,
    /// A longer beginning and `...`: the same, as some versions do it.
    MaskedLong,
    /// A token that is no text. Other secrets may well be objects or numbers.
    Malformed,
    /// In clear.
    Readable,
}

impl TokenShape {
    pub(crate) fn of(value: Option<&Json<'_>>) -> Self {
        match value {
            None | Some(Json::Null) => Self::Absent,
            Some(Json::Text(text)) => match text.trim() {
                "" => Self::Empty,
                "REDACTED" => Self::Redacted,
                text => match text.strip_suffix("...") {
                    Some(shown) if shown.chars().count() <= 4 => Self::Masked,
                    Some(_) => Self::MaskedLong,
                    None => Self::Readable,
                },
            },
            Some(Json::Bool(_) | Json::Number(_) | Json::List(_) | Json::Object(_)) => {
                Self::Readable
            }
        }
    }

    /// The same of a member that can only be a text.
    fn of_token(value: Option<&Json<'_>>) -> Self {
        match value {
            Some(Json::Bool(_) | Json::Number(_) | Json::List(_) | Json::Object(_)) => {
                Self::Malformed
            }
            None | Some(Json::Null | Json::Text(_)) => Self::of(value),
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
    /// What came, as names and types, where that is not what the API promises; empty
    /// where it is. Never a value.
    pub outline: Vec<(String, &'static str)>,
    secrets: BTreeMap<&'static str, TokenShape>,
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

    /// Reads the scheme and the members. The secrets are apart, so that a list never has
    /// them: see [`Secrets::of`].
    pub(crate) fn read(scheme: Option<&str>, val: Option<&Object<'_>>) -> Self {
        let scheme = scheme.map(AuthScheme::parse);
        let Some(val) = val else {
            return Self {
                scheme,
                ..Self::default()
            };
        };
        let secrets = secrets(val);
        let mut shapes = secrets.values();
        let malformed = shapes.any(|shape| *shape == TokenShape::Malformed);
        Self {
            scheme,
            display_name: identity(val, "displayName"),
            email: address(val),
            id_claims: member(val, "id_token")
                .and_then(Json::as_str)
                .and_then(claims),
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
            outline: if malformed { outline(val) } else { Vec::new() },
            secrets,
        }
    }

    /// What is known when something else came where an object belongs.
    pub(crate) fn misplaced(scheme: Option<&str>, found: &Json<'_>) -> Self {
        Self {
            scheme: scheme.map(AuthScheme::parse),
            outline: vec![("state.val".to_owned(), kind(found))],
            secrets: [("access_token", TokenShape::Malformed)].into(),
            ..Self::default()
        }
    }
}

/// The secrets that an account asked for by its id may hold.
#[derive(Default)]
pub(crate) struct Secrets {
    /// A readable access token.
    pub(crate) bearer: Option<Bearer>,
    /// What opens the account, where it is readable: a token or a key.
    pub(crate) credential: Option<Bearer>,
}

impl Secrets {
    /// Those of a connection.
    pub(crate) fn of(val: &Object<'_>) -> Self {
        Self {
            bearer: readable(val, "access_token"),
            credential: OPENING.iter().find_map(|name| readable(val, name)),
        }
    }
}

/// Names and types, for a person who has to say what is wrong.
fn outline(val: &Object<'_>) -> Vec<(String, &'static str)> {
    val.by_name()
        .into_iter()
        .take(64)
        .map(|(name, value)| (crate::words::kept_word(name), kind(value)))
        .collect()
}

fn kind(value: &Json<'_>) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "true or false",
        Json::Number(_) => "number",
        Json::Text(_) => "text",
        Json::List(_) => "list",
        Json::Object(_) => "object",
    }
}

/// An address among the members that providers and toolkits add, or in the rest of
/// the token's answer.
fn address(val: &Object<'_>) -> Option<String> {
    let rest = inner(val, "extra_token_data");
    let found = |map: &Object<'_>| {
        EMAILS
            .iter()
            .filter_map(|name| identity(map, name))
            .find(|text| text.contains('@'))
    };
    found(val)
        .or_else(|| rest.and_then(found))
        .or_else(|| identity(val, "email"))
}

fn parameters(val: &Object<'_>) -> BTreeMap<String, String> {
    let pair = |name: &&str| Some(((*name).to_owned(), words_of(val, name)?));
    PARAMETERS.iter().filter_map(pair).collect()
}

fn unknown(val: &Object<'_>) -> Vec<String> {
    // Where most of them are comes first.
    extra_names(val, &[OTHER, SECRETS, PARAMETERS, EMAILS])
}

fn secrets(val: &Object<'_>) -> BTreeMap<&'static str, TokenShape> {
    // One by one: to collect them would sort a list of the few that there are first.
    let mut found = BTreeMap::new();
    for name in SECRETS {
        let Some(value) = val.get(name) else {
            continue;
        };
        let shape = if TOKENS.contains(name) {
            TokenShape::of_token(Some(value))
        } else {
            TokenShape::of(Some(value))
        };
        found.insert(*name, shape);
    }
    if let Some(user) = inner(val, "authed_user") {
        found.insert(
            "authed_user.access_token",
            TokenShape::of(user.get("access_token")),
        );
    }
    found
}

fn readable(val: &Object<'_>, name: &str) -> Option<Bearer> {
    let token = member(val, name)?;
    let readable = TokenShape::of(Some(token)) == TokenShape::Readable;
    token.as_str().filter(|_| readable).map(Bearer::new)
}
