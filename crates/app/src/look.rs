//! Looking at one row: check token.

use domain::{Cause, ConnectedAccountId, IntegrationId, Observation, Sighting, Status, Verdict};
use store::{Change, TimelineEntry};

use crate::absorb::observe;
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
const BETWEEN_LOOKS: std::time::Duration = std::time::Duration::from_secs(5);

/// Reads Composio, and through it the provider. Reads only; says what it found.
pub(crate) async fn check_token(
    workspace: &Workspace,
    integration: &IntegrationId,
) -> Result<String, Error> {
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
        return Ok(proof::put(workspace, integration, &seen).await?.said);
    }
    read_and_settle(workspace, integration, seen).await
}

/// Reads the provider for an account that was just looked at, and settles both.
pub(crate) async fn read_and_settle(
    workspace: &Workspace,
    integration: &IntegrationId,
    seen: Seen,
) -> Result<String, Error> {
    let account = seen.account.clone();
    let read = if can_read(&seen.status) {
        climb::read(workspace, &seen).await
    } else {
        Read::default()
    };
    // A read may have made Composio give the account up: its word after the read counts.
    let seen = if refused(&read) {
        watcher::fetch(workspace, &account).await.unwrap_or(seen)
    } else {
        seen
    };
    let told = sentence(&seen, &read);
    take_in(workspace, integration, &seen, &read, Some(&told)).await?;
    Ok(told)
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
            if moved_on(row, &seen.account) {
                return Ok(Change::default());
            }
            let mut next = (*row.record).clone();
            let before = next.connection.lifecycle.name();
            if let Some(probe) = read.probe.clone() {
                next.connection.probed(probe);
            }
            observe(&mut next, seen);
            if let Some(identity) = identify::best(seen, read) {
                next.connection.identity = Some(identity);
            }
            let after = next.connection.lifecycle.name();
            let line = told.map(|told| TimelineEntry {
                integration: integration.clone(),
                at: workspace.now(),
                title: title(read).to_owned(),
                detail: Some(
                    read.probe
                        .as_ref()
                        .and_then(|probe| probe.raw.clone())
                        .unwrap_or_else(|| told.to_owned()),
                ),
                actor: Some(workspace.person.clone()),
                state: (before != after).then_some(after),
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
) -> Result<String, Error> {
    tokio::time::sleep(BETWEEN_LOOKS).await;
    match watcher::fetch(workspace, account).await {
        Err(Error::Composio(composio::Error::NotFound(_))) => {}
        Err(error) => return Err(error),
        Ok(seen) => {
            let told = sentence(&seen, &Read::default());
            take_in(workspace, integration, &seen, &Read::default(), Some(&told)).await?;
            return Ok(told);
        }
    }
    settle_missing(workspace, integration, account).await?;
    Ok(Cause::Gone.sentence().to_owned())
}

/// Whether the row stands for another account by now: a look at the old one says
/// nothing about it.
pub(crate) fn moved_on(row: &Row, looked_at: &ConnectedAccountId) -> bool {
    row.record.connection.account.as_ref() != Some(looked_at)
}

/// Settles that an account is gone.
pub(crate) async fn settle_missing(
    workspace: &Workspace,
    integration: &IntegrationId,
    account: &ConnectedAccountId,
) -> Result<(), Error> {
    let look = Observation {
        sighting: Sighting::Missing,
        reason: None,
        at: workspace.now(),
    };
    workspace
        .settle(|roster| {
            let Some(row) = roster
                .row(integration)
                .filter(|row| !moved_on(row, account))
            else {
                return Ok(Change::default());
            };
            let mut next = (*row.record).clone();
            let before = next.connection.lifecycle.name();
            next.connection.observe(&look);
            let after = next.connection.lifecycle.name();
            if before == after {
                return Ok(Change::default());
            }
            let line = TimelineEntry {
                integration: integration.clone(),
                at: look.at,
                title: "Gone at Composio".to_owned(),
                detail: Some("Two looks did not find the account.".to_owned()),
                actor: None,
                state: Some(after),
            };
            Ok(Change {
                integrations: vec![next],
                timeline: vec![line],
                ..Change::default()
            })
        })
        .await?;
    Ok(())
}
