//! A real, harmless read of the provider through Composio: the only proof that an
//! account works, since Composio says ACTIVE for a dead grant too.

use composio::{Execute, Proxy};
use domain::{Cause, ProbeWay, Status, Verdict};
use serde_json::Value;

use crate::observed::Seen;
use crate::workspace::Workspace;

/// What is read.
pub(crate) enum Question {
    Proxy {
        endpoint: String,
    },
    Tool {
        slug: &'static str,
        arguments: &'static [(&'static str, &'static str)],
    },
}

impl Question {
    /// How it reaches the provider.
    pub(crate) const fn way(&self) -> ProbeWay {
        match self {
            Self::Tool { .. } => ProbeWay::Tool,
            Self::Proxy { .. } => ProbeWay::Proxy,
        }
    }

    /// What it is called to a person: the tool, or the endpoint without its query.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Tool { slug, .. } => (*slug).to_owned(),
            Self::Proxy { endpoint } => {
                let path = endpoint.split(['?', '#']).next().unwrap_or_default();
                format!("GET {}", composio::scrub(path))
            }
        }
    }
}

/// What came back, before it is judged.
pub(crate) enum Answer {
    Upstream { status: u16, data: Value },
    ToolFailed { error: String, data: Value },
    Failed(composio::Error),
}

/// Asks it.
pub(crate) async fn ask(workspace: &Workspace, seen: &Seen, question: &Question) -> Answer {
    let Ok(client) = workspace.client() else {
        return Answer::ToolFailed {
            error: String::new(),
            data: Value::Null,
        };
    };
    match question {
        Question::Proxy { endpoint } => {
            match client
                .tools()
                .proxy(&Proxy::get(seen.account.as_str(), endpoint.as_str()))
                .await
            {
                Ok(answer) => Answer::Upstream {
                    status: answer.status,
                    data: answer.data,
                },
                Err(error) => Answer::Failed(error),
            }
        }
        Question::Tool { slug, arguments } => {
            let call = Execute {
                connected_account_id: Some(seen.account.to_string()),
                user_id: Some(seen.user.to_string()),
                version: None,
                arguments: arguments
                    .iter()
                    .map(|(name, value)| ((*name).to_owned(), Value::from(*value)))
                    .collect(),
            };
            match client.tools().execute(slug, &call).await {
                Ok(done) if done.successful => Answer::Upstream {
                    status: 200,
                    data: done.data,
                },
                Ok(done) => Answer::ToolFailed {
                    error: done.error.unwrap_or_default(),
                    data: done.data,
                },
                Err(error) => Answer::Failed(error),
            }
        }
    }
}

/// Tells apart what the account is to blame for and what it is not. Time-outs, 429
/// and 5xx never blame the account.
pub(crate) fn judge(answer: Answer) -> (Verdict, Option<String>, Option<Value>) {
    match answer {
        Answer::Upstream {
            status: 200..=299,
            data,
        } => inside(data),
        Answer::Upstream { status, data } => {
            let text = words(&data);
            (by_status(status, &text), Some(raw(status, &text)), None)
        }
        Answer::ToolFailed { error, data } => {
            let status = data
                .get("status_code")
                .and_then(Value::as_u64)
                .and_then(|s| u16::try_from(s).ok());
            let text = if error.is_empty() {
                words(&data)
            } else {
                error
            };
            let status = status.unwrap_or(0);
            (by_status(status, &text), Some(raw(status, &text)), None)
        }
        Answer::Failed(error) => {
            let text = error.to_string();
            (by_error(&error, &text), Some(short(&text)), None)
        }
    }
}

/// A provider may say no inside a 200 (Slack does), or answer with a page.
fn inside(data: Value) -> (Verdict, Option<String>, Option<Value>) {
    if !(data.is_object() || data.is_array()) {
        let raw = "the answer is not data".to_owned();
        return (Verdict::Unclear(Cause::Malformed), Some(raw), None);
    }
    if data.get("ok") == Some(&Value::Bool(false)) {
        let text = words(&data);
        return (by_status(200, &text), Some(raw(200, &text)), None);
    }
    (Verdict::Good, None, Some(data))
}

fn by_status(status: u16, text: &str) -> Verdict {
    let told = domain::cause::from_text(text);
    match (status, told) {
        // Trouble of the provider's, whatever it says along with it.
        (429, _) => Verdict::Unclear(Cause::RateLimited),
        (500..=599, _) => Verdict::Unclear(Cause::ProviderSilent),
        (_, Some(cause)) => verdict(cause),
        (401, None) => Verdict::Refused(Cause::GrantRefused),
        (402, None) => Verdict::Refused(Cause::PlanEnded),
        (403, None) => Verdict::Refused(Cause::ScopeMissing),
        (_, None) => Verdict::Unclear(Cause::Unrecognised),
    }
}

fn verdict(cause: Cause) -> Verdict {
    if cause.blames_the_account() {
        Verdict::Refused(cause)
    } else {
        Verdict::Unclear(cause)
    }
}

/// An error of Composio's own call blames the account only when it names a reason
/// of the account.
fn by_error(error: &composio::Error, text: &str) -> Verdict {
    use composio::Error as E;
    match error {
        E::Rejected(_) => match domain::cause::from_text(text) {
            Some(cause) => verdict(cause),
            None if text.to_lowercase().contains("expired") => {
                Verdict::Refused(Cause::GrantRefused)
            }
            None => Verdict::Unclear(Cause::Unrecognised),
        },
        E::Malformed { .. } => Verdict::Unclear(Cause::Malformed),
        E::RateLimited { .. } => Verdict::Unclear(Cause::RateLimited),
        E::Unreachable { .. } | E::Unavailable { .. } => Verdict::Unclear(Cause::ProviderSilent),
        E::Forbidden(_) => Verdict::Unclear(Cause::KeyLimited),
        E::Unauthorized(_) | E::NotFound(_) => Verdict::Unclear(Cause::Unrecognised),
    }
}

/// A provider's words on what went wrong, without the rest of its answer.
fn words(data: &Value) -> String {
    let pick = |value: &Value| value.as_str().map(str::to_owned);
    ["error_description", "error", "message"]
        .into_iter()
        .filter_map(|key| data.get(key))
        .find_map(|value| {
            pick(value)
                .or_else(|| value.get("message").and_then(pick))
                .or_else(|| value.get("status").and_then(pick))
        })
        .unwrap_or_default()
}

fn raw(status: u16, text: &str) -> String {
    match (status, text) {
        (0, text) => short(text),
        (status, "") => format!("HTTP {status}"),
        (status, text) => format!("HTTP {status} · {}", short(text)),
    }
}

fn short(text: &str) -> String {
    // A provider may quote the key or token that it refuses.
    let text = composio::scrub(text);
    text.chars().filter(|c| !c.is_control()).take(300).collect()
}

/// Whether Composio's word allows a read at all.
pub(crate) fn can_read(status: &Status) -> bool {
    *status == Status::Active
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_provider_in_trouble_never_blames_the_account() {
        for status in [429, 500, 502, 503, 504] {
            for words in ["busy", "invalid_grant"] {
                let (verdict, ..) = judge(Answer::Upstream {
                    status,
                    data: json!({ "error": words }),
                });
                assert!(
                    matches!(
                        verdict,
                        Verdict::Unclear(Cause::ProviderSilent | Cause::RateLimited)
                    ),
                    "{status}"
                );
            }
        }
    }

    #[test]
    fn a_dead_grant_is_known_by_its_name_even_inside_a_200() {
        let (verdict, raw, _) = judge(Answer::ToolFailed {
            error: "400 invalid_grant: Token has been expired or revoked.".to_owned(),
            data: json!({ "status_code": 401 }),
        });
        assert_eq!(verdict, Verdict::Refused(Cause::GrantRefused));
        assert!(raw.is_some_and(|raw| raw.contains("invalid_grant")));
    }

    #[test]
    fn a_no_inside_a_200_is_a_no() {
        let no = |error: &str| {
            let data = json!({ "ok": false, "error": error });
            judge(Answer::Upstream { status: 200, data }).0
        };
        assert_eq!(no("token_revoked"), Verdict::Refused(Cause::AccessRemoved));
        assert_eq!(no("missing_scope"), Verdict::Refused(Cause::ScopeMissing));
        assert_eq!(no("fatal_error"), Verdict::Unclear(Cause::Unrecognised));
    }

    #[test]
    fn a_page_where_data_should_be_proves_nothing() {
        let data = json!("<html>maintenance</html>");
        let (verdict, ..) = judge(Answer::Upstream { status: 200, data });
        assert_eq!(verdict, Verdict::Unclear(Cause::Malformed));
    }

    #[test]
    fn a_missing_scope_is_not_a_dead_grant() {
        let data = json!({ "error": { "code": 403, "message": "Request had insufficient authentication scopes." } });
        let (verdict, ..) = judge(Answer::Upstream { status: 403, data });
        assert_eq!(verdict, Verdict::Refused(Cause::ScopeMissing));
    }
}
