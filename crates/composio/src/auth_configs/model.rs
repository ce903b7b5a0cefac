//! An auth config as it is read. Its credentials are reduced to verdicts.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::connected_accounts::state::TokenShape;
use crate::http::decode::{
    Read, count, extra_names, flag, inner, lenient, object, objects, strict_text, text, text_in,
    texts, time, words_of,
};
use crate::http::json::{Json, Object};
use crate::toolkits::fields::InputField;
use crate::words::{AuthScheme, words};

/// The members that are read, or that are left out on purpose.
const KNOWN: &[&str] = &[
    "id",
    "uuid",
    "type",
    "toolkit",
    "name",
    "auth_scheme",
    "is_composio_managed",
    "credentials",
    "proxy_config",
    "status",
    "created_by",
    "created_at",
    "last_updated_at",
    "no_of_connections",
    "expected_input_fields",
    "restrict_to_following_tools",
    "tool_access_config",
    "shared_credentials",
    "shared_connection_fields",
    "is_enabled_for_tool_router",
    "deprecated_params",
];

/// The members of `credentials` that are not secret.
const OPEN_CREDENTIALS: &[&str] = &["scopes", "user_scopes", "client_id", "consumer_key"];

words! {
    /// Whose client an auth config uses.
    AuthConfigKind, |word, known| word.eq_ignore_ascii_case(known), {
        /// Composio's.
        Default = "default",
        /// The integrator's own.
        Custom = "custom",
    }
}

words! {
    /// Whether an auth config can be used.
    AuthConfigStatus, |word, known| word == known, {
        /// It can.
        Enabled = "ENABLED",
        /// It is switched off, and all its accounts with it.
        Disabled = "DISABLED",
    }
}

/// How the accounts of a toolkit sign in.
#[derive(Clone, Debug)]
pub struct AuthConfig {
    /// Composio's id, `ac_…`.
    pub id: String,
    /// Whose client it uses.
    pub kind: Option<AuthConfigKind>,
    /// Its toolkit, such as `gmail`.
    pub toolkit_slug: Option<String>,
    /// The toolkit's picture.
    pub toolkit_logo: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// How accounts sign in.
    pub scheme: Option<AuthScheme>,
    /// Whether Composio owns the client.
    pub is_composio_managed: Option<bool>,
    /// Whether it can be used.
    pub status: AuthConfigStatus,
    /// Who made it.
    pub created_by: Option<String>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    pub last_updated_at: Option<Timestamp>,
    /// How many accounts it has.
    pub no_of_connections: Option<u64>,
    /// The scopes that are asked for.
    pub scopes: Vec<String>,
    /// The user scopes that are asked for.
    pub user_scopes: Vec<String>,
    /// The client's id, which is public.
    pub client_id: Option<String>,
    /// What the secret credentials looked like, by name.
    pub credentials: BTreeMap<String, TokenShape>,
    /// What accounts must be given.
    pub expected_input_fields: Vec<InputField>,
    /// The tools that may be executed; empty means all.
    pub tools_available_for_execution: Vec<String>,
    /// The tools for which accounts are made.
    pub tools_for_connected_account_creation: Vec<String>,
    /// Whether the tool router may use it.
    pub is_enabled_for_tool_router: Option<bool>,
    /// The names of members that this client does not know.
    pub unknown_members: Vec<String>,
}

impl AuthConfig {
    pub(crate) fn read(value: &Json<'_>) -> Read<Self> {
        let map = object(value)?;
        let toolkit = inner(map, "toolkit");
        let credentials = inner(map, "credentials");
        let access = inner(map, "tool_access_config");
        let scopes = |key| credentials.map(|c| texts(c, key)).unwrap_or_default();
        let tools = |key| access.map(|a| texts(a, key)).unwrap_or_default();
        let open = |key| credentials.and_then(|c| words_of(c, key));
        Ok(Self {
            id: text(map, "id")?,
            kind: lenient(map, "type").map(|t| AuthConfigKind::parse(&t)),
            toolkit_slug: toolkit
                .map(|t| strict_text(t, "slug"))
                .transpose()?
                .flatten(),
            toolkit_logo: toolkit.and_then(|t| words_of(t, "logo")),
            name: words_of(map, "name"),
            scheme: lenient(map, "auth_scheme").map(|s| AuthScheme::parse(&s)),
            is_composio_managed: flag(map, "is_composio_managed"),
            status: AuthConfigStatus::parse(&text_in(map, "status")?),
            created_by: words_of(map, "created_by"),
            created_at: time(map, "created_at"),
            last_updated_at: time(map, "last_updated_at"),
            no_of_connections: count(map, "no_of_connections"),
            scopes: scopes("scopes"),
            user_scopes: scopes("user_scopes"),
            client_id: open("client_id").or_else(|| open("consumer_key")),
            credentials: credentials.map(shapes).unwrap_or_default(),
            expected_input_fields: objects(map, "expected_input_fields")
                .filter_map(|field| InputField::read(field).ok())
                .collect(),
            tools_available_for_execution: tools("tools_available_for_execution"),
            tools_for_connected_account_creation: tools("tools_for_connected_account_creation"),
            is_enabled_for_tool_router: flag(map, "is_enabled_for_tool_router"),
            unknown_members: extra_names(map, &[KNOWN]),
        })
    }
}

fn shapes(credentials: &Object<'_>) -> BTreeMap<String, TokenShape> {
    credentials
        .by_name()
        .into_iter()
        .filter(|(name, _)| !OPEN_CREDENTIALS.contains(name))
        .map(|(name, value)| (crate::words::kept_word(name), TokenShape::of(Some(value))))
        .collect()
}
