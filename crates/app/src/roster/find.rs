//! Searching and ordering the rows. One pass over the packed keys; the order is
//! kept until the next change.

use std::sync::PoisonError;

use domain::{Cause, LifecycleName, Status, Timestamp, ToolkitSlug};
use wire::{FindIntegrations, IntegrationsPage, ListView, Narrow};

use super::index::Key;
use super::pasted::{self, Named};
use super::{Roster, Row};
use crate::views;

/// The most rows that one answer holds.
pub(crate) const MAX_ROWS: u32 = 500;

/// Which rows hold a text. Kept, because the next question mostly asks for the same
/// text further down, or for one letter more.
pub(super) struct Sought {
    typed: String,
    needle: String,
    revision: u32,
    holding: Vec<bool>,
}

/// What one pass comes to.
struct Pass {
    hits: Vec<u32>,
    states: [u32; LifecycleName::ALL.len()],
    views: [u32; ListView::ALL.len()],
    causes: Vec<u32>,
}

impl Roster {
    /// One window of the rows that match.
    pub(crate) fn find(&self, ask: &FindIntegrations, now: Timestamp) -> IntegrationsPage {
        let pass = self.pass(ask);
        let located = ask.locate.as_ref().and_then(|id| {
            let place = self.places.get(id)?;
            pass.hits.iter().position(|hit| hit == place).map(count)
        });
        let window = pass
            .hits
            .iter()
            .skip(ask.offset as usize)
            .take(ask.limit.min(MAX_ROWS) as usize)
            .filter_map(|place| self.at(*place));
        IntegrationsPage {
            revision: self.revision,
            total: count(pass.hits.len()),
            all: count(self.len()),
            tenants: count(self.tenants.len()),
            by_state: LifecycleName::ALL
                .into_iter()
                .map(|state| (state, tallied(&pass.states, state as usize)))
                .filter(|(_, rows)| *rows > 0)
                .collect(),
            views: ListView::ALL
                .into_iter()
                .map(|view| (view, tallied(&pass.views, view as usize)))
                .collect(),
            causes: Cause::ALL
                .iter()
                .map(|cause| (*cause, tallied(&pass.causes, *cause as usize)))
                .filter(|(_, rows)| *rows > 0)
                .collect(),
            toolkits: self.toolkits_in_use(),
            offset: ask.offset,
            rows: window.map(|row| views::row(self, row, now)).collect(),
            located,
        }
    }

    fn pass(&self, ask: &FindIntegrations) -> Pass {
        let mut pass = Pass {
            hits: Vec::new(),
            states: Default::default(),
            views: Default::default(),
            causes: vec![0; Cause::ALL.len()],
        };
        let toolkit = ask.toolkit.as_ref().map(|slug| self.index.toolkit(slug));
        let typed = ask.text.trim();
        let mut sought = self.sought.lock().unwrap_or_else(PoisonError::into_inner);
        let holding = (!typed.is_empty()).then(|| self.holding(typed, &mut sought));
        let mut orders = self.orders();
        for place in orders.places(self, ask.sort.by) {
            let Some(key) = self.index.key(*place) else {
                continue;
            };
            let held = holding.is_none_or(|it| it.get(*place as usize) == Some(&true));
            if held && toolkit.is_none_or(|only| only == Some(key.toolkit)) {
                self.judge(ask, *place, key, &mut pass);
            }
        }
        if ask.sort.descending {
            pass.hits.reverse();
        }
        pass
    }

    /// Counts a row whose text and toolkit are as asked, and keeps it if all else is.
    fn judge(&self, ask: &FindIntegrations, place: u32, key: &Key, pass: &mut Pass) {
        for view in ListView::ALL {
            tally(&mut pass.views, view as usize, key.is_in(view));
        }
        if !key.is_in(ask.narrow.view) {
            return;
        }
        if let Some((cause, _)) = key.concern {
            tally(&mut pass.causes, cause as usize, true);
        }
        let plain = ask.narrow.cause.is_none()
            && ask.narrow.concern.is_none()
            && ask.narrow.auth_config.is_none();
        let fits = plain || self.at(place).is_some_and(|row| row.fits(&ask.narrow));
        if fits {
            tally(&mut pass.states, key.state as usize, true);
            if ask.state.is_none_or(|only| only == key.state) {
                pass.hits.push(place);
            }
        }
    }

    /// Which rows hold this text; where none does, those that hold each word of it, such as those
    /// of "acme calendar"; where none does either, those that it names.
    fn holding<'a>(&self, typed: &str, sought: &'a mut Option<Sought>) -> &'a [bool] {
        let needle = typed.to_lowercase();
        let last = sought.take().filter(|it| it.revision == self.revision);
        let holding = match last {
            Some(same) if same.typed == typed => same.holding,
            last => {
                let part = last.filter(|part| needle.contains(&part.needle));
                let part = part.as_ref().map(|part| part.holding.as_slice());
                let whole = self.index.holding(&needle, part);
                match whole.contains(&true) {
                    true => whole,
                    false => self
                        .holding_each_word(&needle)
                        .or_else(|| self.holding_a_name(typed))
                        .unwrap_or(whole),
                }
            }
        };
        &sought
            .insert(Sought {
                typed: typed.to_owned(),
                needle,
                revision: self.revision,
                holding,
            })
            .holding
    }

    /// Which rows hold each word of a text, wherever; `None` where none does.
    fn holding_each_word(&self, needle: &str) -> Option<Vec<bool>> {
        let each = pasted::few_words(needle)?.into_iter();
        let held = each.fold(None, |part: Option<Vec<bool>>, word| {
            Some(self.index.holding(word, part.as_deref()))
        });
        held.filter(|held| held.contains(&true))
    }

    /// Which rows hold one of the ids and addresses in a text, or are of a tenant that it names;
    /// `None` where there is none in it.
    fn holding_a_name(&self, typed: &str) -> Option<Vec<bool>> {
        let names = self.named_in(typed);
        if names.is_empty() {
            return None;
        }
        let mut any = self.index.holding_any(&names.words);
        let tenants = names.users.iter().filter_map(|user| self.by_user.get(user));
        let rows = tenants.filter_map(|tenant| self.by_tenant.get(tenant));
        for place in rows.flatten().filter_map(|row| self.places.get(row)) {
            if let Some(held) = any.get_mut(*place as usize) {
                *held = true;
            }
        }
        Some(any)
    }

    /// The account ids, addresses and user ids in a text.
    pub(super) fn named_in(&self, text: &str) -> Named {
        pasted::named(text, |user| self.by_user.contains_key(user))
    }

    fn toolkits_in_use(&self) -> Vec<(ToolkitSlug, String, u32)> {
        let toolkits = self.index.toolkits();
        let mut named: Vec<_> = toolkits
            .map(|(slug, rows)| (slug.clone(), self.toolkit_name(slug), rows))
            .collect();
        named.sort_by(|a, b| a.0.cmp(&b.0));
        named
    }
}

fn tally(counts: &mut [u32], at: usize, counted: bool) {
    if let Some(rows) = counts.get_mut(at) {
        *rows += u32::from(counted);
    }
}

fn tallied(counts: &[u32], at: usize) -> u32 {
    counts.get(at).copied().unwrap_or(0)
}

impl Row {
    /// Whether the row belongs to a built-in view.
    pub(crate) fn is_in(&self, view: ListView) -> bool {
        let connection = &self.record.connection;
        match view {
            ListView::All => true,
            ListView::Connected => connection.status == Some(Status::Active),
            ListView::NeedsAction => self
                .concern
                .is_some_and(|(_, heed)| heed == domain::Concern::Act),
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
