//! Climbing the [`crate::ladder`] for one account: the first answer that decides
//! verifies the account, the first name tells whose it is.

use domain::{Cause, Identity, Probe, Unnamed, Verdict};
use serde_json::Value;

use crate::ladder::{self, Ask, Rung};
use crate::observed::{Seen, clipped};
use crate::probe::{Answer, Question, ask, is_key_limited, is_unasked, judge, judge_error};
use crate::workspace::Workspace;

/// What a read brought.
#[derive(Debug, Clone, Default)]
pub(crate) struct Read {
    /// `None` when nothing was read.
    pub(crate) probe: Option<Probe>,
    pub(crate) identity: Option<Identity>,
}

/// Reads the provider for an account: few questions, and none where the one before
/// said enough. Only for an account that was never read: what Composio did not do takes the
/// place of an earlier read here.
pub(crate) async fn read(workspace: &Workspace, seen: &Seen) -> Read {
    climb(workspace, seen).await.0
}

/// The same, told apart from what is no read of the provider at all.
///
/// # Errors
/// What Composio did not do, where nothing was found out: it asked to wait, was in trouble, or
/// could not be reached.
pub(crate) async fn attempt(workspace: &Workspace, seen: &Seen) -> Result<Read, composio::Error> {
    let (read, failed) = climb(workspace, seen).await;
    let decided = matches!(
        read.probe.as_ref().map(|probe| probe.verdict),
        Some(Verdict::Good | Verdict::Refused(_))
    );
    match failed {
        Some(error) if !decided => Err(error),
        _ => Ok(read),
    }
}

/// What was read, and which call Composio did not carry out.
async fn climb(workspace: &Workspace, seen: &Seen) -> (Read, Option<composio::Error>) {
    let known = seen.identity.as_ref().is_some_and(Identity::is_address);
    let lacks = domain::scopes::lacks(&seen.facts.requested_scopes, &seen.facts.scopes);
    let mut best: Option<Probe> = None;
    let mut identity = None;
    let mut owed = false;
    let mut failed = None;
    for rung in ladder::rungs(seen.toolkit.as_str()) {
        let Some((probe, data, unasked)) = step(workspace, seen, rung).await else {
            continue;
        };
        failed = unasked.or(failed);
        let verdict = probe.verdict;
        identity = data.as_ref().and_then(|data| ladder::who(rung, data));
        owed |= ladder::unreachable(verdict);
        if best
            .as_ref()
            .is_none_or(|before| ladder::outweighs(before.verdict, verdict, lacks))
        {
            best = Some(probe);
        }
        if !ladder::goes_on(verdict, known || identity.is_some()) {
            break;
        }
    }
    let mut probe = best.unwrap_or_else(|| no_read(workspace));
    probe.unnamed = match (&identity, &seen.identity, probe.verdict) {
        (Some(_), _, _) | (_, Some(_), _) => None,
        _ if owed => Some(Unnamed::Unreachable),
        // A refusal says why by itself.
        (None, None, Verdict::Refused(_)) => None,
        (None, None, _) => Some(Unnamed::Absent),
    };
    let read = Read {
        probe: Some(probe),
        identity,
    };
    (read, failed)
}

/// The first question that can be asked: what verifies the account.
///
/// # Errors
/// Why Composio did not say what there is to ask, where nothing else can be asked.
pub(crate) async fn first(
    workspace: &Workspace,
    seen: &Seen,
) -> Result<Option<Question>, composio::Error> {
    let mut failed = None;
    for rung in ladder::rungs(seen.toolkit.as_str()) {
        match question(workspace, seen, rung).await {
            Ok(Some(question)) => return Ok(Some(question)),
            Ok(None) => {}
            Err(Silent(error)) => failed = error.or(failed),
        }
    }
    failed.map_or(Ok(None), Err)
}

/// What a question brought, what the answer has in it, and which call Composio did not carry out.
type Step = (Probe, Option<Value>, Option<composio::Error>);

/// One rung. `None` when there is nobody to ask.
async fn step(workspace: &Workspace, seen: &Seen, rung: &Rung) -> Option<Step> {
    let started = workspace.now();
    let (question, (verdict, raw, data), failed) = match question(workspace, seen, rung).await {
        Ok(None) => return None,
        Ok(Some(question)) => match ask(workspace, seen, &question).await {
            Answer::Failed(error) => {
                let (verdict, raw) = judge_error(&error);
                (Some(question), (verdict, raw, None), Some(error))
            }
            answer => (Some(question), judge(answer), None),
        },
        Err(Silent(error)) => {
            let limited = error.as_ref().is_some_and(is_key_limited);
            let cause = if limited {
                Cause::KeyLimited
            } else {
                Cause::ProviderSilent
            };
            (None, (Verdict::Unclear(cause), None, None), error)
        }
    };
    let at = workspace.now();
    let probe = Probe {
        at,
        verdict,
        raw,
        took_millis: at.since(started).max(0),
        way: question.as_ref().map(Question::way),
        asked: question.map(|question| clipped(&question.name())),
        unnamed: None,
    };
    Some((probe, data, failed.filter(is_unasked)))
}

/// Composio could not be asked what there is to ask, and why, where it was tried.
struct Silent(Option<composio::Error>);

async fn question(
    workspace: &Workspace,
    seen: &Seen,
    rung: &Rung,
) -> Result<Option<Question>, Silent> {
    Ok(match rung.ask {
        Ask::Tool { slug, arguments } => Some(Question::Tool { slug, arguments }),
        Ask::Proxy(endpoint) => Some(Question::Proxy {
            endpoint: endpoint.to_owned(),
        }),
        Ask::CurrentUser => current_user(workspace, seen)
            .await?
            .map(|endpoint| Question::Proxy { endpoint }),
    })
}

/// What Composio names as the toolkit's own "current user" endpoint; `None` where it names none
/// that only reads.
async fn current_user(workspace: &Workspace, seen: &Seen) -> Result<Option<String>, Silent> {
    let client = workspace.client().map_err(|_| Silent(None))?;
    let detail = match client.toolkits().get(seen.toolkit.as_str()).await {
        Ok(detail) => detail,
        Err(composio::Error::NotFound(_)) => return Ok(None),
        Err(error) => return Err(Silent(Some(error))),
    };
    let harmless = detail
        .get_current_user_endpoint_method
        .as_deref()
        .is_none_or(|method| method.eq_ignore_ascii_case("GET"));
    Ok(detail
        .get_current_user_endpoint
        .filter(|endpoint| harmless && !endpoint.trim().is_empty()))
}

fn no_read(workspace: &Workspace) -> Probe {
    Probe {
        at: workspace.now(),
        verdict: Verdict::NoRead,
        raw: None,
        took_millis: 0,
        way: None,
        asked: None,
        unnamed: None,
    }
}
