//! What is asked of tools, and what they give.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value, json};

use crate::http::call::Call;
use crate::http::decode::{
    Read, extra_names, flag, inner, lenient_text, member, object, text, texts, words_of,
};
use crate::http::json::Json;

/// The members that are read.
const KNOWN: &[&str] = &[
    "slug",
    "name",
    "description",
    "toolkit",
    "input_parameters",
    "output_parameters",
    "no_auth",
    "version",
    "available_versions",
    "scopes",
    "tags",
    "is_deprecated",
    "deprecated",
];

/// Which tools a list gives.
#[derive(Clone, Debug, Default)]
pub struct ListTools {
    /// Of this toolkit.
    pub toolkit_slug: Option<String>,
    /// With these slugs; overrides the other filters.
    pub tool_slugs: Vec<String>,
    /// Usable with these auth configs.
    pub auth_config_ids: Vec<String>,
    /// Only the important ones.
    pub important: Option<bool>,
    /// With these tags.
    pub tags: Vec<String>,
    /// Usable with these scopes.
    pub scopes: Vec<String>,
    /// With this in name or description.
    pub search: Option<String>,
    /// How many per page.
    pub limit: Option<u32>,
    /// From where on.
    pub cursor: Option<String>,
}

/// Something that a toolkit can do.
#[derive(Clone, Debug)]
pub struct Tool {
    /// Its id, such as `GMAIL_GET_PROFILE`.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it does.
    pub description: Option<String>,
    /// Its toolkit.
    pub toolkit_slug: Option<String>,
    /// What it takes, as JSON Schema.
    pub input_parameters: Value,
    /// What it gives, as JSON Schema.
    pub output_parameters: Value,
    /// Its version, such as `20260901_00`.
    pub version: Option<String>,
    /// The versions that can be asked for.
    pub available_versions: Vec<String>,
    /// The scopes that allow it.
    pub scopes: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Whether it works without an account.
    pub no_auth: Option<bool>,
    /// Whether it is on its way out.
    pub is_deprecated: Option<bool>,
    /// The names of members that this client does not know. Their values are
    /// not kept, for nobody knows whether they are secret.
    pub unknown_members: Vec<String>,
}

/// One execution of a tool. It is sent once.
#[derive(Clone, Default)]
pub struct Execute {
    /// With which account. Give both, the account and its user: with the user
    /// alone Composio picks some account, without the user it refuses.
    pub connected_account_id: Option<String>,
    /// As which user.
    pub user_id: Option<String>,
    /// Which version of the tool.
    pub version: Option<String>,
    /// What it is given.
    pub arguments: Map<String, Value>,
}

/// What a tool gave. A tool that failed is an answer too, not an error.
#[derive(Clone)]
pub struct Executed {
    /// Whether the tool did its work.
    pub successful: bool,
    /// Why not.
    pub error: Option<String>,
    /// What it gave. This is the customer's.
    pub data: Value,
    /// Where Composio keeps a record.
    pub log_id: Option<String>,
    /// The id under which Composio knows the request.
    pub request_id: String,
}

/// One read at the provider with an account's own credentials, which stay at
/// Composio. There is no way to make one that writes.
///
/// ```
/// # use composio::Proxy;
/// let proxy = Proxy::get("ca_example", "/gmail/v1/users/me/profile").with_query("alt", "json");
/// # let _ = proxy;
/// ```
#[derive(Clone)]
pub struct Proxy {
    connected_account_id: String,
    endpoint: String,
    parameters: Vec<(String, String)>,
}

/// What the provider answered.
#[derive(Clone)]
pub struct ProxyAnswer {
    /// The provider's HTTP status: a refusal of the provider is an answer.
    pub status: u16,
    /// The provider's content. This is the customer's.
    pub data: Value,
    /// The provider's headers, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The id under which Composio knows the request.
    pub request_id: String,
}

impl ListTools {
    pub(super) fn call(&self) -> Call {
        Call::get("tools", &[])
            .with("toolkit_slug", self.toolkit_slug.as_deref())
            .with_list("tool_slugs", self.tool_slugs.iter().map(String::as_str))
            .with_list(
                "auth_config_ids",
                self.auth_config_ids.iter().map(String::as_str),
            )
            .with("important", self.important)
            .with_list("tags", self.tags.iter().map(String::as_str))
            .with_list("scopes", self.scopes.iter().map(String::as_str))
            .with("search", self.search.as_deref())
            .with("limit", self.limit)
            .with("cursor", self.cursor.as_deref())
    }
}

impl Tool {
    pub(super) fn read(value: &Json<'_>) -> Read<Self> {
        let map = object(value)?;
        let slug = text(map, "slug")?;
        let value = |key| member(map, key).map(Json::to_value).unwrap_or_default();
        Ok(Self {
            name: words_of(map, "name").unwrap_or_else(|| slug.clone()),
            slug,
            description: words_of(map, "description"),
            toolkit_slug: inner(map, "toolkit").and_then(|t| lenient_text(t, "slug")),
            input_parameters: value("input_parameters"),
            output_parameters: value("output_parameters"),
            version: words_of(map, "version"),
            available_versions: texts(map, "available_versions"),
            scopes: texts(map, "scopes"),
            tags: texts(map, "tags"),
            no_auth: flag(map, "no_auth"),
            is_deprecated: flag(map, "is_deprecated"),
            unknown_members: extra_names(map, &[KNOWN]),
        })
    }
}

impl Execute {
    pub(super) fn body(&self) -> Value {
        let mut body = Map::new();
        body.insert(
            "arguments".to_owned(),
            Value::Object(self.arguments.clone()),
        );
        let fields = [
            ("connected_account_id", &self.connected_account_id),
            ("user_id", &self.user_id),
            ("version", &self.version),
        ];
        for (key, value) in fields {
            if let Some(value) = value {
                body.insert(key.to_owned(), json!(value));
            }
        }
        Value::Object(body)
    }
}

impl Proxy {
    /// A read. The endpoint is a path below the toolkit's base URL, or an
    /// absolute URL of the same site.
    #[must_use]
    pub fn get(connected_account_id: impl Into<String>, endpoint: impl Into<String>) -> Self {
        Self {
            connected_account_id: connected_account_id.into(),
            endpoint: endpoint.into(),
            parameters: Vec::new(),
        }
    }

    /// Adds a query parameter.
    #[must_use]
    pub fn with_query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    pub(super) fn body(&self) -> Value {
        let mut body = json!({
            "connected_account_id": self.connected_account_id,
            "endpoint": self.endpoint,
            "method": "GET",
        });
        if !self.parameters.is_empty() {
            let parameter = |(name, value): &(String, String)| json!({ "name": name, "value": value, "type": "query" });
            body["parameters"] = self.parameters.iter().map(parameter).collect();
        }
        body
    }
}

impl fmt::Debug for Execute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Execute")
            .field("connected_account_id", &self.connected_account_id)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Executed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Executed")
            .field("successful", &self.successful)
            .field("log_id", &self.log_id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy")
            .field("connected_account_id", &self.connected_account_id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ProxyAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProxyAnswer")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
