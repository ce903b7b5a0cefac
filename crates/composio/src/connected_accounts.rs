//! `/connected_accounts`.

use serde_json::{Map, Value, json};

use crate::account::ConnectedAccount;
use crate::auth::{RedirectUrl, SecretFields, sent};
use crate::call::Call;
use crate::client::Client;
use crate::config::Generation;
use crate::decode::{Read, inner, lenient_text, object, text, texts, words_of};
use crate::error::Error;
use crate::links::{ConnectionRequest, CreateLink, Initiate, Initiated};
use crate::page::{Page, Pages, pages};
use crate::words::{AccountStatus, AuthScheme};

/// Connected accounts: see [`Client::connected_accounts`].
pub struct ConnectedAccounts<'a>(pub(crate) &'a Client);

/// Which accounts a list gives. Empty lists do not filter; filters of several
/// kinds must all hold.
#[derive(Clone, Debug, Default)]
pub struct ListAccounts {
    /// Of these toolkits.
    pub toolkit_slugs: Vec<String>,
    /// With one of these statuses.
    pub statuses: Vec<AccountStatus>,
    /// Of these users.
    pub user_ids: Vec<String>,
    /// Of these auth configs.
    pub auth_config_ids: Vec<String>,
    /// With these ids.
    pub connected_account_ids: Vec<String>,
    /// In which order.
    pub order_by: AccountOrder,
    /// The latest first.
    pub descending: bool,
    /// How many per page. A stream asks for 100 and makes do with 50.
    pub limit: Option<u32>,
    /// From where on.
    pub cursor: Option<String>,
}

/// The order of a list of accounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AccountOrder {
    /// By when they were made. The steady order for reading everything.
    #[default]
    CreatedAt,
    /// By when they last changed. The order for seeing what is new.
    UpdatedAt,
}

/// How an account is deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeleteOptions {
    /// Also withdraw the grant at the provider. Composio does it later, as a job.
    pub revoke: bool,
}

/// An account was deleted.
#[derive(Clone, Debug)]
pub struct Deleted {
    /// The job that withdraws the grant. Nothing means that none was started.
    pub revoke_job_id: Option<String>,
    /// The id under which Composio knows the request.
    pub request_id: String,
}

/// The grant of an account was withdrawn at the provider.
#[derive(Clone, Debug)]
pub struct Revoked {
    /// What was withdrawn. Empty means that there was nothing left.
    pub revoked_tokens: Vec<String>,
    /// Where the account stands now.
    pub status: Option<AccountStatus>,
    /// The id under which Composio knows the request.
    pub request_id: String,
}

/// A write was carried out whose answer says nothing more.
#[derive(Clone, Debug)]
pub struct Done {
    /// The id under which Composio knows the request.
    pub request_id: String,
}

/// Restarts the sign-in of an account, which stops working until it is
/// finished. This does not refresh a token.
#[derive(Clone, Default)]
pub struct Refresh {
    /// Where the browser goes afterwards.
    pub redirect_url: Option<String>,
}

/// A restarted sign-in.
#[derive(Clone, Debug)]
pub struct Refreshed {
    /// The account.
    pub id: String,
    /// Where it stands now.
    pub status: AccountStatus,
    /// Where the person signs in.
    pub redirect_url: Option<RedirectUrl>,
    /// The id under which Composio knows the request.
    pub request_id: String,
}

/// What changes about an account. What is not given stays.
#[derive(Debug, Default)]
pub struct UpdateAccount {
    /// A new label; an empty one takes the label away.
    pub alias: Option<String>,
    /// New credentials, for schemes without a person. The scheme must be the
    /// account's own.
    pub credentials: Option<(AuthScheme, SecretFields)>,
}

/// An account was changed.
#[derive(Clone, Debug)]
pub struct UpdatedAccount {
    /// The account.
    pub id: Option<String>,
    /// Where it stands now.
    pub status: Option<AccountStatus>,
    /// The id under which Composio knows the request.
    pub request_id: String,
}

/// Confirms whose sign-in it was, for projects that verify it.
pub struct CompleteAuth {
    /// What the browser brought to the verifier.
    pub session_uri: secrecy::SecretString,
    /// Who it was.
    pub user_id: String,
}

/// A confirmed sign-in.
#[derive(Clone, Debug)]
pub struct CompletedAuth {
    /// The account.
    pub connected_account_id: String,
    /// Its toolkit.
    pub toolkit_slug: Option<String>,
    /// The id under which Composio knows the request.
    pub request_id: String,
}

impl std::fmt::Debug for Refresh {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Refresh").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for CompleteAuth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CompleteAuth").finish_non_exhaustive()
    }
}

impl ConnectedAccounts<'_> {
    /// One page of accounts, private and shared ones.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn list(&self, which: &ListAccounts) -> Result<Page<ConnectedAccount>, Error> {
        let answer = self.0.send(which.call(self.0.generation())).await?;
        Page::read(&answer, ConnectedAccount::item)
    }

    /// All pages.
    #[must_use]
    pub fn pages(&self, which: ListAccounts) -> Pages<ConnectedAccount> {
        let client = self.0.clone();
        pages(which.limit, which.cursor.clone(), move |limit, cursor| {
            let client = client.clone();
            let which = ListAccounts {
                limit: Some(limit),
                cursor,
                ..which.clone()
            };
            async move { client.connected_accounts().list(&which).await }
        })
    }

    /// One account.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn get(&self, id: &str) -> Result<ConnectedAccount, Error> {
        let answer = self
            .0
            .send(Call::get("connected_accounts/{id}", &[id]))
            .await?;
        answer.read(ConnectedAccount::whole)
    }

    /// Makes a connect link; the same as [`Links::create`](crate::Links::create).
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn create_link(&self, new: &CreateLink) -> Result<ConnectionRequest, Error> {
        self.0.links().create(new).await
    }

    /// Makes an account without a hosted page; the same as
    /// [`Links::initiate`](crate::Links::initiate).
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn initiate(&self, new: &Initiate) -> Result<Initiated, Error> {
        self.0.links().initiate(new).await
    }

    /// Switches an account on or off.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn set_enabled(&self, id: &str, enabled: bool) -> Result<Done, Error> {
        let body = json!({ "enabled": enabled });
        let call = Call::patch("connected_accounts/{id}/status", &[id], body);
        self.0.done(call).await
    }

    /// Deletes an account.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn delete(&self, id: &str, options: DeleteOptions) -> Result<Deleted, Error> {
        let call = Call::delete("connected_accounts/{id}", &[id])
            .with("revoke_on_delete", options.revoke.then_some(true));
        let answer = self.0.send(call).await?;
        answer.accept()?;
        let job = |value: &Value| value.as_object().and_then(|m| words_of(m, "revoke_job_id"));
        Ok(Deleted {
            revoke_job_id: answer.read(|value| Ok(job(value)))?,
            request_id: answer.request_id(),
        })
    }

    /// Withdraws the grant of an active account at the provider.
    ///
    /// # Errors
    /// `Rejected` where the toolkit cannot withdraw (400) or the account is not
    /// in a state for it (409); see [`Error`] for the others.
    pub async fn revoke(&self, id: &str) -> Result<Revoked, Error> {
        let call = Call::post("connected_accounts/{id}/revoke", &[id], None);
        let answer = self.0.send(call).await?;
        answer.read(|value| {
            let map = object(value)?;
            let status = inner(map, "connected_account").and_then(|a| lenient_text(a, "status"));
            Ok(Revoked {
                revoked_tokens: texts(map, "revoked_tokens"),
                status: status.map(|s| AccountStatus::parse(&s)),
                request_id: answer.request_id(),
            })
        })
    }

    /// Restarts the sign-in of an account: see [`Refresh`].
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn refresh(&self, id: &str, how: &Refresh) -> Result<Refreshed, Error> {
        let call = Call::post("connected_accounts/{id}/refresh", &[id], json!({}))
            .with("redirect_url", how.redirect_url.as_deref());
        let answer = self.0.send(call).await?;
        answer.read(|value| {
            let map = object(value)?;
            Ok(Refreshed {
                id: text(map, "id")?,
                status: AccountStatus::parse(&text(map, "status")?),
                redirect_url: lenient_text(map, "redirect_url")
                    .and_then(|url| RedirectUrl::parse(&url)),
                request_id: answer.request_id(),
            })
        })
    }

    /// Changes label or credentials of an account.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn update(&self, id: &str, change: &UpdateAccount) -> Result<UpdatedAccount, Error> {
        let call = Call::patch("connected_accounts/{id}", &[id], change.body());
        let answer = self.0.send(call).await?;
        answer.accept()?;
        let updated = |value: &Value| -> Read<UpdatedAccount> {
            let map = value.as_object();
            let field = |key| map.and_then(|m| lenient_text(m, key));
            Ok(UpdatedAccount {
                id: field("id"),
                status: field("status").map(|s| AccountStatus::parse(&s)),
                request_id: answer.request_id(),
            })
        };
        answer.read(updated)
    }

    /// Confirms whose sign-in it was.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn complete_auth(&self, who: &CompleteAuth) -> Result<CompletedAuth, Error> {
        let body = json!({ "session_uri": sent(&who.session_uri), "user_id": who.user_id });
        let call = Call::post("connected_accounts/complete_auth", &[], body);
        let answer = self.0.send(call).await?;
        answer.read(|value| {
            let map = object(value)?;
            Ok(CompletedAuth {
                connected_account_id: text(map, "connected_account_id")?,
                toolkit_slug: words_of(map, "toolkit_slug"),
                request_id: answer.request_id(),
            })
        })
    }
}

impl ListAccounts {
    fn call(&self, generation: Generation) -> Call {
        let order = match self.order_by {
            AccountOrder::CreatedAt => "created_at",
            AccountOrder::UpdatedAt => "updated_at",
        };
        let direction = if self.descending { "desc" } else { "asc" };
        // Without this, v3.1 hides shared accounts.
        let all = (generation == Generation::V3_1).then_some("ALL");
        Call::get("connected_accounts", &[])
            .with_list(
                "toolkit_slugs",
                self.toolkit_slugs.iter().map(String::as_str),
            )
            .with_list("statuses", self.statuses.iter().map(AccountStatus::as_str))
            .with_list("user_ids", self.user_ids.iter().map(String::as_str))
            .with_list(
                "auth_config_ids",
                self.auth_config_ids.iter().map(String::as_str),
            )
            .with_list(
                "connected_account_ids",
                self.connected_account_ids.iter().map(String::as_str),
            )
            .with("order_by", Some(order))
            .with("order_direction", Some(direction))
            .with("account_type", all)
            .with("limit", self.limit)
            .with("cursor", self.cursor.as_deref())
    }
}

impl UpdateAccount {
    fn body(&self) -> Value {
        let mut body = Map::new();
        if let Some(alias) = &self.alias {
            body.insert("alias".to_owned(), json!(alias));
        }
        if let Some((scheme, fields)) = &self.credentials {
            let state = json!({ "authScheme": scheme.as_str(), "val": fields.to_json() });
            body.insert("connection".to_owned(), json!({ "state": state }));
        }
        Value::Object(body)
    }
}

impl Client {
    /// Sends a write whose answer says nothing more than that it worked.
    pub(crate) async fn done(&self, call: Call) -> Result<Done, Error> {
        let answer = self.send(call).await?;
        answer.accept()?;
        Ok(Done {
            request_id: answer.request_id(),
        })
    }
}
