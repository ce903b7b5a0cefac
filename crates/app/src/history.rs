//! What every change leaves in the history of its rows. Written here once, whoever
//! makes the change: no state moves and no link is made without a line that says from
//! where, by what and on which evidence.

use std::collections::HashMap;

use domain::{
    Attempt, AttemptId, AttemptState, IntegrationId, Lifecycle, LineKind, Moved, Timestamp,
    Trigger, Way, history,
};
use store::{Change, HistoryFilter, HistoryPlace, IntegrationRecord, TimelineEntry};
use wire::{Fault, Handle, HistoryView, ShowHistory};

use crate::core::App;
use crate::error::Error;
use crate::live::Live;
use crate::roster::Roster;
use crate::views;
use crate::workspace::Workspace;

/// How many lines a pane begins with.
pub(crate) const PAGE: u32 = 20;
/// The most that one answer holds: a page is read again as far as it was read before.
const MOST: u32 = 500;

/// Adds what the change itself does not say.
pub(crate) fn complete(
    roster: &Roster,
    live: &HashMap<AttemptId, Live>,
    now: Timestamp,
    person: &str,
    change: &mut Change,
) {
    moves(roster, now, change);
    let links: Vec<TimelineEntry> = change
        .attempts
        .iter()
        .filter_map(|record| {
            let before = &live.get(&record.attempt.id)?.record.attempt;
            link(before, &record.attempt, now, person)
        })
        .collect();
    change.timeline.extend(links);
}

fn moves(roster: &Roster, now: Timestamp, change: &mut Change) {
    let mut told = Vec::new();
    for record in &change.integrations {
        let Some(row) = roster.row(record.id()) else {
            continue; // New: its first state came from nowhere.
        };
        let before = &row.record.connection.lifecycle;
        let (from, to) = (before.name(), record.connection.lifecycle.name());
        if from == to {
            continue;
        }
        let by = trigger(change, &row.record, record);
        let line = change.timeline.iter().position(|line| {
            line.integration == *record.id()
                && line.kind == LineKind::Status
                && line.state == Some(to)
        });
        told.push((line, moved(before, record, by, now)));
    }
    for (line, entry) in told {
        match line.and_then(|at| change.timeline.get_mut(at)) {
            Some(line) => line.moved = entry.moved,
            None => change.timeline.push(entry),
        }
    }
}

/// What moved a row: known by what else the change does to it.
fn trigger(change: &Change, before: &IntegrationRecord, after: &IntegrationRecord) -> Trigger {
    let row = after.id();
    let won = change.attempts.iter().any(|record| {
        record.attempt.integration == *row && record.attempt.state == AttemptState::Won
    });
    let own = |line: &&TimelineEntry| line.integration == *row;
    if won {
        return Trigger::SignIn;
    }
    // Not every read of the provider is told: whose account it is is asked in silence.
    let read_at = |of: &IntegrationRecord| of.connection.probe.as_ref().map(|probe| probe.at);
    let read = read_at(after).is_some() && read_at(after) != read_at(before);
    let mut lines = change.timeline.iter().filter(own);
    if read || lines.any(|line| line.kind == LineKind::Check) {
        return Trigger::Check;
    }
    let by_person = change
        .timeline
        .iter()
        .filter(own)
        .any(|line| line.actor.is_some());
    // An attempt that is planned or given up is a person's doing as well.
    let attempted = change.attempts.iter().any(|record| {
        let attempt = &record.attempt;
        attempt.integration == *row
            && matches!(
                attempt.state,
                AttemptState::Planned | AttemptState::Cancelled
            )
    });
    if by_person || attempted {
        Trigger::Person
    } else {
        Trigger::Composio
    }
}

fn moved(
    before: &Lifecycle,
    record: &IntegrationRecord,
    by: Trigger,
    now: Timestamp,
) -> TimelineEntry {
    let to = record.connection.lifecycle.name();
    TimelineEntry {
        integration: record.id().clone(),
        at: now,
        kind: LineKind::Status,
        title: history::title(before, to, by, now),
        detail: evidence(record, by),
        actor: None,
        state: Some(to),
        moved: Some(Moved {
            from: before.name(),
            by,
        }),
    }
}

/// What a move rests on, in the words it came in.
fn evidence(record: &IntegrationRecord, by: Trigger) -> Option<String> {
    let connection = &record.connection;
    let told = || {
        let status = connection.status.as_ref()?;
        Some(match &connection.status_reason {
            Some(reason) => format!("Composio says {status}: {reason}"),
            None => format!("Composio says {status}"),
        })
    };
    match by {
        Trigger::Check => connection
            .probe
            .as_ref()
            .and_then(|probe| probe.raw.clone())
            .or_else(told),
        Trigger::Composio => told(),
        Trigger::SignIn | Trigger::Person => None,
    }
}

/// A link that was made, or opened by whoever is to sign in.
fn link(before: &Attempt, after: &Attempt, now: Timestamp, person: &str) -> Option<TimelineEntry> {
    let made = before.account.is_none() && after.account.is_some();
    let opened = before.seen_at.is_none() && after.seen_at.is_some();
    let (title, detail, actor) = match (made, opened) {
        (_, true) => ("Link opened", "The sign-in page was reached.", None),
        (true, false) => {
            let detail = match after.way {
                Way::Here => "For the browser on this computer.",
                Way::Sent => "To be sent to the customer.",
            };
            ("Link made", detail, Some(person.to_owned()))
        }
        (false, false) => return None,
    };
    Some(TimelineEntry {
        integration: after.integration.clone(),
        at: now,
        kind: LineKind::Link,
        title: title.to_owned(),
        detail: Some(detail.to_owned()),
        actor,
        state: None,
        moved: None,
    })
}

/// One page of a row's history, as the window shows it.
pub(crate) async fn page(
    workspace: &Workspace,
    integration: &IntegrationId,
    filter: HistoryFilter,
) -> Result<HistoryView, Error> {
    let page = workspace.store.history(integration, filter).await?;
    Ok(HistoryView {
        lines: page.lines.into_iter().map(views::item).collect(),
        older: page.older.map(|place| wire::HistoryPlace {
            at: place.at,
            id: place.id,
        }),
    })
}

impl Handle<ShowHistory> for App {
    async fn handle(&self, ask: ShowHistory) -> Result<HistoryView, Fault> {
        let workspace = self.workspace()?;
        let filter = HistoryFilter {
            kind: ask.kind,
            before: ask.before.map(|place| HistoryPlace {
                at: place.at,
                id: place.id,
            }),
            limit: ask.limit.clamp(1, MOST),
        };
        Ok(page(&workspace, &ask.integration, filter).await?)
    }
}
