//! The beginning of a connection: a connect link, or an account made directly.

use std::fmt;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::auth::{RedirectUrl, SecretFields};
use crate::client::Client;
use crate::error::Error;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::decode::{Bad, Read, inner, lenient, object, text, text_in, time};
use crate::http::json::Object;
use crate::words::{AccountStatus, AuthScheme};

/// Connect links: see [`Client::links`].
pub struct Links<'a>(pub(crate) &'a Client);

/// A link by which a person connects an account.
#[derive(Default)]
pub struct CreateLink {
    /// How the person will sign in.
    pub auth_config_id: String,
    /// Whose account it will be.
    pub user_id: String,
    /// Where the browser goes afterwards. Its query is kept.
    pub callback_url: Option<String>,
    /// A label for the account; v3.1 only.
    pub alias: Option<String>,
    /// What the hosted page needs not ask, such as a subdomain.
    pub connection_data: Option<SecretFields>,
}

/// A link, and the account that it will fill.
///
/// Each call makes a new one: a link whose answer was lost is found by its
/// account, not by asking again.
#[derive(Clone, Debug)]
pub struct ConnectionRequest {
    /// The account, which exists from now on.
    pub connected_account_id: String,
    /// Where the person signs in.
    pub redirect_url: RedirectUrl,
    /// Until when. Nothing when it was not told in a way that can be read.
    pub expires_at: Option<Timestamp>,
    /// The id under which Composio knows the request.
    pub request_id: String,
}

/// An account made without a hosted page: with a key of the tenant's, or with
/// OAuth through an own auth config. For OAuth through Composio's own clients
/// this way is closed.
pub struct Initiate {
    /// How it signs in.
    pub auth_config_id: String,
    /// Whose account it will be.
    pub user_id: String,
    /// Where the browser goes afterwards.
    pub callback_url: Option<String>,
    /// A label for the account; v3.1 only.
    pub alias: Option<String>,
    /// The scheme, and the values that it needs.
    pub state: Option<(AuthScheme, SecretFields)>,
}

/// An account that was made.
#[derive(Clone, Debug)]
pub struct Initiated {
    /// The account.
    pub connected_account_id: String,
    /// Where it stands. A key is not tried out: a wrong one is ACTIVE too.
    pub status: AccountStatus,
    /// Where a person signs in, if one has to.
    pub redirect_url: Option<RedirectUrl>,
    /// The id under which Composio knows the request.
    pub request_id: String,
}

impl fmt::Debug for CreateLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The callback URL may carry a state that proves who asked.
        f.debug_struct("CreateLink")
            .field("auth_config_id", &self.auth_config_id)
            .field("callback_url", &self.callback_url.is_some())
            .field("connection_data", &self.connection_data)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Initiate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Initiate")
            .field("auth_config_id", &self.auth_config_id)
            .field("callback_url", &self.callback_url.is_some())
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl Links<'_> {
    /// Makes a link and the account behind it. It is sent once: when the
    /// outcome is unknown, look for the account before asking again.
    ///
    /// # Errors
    /// `Rejected` when the auth config is disabled or misses values; see
    /// [`Error`] for the others.
    pub async fn create(&self, new: &CreateLink) -> Result<ConnectionRequest, Error> {
        let mut body = Map::new();
        body.insert("auth_config_id".to_owned(), json!(new.auth_config_id));
        body.insert("user_id".to_owned(), json!(new.user_id));
        put(&mut body, "callback_url", new.callback_url.as_deref());
        put(&mut body, "alias", new.alias.as_deref());
        put(
            &mut body,
            "connection_data",
            new.connection_data.as_ref().map(SecretFields::to_json),
        );
        let call = Call::post("connected_accounts/link", &[], Value::Object(body));
        let read = |answer: &Answer<'_>| {
            answer.read(|value| {
                let map = object(value)?;
                Ok(ConnectionRequest {
                    connected_account_id: text(map, "connected_account_id")?,
                    redirect_url: redirect(map)?,
                    expires_at: time(map, "expires_at"),
                    request_id: answer.request_id(),
                })
            })
        };
        self.0.send(call, read).await
    }

    /// Makes an account without a hosted page.
    ///
    /// # Errors
    /// `Rejected` where this way is closed; see [`Error`] for the others.
    pub async fn initiate(&self, new: &Initiate) -> Result<Initiated, Error> {
        let mut connection = Map::new();
        connection.insert("user_id".to_owned(), json!(new.user_id));
        put(&mut connection, "callback_url", new.callback_url.as_deref());
        put(&mut connection, "alias", new.alias.as_deref());
        let state = new.state.as_ref().map(
            |(scheme, fields)| json!({ "authScheme": scheme.as_str(), "val": fields.to_json() }),
        );
        put(&mut connection, "state", state);
        let body = json!({ "auth_config": { "id": new.auth_config_id }, "connection": connection });
        let call = Call::post("connected_accounts", &[], body);
        let read = |answer: &Answer<'_>| {
            answer.read(|value| {
                let map = object(value)?;
                Ok(Initiated {
                    connected_account_id: text(map, "id")?,
                    status: AccountStatus::parse(&text_in(map, "status")?),
                    redirect_url: initiated_redirect(map),
                    request_id: answer.request_id(),
                })
            })
        };
        self.0.send(call, read).await
    }
}

fn put(body: &mut Map<String, Value>, key: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        body.insert(key.to_owned(), value.into());
    }
}

fn redirect(map: &Object<'_>) -> Read<RedirectUrl> {
    let bad = || Bad::here("a URL").within(".redirect_url");
    RedirectUrl::parse(&text_in(map, "redirect_url")?).ok_or_else(bad)
}

/// The redirect stands in three places, of which any may be empty.
fn initiated_redirect(map: &Object<'_>) -> Option<RedirectUrl> {
    let val = inner(map, "connectionData").and_then(|data| inner(data, "val"));
    let places = [
        val.and_then(|val| lenient(val, "redirectUrl")),
        lenient(map, "redirect_url"),
        lenient(map, "redirect_uri"),
    ];
    places
        .into_iter()
        .flatten()
        .find_map(|url| RedirectUrl::parse(&url))
}
