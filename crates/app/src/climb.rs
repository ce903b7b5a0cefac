//! Climbing the [`crate::ladder`] for one account: the first answer that decides
//! verifies the account, the first name tells whose it is.

use domain::{Cause, Identity, Probe, Unnamed, Verdict};
use serde_json::Value;

use crate::ladder::{self, Ask, Rung};
use crate::observed::{Seen, clipped};
use crate::probe::{Question, ask, judge};
use crate::workspace::Workspace;

/// What a read brought.
#[derive(Debug, Clone, Default)]
pub(crate) struct Read {
    /// `None` when nothing was read.
    pub(crate) probe: Option<Probe>,
    pub(crate) identity: Option<Identity>,
}

/// What Composio names as the toolkit's own "current user" endpoint.
enum CurrentUser {
    /// Read it there.
    At(String),
    /// It names none that only reads.
    Nowhere,
    /// Composio could not be asked.
    Unknown,
}

/// Reads the provider for an account: few questions, and none where the one before
/// said enough.
pub(crate) async fn read(workspace: &Workspace, seen: &Seen) -> Read {
    let known = seen.identity.as_ref().is_some_and(Identity::is_address);
    let lacks = domain::scopes::lacks(&seen.facts.requested_scopes, &seen.facts.scopes);
    let mut best: Option<Probe> = None;
    let mut identity = None;
    let mut owed = false;
    for rung in ladder::rungs(seen.toolkit.as_str()) {
        let Some((probe, data)) = step(workspace, seen, rung).await else {
            continue;
        };
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
    Read {
        probe: Some(probe),
        identity,
    }
}

/// The first question that can be asked: what verifies the account.
pub(crate) async fn first(workspace: &Workspace, seen: &Seen) -> Option<Question> {
    for rung in ladder::rungs(seen.toolkit.as_str()) {
        if let Ok(Some(question)) = question(workspace, seen, rung).await {
            return Some(question);
        }
    }
    None
}

/// One rung. `None` when there is nobody to ask.
async fn step(workspace: &Workspace, seen: &Seen, rung: &Rung) -> Option<(Probe, Option<Value>)> {
    let started = workspace.now();
    let question = match question(workspace, seen, rung).await {
        Ok(None) => return None,
        Ok(Some(question)) => Some(question),
        Err(Silent) => None,
    };
    let (verdict, raw, data) = match &question {
        Some(question) => judge(ask(workspace, seen, question).await),
        None => (Verdict::Unclear(Cause::ProviderSilent), None, None),
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
    Some((probe, data))
}

/// Composio could not be asked what there is to ask.
struct Silent;

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
        Ask::CurrentUser => match current_user(workspace, seen).await {
            CurrentUser::At(endpoint) => Some(Question::Proxy { endpoint }),
            CurrentUser::Nowhere => None,
            CurrentUser::Unknown => return Err(Silent),
        },
    })
}

async fn current_user(workspace: &Workspace, seen: &Seen) -> CurrentUser {
    let Ok(client) = workspace.client() else {
        return CurrentUser::Unknown;
    };
    let detail = match client.toolkits().get(seen.toolkit.as_str()).await {
        Ok(detail) => detail,
        Err(composio::Error::NotFound(_)) => return CurrentUser::Nowhere,
        Err(_) => return CurrentUser::Unknown,
    };
    let harmless = detail
        .get_current_user_endpoint_method
        .as_deref()
        .is_none_or(|method| method.eq_ignore_ascii_case("GET"));
    detail
        .get_current_user_endpoint
        .filter(|endpoint| harmless && !endpoint.trim().is_empty())
        .map_or(CurrentUser::Nowhere, CurrentUser::At)
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
