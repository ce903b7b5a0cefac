//! Searching and ordering the rows. One pass over texts in memory; the order is
//! kept until the next change.

use std::collections::{BTreeMap, HashMap};
use std::sync::PoisonError;

use domain::{IntegrationId, LifecycleName, Timestamp, ToolkitSlug};
use wire::{FindIntegrations, IntegrationsPage, Sort, SortBy};

use super::{Roster, Row};
use crate::views;

/// The most rows that one answer holds.
pub(crate) const MAX_ROWS: u32 = 500;

/// Orders of all rows, made when first asked for and dropped at the next change.
#[derive(Default)]
pub(crate) struct Orders {
    revision: u32,
    by: HashMap<u8, Vec<IntegrationId>>,
}

const fn key(by: SortBy) -> u8 {
    match by {
        SortBy::Tenant => 0,
        SortBy::State => 1,
        SortBy::Toolkit => 2,
        SortBy::Verified => 3,
    }
}

fn severity(state: LifecycleName) -> usize {
    LifecycleName::ALL
        .iter()
        .position(|other| *other == state)
        .unwrap_or(usize::MAX)
}

impl Roster {
    /// One window of the rows that match.
    pub(crate) fn find(&self, ask: &FindIntegrations, now: Timestamp) -> IntegrationsPage {
        let needle = ask.text.trim().to_lowercase();
        let mut by_state: HashMap<LifecycleName, u32> = HashMap::new();
        let mut toolkits: BTreeMap<&ToolkitSlug, u32> = BTreeMap::new();
        let mut hits: Vec<&Row> = Vec::new();
        for row in self.ordered(ask.sort) {
            *toolkits.entry(&row.record.toolkit).or_default() += 1;
            let wanted = ask
                .toolkit
                .as_ref()
                .is_none_or(|slug| *slug == row.record.toolkit);
            if !wanted || !row.haystack.contains(&needle) {
                continue;
            }
            let state = row.record.connection.lifecycle.name();
            *by_state.entry(state).or_default() += 1;
            if ask.state.is_none_or(|only| only == state) {
                hits.push(row);
            }
        }
        let located = ask
            .locate
            .as_ref()
            .and_then(|id| hits.iter().position(|row| row.record.id() == id).map(count));
        let window = hits
            .iter()
            .skip(ask.offset as usize)
            .take(ask.limit.min(MAX_ROWS) as usize);
        IntegrationsPage {
            revision: self.revision,
            total: count(hits.len()),
            all: count(self.rows.len()),
            tenants: count(self.tenants.len()),
            by_state: LifecycleName::ALL
                .into_iter()
                .filter_map(|state| by_state.get(&state).map(|n| (state, *n)))
                .collect(),
            toolkits: toolkits
                .into_iter()
                .map(|(slug, n)| (slug.clone(), self.toolkit_name(slug), n))
                .collect(),
            offset: ask.offset,
            rows: window.map(|row| views::row(self, row, now)).collect(),
            located,
        }
    }

    /// All rows in this order.
    fn ordered(&self, sort: Sort) -> Vec<&Row> {
        let mut orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        if orders.revision != self.revision {
            *orders = Orders {
                revision: self.revision,
                by: HashMap::new(),
            };
        }
        let ids = orders
            .by
            .entry(key(sort.by))
            .or_insert_with(|| self.sorted(sort.by));
        let rows = ids.iter().filter_map(|id| self.rows.get(id));
        if sort.descending {
            rows.rev().collect()
        } else {
            rows.collect()
        }
    }

    fn sorted(&self, by: SortBy) -> Vec<IntegrationId> {
        let mut rows: Vec<&Row> = self.rows.values().collect();
        // The tenant's name decides ties, then toolkit and slot, then the id: an order
        // without ties never shuffles rows under the cursor.
        let tie = |a: &Row, b: &Row| {
            (
                &a.sort_name,
                &a.record.toolkit,
                a.record.slot,
                a.record.id(),
            )
                .cmp(&(
                    &b.sort_name,
                    &b.record.toolkit,
                    b.record.slot,
                    b.record.id(),
                ))
        };
        rows.sort_unstable_by(|a, b| {
            match by {
                SortBy::Tenant => std::cmp::Ordering::Equal,
                SortBy::State => severity(a.record.connection.lifecycle.name())
                    .cmp(&severity(b.record.connection.lifecycle.name())),
                SortBy::Toolkit => a.record.toolkit.cmp(&b.record.toolkit),
                SortBy::Verified => verified(a).cmp(&verified(b)),
            }
            .then_with(|| tie(a, b))
        });
        rows.into_iter()
            .map(|row| row.record.id().clone())
            .collect()
    }
}

fn verified(row: &Row) -> Option<Timestamp> {
    row.record.connection.probe.as_ref().map(|probe| probe.at)
}

/// A count for the wire; a project does not have four billion rows.
pub(crate) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
