//! `/auth/session/info`: whose key this is.
//!
//! The answer contains the key and the webhook secret in clear. Neither is read.

use jiff::Timestamp;

use crate::client::Client;
use crate::config::Generation;
use crate::error::Error;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::decode::{inner, object, time, words_of};
use crate::http::json::Object;

/// Whose key this is: see [`Client::session`].
pub struct Session<'a>(pub(crate) &'a Client);

/// What a key belongs to.
#[derive(Clone, Debug)]
pub struct SessionInfo {
    /// The project.
    pub project: Option<ProjectFacts>,
    /// The key itself, without the key.
    pub api_key: Option<KeyFacts>,
    /// Who made the key.
    pub org_member: Option<MemberFacts>,
    /// The id under which Composio knows the request.
    pub request_id: String,
}

/// A project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectFacts {
    /// Its short id, `pr_…`.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its organisation's id.
    pub org_id: Option<String>,
    /// Its organisation's name.
    pub org_name: Option<String>,
    /// What the organisation pays for.
    pub org_plan: Option<String>,
}

/// A key, without the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFacts {
    /// Its id.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
}

/// A member of the organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberFacts {
    /// Their id.
    pub id: Option<String>,
    /// Their name.
    pub name: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// What they may do.
    pub role: Option<String>,
}

impl Session<'_> {
    /// What the key belongs to. Documented for project keys under `/api/v3`,
    /// so that is where it is asked. A scoped key may be refused here and work
    /// elsewhere: a refusal does not mean that the key is dead.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn info(&self) -> Result<SessionInfo, Error> {
        let call = Call::get("auth/session/info", &[]).under(Generation::V3);
        let read = |answer: &Answer<'_>| {
            answer.read(|value| {
                let map = object(value)?;
                Ok(SessionInfo {
                    project: inner(map, "project").map(project),
                    api_key: inner(map, "api_key").map(|key| KeyFacts {
                        id: words_of(key, "id"),
                        name: words_of(key, "name"),
                        created_at: time(key, "created_at"),
                    }),
                    org_member: inner(map, "org_member").map(|member| MemberFacts {
                        id: words_of(member, "id"),
                        name: words_of(member, "name"),
                        email: words_of(member, "email"),
                        role: words_of(member, "role"),
                    }),
                    request_id: answer.request_id(),
                })
            })
        };
        self.0.send(call, read).await
    }
}

fn project(project: &Object<'_>) -> ProjectFacts {
    let org = inner(project, "org");
    ProjectFacts {
        id: words_of(project, "nano_id").or_else(|| words_of(project, "id")),
        name: words_of(project, "name"),
        org_id: words_of(project, "org_id"),
        org_name: org.and_then(|o| words_of(o, "name")),
        org_plan: org.and_then(|o| words_of(o, "plan")),
    }
}
