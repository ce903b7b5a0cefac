//! `/tools`: what a toolkit can do, and doing it.

mod model;

use std::collections::BTreeMap;

use crate::client::Client;
use crate::error::Error;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::decode::{Bad, flag, inner, member, object, whole, words, words_of};
use crate::http::json::{Json, Object};
use crate::page::{Page, Pages, pages};

pub use model::{Execute, Executed, ListTools, Proxy, ProxyAnswer, Tool};

/// Tools: see [`Client::tools`].
pub struct Tools<'a>(pub(crate) &'a Client);

impl Tools<'_> {
    /// One page of tools.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn list(&self, which: &ListTools) -> Result<Page<Tool>, Error> {
        let read = |answer: &Answer<'_>| Page::read(answer, Tool::read);
        self.0.send(which.call(), read).await
    }

    /// All pages.
    #[must_use]
    pub fn pages(&self, which: ListTools) -> Pages<Tool> {
        let client = self.0.clone();
        pages(which.limit, which.cursor.clone(), move |limit, cursor| {
            let client = client.clone();
            let which = ListTools {
                limit: Some(limit),
                cursor,
                ..which.clone()
            };
            async move { client.tools().list(&which).await }
        })
    }

    /// One tool, in its newest version unless another is asked for.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn get(&self, slug: &str, version: Option<&str>) -> Result<Tool, Error> {
        let version = version.unwrap_or("latest");
        let call = Call::get("tools/{slug}", &[slug]).with("version", Some(version));
        let read = |answer: &Answer<'_>| answer.read(Tool::read);
        self.0.send(call, read).await
    }

    /// Executes a tool.
    ///
    /// # Errors
    /// See [`Error`]; a tool that failed is not one.
    pub async fn execute(&self, slug: &str, how: &Execute) -> Result<Executed, Error> {
        let call = Call::post("tools/execute/{slug}", &[slug], how.body());
        let read = |answer: &Answer<'_>| {
            answer.read(|value| {
                let map = object(value)?;
                let successful = flag(map, "successful");
                Ok(Executed {
                    successful: successful
                        .ok_or(Bad::here("true or false").within(".successful"))?,
                    error: words_of(map, "error"),
                    data: member(map, "data").map(Json::to_value).unwrap_or_default(),
                    log_id: words_of(map, "log_id"),
                    request_id: answer.request_id(),
                })
            })
        };
        self.0.send(call, read).await
    }

    /// Asks the provider.
    ///
    /// # Errors
    /// See [`Error`]; a refusal of the provider is not one.
    pub async fn proxy(&self, what: &Proxy) -> Result<ProxyAnswer, Error> {
        let call = Call::post("tools/execute/proxy", &[], what.body()).reading();
        let read = |answer: &Answer<'_>| {
            answer.read(|value| {
                let map = object(value)?;
                let status = whole(map, "status").and_then(|n| u16::try_from(n).ok());
                Ok(ProxyAnswer {
                    status: status.ok_or(Bad::here("an HTTP status").within(".status"))?,
                    data: member(map, "data").map(Json::to_value).unwrap_or_default(),
                    headers: inner(map, "headers").map(headers).unwrap_or_default(),
                    request_id: answer.request_id(),
                })
            })
        };
        self.0.send(call, read).await
    }
}

fn headers(map: &Object<'_>) -> BTreeMap<String, String> {
    let pair = |(name, value): (&str, &Json<'_>)| Some((name.to_ascii_lowercase(), words(value)?));
    map.by_name().into_iter().filter_map(pair).collect()
}
