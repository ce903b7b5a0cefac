//! Another person signed in than was expected. Nothing moves until a person chooses;
//! the question is on disk, so it is asked again after a restart. Each choice is one
//! transaction, and what is to be taken away at Composio is noted before it.

use std::sync::Arc;

use domain::{
    AttemptId, AttemptState, Connection, Identity, IntegrationId, LifecycleName, LineKind, Lost,
    Status, Way,
};
use store::{AttemptRecord, Change, IntegrationRecord, TimelineEntry};
use wire::{AccountChoice, AttemptStage, ChooseAccount, Fault, Handle, Receipt};

use crate::absorb::{fresh_id, observe};
use crate::attempts::{deed_name, end, open_snapshot};
use crate::audit::{self, Deed};
use crate::climb::{self, Read};
use crate::core::App;
use crate::error::Error;
use crate::observed::Seen;
use crate::retiring::Why;
use crate::workspace::Workspace;
use crate::{watcher, won};

/// Whether these are certainly two people: an address is compared with an address
/// and a name with a name.
fn are_two(before: &Identity, after: &Identity) -> bool {
    before.name.contains('@') == after.name.contains('@') && !before.same_as(after)
}

/// Who was meant to sign in, when it is certain that this is somebody else. What a
/// person said of the tenant counts before who signed in the last time.
pub(crate) fn meant_another(
    workspace: &Workspace,
    id: &AttemptId,
    found: &Identity,
) -> Option<String> {
    let (row, before) = {
        let live = workspace.live();
        let live = live.get(id)?;
        let row = live.record.attempt.integration.clone();
        (row, live.previous_identity.clone())
    };
    let roster = workspace.roster();
    let tenant = roster.row(&row).map(|row| &row.record.tenant)?;
    let expected = roster
        .tenant(tenant)
        .and_then(|tenant| tenant.details.expected.clone());
    match expected
        .as_ref()
        .and_then(|expected| expected.agrees(found))
    {
        Some(true) => None,
        Some(false) => expected.map(|expected| expected.to_string()),
        None => before
            .filter(|before| are_two(before, found))
            .map(|before| before.name),
    }
}

/// Holds the account back and asks. `false` when the attempt had ended already.
pub(crate) async fn ask(
    workspace: &Workspace,
    id: &AttemptId,
    meant: &str,
    found: &Identity,
) -> Result<bool, Error> {
    let _one = workspace.deciding.lock().await;
    let Some((mut record, _)) = open_snapshot(workspace, id) else {
        return Ok(false);
    };
    if !record.attempt.differs(found.clone()) {
        return Ok(false);
    }
    let row = record.attempt.integration.clone();
    let way = record.attempt.way;
    let told = format!("{} signed in; expected was {meant}.", found.name);
    let name = workspace
        .roster()
        .row(&row)
        .map_or_else(|| meant.to_owned(), |row| row.tenant_name.to_string());
    let line = line(
        workspace,
        &row,
        "Signed in as another account",
        told.clone(),
    );
    workspace
        .settle(|_| {
            Ok(Change {
                attempts: vec![record.clone()],
                timeline: vec![line.clone()],
                ..Change::default()
            })
        })
        .await?;
    workspace.with_live(id, |live| {
        live.record = record;
        live.stage = AttemptStage::Choosing;
        live.identity = Some(found.clone());
        live.link = None;
    });
    if way == Way::Sent {
        workspace.alert(
            format!("Another account signed in for {name}"),
            "Nothing changed yet. Open the row to choose what to do.".to_owned(),
            &row,
        );
    }
    workspace.notice(
        false,
        format!("{told} Nothing changed yet: choose what to do."),
        &row,
    );
    Ok(true)
}

fn line(workspace: &Workspace, row: &IntegrationId, title: &str, detail: String) -> TimelineEntry {
    TimelineEntry {
        integration: row.clone(),
        at: workspace.now(),
        kind: LineKind::Link,
        title: title.to_owned(),
        detail: Some(detail),
        actor: None,
        state: None,
        moved: None,
    }
}

/// The attempt that waits for a choice, and who signed in.
fn waiting(workspace: &Workspace, id: &AttemptId) -> Result<(AttemptRecord, Option<i64>), Error> {
    open_snapshot(workspace, id)
        .filter(|(record, _)| record.attempt.state == AttemptState::Differs)
        .ok_or(Error::AttemptOver)
}

/// The account as it is now. One that no longer works cannot be chosen.
async fn still_there(workspace: &Workspace, record: &AttemptRecord) -> Result<Seen, Error> {
    let account = record.attempt.account.clone().ok_or(Error::AttemptOver)?;
    let seen = watcher::fetch(workspace, &account).await?;
    if seen.status != Status::Active {
        return Err(Error::Input(
            "The new account no longer works at Composio. Undo it and make a new link. Nothing changed.",
        ));
    }
    Ok(seen)
}

/// Everything is as before; the account that nobody expected goes.
pub(crate) async fn undo(
    workspace: &Arc<Workspace>,
    id: &AttemptId,
    reason: &str,
) -> Result<(), Error> {
    let (record, _) = waiting(workspace, id)?;
    let row = record.attempt.integration.clone();
    let account = record.attempt.account.clone();
    if let Some(account) = &account {
        workspace.will_retire(&row, account, Why::Undone).await?;
    }
    let result = told_with("undone: another person signed in", reason);
    if !end(
        workspace,
        id,
        AttemptState::Lost,
        Some(Lost::SomebodyElse),
        &result,
    )
    .await?
    {
        return Err(Error::AttemptOver);
    }
    if let Some(account) = account {
        let task = Arc::clone(workspace);
        workspace.spawn(async move { task.retire_now(&row, &account).await });
    }
    Ok(())
}

fn told_with(result: &str, reason: &str) -> String {
    match reason.trim() {
        "" => result.to_owned(),
        reason => format!("{result} ({reason})"),
    }
}

/// The new account takes the place of the old one, which goes.
async fn accept(workspace: &Arc<Workspace>, id: &AttemptId, reason: &str) -> Result<(), Error> {
    if reason.trim().is_empty() {
        return Err(Error::Input(
            "Say why the other account is right. Nothing changed.",
        ));
    }
    let (record, _) = waiting(workspace, id)?;
    let seen = still_there(workspace, &record).await?;
    let read = climb::read(workspace, &seen).await;
    let identity = record.attempt.found.clone();
    let row = record.attempt.integration.clone();
    let due = record
        .previous_account
        .clone()
        .filter(|old| record.reconnect && *old != seen.account);
    if let Some(old) = &due {
        workspace.will_retire(&row, old, Why::Replaced).await?;
    }
    let won = won::win(workspace, id, &seen, identity, &read, Some(reason.trim())).await;
    // What was not replaced after all must not be taken for it by a later win.
    if let (Some(old), false) = (&due, matches!(won, Ok(true))) {
        workspace.will_not_retire(old).await;
    }
    if !won? {
        return Err(Error::AttemptOver);
    }
    if let Some(old) = due {
        let task = Arc::clone(workspace);
        workspace.spawn(async move { task.retire_now(&row, &old).await });
    }
    Ok(())
}

/// The new account gets a row of its own; the old row is as it was.
async fn keep_both(workspace: &Workspace, id: &AttemptId, reason: &str) -> Result<(), Error> {
    let (record, _) = waiting(workspace, id)?;
    if !workspace.roster().connecting().allow_multiple {
        return Err(Error::Input(
            "This project keeps one account per tenant. An admin can allow several; or undo, or accept this account in the place of the other. Nothing changed.",
        ));
    }
    let seen = still_there(workspace, &record).await?;
    let read = climb::read(workspace, &seen).await;
    let fresh =
        IntegrationId::parse(fresh_id()).map_err(|_| Error::Input("an id could not be made"))?;
    let _one = workspace.deciding.lock().await;
    let (mut record, intent) = waiting(workspace, id)?;
    let now = workspace.now();
    record.attempt.end(AttemptState::Won, None, now);
    let found = record.attempt.found.clone();
    let name = found
        .as_ref()
        .map_or("another person", |who| who.name.as_str());
    workspace
        .settle(|roster| {
            let row = roster
                .row(&record.attempt.integration)
                .ok_or(Error::UnknownRow)?;
            let second = beside(&row.record, &fresh, roster, &seen, &read, found.clone());
            let mut old = (*row.record).clone();
            if old.connection.account.is_none() {
                old.connection.lifecycle = old.connection.lifecycle.withdrawn(now);
            }
            let mut integrations = vec![second];
            if old != *row.record {
                integrations.push(old);
            }
            let deed = Deed::on(roster, row, deed_name(record.reconnect)).account(&seen.account);
            let result = told_with("done: kept as a second account", reason);
            let timeline = two_lines(workspace, &record.attempt.integration, &fresh, name);
            Ok(Change {
                integrations,
                attempts: vec![record.clone()],
                audit: vec![workspace.outcome_entry(&deed, intent, result)],
                timeline,
                ..Change::default()
            })
        })
        .await?;
    let said = format!("{name} has a row of its own now. The old row is as it was.");
    workspace.with_live(id, |live| {
        live.record = record;
        live.stage = AttemptStage::Ended;
        live.explanation = Some(said);
    });
    workspace.is_kept(&seen.account).await;
    Ok(())
}

/// What both rows tell of it.
fn two_lines(
    workspace: &Workspace,
    old: &IntegrationId,
    fresh: &IntegrationId,
    name: &str,
) -> Vec<TimelineEntry> {
    let mut kept = line(
        workspace,
        old,
        "Kept both accounts",
        format!("{name} has a row of its own. This row is as it was."),
    );
    kept.actor = Some(workspace.person.clone());
    let mut begun = line(
        workspace,
        fresh,
        "Connected as a second account",
        name.to_owned(),
    );
    begun.actor = Some(workspace.person.clone());
    begun.state = Some(LifecycleName::Active);
    vec![kept, begun]
}

/// A row for the second account in the next slot.
fn beside(
    row: &IntegrationRecord,
    fresh: &IntegrationId,
    roster: &crate::roster::Roster,
    seen: &Seen,
    read: &Read,
    found: Option<Identity>,
) -> IntegrationRecord {
    let slots = roster.rows_at(&row.tenant, &row.auth_config);
    let mut second = IntegrationRecord {
        connection: Connection::discovered(fresh.clone(), seen.account.clone(), &seen.look),
        slot: slots.iter().map(|row| row.record.slot).max().unwrap_or(0) + 1,
        facts: seen.facts.clone(),
        version: 0,
        ..row.clone()
    };
    second.connection.identity = found;
    observe(&mut second, seen);
    if let Some(probe) = read.probe.clone() {
        second.connection.probed(probe);
    }
    second
}

impl Handle<ChooseAccount> for App {
    async fn handle(&self, ask: ChooseAccount) -> Result<Receipt, Fault> {
        let ask = ChooseAccount {
            reason: audit::reason(&ask.reason),
            ..ask
        };
        let workspace = self.workspace()?;
        workspace.client()?;
        // One choice at a time: two people at two keys must not both be right.
        let _one = workspace.beginning.lock().await;
        match ask.choice {
            AccountChoice::Undo => undo(&workspace, &ask.attempt, &ask.reason).await?,
            AccountChoice::Accept => accept(&workspace, &ask.attempt, &ask.reason).await?,
            AccountChoice::KeepBoth => keep_both(&workspace, &ask.attempt, &ask.reason).await?,
        }
        Ok(Receipt::default())
    }
}
