//! Searching the tenants.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use domain::{LifecycleName, TenantId};
use store::TenantRecord;
use wire::{FindTenants, ListView, TenantRow, TenantsPage};

use super::Roster;
use super::find::{MAX_ROWS, count};
use super::pasted::{self, Named};
use crate::observed::clipped;

impl Roster {
    /// Takes a tenant in. Rows show its name and are found by its words, so they
    /// follow.
    pub(super) fn put_tenant(&mut self, tenant: TenantRecord) {
        let id = tenant.id.clone();
        if let Some(before) = self.tenants.get(&id) {
            self.by_user.remove(&before.user);
        }
        self.by_user.insert(tenant.user.clone(), id.clone());
        self.tenants.insert(id.clone(), tenant);
        let rows = self.by_tenant.entry(id).or_default().clone();
        for row in rows {
            if let Some(record) = self.row(&row).map(|row| (*row.record).clone()) {
                self.put(record);
            }
        }
        self.touch();
    }

    /// Forgets a tenant whose rows are gone.
    pub(super) fn remove_tenant(&mut self, id: &TenantId) {
        if let Some(tenant) = self.tenants.remove(id) {
            self.by_user.remove(&tenant.user);
            self.by_tenant.remove(id);
            self.marks.remove(id);
            self.notes.remove(id);
            self.touch();
        }
    }

    /// One window of the tenants that match, by name.
    pub(crate) fn find_tenants(&self, ask: &FindTenants) -> TenantsPage {
        let found = self.tenants_matching(&ask.text);
        let matching = count(found.len());
        let (needing, others): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|tenant| self.needs_action(&tenant.id));
        let needs_action = count(needing.len());
        let others = others.into_iter().filter(|_| !ask.needs_action);
        let mut hits: Vec<(String, &TenantRecord)> = needing
            .into_iter()
            .chain(others)
            // As it is seen, like the rows.
            .map(|tenant| (clipped(&tenant.name).to_lowercase(), tenant))
            .collect();
        hits.sort_unstable_by(|a, b| (&a.0, &a.1.user).cmp(&(&b.0, &b.1.user)));
        let window = hits
            .iter()
            .skip(ask.offset as usize)
            .take(ask.limit.min(MAX_ROWS) as usize);
        TenantsPage {
            revision: self.revision,
            total: count(hits.len()),
            matching,
            needs_action,
            all: count(self.tenants.len()),
            offset: ask.offset,
            rows: window.map(|(_, tenant)| self.tenant_row(tenant)).collect(),
        }
    }

    /// Whether somebody has to do something about an integration of the tenant.
    fn needs_action(&self, tenant: &TenantId) -> bool {
        let rows = self.by_tenant.get(tenant).into_iter().flatten();
        // By the packed keys: this is asked of every tenant at each letter that is typed.
        rows.filter_map(|id| self.index.key(*self.places.get(id)?))
            .any(|key| key.is_in(ListView::NeedsAction))
    }

    /// The tenants that hold this text anywhere, in no order; where none does, those that hold each
    /// word of it, and then those that it names.
    pub(crate) fn tenants_matching(&self, text: &str) -> Vec<&TenantRecord> {
        let needle = text.trim().to_lowercase();
        if needle.is_empty() {
            return self.tenants.values().collect();
        }
        let all = self.tenants.values().collect();
        let found = self.tenants_holding(all, &needle);
        if !found.is_empty() {
            return found;
        }
        let words = pasted::few_words(&needle).unwrap_or_default();
        let found = words.iter().fold(None, |left: Option<Vec<_>>, word| {
            let left = left.unwrap_or_else(|| self.tenants.values().collect());
            Some(self.tenants_holding(left, word))
        });
        if let Some(found) = found.filter(|found| !found.is_empty()) {
            return found;
        }
        let ids = self.tenants_named(&self.named_in(text));
        ids.iter().filter_map(|id| self.tenants.get(id)).collect()
    }

    /// Those of `among` that hold this text, which is in lower case.
    fn tenants_holding<'a>(
        &self,
        among: Vec<&'a TenantRecord>,
        needle: &str,
    ) -> Vec<&'a TenantRecord> {
        let held = self.index.holding(needle, None);
        let holding = |tenant: &&TenantRecord| self.tenant_matches(tenant, needle, &held);
        among.into_iter().filter(holding).collect()
    }

    /// Those that a text names. By the packed texts of their rows: going through what is known of
    /// each tenant once for every name would hold up whoever pasted it.
    fn tenants_named(&self, names: &Named) -> BTreeSet<TenantId> {
        if names.is_empty() {
            return BTreeSet::new();
        }
        let users = names.users.iter().filter_map(|user| self.by_user.get(user));
        let held = (0..).zip(self.index.holding_any(&names.words));
        let rows = held
            .filter(|(_, held)| *held)
            .filter_map(|(place, _)| self.at(place))
            .map(|row| &row.record.tenant);
        let without_rows = self
            .tenants
            .values()
            .filter(|tenant| self.by_tenant.get(&tenant.id).is_none_or(Vec::is_empty))
            .filter(|tenant| holds_any(tenant, &names.words))
            .map(|tenant| &tenant.id);
        users.chain(rows).chain(without_rows).cloned().collect()
    }

    /// By the tenant's own words, or by whose account one of its rows is. `held` says which rows
    /// hold the needle at all: no other one's name has to be lowered.
    fn tenant_matches(&self, tenant: &TenantRecord, needle: &str, held: &[bool]) -> bool {
        words(tenant).any(|word| word.to_lowercase().contains(needle))
            || self.by_tenant.get(&tenant.id).is_some_and(|ids| {
                ids.iter()
                    .filter_map(|id| self.places.get(id))
                    .filter(|place| held.get(**place as usize) == Some(&true))
                    .filter_map(|place| self.at(*place)?.record.connection.identity.as_ref())
                    .any(|identity| identity.name.to_lowercase().contains(needle))
            })
    }

    /// A tenant as the list shows it.
    pub(crate) fn tenant_row(&self, tenant: &TenantRecord) -> TenantRow {
        let rows = self.rows_of(&tenant.id);
        let mut by_state: HashMap<LifecycleName, u32> = HashMap::new();
        let (mut needs_action, mut working) = (0, 0);
        for row in &rows {
            let state = row.record.connection.lifecycle.name();
            *by_state.entry(state).or_default() += 1;
            let needs = row.is_in(ListView::NeedsAction);
            needs_action += u32::from(needs);
            working += u32::from(state == LifecycleName::Active && !needs);
        }
        let toolkits: BTreeSet<String> = rows
            .iter()
            .map(|row| self.toolkit_name(&row.record.toolkit))
            .collect();
        TenantRow {
            id: tenant.id.clone(),
            name: clipped(&tenant.name),
            user: tenant.user.to_string(),
            by_state: LifecycleName::ALL
                .into_iter()
                .filter_map(|state| by_state.get(&state).map(|n| (state, *n)))
                .collect(),
            needs_action,
            working,
            toolkits: toolkits.into_iter().collect(),
        }
    }
}

/// Everything by which a tenant is found: its name as it is seen, its id, contact, who is
/// expected, tags.
pub(super) fn words(tenant: &TenantRecord) -> impl Iterator<Item = Cow<'_, str>> {
    let details = &tenant.details;
    let expected = details.expected.as_ref().map(ToString::to_string);
    [
        Cow::from(clipped(&tenant.name)),
        tenant.user.as_str().into(),
    ]
    .into_iter()
    .chain(details.contact.as_deref().map(Cow::from))
    .chain(expected.map(Cow::from))
    .chain(details.tags.iter().map(Cow::from))
}

/// Whether a word of the tenant holds one of the texts, which are in lower case.
fn holds_any(tenant: &TenantRecord, texts: &[String]) -> bool {
    words(tenant).any(|word| {
        let word = word.to_lowercase();
        texts.iter().any(|text| word.contains(text.as_str()))
    })
}
