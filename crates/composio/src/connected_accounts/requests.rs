//! What is asked about connected accounts, and what is answered besides them.

use std::fmt;

use secrecy::SecretString;
use serde_json::{Map, Value, json};

use crate::auth::{RedirectUrl, SecretFields};
use crate::config::Generation;
use crate::http::call::Call;
use crate::words::{AccountStatus, AuthScheme};

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
    pub session_uri: SecretString,
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

impl fmt::Debug for Refresh {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refresh").finish_non_exhaustive()
    }
}

impl fmt::Debug for CompleteAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CompleteAuth").finish_non_exhaustive()
    }
}

impl ListAccounts {
    pub(super) fn call(&self, generation: Generation) -> Call {
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
    pub(super) fn body(&self) -> Value {
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
