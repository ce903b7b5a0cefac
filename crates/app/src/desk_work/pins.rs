//! Pinned and recent tenants, for the palette.

use std::cmp::Reverse;

use domain::TenantId;
use store::{Change, MarkRecord};
use wire::{RecentTenant, RecentView};

use crate::error::Error;
use crate::observed::clipped;
use crate::roster::Roster;
use crate::workspace::Workspace;

/// How many tenants the palette offers.
const OFFERED: usize = 12;

/// Pins a tenant, or takes the pin away.
pub(super) async fn pin(
    workspace: &Workspace,
    tenant: &TenantId,
    pinned: bool,
) -> Result<(), Error> {
    let now = workspace.now();
    change(workspace, tenant, |mark, _| {
        if mark.pinned_at.is_some() != pinned {
            mark.pinned_at = pinned.then_some(now);
        }
    })
    .await?;
    workspace.rows_changed();
    Ok(())
}

/// Notes a visit. Nothing that is on screen changes by it.
pub(super) async fn visit(workspace: &Workspace, tenant: &TenantId) -> Result<(), Error> {
    let now = workspace.now();
    change(workspace, tenant, |mark, roster| {
        mark.visited_at = Some(now);
        mark.visit = Some(roster.next_visit());
    })
    .await
}

async fn change(
    workspace: &Workspace,
    tenant: &TenantId,
    change: impl Fn(&mut MarkRecord, &Roster),
) -> Result<(), Error> {
    workspace
        .settle(|roster| {
            roster.tenant(tenant).ok_or(Error::UnknownRow)?;
            let before = roster.mark(tenant);
            let mut next = before.clone();
            change(&mut next, roster);
            Ok(Change {
                marks: if next == before {
                    Vec::new()
                } else {
                    vec![next]
                },
                ..Change::default()
            })
        })
        .await?;
    Ok(())
}

/// Recent ones first, the newest visit first; then pinned ones; then, where something
/// is typed, whatever else matches, by name.
pub(super) fn find(roster: &Roster, text: &str) -> RecentView {
    let typed = !text.trim().is_empty();
    let mut found: Vec<(Option<i64>, RecentTenant)> = roster
        .tenants_matching(text)
        .into_iter()
        .map(|tenant| (roster.mark(&tenant.id), tenant))
        // Of all tenants a handful: the names of the others are not made ready first.
        .filter(|(mark, _)| typed || mark.pinned_at.is_some() || mark.visited_at.is_some())
        .map(|(mark, tenant)| {
            let offered = RecentTenant {
                id: tenant.id.clone(),
                name: clipped(&tenant.name),
                user: tenant.user.to_string(),
                pinned: mark.pinned_at.is_some(),
                visited_at: mark.visited_at,
            };
            (mark.visit, offered)
        })
        .collect();
    found.sort_by_cached_key(|(visit, it)| {
        (
            Reverse(*visit),
            !it.pinned,
            it.name.to_lowercase(),
            it.user.clone(),
        )
    });
    found.truncate(OFFERED);
    RecentView {
        tenants: found.into_iter().map(|(_, it)| it).collect(),
    }
}
