//! Toolkits as they are read.

use crate::http::decode::{
    Read, count, extra_names, flag, inner, lenient_text, object, objects, text, texts, words_of,
};
use crate::http::json::{Json, Object};
use crate::toolkits::fields::InputField;
use crate::words::AuthScheme;

/// The members that are read. The others are kept as they are: nothing about
/// a toolkit is secret.
const KNOWN: &[&str] = &[
    "slug",
    "name",
    "auth_schemes",
    "composio_managed_auth_schemes",
    "no_auth",
    "meta",
];
const KNOWN_OF_ONE: &[&str] = &[
    "slug",
    "name",
    "enabled",
    "composio_managed_auth_schemes",
    "auth_config_details",
    "base_url",
    "meta",
    "get_current_user_endpoint",
    "get_current_user_endpoint_method",
];

/// A toolkit in a list.
#[derive(Clone, Debug)]
pub struct Toolkit {
    /// Its id, such as `gmail`.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// How accounts may sign in.
    pub auth_schemes: Vec<AuthScheme>,
    /// The ways for which Composio has a client of its own.
    pub composio_managed_auth_schemes: Vec<AuthScheme>,
    /// Whether it works without an account.
    pub no_auth: Option<bool>,
    /// What it is.
    pub description: Option<String>,
    /// Its picture.
    pub logo: Option<String>,
    /// Where it is filed.
    pub categories: Vec<Category>,
    /// How many tools it has.
    pub tools_count: Option<u64>,
    /// How many triggers it has.
    pub triggers_count: Option<u64>,
    /// Its version.
    pub version: Option<String>,
    /// The names of members that this client does not know. Their values are
    /// not kept, for nobody knows whether they are secret.
    pub unknown_members: Vec<String>,
}

/// Where toolkits are filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// One toolkit, asked for by its slug.
#[derive(Clone, Debug)]
pub struct ToolkitDetail {
    /// Its id, such as `gmail`.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Whether it can be used.
    pub enabled: Option<bool>,
    /// The ways for which Composio has a client of its own.
    pub composio_managed_auth_schemes: Vec<AuthScheme>,
    /// What each way to sign in needs.
    pub auth_config_details: Vec<AuthConfigDetail>,
    /// Where the provider's API is.
    pub base_url: Option<String>,
    /// What to ask the provider for who an account is, relative to `base_url`.
    pub get_current_user_endpoint: Option<String>,
    /// By which method.
    pub get_current_user_endpoint_method: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Its picture.
    pub logo: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// The versions that can be asked for.
    pub available_versions: Vec<String>,
    /// The names of members that this client does not know. Their values are
    /// not kept, for nobody knows whether they are secret.
    pub unknown_members: Vec<String>,
}

/// What one way to sign in needs.
#[derive(Clone, Debug)]
pub struct AuthConfigDetail {
    /// The way.
    pub scheme: AuthScheme,
    /// Its name.
    pub name: Option<String>,
    /// What an auth config of one's own needs.
    pub creation: Vec<InputField>,
    /// What each account needs.
    pub initiation: Vec<InputField>,
    /// The scopes that are always asked for.
    pub required_scopes: Vec<String>,
}

impl Toolkit {
    pub(crate) fn read(value: &Json<'_>) -> Read<Self> {
        let map = object(value)?;
        let meta = Meta(inner(map, "meta"));
        let slug = text(map, "slug")?;
        Ok(Self {
            name: words_of(map, "name").unwrap_or_else(|| slug.clone()),
            slug,
            auth_schemes: schemes(map, "auth_schemes"),
            composio_managed_auth_schemes: schemes(map, "composio_managed_auth_schemes"),
            no_auth: flag(map, "no_auth"),
            description: meta.text("description"),
            logo: meta.text("logo"),
            categories: meta.categories(),
            tools_count: meta.0.and_then(|m| count(m, "tools_count")),
            triggers_count: meta.0.and_then(|m| count(m, "triggers_count")),
            version: meta.text("version"),
            unknown_members: extra_names(map, &[KNOWN]),
        })
    }
}

impl ToolkitDetail {
    pub(crate) fn read(value: &Json<'_>) -> Read<Self> {
        let map = object(value)?;
        let meta = Meta(inner(map, "meta"));
        let slug = text(map, "slug")?;
        let older = inner(map, "deprecated");
        Ok(Self {
            name: words_of(map, "name").unwrap_or_else(|| slug.clone()),
            slug,
            enabled: flag(map, "enabled"),
            composio_managed_auth_schemes: schemes(map, "composio_managed_auth_schemes"),
            auth_config_details: objects(map, "auth_config_details")
                .filter_map(|detail| AuthConfigDetail::read(detail).ok())
                .collect(),
            base_url: lenient_text(map, "base_url"),
            get_current_user_endpoint: lenient_text(map, "get_current_user_endpoint")
                .or_else(|| older.and_then(|o| lenient_text(o, "getCurrentUserEndpoint"))),
            get_current_user_endpoint_method: lenient_text(map, "get_current_user_endpoint_method"),
            description: meta.text("description"),
            logo: meta.text("logo"),
            version: meta.text("version"),
            available_versions: meta
                .0
                .map(|m| texts(m, "available_versions"))
                .unwrap_or_default(),
            unknown_members: extra_names(map, &[KNOWN_OF_ONE]),
        })
    }
}

impl AuthConfigDetail {
    fn read(map: &Object<'_>) -> Read<Self> {
        let fields = inner(map, "fields");
        let group = |key| {
            let group = fields.and_then(|f| inner(f, key));
            group.map(input_fields).unwrap_or_default()
        };
        Ok(Self {
            scheme: AuthScheme::parse(&text(map, "mode")?),
            name: words_of(map, "name"),
            creation: group("auth_config_creation"),
            initiation: group("connected_account_initiation"),
            required_scopes: texts(map, "required_scopes"),
        })
    }
}

/// The required fields, then the optional ones. Which list a field is in
/// decides, whatever the field says itself.
fn input_fields(group: &Object<'_>) -> Vec<InputField> {
    let of = |key, required| {
        objects(group, key)
            .filter_map(|field| InputField::read(field).ok())
            .map(move |field| InputField { required, ..field })
    };
    of("required", true).chain(of("optional", false)).collect()
}

impl Category {
    /// In a list the id is called `id`, in a toolkit's details `slug`.
    pub(crate) fn read(value: &Json<'_>) -> Read<Self> {
        let map = object(value)?;
        let id = text(map, "id").or_else(|_| text(map, "slug"))?;
        Ok(Self {
            name: words_of(map, "name").unwrap_or_else(|| id.clone()),
            id,
        })
    }
}

struct Meta<'a>(Option<&'a Object<'a>>);

impl Meta<'_> {
    fn text(&self, key: &str) -> Option<String> {
        self.0.and_then(|meta| words_of(meta, key))
    }

    fn categories(&self) -> Vec<Category> {
        let list = self
            .0
            .map(|meta| crate::http::decode::list(meta, "categories"));
        let list = list.unwrap_or_default().iter();
        list.filter_map(|value| Category::read(value).ok())
            .collect()
    }
}

fn schemes(map: &Object<'_>, key: &str) -> Vec<AuthScheme> {
    texts(map, key)
        .iter()
        .map(|word| AuthScheme::parse(word))
        .collect()
}
