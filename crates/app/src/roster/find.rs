//! Searching and ordering the rows. One pass over texts in memory; the order is
//! kept until the next change.

use std::collections::{BTreeMap, HashMap};

use domain::{Cause, Concern, LifecycleName, Status, Timestamp, ToolkitSlug};
use wire::{FindIntegrations, IntegrationsPage, ListView, Narrow, Sort};

use super::{Roster, Row};
use crate::views;

/// The most rows that one answer holds.
pub(crate) const MAX_ROWS: u32 = 500;

impl Roster {
    /// One window of the rows that match.
    pub(crate) fn find(&self, ask: &FindIntegrations, now: Timestamp) -> IntegrationsPage {
        let needle = ask.text.trim().to_lowercase();
        let mut by_state: HashMap<LifecycleName, u32> = HashMap::new();
        let mut views: HashMap<ListView, u32> = HashMap::new();
        let mut causes: BTreeMap<Cause, u32> = BTreeMap::new();
        let mut toolkits: HashMap<&ToolkitSlug, u32> = HashMap::new();
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
            for view in ListView::ALL {
                *views.entry(view).or_default() += u32::from(row.is_in(view));
            }
            if !row.is_in(ask.narrow.view) {
                continue;
            }
            if let Some((cause, _)) = row.concern {
                *causes.entry(cause).or_default() += 1;
            }
            if !row.fits(&ask.narrow) {
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
            all: count(self.len()),
            tenants: count(self.tenants.len()),
            by_state: LifecycleName::ALL
                .into_iter()
                .filter_map(|state| by_state.get(&state).map(|n| (state, *n)))
                .collect(),
            views: ListView::ALL
                .into_iter()
                .map(|view| (view, views.get(&view).copied().unwrap_or(0)))
                .collect(),
            causes: causes.into_iter().collect(),
            toolkits: self.toolkits_in_use(toolkits),
            offset: ask.offset,
            rows: window.map(|row| views::row(self, row, now)).collect(),
            located,
        }
    }

    fn toolkits_in_use(
        &self,
        counts: HashMap<&ToolkitSlug, u32>,
    ) -> Vec<(ToolkitSlug, String, u32)> {
        let mut named: Vec<_> = counts
            .into_iter()
            .map(|(slug, n)| (slug.clone(), self.toolkit_name(slug), n))
            .collect();
        named.sort_by(|a, b| a.0.cmp(&b.0));
        named
    }

    /// All rows in this order.
    fn ordered(&self, sort: Sort) -> Vec<&Row> {
        let mut orders = self.orders();
        let places = orders.places(self, sort.by);
        let rows = places.iter().filter_map(|place| self.at(*place));
        if sort.descending {
            rows.rev().collect()
        } else {
            rows.collect()
        }
    }
}

impl Row {
    /// Whether the row belongs to a built-in view.
    pub(crate) fn is_in(&self, view: ListView) -> bool {
        let connection = &self.record.connection;
        match view {
            ListView::All => true,
            ListView::Connected => connection.status == Some(Status::Active),
            ListView::NeedsAction => self.concern.is_some_and(|(_, heed)| heed == Concern::Act),
            ListView::Pending => connection.lifecycle.name() == LifecycleName::Pending,
            ListView::ActiveFailing => connection.is_active_failing(),
        }
    }

    /// Whether the row is one of those that are meant.
    pub(crate) fn fits(&self, narrow: &Narrow) -> bool {
        let cause = self.concern.map(|(cause, _)| cause);
        let heed = self.concern.map(|(_, heed)| heed);
        self.is_in(narrow.view)
            && (narrow.cause.is_none() || narrow.cause == cause)
            && (narrow.concern.is_none() || narrow.concern == heed)
            && narrow
                .auth_config
                .as_ref()
                .is_none_or(|config| *config == self.record.auth_config)
    }
}

/// A count for the wire; a project does not have four billion rows.
pub(crate) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
