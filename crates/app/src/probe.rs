//! A real, harmless read of the provider through Composio: the only proof that an
//! account works, since Composio says ACTIVE for a dead grant too.

#[cfg(test)]
mod tests;
mod words;

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
                // A tool that reads: nobody has to look what became of it.
                Err(error) => Answer::Failed(error.of_a_read()),
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
            let text = words::of(&data);
            let page = !(data.is_object() || data.is_array());
            (
                by_status(status, &text, page),
                Some(raw(status, &text)),
                None,
            )
        }
        Answer::ToolFailed { error, data } => {
            let status = data
                .get("status_code")
                .and_then(Value::as_u64)
                .and_then(|s| u16::try_from(s).ok());
            let text = words::with_codes(error, &data);
            let status = status.unwrap_or(0);
            let page = words::is_page(&text);
            (
                by_status(status, &text, page),
                Some(raw(status, &text)),
                None,
            )
        }
        Answer::Failed(error) => {
            let (verdict, raw) = judge_error(&error);
            (verdict, raw, None)
        }
    }
}

/// The same of an error of Composio's own call.
pub(crate) fn judge_error(error: &composio::Error) -> (Verdict, Option<String>) {
    let text = error.to_string();
    (by_error(error, &text), Some(short(&text)))
}

/// A provider may say no inside a 200 (Slack does), or answer with a page.
fn inside(data: Value) -> (Verdict, Option<String>, Option<Value>) {
    if !(data.is_object() || data.is_array()) {
        let raw = "the answer is not data".to_owned();
        return (Verdict::Unclear(Cause::Malformed), Some(raw), None);
    }
    if data.get("ok") == Some(&Value::Bool(false)) {
        let text = words::of(&data);
        return (by_status(200, &text, false), Some(raw(200, &text)), None);
    }
    (Verdict::Good, None, Some(data))
}

/// `page` is whether what came along is no data: a page of something that stands before the
/// provider, such as a firewall.
fn by_status(status: u16, text: &str, page: bool) -> Verdict {
    let told = domain::cause::from_text(text);
    match (status, told) {
        // Trouble of the provider's, whatever it says along with it.
        (429, _) => Verdict::Unclear(Cause::RateLimited),
        (500..=599, _) => Verdict::Unclear(Cause::ProviderSilent),
        (403, _) if page => Verdict::Unclear(Cause::Malformed),
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
        // The project's limit and not the provider's; it asked to wait all the same.
        E::RateLimited { .. } | E::Unreachable { .. } | E::Unavailable { .. } => {
            Verdict::Unclear(Cause::ProviderSilent)
        }
        // The look just before was allowed: the key may look, and not read.
        E::Forbidden(_) | E::Unauthorized(_) => Verdict::Unclear(Cause::KeyLimited),
        E::NotFound(_) => Verdict::Unclear(Cause::Unrecognised),
    }
}

/// Whether Composio did not carry a call out, so that it says nothing about who was to be asked.
pub(crate) fn is_unasked(error: &composio::Error) -> bool {
    use composio::Error as E;
    matches!(
        error,
        E::RateLimited { .. } | E::Unreachable { .. } | E::Unavailable { .. }
    )
}

/// Whether the key may not make this call.
pub(crate) fn is_key_limited(error: &composio::Error) -> bool {
    use composio::Error as E;
    matches!(error, E::Forbidden(_) | E::Unauthorized(_))
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
