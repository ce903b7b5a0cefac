//! Notes and ticket links on tenants and integrations.

use domain::{IntegrationId, LineKind, TenantId};
use store::{Change, NoteRecord, TimelineEntry};
use wire::{AddNote, NoteView, OpenNoteLink, RemoveNote};

use super::link;
use crate::absorb::fresh_id;
use crate::audit::Deed;
use crate::error::Error;
use crate::roster::Roster;
use crate::workspace::Workspace;

/// The longest note, in characters.
const MAX_NOTE: usize = 1_000;
/// How many notes of a tenant are shown.
const SHOWN: u32 = 200;

/// Leaves a note. What looks like a key or a token is cut before it is kept anywhere.
pub(super) async fn add(workspace: &Workspace, ask: &AddNote) -> Result<(), Error> {
    let typed = ask.text.trim();
    let fine = (1..=MAX_NOTE).contains(&typed.chars().count());
    if !fine {
        return Err(Error::Input(
            "A note has 1 to 1,000 characters. Nothing was saved.",
        ));
    }
    let note = NoteRecord {
        id: fresh_id(),
        tenant: ask.tenant.clone(),
        integration: ask.integration.clone(),
        at: workspace.now(),
        author: workspace.person.clone(),
        text: composio::scrub(typed),
        // A connect link is a secret, and no ticket.
        link: link::first_in(&composio::scrub(typed)),
    };
    workspace
        .settle(|roster| {
            let deed = about(
                roster,
                &note.tenant,
                note.integration.as_ref(),
                "Add a note",
            )?
            .changing("", &note.text);
            Ok(Change {
                notes: vec![note.clone()],
                timeline: told(workspace, &note, "Note added"),
                audit: vec![workspace.outcome_entry(&deed, None, "done".to_owned())],
                ..Change::default()
            })
        })
        .await?;
    workspace.rows_changed();
    Ok(())
}

/// Takes a note away; the audit list keeps what it said.
pub(super) async fn remove(workspace: &Workspace, ask: &RemoveNote) -> Result<(), Error> {
    let note = one(workspace, &ask.tenant, &ask.note).await?;
    workspace
        .settle(|roster| {
            let deed = about(
                roster,
                &note.tenant,
                note.integration.as_ref(),
                "Remove a note",
            )?
            .changing(&note.text, "");
            Ok(Change {
                removed_notes: vec![note.id.clone()],
                timeline: told(workspace, &note, "Note removed"),
                audit: vec![workspace.outcome_entry(&deed, None, "done".to_owned())],
                ..Change::default()
            })
        })
        .await?;
    workspace.rows_changed();
    Ok(())
}

/// Opens the link of a note, if it still may be opened.
pub(super) async fn open(workspace: &Workspace, ask: &OpenNoteLink) -> Result<(), Error> {
    let note = one(workspace, &ask.tenant, &ask.note).await?;
    let address = note.link.as_deref().and_then(link::may_open);
    let address = address.ok_or(Error::Input("The note has no link that may be opened."))?;
    workspace
        .host
        .open_url(address.as_str())
        .map_err(Error::NoBrowser)
}

async fn one(workspace: &Workspace, tenant: &TenantId, id: &str) -> Result<NoteRecord, Error> {
    let notes = workspace.store.notes(tenant, SHOWN).await?;
    let found = notes.into_iter().find(|note| note.id == id);
    found.ok_or(Error::UnknownRow)
}

/// The notes of a tenant and its integrations, newest first.
pub(crate) async fn views(
    workspace: &Workspace,
    tenant: &TenantId,
) -> Result<Vec<NoteView>, Error> {
    let notes = workspace.store.notes(tenant, SHOWN).await?;
    let roster = workspace.roster();
    let toolkit = |id: &IntegrationId| {
        roster
            .row(id)
            .map(|row| roster.toolkit_name(&row.record.toolkit))
    };
    Ok(notes
        .into_iter()
        .map(|note| NoteView {
            toolkit_name: note.integration.as_ref().and_then(toolkit),
            link: note
                .link
                .as_deref()
                .and_then(link::may_open)
                .and_then(|url| url.host_str().map(str::to_owned)),
            id: note.id,
            integration: note.integration,
            at: note.at,
            author: note.author,
            text: note.text,
        })
        .collect())
}

fn about(
    roster: &Roster,
    tenant: &TenantId,
    integration: Option<&IntegrationId>,
    action: &'static str,
) -> Result<Deed, Error> {
    let record = roster.tenant(tenant).ok_or(Error::UnknownRow)?;
    let Some(id) = integration else {
        return Ok(Deed::to(record.name.clone(), action));
    };
    match roster.row(id).filter(|row| row.record.tenant == *tenant) {
        Some(row) => Ok(Deed::on(roster, row, action)),
        // The row is gone, its notes are not.
        None if action == "Remove a note" => Ok(Deed::to(record.name.clone(), action)),
        None => Err(Error::UnknownRow),
    }
}

/// The line in the history of the row, where the note is on one.
fn told(workspace: &Workspace, note: &NoteRecord, title: &str) -> Vec<TimelineEntry> {
    let line = |integration: &IntegrationId| TimelineEntry {
        integration: integration.clone(),
        at: workspace.now(),
        kind: LineKind::Note,
        title: title.to_owned(),
        detail: (title == "Note added").then(|| note.text.clone()),
        actor: Some(workspace.person.clone()),
        state: None,
        moved: None,
    };
    note.integration.iter().map(line).collect()
}
