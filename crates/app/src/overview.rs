//! The project at a glance, counted from the rows in memory.

use std::collections::{BTreeMap, HashMap};

use domain::{Concern, LifecycleName, Timestamp, ToolkitSlug};
use wire::{Fault, Handle, OverviewView, RecentFailure, ShowOverview, ToolkitHealth};

use crate::core::App;
use crate::roster::{Roster, Row, Standing, step};
use crate::views;

/// How many failures are shown.
const RECENT: usize = 8;

impl Handle<ShowOverview> for App {
    async fn handle(&self, _: ShowOverview) -> Result<OverviewView, Fault> {
        let workspace = self.workspace()?;
        let standing = self.standing(&workspace);
        let view = overview(&workspace.roster(), standing, workspace.now());
        Ok(view)
    }
}

/// Whether a person has to do something: what Triage raises the alarm for, so that the two
/// never show different numbers.
fn fails(row: &Row) -> bool {
    row.concern.is_some_and(|(_, heed)| heed == Concern::Act)
}

fn overview(roster: &Roster, standing: Standing, now: Timestamp) -> OverviewView {
    let mut by_state: HashMap<LifecycleName, u32> = HashMap::new();
    let mut toolkits: BTreeMap<&ToolkitSlug, ToolkitHealth> = BTreeMap::new();
    let mut failing: Vec<(Timestamp, &Row)> = Vec::new();
    let (mut integrations, mut unknown) = (0, 0);
    for row in roster.rows() {
        let connection = &row.record.connection;
        let state = connection.lifecycle.name();
        integrations += 1;
        *by_state.entry(state).or_default() += 1;
        unknown += u32::from(views::label(connection, now) == Some("Unknown"));
        let slug = &row.record.toolkit;
        let health = toolkits.entry(slug).or_insert_with(|| ToolkitHealth {
            toolkit: slug.clone(),
            name: roster.toolkit_name(slug),
            working: 0,
            failing: 0,
            all: 0,
        });
        health.all += 1;
        health.working += u32::from(state == LifecycleName::Active);
        if fails(row) {
            health.failing += 1;
            failing.push((connection.lifecycle.since(), row));
        }
    }
    failing.sort_by(|(a, one), (b, other)| (b, one.record.id()).cmp(&(a, other.record.id())));
    let needs_action = u32::try_from(failing.len()).unwrap_or(u32::MAX);
    let mut toolkits: Vec<ToolkitHealth> = toolkits.into_values().collect();
    toolkits.sort_by(|a, b| (b.failing, b.all, &a.name).cmp(&(a.failing, a.all, &b.name)));
    OverviewView {
        integrations,
        tenants: roster.tenant_count(),
        needs_action,
        unknown,
        by_state: LifecycleName::ALL
            .into_iter()
            .map(|state| (state, by_state.get(&state).copied().unwrap_or(0)))
            .collect(),
        recent: failing
            .into_iter()
            .take(RECENT)
            .map(|(since, row)| {
                let (fix, fix_label) = step(row, standing);
                RecentFailure {
                    row: views::row(roster, row, now),
                    since,
                    fix,
                    fix_label,
                }
            })
            .collect(),
        toolkits,
    }
}
