//! `/trigger_instances/active`: what hangs on an account.

use jiff::Timestamp;

use crate::client::Client;
use crate::config::Generation;
use crate::error::Error;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::decode::{Read, lenient_text, object, text, time, words_of};
use crate::http::json::Json;
use crate::page::{Page, Pages, pages};

/// Triggers: see [`Client::triggers`].
pub struct Triggers<'a>(pub(crate) &'a Client);

/// Which triggers a list gives.
#[derive(Clone, Debug, Default)]
pub struct TriggerFilter {
    /// Of these accounts.
    pub connected_account_ids: Vec<String>,
    /// Of these auth configs.
    pub auth_config_ids: Vec<String>,
    /// With these ids.
    pub trigger_ids: Vec<String>,
    /// Of these kinds.
    pub trigger_names: Vec<String>,
    /// Of these users; v3.1 only, an older server gives all.
    pub user_ids: Vec<String>,
    /// Also those that are switched off.
    pub show_disabled: bool,
    /// How many per page.
    pub limit: Option<u32>,
    /// From where on.
    pub cursor: Option<String>,
}

/// A trigger on an account. Its settings are not kept: they are the customer's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// Its id, `ti_…`.
    pub id: String,
    /// The account that it hangs on.
    pub connected_account_id: String,
    /// Its kind, such as `GMAIL_NEW_GMAIL_MESSAGE`.
    pub trigger_name: Option<String>,
    /// Whose it is.
    pub user_id: Option<String>,
    /// When it last changed.
    pub updated_at: Option<Timestamp>,
    /// When it was switched off.
    pub disabled_at: Option<Timestamp>,
}

impl Triggers<'_> {
    /// One page of triggers. Despite the path, triggers of deleted accounts
    /// may be among them.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn active(&self, which: &TriggerFilter) -> Result<Page<Trigger>, Error> {
        let call = which.call(self.0.generation());
        let read = |answer: &Answer<'_>| Page::read(answer, Trigger::read);
        self.0.send(call, read).await
    }

    /// All pages. Asks for 50, which every generation allows.
    #[must_use]
    pub fn pages(&self, which: TriggerFilter) -> Pages<Trigger> {
        let client = self.0.clone();
        let limit = which.limit.or(Some(50));
        pages(limit, which.cursor.clone(), move |limit, cursor| {
            let client = client.clone();
            let which = TriggerFilter {
                limit: Some(limit),
                cursor,
                ..which.clone()
            };
            async move { client.triggers().active(&which).await }
        })
    }
}

impl TriggerFilter {
    fn call(&self, generation: Generation) -> Call {
        let users = self
            .user_ids
            .iter()
            .filter(|_| generation == Generation::V3_1);
        Call::get("trigger_instances/active", &[])
            .with_list(
                "connected_account_ids",
                self.connected_account_ids.iter().map(String::as_str),
            )
            .with_list(
                "auth_config_ids",
                self.auth_config_ids.iter().map(String::as_str),
            )
            .with_list("trigger_ids", self.trigger_ids.iter().map(String::as_str))
            .with_list(
                "trigger_names",
                self.trigger_names.iter().map(String::as_str),
            )
            .with_list("user_ids", users.map(String::as_str))
            .with("show_disabled", Some(self.show_disabled))
            .with("limit", self.limit)
            .with("cursor", self.cursor.as_deref())
    }
}

impl Trigger {
    fn read(value: &Json<'_>) -> Read<Self> {
        let map = object(value)?;
        let account = text(map, "connected_account_id");
        Ok(Self {
            id: text(map, "id")?,
            connected_account_id: account
                .or_else(|bad| text(map, "connectedAccountId").or(Err(bad)))?,
            trigger_name: words_of(map, "trigger_name").or_else(|| words_of(map, "triggerName")),
            user_id: lenient_text(map, "user_id").or_else(|| lenient_text(map, "userId")),
            updated_at: time(map, "updated_at").or_else(|| time(map, "updatedAt")),
            disabled_at: time(map, "disabled_at").or_else(|| time(map, "disabledAt")),
        })
    }
}
