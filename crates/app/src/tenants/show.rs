//! Everything about one tenant on one page.

use domain::TenantId;
use wire::{ListView, TenantView};

use crate::desk_work;
use crate::error::Error;
use crate::views;
use crate::workspace::Workspace;

/// How many lines of history are shown.
const TIMELINE: u32 = 100;

/// The page.
pub(super) async fn show(workspace: &Workspace, id: &TenantId) -> Result<TenantView, Error> {
    let rows: Vec<_> = {
        let roster = workspace.roster();
        roster.tenant(id).ok_or(Error::UnknownRow)?;
        let rows = roster.rows_of(id).into_iter();
        rows.map(|row| row.record.id().clone()).collect()
    };
    let history = workspace.store.timeline_of(&rows, TIMELINE).await?;
    let notes = desk_work::views(workspace, id).await?;
    let live = workspace.live();
    let roster = workspace.roster();
    // Somebody may have deleted it while the disk was read.
    let tenant = roster.tenant(id).ok_or(Error::UnknownRow)?;
    let now = workspace.now();
    let held = roster.rows_of(id);
    let attempts = live.values().filter(|live| {
        live.record.attempt.state.is_open() && rows.contains(&live.record.attempt.integration)
    });
    let toolkit = |entry: &store::TimelineEntry| {
        roster
            .row(&entry.integration)
            .map(|row| roster.toolkit_name(&row.record.toolkit))
            .unwrap_or_default()
    };
    Ok(TenantView {
        row: roster.tenant_row(tenant),
        since: tenant.created_at,
        details: tenant.details.clone(),
        user_fixed: !held.is_empty(),
        defaults: roster.defaults_of(id),
        pinned: roster.mark(id).pinned_at.is_some(),
        notes,
        attempts: attempts
            .filter_map(|live| views::attempt(&roster, live))
            .collect(),
        timeline: history
            .into_iter()
            .map(|entry| (toolkit(&entry), views::item(entry)))
            .collect(),
        needs_action: held
            .iter()
            .filter(|row| row.is_in(ListView::NeedsAction))
            .map(|row| row.record.id().clone())
            .collect(),
        integrations: held
            .into_iter()
            .map(|row| views::row(&roster, row, now))
            .collect(),
    })
}
