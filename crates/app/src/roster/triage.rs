//! What is wrong, in groups. One pass over the rows in memory.

use std::collections::{BTreeMap, HashSet};

use domain::{Cause, Concern, IntegrationId, LifecycleName, Remedy, TenantId, Timestamp};
use wire::{Fix, GroupBy, Narrow, ShowTriage, TriageGroup, TriageView};

use super::find::count;
use super::{Roster, Row};
use crate::views;

const HOUR_MILLIS: i64 = 3_600 * 1_000;
const HOURS: usize = 12;
/// How many rows of a group are shown in place.
const FIRST: usize = 6;

/// What a group is told apart by: what it asks of people comes first, so that a
/// cause which alarms for one row and not for another makes two groups.
type Key = (Concern, String);

/// A group as its rows come in.
struct Heap<'a> {
    narrow: Narrow,
    toolkit: Option<domain::ToolkitSlug>,
    rows: Vec<&'a Row>,
    tenants: HashSet<&'a TenantId>,
    causes: BTreeMap<Cause, u32>,
}

/// What decides about a fix besides the rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing {
    /// Whoever asks is an admin.
    pub(crate) admin: bool,
    /// The masking switch, as far as it is known.
    pub(crate) masking: Option<bool>,
}

impl Roster {
    /// The rows that Triage lists, in groups.
    pub(crate) fn triage(
        &self,
        ask: &ShowTriage,
        standing: Standing,
        now: Timestamp,
    ) -> TriageView {
        let mut by_state: BTreeMap<LifecycleName, u32> = BTreeMap::new();
        let mut heaps: BTreeMap<Key, Heap<'_>> = BTreeMap::new();
        let mut accounts = 0;
        for row in self.rows.iter().flatten() {
            accounts += u32::from(row.record.connection.account.is_some());
            let Some((cause, heed)) = row.concern else {
                continue;
            };
            let state = row.record.connection.lifecycle.name();
            if heed == Concern::Act {
                *by_state.entry(state).or_default() += 1;
            }
            if ask.state.is_some_and(|only| only != state) {
                continue;
            }
            let heap = heaps
                .entry(key(ask.by, row, cause, heed))
                .or_insert_with(|| Heap::new(ask.by, row, cause, heed));
            heap.rows.push(row);
            heap.tenants.insert(&row.record.tenant);
            *heap.causes.entry(cause).or_default() += 1;
        }
        let mut groups: Vec<TriageGroup> = heaps
            .into_iter()
            .filter_map(|((heed, key), heap)| self.group(heed, key, &heap, ask.by, standing, now))
            .collect();
        groups.sort_by(|a, b| {
            (a.concern, b.rows, b.newest, &a.key).cmp(&(b.concern, a.rows, a.newest, &b.key))
        });
        TriageView {
            revision: self.revision,
            alarm: by_state.values().sum(),
            by_state: by_state.into_iter().collect(),
            groups,
            checked: accounts,
            checked_at: None,
            checks: None,
        }
    }

    /// The rows that Triage lists and that are meant, newest first.
    pub(crate) fn unwell(
        &self,
        narrow: &Narrow,
        toolkit: Option<&domain::ToolkitSlug>,
    ) -> Vec<&Row> {
        let mut rows = self.meant(narrow, toolkit);
        rows.retain(|row| row.concern.is_some());
        rows
    }

    /// Every row that is meant, newest first.
    pub(crate) fn meant(
        &self,
        narrow: &Narrow,
        toolkit: Option<&domain::ToolkitSlug>,
    ) -> Vec<&Row> {
        let mut rows: Vec<&Row> = self
            .rows
            .iter()
            .flatten()
            .filter(|row| row.fits(narrow))
            .filter(|row| toolkit.is_none_or(|slug| *slug == row.record.toolkit))
            .collect();
        rows.sort_by_key(|row| std::cmp::Reverse(since(row)));
        rows
    }

    fn group(
        &self,
        heed: Concern,
        key: String,
        heap: &Heap<'_>,
        by: GroupBy,
        standing: Standing,
        now: Timestamp,
    ) -> Option<TriageGroup> {
        let newest = *heap.rows.iter().max_by_key(|row| since(row))?;
        let oldest = *heap.rows.iter().min_by_key(|row| since(row))?;
        let only = (by == GroupBy::Cause)
            .then_some(heap.narrow.cause)
            .flatten();
        let (title, sentence) = match only {
            Some(cause) => (cause.label().to_owned(), cause.sentence().to_owned()),
            None => (self.place_name(by, newest), parts(&heap.causes)),
        };
        let (fix, fix_label) = fix(only, heap.rows.len(), newest.record.id(), standing);
        Some(TriageGroup {
            narrow: heap.narrow.clone(),
            toolkit: heap.toolkit.clone(),
            concern: heed,
            state: newest.record.connection.lifecycle.name(),
            label: views::label(&newest.record.connection, now).map(str::to_owned),
            title,
            sentence,
            code: only.map(|cause| cause.code().to_owned()),
            evidence: views::evidence(newest),
            rows: count(heap.rows.len()),
            tenants: count(heap.tenants.len()),
            oldest: since(oldest),
            newest: since(newest),
            hours: hours(&heap.rows, now),
            first: first(&heap.rows)
                .into_iter()
                .map(|row| (views::row(self, row, now), since(row)))
                .collect(),
            fix,
            fix_label,
            key,
        })
    }

    fn place_name(&self, by: GroupBy, row: &Row) -> String {
        match by {
            GroupBy::Cause | GroupBy::Toolkit => self.toolkit_name(&row.record.toolkit),
            GroupBy::AuthConfig => self.auth_config(&row.record.auth_config).map_or_else(
                || row.record.auth_config.to_string(),
                |config| config.name.clone(),
            ),
        }
    }
}

impl<'a> Heap<'a> {
    fn new(by: GroupBy, row: &'a Row, cause: Cause, heed: Concern) -> Self {
        let record = &row.record;
        Self {
            narrow: Narrow {
                cause: (by == GroupBy::Cause).then_some(cause),
                concern: Some(heed),
                auth_config: (by == GroupBy::AuthConfig).then(|| record.auth_config.clone()),
                ..Narrow::default()
            },
            toolkit: (by == GroupBy::Toolkit).then(|| record.toolkit.clone()),
            rows: Vec::new(),
            tenants: HashSet::new(),
            causes: BTreeMap::new(),
        }
    }
}

fn key(by: GroupBy, row: &Row, cause: Cause, heed: Concern) -> Key {
    let name = match by {
        GroupBy::Cause => cause.code().to_owned(),
        GroupBy::Toolkit => row.record.toolkit.to_string(),
        GroupBy::AuthConfig => row.record.auth_config.to_string(),
    };
    (heed, format!("{heed:?}:{name}").to_lowercase())
}

/// Since when a row is as it is: a read that brought no answer is younger than the
/// state that it left alone.
fn since(row: &Row) -> Timestamp {
    let connection = &row.record.connection;
    match (row.concern, &connection.probe) {
        (Some((_, Concern::Watch)), Some(probe)) => probe.at,
        _ => connection.lifecycle.since(),
    }
}

/// The newest rows, without sorting the many others.
fn first<'a>(rows: &[&'a Row]) -> Vec<&'a Row> {
    let mut newest: Vec<&Row> = rows.to_vec();
    let by = |row: &&Row| (std::cmp::Reverse(since(row)), row.record.id().clone());
    if newest.len() > FIRST {
        newest.select_nth_unstable_by_key(FIRST, by);
        newest.truncate(FIRST);
    }
    newest.sort_by_key(by);
    newest
}

/// How many became so in each of the last hours, oldest first.
fn hours(rows: &[&Row], now: Timestamp) -> Vec<u32> {
    let mut hours = vec![0; HOURS];
    for row in rows {
        let ago = now.since(since(row)).max(0) / HOUR_MILLIS;
        let place = usize::try_from(ago)
            .ok()
            .and_then(|ago| (HOURS - 1).checked_sub(ago));
        if let Some(hour) = place.and_then(|place| hours.get_mut(place)) {
            *hour += 1;
        }
    }
    hours
}

/// `Refresh token refused 12, Scope missing 3.`
fn parts(causes: &BTreeMap<Cause, u32>) -> String {
    let mut parts: Vec<(&Cause, &u32)> = causes.iter().collect();
    parts.sort_by_key(|(cause, n)| (std::cmp::Reverse(**n), **cause));
    let shown: Vec<String> = parts
        .iter()
        .take(4)
        .map(|(cause, n)| format!("{} {n}", cause.label()))
        .collect();
    let more = parts.len().saturating_sub(4);
    let rest = if more > 0 {
        format!(", and {more} more")
    } else {
        String::new()
    };
    format!("{}{rest}.", shown.join(", "))
}

/// The one fix of a single row for this cause, and what its button says.
pub(crate) fn fix_of(cause: Cause, row: &Row, standing: Standing) -> (Fix, String) {
    match fix(Some(cause), 1, row.record.id(), standing) {
        (Fix::CheckTokens, _) => (Fix::CheckTokens, "Check token".to_owned()),
        (Fix::Review, _) => (Fix::Review, "Open".to_owned()),
        other => other,
    }
}

/// The same for a row in a list of all kinds: what is handed to somebody else is read first.
pub(crate) fn step(row: &Row, standing: Standing) -> (Fix, String) {
    let open = (Fix::Review, "Open".to_owned());
    let Some((cause, _)) = row.concern else {
        return open;
    };
    match fix_of(cause, row, standing) {
        (Fix::CopySteps, _) => open,
        other => other,
    }
}

/// The one fix, and what its button says.
fn fix(only: Option<Cause>, rows: usize, row: &IntegrationId, standing: Standing) -> (Fix, String) {
    let admin = standing.admin;
    let review = || (Fix::Review, format!("Review {rows}"));
    let Some(cause) = only else {
        return review();
    };
    let one = |verb: &str| (Fix::Row(row.clone()), verb.to_owned());
    match cause.remedy() {
        // It is off already: what is left is to read the tokens again.
        _ if cause == Cause::Masked && standing.masking == Some(false) => {
            (Fix::CheckTokens, "Check tokens".to_owned())
        }
        _ if cause == Cause::Masked && admin => (Fix::Masking, "Turn masking off…".to_owned()),
        _ if cause == Cause::Masked => (Fix::Masking, "Ask an admin".to_owned()),
        _ if cause == Cause::Unrecognised => (Fix::CopySteps, "Copy details".to_owned()),
        Remedy::Reconnect if rows == 1 => one("Reconnect"),
        Remedy::Connect if rows == 1 => one("Connect…"),
        Remedy::Enable if rows == 1 => one("Enable"),
        Remedy::Reconnect | Remedy::Connect | Remedy::Enable | Remedy::None => review(),
        Remedy::CheckToken | Remedy::Wait => (Fix::CheckTokens, "Check tokens".to_owned()),
        Remedy::AskAdmin if admin => (Fix::CopySteps, "Copy the steps".to_owned()),
        Remedy::AskAdmin => (Fix::CopySteps, "Ask an admin".to_owned()),
        Remedy::AskCustomer => (Fix::CopySteps, "Copy admin steps".to_owned()),
    }
}
