//! The alias of an account: a label at Composio, unique per tenant and toolkit.

use composio::{Client, Generation, UpdateAccount};
use domain::identity::is_unseen;
use domain::{ConnectedAccountId, IntegrationId, LineKind};
use store::TimelineEntry;
use wire::{Fault, Handle, Receipt, SetAlias};

use crate::absorb::observe;
use crate::audit::{Deed, said};
use crate::core::App;
use crate::error::Error;
use crate::look::{self, moved_on};
use crate::named::no_credential;
use crate::observed::{Seen, clipped};
use crate::roster::{Roster, Row};
use crate::workspace::Workspace;
use crate::{deletion, unsettled};

/// The longest alias, in characters.
const MAX_ALIAS: usize = 100;

impl Handle<SetAlias> for App {
    async fn handle(&self, ask: SetAlias) -> Result<Receipt, Fault> {
        set(&*self.workspace()?, &ask.integration, ask.alias.trim()).await?;
        Ok(Receipt::default())
    }
}

async fn set(workspace: &Workspace, id: &IntegrationId, alias: &str) -> Result<(), Error> {
    // An open sign-in is found again by the alias of its account.
    workspace.refuse_while_signing_in(id).await?;
    let client = workspace.client()?;
    if client.generation() == Generation::V3 {
        return Err(Error::Input(
            "This Composio server has no aliases. Nothing was changed.",
        ));
    }
    let (account, deed) = {
        let roster = workspace.roster();
        let row = roster.row(id).ok_or(Error::UnknownRow)?;
        check(&roster, row, alias)?;
        let connection = &row.record.connection;
        let account = connection
            .account
            .clone()
            .filter(|_| connection.status.is_some());
        let account = account.ok_or(Error::Input(
            "There is no account at Composio yet that could have an alias. Nothing was changed.",
        ))?;
        let before = row.record.facts.alias.clone().unwrap_or_default();
        if before == alias {
            return Ok(());
        }
        let deed = Deed::on(&roster, row, "Set the alias").account(&account);
        (account, deed.changing(&clipped(&before), alias))
    };
    let (seen, unclear) = send(workspace, &client, &deed, &account, alias).await?;
    let stands = shows(&seen, alias);
    let settled = workspace
        .settle(|roster| {
            let row = roster.row(id).ok_or(Error::UnknownRow)?;
            if moved_on(row, &account) {
                return Ok(store::Change::default());
            }
            let mut next = (*row.record).clone();
            observe(&mut next, &seen);
            let line = line(workspace, id, alias);
            Ok(store::Change {
                integrations: vec![next],
                timeline: vec![line],
                ..store::Change::default()
            })
        })
        .await;
    match settled {
        Err(error) if stands => Err(error.after("The alias was set at Composio")),
        Err(error) => Err(error),
        Ok(_) => told(stands, unclear),
    }
}

/// Whether the account has this alias.
fn shows(seen: &Seen, alias: &str) -> bool {
    seen.facts.alias.as_deref().unwrap_or_default() == alias
}

/// Of a change that Composio cannot be asked about.
fn unread(answered: Option<String>) -> Error {
    let why = match answered {
        Some(_) => deletion::UNREAD,
        None => "No answer came from Composio, and it could not be read afterwards",
    };
    Error::NotShown {
        why,
        request: answered,
    }
}

/// Sends it and reads back, with its audit rows. Also says whether no answer came, so that only
/// what was read back tells how it came out.
async fn send(
    workspace: &Workspace,
    client: &Client,
    deed: &Deed,
    account: &ConnectedAccountId,
    alias: &str,
) -> Result<(Seen, bool), Error> {
    let intent = workspace.intend(deed).await?;
    let change = UpdateAccount {
        alias: Some(alias.to_owned()),
        credentials: None,
    };
    let result = client
        .connected_accounts()
        .update(account.as_str(), &change)
        .await;
    let outcome = workspace.outcome_entry(deed, Some(intent), said(&result));
    let answered = match result {
        Ok(answer) => Some(answer.request_id),
        Err(error) if error.outcome_unknown() => None,
        Err(error) => {
            let error = Error::from(error);
            return Err(workspace.failed(deed, account, outcome, error).await);
        }
    };
    match look::read_back(workspace, account).await {
        Ok(seen) => {
            let what = match shows(&seen, alias) {
                true => "read back as set",
                false => "read back as not set",
            };
            workspace.said(unsettled::if_unknown(outcome, what)).await;
            Ok((seen, answered.is_none()))
        }
        Err(error @ Error::Composio(composio::Error::NotFound(_))) => {
            Err(workspace.failed(deed, account, outcome, error).await)
        }
        Err(_) => {
            workspace.said_unread(deed, account, outcome).await;
            Err(unread(answered))
        }
    }
}

/// What was asked for is told as done only when it was read back.
fn told(stands: bool, unclear: bool) -> Result<(), Error> {
    match stands {
        true => Ok(()),
        false if unclear => Err(Error::NotDone(
            "No answer came from Composio, and read again it still shows the old alias. It may yet change: look again in a minute.",
        )),
        false => Err(Error::NotDone(
            "Composio said that it set the alias, but still shows the old one. Look again in a minute.",
        )),
    }
}

fn line(workspace: &Workspace, id: &IntegrationId, alias: &str) -> TimelineEntry {
    TimelineEntry {
        integration: id.clone(),
        at: workspace.now(),
        kind: LineKind::Edit,
        title: "Alias at Composio changed".to_owned(),
        detail: Some(match alias {
            "" => "Taken away.".to_owned(),
            alias => alias.to_owned(),
        }),
        actor: Some(workspace.person.clone()),
        state: None,
        moved: None,
    }
}

/// Checked before anything is sent: Composio would refuse it with less to go by.
fn check(roster: &Roster, row: &Row, alias: &str) -> Result<(), Error> {
    let hidden = |c: char| c.is_control() || is_unseen(c);
    if alias.chars().count() > MAX_ALIAS || alias.chars().any(hidden) {
        return Err(Error::Input(
            "An alias has at most 100 characters, all of them visible. Nothing was changed.",
        ));
    }
    no_credential([alias])?;
    let taken = roster.rows_of(&row.record.tenant).into_iter().any(|other| {
        other.record.id() != row.record.id()
            && other.record.toolkit == row.record.toolkit
            && other.record.facts.alias.as_deref() == Some(alias)
    });
    if taken && !alias.is_empty() {
        return Err(Error::Input(
            "Another account of this tenant and toolkit has this alias. Nothing was changed.",
        ));
    }
    Ok(())
}
