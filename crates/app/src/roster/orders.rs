//! The orders of the list. Sorting 50,000 names takes longer than a key press may,
//! so an order is kept, and a row that moved is taken out and put back where it
//! belongs.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use domain::{LifecycleName, Timestamp, TokenTrouble, ToolkitSlug};
use wire::SortBy;

use super::{Roster, Row};

/// With more moved rows than one in this many, sorting anew is quicker.
const MANY: usize = 20;

/// Orders that were asked for, as places of rows.
#[derive(Default)]
pub(super) struct Orders {
    by: HashMap<u8, Vec<u32>>,
    moved: HashSet<u32>,
}

impl Orders {
    /// A row came, changed or went.
    pub(super) fn moved(&mut self, place: u32) {
        if !self.by.is_empty() {
            self.moved.insert(place);
        }
    }

    /// The places of all rows in this order.
    pub(super) fn places(&mut self, roster: &Roster, by: SortBy) -> &[u32] {
        self.catch_up(roster);
        if !self.by.contains_key(&key(by)) {
            let order = match by {
                SortBy::Tenant => by_name(roster),
                _ => self.led(roster, by),
            };
            self.by.insert(key(by), order);
        }
        self.by.get(&key(by)).map_or(&[], Vec::as_slice)
    }

    /// An order by something that few rows tell apart. The names decide ties, and those
    /// are in order already: a stable sort leaves them so.
    fn led(&mut self, roster: &Roster, by: SortBy) -> Vec<u32> {
        let mut order = self.places(roster, SortBy::Tenant).to_vec();
        order.sort_by_cached_key(|place| roster.at(*place).map(|row| lead(by, row)));
        order
    }

    fn catch_up(&mut self, roster: &Roster) {
        let moved = std::mem::take(&mut self.moved);
        if moved.is_empty() {
            return;
        }
        if moved.len() * MANY > roster.len() {
            self.by.clear();
            return;
        }
        for by in [
            SortBy::Tenant,
            SortBy::State,
            SortBy::Toolkit,
            SortBy::Verified,
            SortBy::Token,
        ] {
            let Some(order) = self.by.get_mut(&key(by)) else {
                continue;
            };
            order.retain(|place| !moved.contains(place));
            for place in &moved {
                let Some(row) = roster.at(*place) else {
                    continue;
                };
                let at = order.partition_point(|other| {
                    roster
                        .at(*other)
                        .is_some_and(|other| compare(by, other, row).is_lt())
                });
                order.insert(at, *place);
            }
        }
    }
}

const fn key(by: SortBy) -> u8 {
    match by {
        SortBy::Tenant => 0,
        SortBy::State => 1,
        SortBy::Toolkit => 2,
        SortBy::Verified => 3,
        SortBy::Token => 4,
    }
}

fn by_name(roster: &Roster) -> Vec<u32> {
    let mut rows: Vec<(u32, &Row)> = roster
        .places
        .values()
        .filter_map(|place| Some((*place, roster.at(*place)?)))
        .collect();
    rows.sort_unstable_by(|a, b| names(a.1, b.1));
    rows.into_iter().map(|(place, _)| place).collect()
}

/// What an order goes by before it goes by names.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Lead<'a> {
    None,
    State(usize),
    Toolkit(&'a ToolkitSlug),
    Verified(Option<Timestamp>),
    /// A token that can be read comes last: nothing is the matter with it.
    Token(bool, Option<TokenTrouble>),
}

fn lead(by: SortBy, row: &Row) -> Lead<'_> {
    match by {
        SortBy::Tenant => Lead::None,
        SortBy::State => Lead::State(severity(row)),
        SortBy::Toolkit => Lead::Toolkit(&row.record.toolkit),
        SortBy::Verified => Lead::Verified(verified(row)),
        SortBy::Token => Lead::Token(row.token.is_none(), row.token),
    }
}

fn compare(by: SortBy, a: &Row, b: &Row) -> Ordering {
    lead(by, a).cmp(&lead(by, b)).then_with(|| names(a, b))
}

/// The tenant's name, then toolkit and slot, then the id: an order without ties never
/// shuffles rows under the cursor.
fn names(a: &Row, b: &Row) -> Ordering {
    let (one, other) = (&a.record, &b.record);
    a.sort_name
        .cmp(&b.sort_name)
        .then_with(|| one.toolkit.cmp(&other.toolkit))
        .then_with(|| one.slot.cmp(&other.slot))
        .then_with(|| one.id().cmp(other.id()))
}

fn severity(row: &Row) -> usize {
    let state = row.record.connection.lifecycle.name();
    LifecycleName::ALL
        .iter()
        .position(|other| *other == state)
        .unwrap_or(usize::MAX)
}

fn verified(row: &Row) -> Option<Timestamp> {
    row.record.connection.probe.as_ref().map(|probe| probe.at)
}
