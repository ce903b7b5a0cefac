//! `/auth_configs`.

pub(crate) mod model;

use serde_json::{Map, Value, json};

use crate::auth::SecretFields;
use crate::auth_configs::model::AuthConfig;
use crate::client::Client;
use crate::connected_accounts::{Deleted, Done, deleted};
use crate::error::Error;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::decode::{Bad, flag, inner, lenient, object, text};
use crate::page::{Page, Pages, pages};
use crate::words::AuthScheme;

/// Auth configs: see [`Client::auth_configs`].
pub struct AuthConfigs<'a>(pub(crate) &'a Client);

/// Which auth configs a list gives, disabled ones included.
#[derive(Clone, Debug, Default)]
pub struct ListAuthConfigs {
    /// Of these toolkits.
    pub toolkit_slugs: Vec<String>,
    /// Only Composio's own, or only the integrator's.
    pub is_composio_managed: Option<bool>,
    /// With this in the name.
    pub search: Option<String>,
    /// How many per page.
    pub limit: Option<u32>,
    /// From where on.
    pub cursor: Option<String>,
}

/// A new auth config.
#[derive(Debug)]
pub struct CreateAuthConfig {
    /// Its toolkit.
    pub toolkit_slug: String,
    /// Its name.
    pub name: Option<String>,
    /// Whose client it uses, and how.
    pub auth: NewAuth,
}

/// Whose client a new auth config uses.
#[derive(Debug)]
pub enum NewAuth {
    /// Composio's. Ask the toolkit first whether there is one.
    Managed {
        /// The scopes to ask for; empty means the usual ones.
        scopes: Vec<String>,
    },
    /// The integrator's own.
    Custom {
        /// How accounts sign in.
        scheme: AuthScheme,
        /// The client's credentials.
        credentials: SecretFields,
    },
}

/// An auth config was made.
#[derive(Clone, Debug)]
pub struct CreatedAuthConfig {
    /// Its id.
    pub id: String,
    /// How accounts sign in.
    pub scheme: Option<AuthScheme>,
    /// Whether Composio owns the client.
    pub is_composio_managed: Option<bool>,
    /// The id under which Composio knows the request.
    pub request_id: String,
}

/// What changes about an auth config. What is not given stays. New scopes do
/// not reach accounts that exist already.
#[derive(Debug)]
pub enum UpdateAuthConfig {
    /// One with Composio's client.
    Managed {
        /// A new name.
        name: Option<String>,
        /// New scopes.
        scopes: Option<Vec<String>>,
    },
    /// One with the integrator's own client.
    Custom {
        /// A new name.
        name: Option<String>,
        /// New credentials.
        credentials: Option<SecretFields>,
    },
}

impl AuthConfigs<'_> {
    /// One page of auth configs.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn list(&self, which: &ListAuthConfigs) -> Result<Page<AuthConfig>, Error> {
        let call = Call::get("auth_configs", &[])
            .with_list(
                "toolkit_slug",
                which.toolkit_slugs.iter().map(String::as_str),
            )
            .with("is_composio_managed", which.is_composio_managed)
            .with("show_disabled", Some(true))
            .with("search", which.search.as_deref())
            .with("limit", which.limit)
            .with("cursor", which.cursor.as_deref());
        let read = |answer: &Answer<'_>| Page::read(answer, AuthConfig::read);
        self.0.send(call, read).await
    }

    /// All pages.
    #[must_use]
    pub fn pages(&self, which: ListAuthConfigs) -> Pages<AuthConfig> {
        let client = self.0.clone();
        pages(which.limit, which.cursor.clone(), move |limit, cursor| {
            let client = client.clone();
            let which = ListAuthConfigs {
                limit: Some(limit),
                cursor,
                ..which.clone()
            };
            async move { client.auth_configs().list(&which).await }
        })
    }

    /// One auth config.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn get(&self, id: &str) -> Result<AuthConfig, Error> {
        let call = Call::get("auth_configs/{id}", &[id]);
        let read = |answer: &Answer<'_>| answer.read(AuthConfig::read);
        self.0.send(call, read).await
    }

    /// Makes an auth config. Several per toolkit are allowed, so look before
    /// asking again when the outcome is unknown.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn create(&self, new: &CreateAuthConfig) -> Result<CreatedAuthConfig, Error> {
        let call = Call::post("auth_configs", &[], new.body());
        let read = |answer: &Answer<'_>| {
            answer.read(|value| {
                let map = object(value)?;
                let config = inner(map, "auth_config");
                let config = config.ok_or(Bad::here("an object").within(".auth_config"))?;
                Ok(CreatedAuthConfig {
                    id: text(config, "id").map_err(|bad| bad.within(".auth_config"))?,
                    scheme: lenient(config, "auth_scheme").map(|s| AuthScheme::parse(&s)),
                    is_composio_managed: flag(config, "is_composio_managed"),
                    request_id: answer.request_id(),
                })
            })
        };
        self.0.send(call, read).await
    }

    /// Changes an auth config.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn update(&self, id: &str, change: &UpdateAuthConfig) -> Result<Done, Error> {
        self.0
            .done(Call::patch("auth_configs/{id}", &[id], change.body()))
            .await
    }

    /// Switches an auth config on or off, and with it all its accounts.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn set_enabled(&self, id: &str, enabled: bool) -> Result<Done, Error> {
        let status = if enabled { "ENABLED" } else { "DISABLED" };
        self.0
            .done(Call::patch(
                "auth_configs/{id}/{status}",
                &[id, status],
                None,
            ))
            .await
    }

    /// Deletes an auth config for good. Its accounts stop working.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn delete(&self, id: &str) -> Result<Deleted, Error> {
        let call = Call::delete("auth_configs/{id}", &[id]);
        self.0.send(call, deleted).await
    }
}

impl CreateAuthConfig {
    fn body(&self) -> Value {
        let mut config = Map::new();
        match &self.auth {
            NewAuth::Managed { scopes } => {
                config.insert("type".to_owned(), json!("use_composio_managed_auth"));
                if !scopes.is_empty() {
                    config.insert("credentials".to_owned(), json!({ "scopes": scopes }));
                }
            }
            NewAuth::Custom {
                scheme,
                credentials,
            } => {
                config.insert("type".to_owned(), json!("use_custom_auth"));
                config.insert("authScheme".to_owned(), json!(scheme.as_str()));
                config.insert(
                    "credentials".to_owned(),
                    Value::Object(credentials.to_json()),
                );
            }
        }
        if let Some(name) = &self.name {
            config.insert("name".to_owned(), json!(name));
        }
        json!({ "toolkit": { "slug": self.toolkit_slug }, "auth_config": config })
    }
}

impl UpdateAuthConfig {
    fn body(&self) -> Value {
        let mut body = Map::new();
        let name = match self {
            Self::Managed { name, scopes } => {
                body.insert("type".to_owned(), json!("default"));
                if let Some(scopes) = scopes {
                    body.insert("scopes".to_owned(), json!(scopes));
                }
                name
            }
            Self::Custom { name, credentials } => {
                body.insert("type".to_owned(), json!("custom"));
                if let Some(fields) = credentials {
                    body.insert("credentials".to_owned(), Value::Object(fields.to_json()));
                }
                name
            }
        };
        if let Some(name) = name {
            body.insert("name".to_owned(), json!(name));
        }
        Value::Object(body)
    }
}
