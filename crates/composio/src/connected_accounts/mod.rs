//! `/connected_accounts`.

pub(crate) mod account;
pub(crate) mod claims;
pub(crate) mod links;
mod requests;
pub(crate) mod state;

use serde_json::json;

use crate::auth::{RedirectUrl, sent};
use crate::client::Client;
use crate::connected_accounts::account::ConnectedAccount;
use crate::connected_accounts::links::{ConnectionRequest, CreateLink, Initiate, Initiated};
use crate::error::{Error, Trace};
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::decode::{inner, lenient, lenient_text, object, text, text_in, texts, words_of};
use crate::page::{Page, Pages, pages};
use crate::words::AccountStatus;

pub use requests::{
    AccountOrder, CompleteAuth, CompletedAuth, DeleteOptions, Deleted, Done, ListAccounts, Refresh,
    Refreshed, Revoked, UpdateAccount, UpdatedAccount,
};

/// Connected accounts: see [`Client::connected_accounts`].
pub struct ConnectedAccounts<'a>(pub(crate) &'a Client);

impl ConnectedAccounts<'_> {
    /// One page of accounts, private and shared ones.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn list(&self, which: &ListAccounts) -> Result<Page<ConnectedAccount>, Error> {
        let call = which.call(self.0.generation());
        let read = |answer: &Answer<'_>| Page::read(answer, ConnectedAccount::item);
        self.0.send(call, read).await
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
    /// See [`Error`]. [`Error::NotFound`] is Composio's own word only: whoever takes it for "gone"
    /// never hears of the account again, so a denial in another shape than Composio's, as of a
    /// gateway that has lost its way, is [`Error::Unavailable`].
    pub async fn get(&self, id: &str) -> Result<ConnectedAccount, Error> {
        let call = Call::get("connected_accounts/{id}", &[id]);
        let read = |answer: &Answer<'_>| answer.read(ConnectedAccount::whole);
        self.0.send(call, read).await.map_err(of_somebody_else)
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
        self.0.send(call, deleted).await
    }

    /// Withdraws the grant of an active account at the provider.
    ///
    /// # Errors
    /// `Rejected` where the toolkit cannot withdraw (400) or the account is not
    /// in a state for it (409); see [`Error`] for the others.
    pub async fn revoke(&self, id: &str) -> Result<Revoked, Error> {
        let call = Call::post("connected_accounts/{id}/revoke", &[id], None);
        let read = |answer: &Answer<'_>| {
            answer.read(|value| {
                let map = object(value)?;
                let status = inner(map, "connected_account").and_then(|a| lenient(a, "status"));
                Ok(Revoked {
                    revoked_tokens: texts(map, "revoked_tokens"),
                    status: status.map(|s| AccountStatus::parse(&s)),
                    request_id: answer.request_id(),
                })
            })
        };
        self.0.send(call, read).await
    }

    /// Restarts the sign-in of an account: see [`Refresh`].
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn refresh(&self, id: &str, how: &Refresh) -> Result<Refreshed, Error> {
        let call = Call::post("connected_accounts/{id}/refresh", &[id], json!({}))
            .with("redirect_url", how.redirect_url.as_deref());
        let read = |answer: &Answer<'_>| {
            answer.read(|value| {
                let map = object(value)?;
                Ok(Refreshed {
                    id: text(map, "id")?,
                    status: AccountStatus::parse(&text_in(map, "status")?),
                    redirect_url: lenient(map, "redirect_url")
                        .and_then(|url| RedirectUrl::parse(&url)),
                    request_id: answer.request_id(),
                })
            })
        };
        self.0.send(call, read).await
    }

    /// Changes label or credentials of an account.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn update(&self, id: &str, change: &UpdateAccount) -> Result<UpdatedAccount, Error> {
        let call = Call::patch("connected_accounts/{id}", &[id], change.body());
        let read = |answer: &Answer<'_>| {
            answer.accept()?;
            answer.read(|value| {
                let map = value.as_object();
                let status = map.and_then(|m| lenient(m, "status"));
                Ok(UpdatedAccount {
                    id: map.and_then(|m| lenient_text(m, "id")),
                    status: status.map(|s| AccountStatus::parse(&s)),
                    request_id: answer.request_id(),
                })
            })
        };
        self.0.send(call, read).await
    }

    /// Confirms whose sign-in it was.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn complete_auth(&self, who: &CompleteAuth) -> Result<CompletedAuth, Error> {
        let body = json!({ "session_uri": sent(&who.session_uri), "user_id": who.user_id });
        let call = Call::post("connected_accounts/complete_auth", &[], body);
        let read = |answer: &Answer<'_>| {
            answer.read(|value| {
                let map = object(value)?;
                Ok(CompletedAuth {
                    connected_account_id: text(map, "connected_account_id")?,
                    toolkit_slug: words_of(map, "toolkit_slug"),
                    request_id: answer.request_id(),
                })
            })
        };
        self.0.send(call, read).await
    }
}

impl Client {
    /// Sends a write whose answer says nothing more than that it worked.
    pub(crate) async fn done(&self, call: Call) -> Result<Done, Error> {
        let read = |answer: &Answer<'_>| {
            answer.accept()?;
            let request_id = answer.request_id();
            Ok(Done { request_id })
        };
        self.send(call, read).await
    }
}

/// What is told of something that was deleted.
pub(crate) fn deleted(answer: &Answer<'_>) -> Result<Deleted, Error> {
    answer.accept()?;
    answer.read(|value| {
        let map = value.as_object();
        Ok(Deleted {
            revoke_job_id: map.and_then(|m| words_of(m, "revoke_job_id")),
            request_id: answer.request_id(),
        })
    })
}

/// Composio's 404 of one account has the documented envelope; a bare one is documented for DELETE
/// and for the switch only.
fn of_somebody_else(error: Error) -> Error {
    match error {
        Error::NotFound(said) if !said.enveloped => Error::Unavailable {
            status: said.status,
            after: None,
            trace: Trace {
                request_id: said.request_id.clone(),
                write: false,
            },
            said,
        },
        other => other,
    }
}
