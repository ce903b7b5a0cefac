//! Looking at one row: check token. A check is told apart by where it ended: it was settled, or
//! Composio did not carry the read out. That says nothing about the provider, so it takes no
//! earlier read's place.

use domain::{
    Cause, ConnectedAccountId, IntegrationId, LineKind, Observation, Probe, Sighting, Status,
    Timestamp, TokenShape, Verdict,
};
use store::{AuditEntry, Change, TimelineEntry};

use crate::absorb::{is_overtaken, observe};
use crate::audit::only_said;
use crate::climb::{self, Read};
use crate::error::Error;
use crate::identify;
use crate::observed::Seen;
use crate::probe::can_read;
use crate::proof;
use crate::roster::Row;
use crate::watcher;
use crate::workspace::Workspace;

/// How far apart two looks must be before "not found" means gone.
pub(crate) const BETWEEN_LOOKS: std::time::Duration = std::time::Duration::from_secs(5);

/// How a check ended.
pub(crate) enum Checked {
    /// It was settled; what it found, in whole sentences.
    Settled(String),
    /// Composio did not carry the read out. Whatever was known of the provider stands.
    Unread(composio::Error),
}

impl Checked {
    /// What it found; an error where nothing was found out.
    pub(crate) fn said(self) -> Result<String, Error> {
        match self {
            Self::Settled(said) => Ok(said),
            Self::Unread(error) => Err(error.into()),
        }
    }
}

/// Reads Composio, and through it the provider. Reads only.
pub(crate) async fn check_token(
    workspace: &Workspace,
    integration: &IntegrationId,
) -> Result<Checked, Error> {
    let account = workspace
        .roster()
        .row(integration)
        .ok_or(Error::UnknownRow)?
        .record
        .connection
        .account
        .clone()
        .ok_or(Error::Input(
            "There is no account yet that could be checked. Connect one first.",
        ))?;
    let seen = match watcher::fetch(workspace, &account).await {
        Ok(seen) => seen,
        Err(Error::Composio(composio::Error::NotFound(_))) => {
            return gone(workspace, integration, &account).await;
        }
        Err(error) => return Err(error),
    };
    if seen.status == Status::Inactive {
        take_in(workspace, integration, &seen, &Read::default(), None).await?;
        return proof::put(workspace, integration, &seen).await;
    }
    read_and_settle(workspace, integration, seen).await
}

/// Reads the provider for an account that was just looked at, and settles both.
pub(crate) async fn read_and_settle(
    workspace: &Workspace,
    integration: &IntegrationId,
    seen: Seen,
) -> Result<Checked, Error> {
    let account = seen.account.clone();
    let read = if can_read(&seen.status) {
        match climb::attempt(workspace, &seen).await {
            Ok(read) => read,
            Err(error) => return Ok(Checked::Unread(error)),
        }
    } else {
        Read::default()
    };
    let read = with_payload(read, &seen, workspace.now());
    // A read may have made Composio give the account up: its word after the read counts.
    let seen = if refused(&read) {
        watcher::fetch(workspace, &account).await.unwrap_or(seen)
    } else {
        seen
    };
    let told = sentence(&seen, &read);
    take_in(workspace, integration, &seen, &read, Some(&told)).await?;
    Ok(Checked::Settled(told))
}

/// Token data that are not what the API promises are held against the account, unless
/// the provider answered all the same, or said something more exact.
fn with_payload(read: Read, seen: &Seen, at: Timestamp) -> Read {
    let open = !matches!(
        read.probe.as_ref().map(|probe| probe.verdict),
        Some(Verdict::Good | Verdict::Refused(_))
    );
    let malformed = seen.facts.access_token == TokenShape::Malformed;
    if !(open && malformed && can_read(&seen.status)) {
        return read;
    }
    let before = read.probe.as_ref();
    let probe = Probe {
        at,
        verdict: Verdict::Refused(Cause::TokenMalformed),
        raw: Some("the token data are not of the documented form".to_owned()),
        took_millis: before.map_or(0, |probe| probe.took_millis),
        way: before.and_then(|probe| probe.way),
        asked: before.and_then(|probe| probe.asked.clone()),
        unnamed: before.and_then(|probe| probe.unnamed),
    };
    Read {
        probe: Some(probe),
        ..read
    }
}

fn refused(read: &Read) -> bool {
    matches!(
        read.probe.as_ref().map(|probe| probe.verdict),
        Some(Verdict::Refused(_))
    )
}

fn sentence(seen: &Seen, read: &Read) -> String {
    match read.probe.as_ref().map(|probe| probe.verdict) {
        Some(Verdict::Good) => read.identity.as_ref().map_or_else(
            || "The provider answered. The account works.".to_owned(),
            |who| format!("The provider answered for {}. The account works.", who.name),
        ),
        Some(Verdict::Refused(cause)) => format!("{}: {}", cause.label(), cause.sentence()),
        Some(Verdict::Unclear(
            cause @ (Cause::ProviderSilent | Cause::RateLimited | Cause::KeyLimited),
        )) => cause.sentence().to_owned(),
        Some(Verdict::Unclear(cause)) => {
            format!(
                "The read did not work ({}). That says nothing about the account.",
                cause.label().to_lowercase()
            )
        }
        Some(Verdict::NoRead) => {
            "Composio says ACTIVE. No harmless read is known for this toolkit, so no more is known."
                .to_owned()
        }
        None => format!("Composio says {}; the provider was not read.", seen.status),
    }
}

/// What a line of history calls a check.
fn title(read: &Read) -> &'static str {
    match read.probe.as_ref().map(|probe| probe.verdict) {
        Some(Verdict::Good) => "Check passed",
        Some(Verdict::Refused(_)) => "Check failed",
        Some(Verdict::Unclear(_)) => "Check brought no answer",
        Some(Verdict::NoRead) => "Checked at Composio only",
        None => "Checked",
    }
}

/// What the check rests on: the provider's own words, or who was seen, and how long
/// it took.
fn detail(read: &Read, told: &str) -> String {
    let Some(probe) = &read.probe else {
        return told.to_owned();
    };
    let seen = match probe.verdict {
        Verdict::Good => read.identity.as_ref().map(|who| who.name.clone()),
        Verdict::Refused(_) | Verdict::Unclear(_) => probe.raw.clone(),
        // Nothing was asked, so nothing took its time.
        Verdict::NoRead => return told.to_owned(),
    };
    let words = seen.unwrap_or_else(|| told.to_owned());
    format!("{words} · {} ms", probe.took_millis)
}

/// Settles a look and a read; `told` is the line of history, where one is due.
async fn take_in(
    workspace: &Workspace,
    integration: &IntegrationId,
    seen: &Seen,
    read: &Read,
    told: Option<&str>,
) -> Result<(), Error> {
    workspace
        .settle(|roster| {
            let row = roster.row(integration).ok_or(Error::UnknownRow)?;
            // One that was deleted meanwhile is not there, whatever an older answer says.
            if moved_on(row, &seen.account) || workspace.deleted().contains(&seen.account) {
                return Ok(Change::default());
            }
            let mut next = (*row.record).clone();
            if let Some(probe) = read.probe.clone() {
                next.connection.probed(probe);
            }
            if !is_overtaken(&next, seen, workspace.now()) {
                observe(&mut next, seen);
            }
            if let Some(identity) = identify::best(seen, read) {
                next.connection.identity = Some(identity);
            }
            let line = told.map(|told| TimelineEntry {
                integration: integration.clone(),
                at: workspace.now(),
                kind: LineKind::Check,
                title: title(read).to_owned(),
                detail: Some(detail(read, told)),
                actor: Some(workspace.person.clone()),
                state: None,
                moved: None,
            });
            Ok(Change {
                integrations: vec![next],
                timeline: line.into_iter().collect(),
                ..Change::default()
            })
        })
        .await?;
    Ok(())
}

/// 404: gone when a second look, five seconds later, says so too.
async fn gone(
    workspace: &Workspace,
    integration: &IntegrationId,
    account: &ConnectedAccountId,
) -> Result<Checked, Error> {
    workspace.sleep(BETWEEN_LOOKS).await;
    match watcher::fetch(workspace, account).await {
        Err(Error::Composio(composio::Error::NotFound(_))) => {}
        Err(error) => return Err(error),
        // It was a slip of Composio's.
        Ok(seen) => return read_and_settle(workspace, integration, seen).await,
    }
    settle_missing(workspace, integration, account, TWO_LOOKS, None).await?;
    Ok(Checked::Settled(Cause::Gone.sentence().to_owned()))
}

/// Whether the row stands for another account by now: a look at the old one says
/// nothing about it.
pub(crate) fn moved_on(row: &Row, looked_at: &ConnectedAccountId) -> bool {
    row.record.connection.account.as_ref() != Some(looked_at)
}

/// A second look, five seconds after one that did not find the account.
pub(crate) async fn again(
    workspace: &Workspace,
    account: &ConnectedAccountId,
) -> Result<Seen, Error> {
    workspace.sleep(BETWEEN_LOOKS).await;
    watcher::fetch(workspace, account).await
}

/// Whether a second look, five seconds after one that did not find it, says so too.
pub(crate) async fn is_gone(workspace: &Workspace, account: &ConnectedAccountId) -> bool {
    let second = again(workspace, account).await;
    matches!(second, Err(Error::Composio(composio::Error::NotFound(_))))
}

/// Reads an account back after a request about it. One "not found" may be a slip of Composio's:
/// who was told so would take what was done for undone, and the row would say the same until the
/// next reading. It counts when a second look, five seconds later, says so too.
pub(crate) async fn read_back(
    workspace: &Workspace,
    account: &ConnectedAccountId,
) -> Result<Seen, Error> {
    match watcher::fetch(workspace, account).await {
        Err(Error::Composio(composio::Error::NotFound(_))) => again(workspace, account).await,
        read => read,
    }
}

/// How it is known that an account is gone that Composio denied twice.
pub(crate) const TWO_LOOKS: &str = "Two looks did not find the account.";

/// Settles that an account is gone, with how that is known and, where it was our doing, its
/// outcome in the audit list.
pub(crate) async fn settle_missing(
    workspace: &Workspace,
    integration: &IntegrationId,
    account: &ConnectedAccountId,
    told: &str,
    outcome: Option<&AuditEntry>,
) -> Result<(), Error> {
    let look = Observation {
        sighting: Sighting::Missing,
        reason: None,
        at: workspace.now(),
    };
    workspace
        .settle(|roster| {
            let only_said = only_said(outcome);
            let Some(row) = roster
                .row(integration)
                .filter(|row| !moved_on(row, account))
            else {
                return Ok(only_said);
            };
            let mut next = (*row.record).clone();
            let before = next.connection.lifecycle.name();
            let known = next.connection.status.is_none();
            next.connection.observe(&look);
            let after = next.connection.lifecycle.name();
            if before == after {
                // Access was withdrawn before: all that is new is that nothing is left to delete.
                let integrations = if known { Vec::new() } else { vec![next] };
                return Ok(Change {
                    integrations,
                    ..only_said
                });
            }
            let line = TimelineEntry {
                integration: integration.clone(),
                at: look.at,
                kind: LineKind::Status,
                title: "Gone at Composio".to_owned(),
                detail: Some(told.to_owned()),
                actor: None,
                state: Some(after),
                moved: None,
            };
            Ok(Change {
                integrations: vec![next],
                timeline: vec![line],
                ..only_said
            })
        })
        .await?;
    Ok(())
}
