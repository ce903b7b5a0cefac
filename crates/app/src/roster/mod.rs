//! The read model: every row of the open workspace in memory, so that a key press
//! is answered from here and never from disk or network. The store's facts,
//! indexed; `settle` alone changes it, after the store has them.

mod connecting;
mod dress;
mod find;
mod index;
mod marks;
mod orders;
mod pasted;
mod tenants;
mod triage;
mod whole;
mod why;

use find::Sought;
use index::Index;
use orders::Orders;
pub(crate) use triage::{Standing, fix_of, step};

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::{
    AuthConfigId, Cause, Concern, ConnectedAccountId, IntegrationId, TenantId, TokenTrouble,
    ToolkitSlug, UserId, links,
};
use store::{
    AuthConfigRecord, Change, ConnectSettings, IntegrationRecord, MarkRecord, NoteRecord, Settled,
    Store, TenantRecord, ToolkitRecord,
};
use wire::IdOf;

use crate::claim::{self, Hold, Place};

/// One integration with what showing and ordering it needs.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) record: Arc<IntegrationRecord>,
    pub(crate) tenant_name: Arc<str>,
    /// Why it does not work, as exact as what is known allows.
    pub(crate) reason: Option<Cause>,
    /// What it asks of people, and why.
    pub(crate) concern: Option<(Cause, Concern)>,
    /// Why its token cannot be read or is of no use, as far as the row itself tells.
    pub(crate) token: Option<TokenTrouble>,
    sort_name: String,
}

/// Every row of the open workspace.
#[derive(Default)]
pub(crate) struct Roster {
    /// Rows by place; a place is never used again, so that orders can name places.
    rows: Vec<Option<Row>>,
    places: HashMap<IntegrationId, u32>,
    by_account: HashMap<ConnectedAccountId, IntegrationId>,
    by_place: HashMap<(TenantId, AuthConfigId), Vec<IntegrationId>>,
    tenants: HashMap<TenantId, TenantRecord>,
    by_user: HashMap<UserId, TenantId>,
    by_tenant: HashMap<TenantId, Vec<IntegrationId>>,
    auth_configs: BTreeMap<AuthConfigId, AuthConfigRecord>,
    toolkits: BTreeMap<ToolkitSlug, ToolkitRecord>,
    connecting: ConnectSettings,
    marks: HashMap<TenantId, MarkRecord>,
    labels: HashMap<IntegrationId, Vec<String>>,
    notes: HashMap<TenantId, Vec<NoteRecord>>,
    revision: u32,
    index: Index,
    sought: Mutex<Option<Sought>>,
    orders: Mutex<Orders>,
}

impl Roster {
    /// Builds it from everything on disk.
    pub(crate) async fn read(store: &Store) -> Result<Self, store::Error> {
        store.roster_into(Self::begin, Self::put).await
    }

    /// Of all but the rows, which follow one by one; that many.
    fn begin(facts: store::Roster, rows: usize) -> Self {
        let mut roster = Self::default();
        roster.make_room(facts.tenants.len(), rows);
        roster.set_catalog(facts.auth_configs, facts.toolkits);
        for tenant in facts.tenants {
            roster.put_tenant(tenant);
        }
        roster.labels = facts.labels.into_iter().collect();
        roster.put_marks(facts.marks);
        roster.put_notes(facts.notes);
        roster.connecting = facts.connecting;
        roster
    }

    /// For so many: what grows by itself is copied each time, and each time every key is hashed
    /// anew.
    fn make_room(&mut self, tenants: usize, rows: usize) {
        self.tenants.reserve(tenants);
        self.by_user.reserve(tenants);
        self.by_tenant.reserve(tenants);
        self.rows.reserve(rows);
        self.places.reserve(rows);
        self.by_account.reserve(rows);
        self.by_place.reserve(rows);
    }

    /// Takes in what the store has just written.
    pub(crate) fn apply(&mut self, change: Change, settled: &Settled) {
        for tenant in change.tenants {
            self.put_tenant(tenant);
        }
        for id in change.removed {
            self.remove(&id);
        }
        for id in change.removed_tenants {
            self.remove_tenant(&id);
        }
        self.set_up(change.allow_multiple, change.auth_defaults);
        let versions: HashMap<&IntegrationId, i64> = settled
            .versions
            .iter()
            .map(|(id, version)| (id, *version))
            .collect();
        for mut record in change.integrations {
            if let Some(version) = versions.get(record.id()) {
                record.version = *version;
            }
            self.put(record);
        }
        self.put_marks(change.marks);
        self.put_labels(change.labels);
        self.put_notes(change.notes);
        self.drop_notes(&change.removed_notes);
    }

    /// Which auth configs and toolkits there are.
    pub(crate) fn set_catalog(
        &mut self,
        configs: Vec<AuthConfigRecord>,
        toolkits: Vec<ToolkitRecord>,
    ) {
        self.auth_configs = configs
            .into_iter()
            .map(|config| (config.id.clone(), config))
            .collect();
        self.toolkits = toolkits
            .into_iter()
            .map(|toolkit| (toolkit.slug.clone(), toolkit))
            .collect();
        // What is known of an auth config makes the causes of its rows more exact.
        let configs = &self.auth_configs;
        for (place, row) in (0..).zip(&mut self.rows) {
            if let Some(row) = row {
                let config = configs.get(&row.record.auth_config);
                (row.reason, row.concern) = why::why(&row.record, config);
                self.index.renew(place, row);
            }
        }
        self.touch();
    }

    fn put(&mut self, record: IntegrationRecord) {
        let id = record.id().clone();
        let known = self.row(&id).map(|row| Arc::clone(&row.record));
        if let Some(account) = known
            .as_ref()
            .and_then(|row| row.connection.account.as_ref())
            // In the same change it may have gone to another row already.
            .filter(|account| self.by_account.get(*account) == Some(&id))
        {
            self.by_account.remove(account);
        }
        if let Some(account) = &record.connection.account {
            self.by_account.insert(account.clone(), id.clone());
        }
        if let Some(before) = known
            .as_ref()
            .filter(|it| it.auth_config != record.auth_config)
        {
            let left = (before.tenant.clone(), before.auth_config.clone());
            if let Some(ids) = self.by_place.get_mut(&left) {
                ids.retain(|other| *other != id);
            }
            let place = (record.tenant.clone(), record.auth_config.clone());
            self.by_place.entry(place).or_default().push(id.clone());
        }
        if known.is_none() {
            let place = (record.tenant.clone(), record.auth_config.clone());
            self.by_place.entry(place).or_default().push(id.clone());
            self.by_tenant
                .entry(record.tenant.clone())
                .or_default()
                .push(id.clone());
        }
        let text = self.text(&record);
        let row = self.dress(record);
        let place = self.place(id);
        self.index.put(place, &row, &text);
        if let Some(slot) = self.rows.get_mut(place as usize) {
            *slot = Some(row);
        }
        self.orders().moved(place);
        self.touch();
    }

    fn place(&mut self, id: IntegrationId) -> u32 {
        if let Some(place) = self.places.get(&id) {
            return *place;
        }
        let place = find::count(self.rows.len());
        self.rows.push(None);
        self.places.insert(id, place);
        place
    }

    fn remove(&mut self, id: &IntegrationId) {
        let Some(place) = self.places.remove(id) else {
            return;
        };
        let Some(row) = self.rows.get_mut(place as usize).and_then(Option::take) else {
            return;
        };
        self.labels.remove(id);
        self.index.remove(place);
        self.orders().moved(place);
        if let Some(account) = &row.record.connection.account {
            self.by_account.remove(account);
        }
        let home = (row.record.tenant.clone(), row.record.auth_config.clone());
        for ids in [
            self.by_place.get_mut(&home),
            self.by_tenant.get_mut(&row.record.tenant),
        ]
        .into_iter()
        .flatten()
        {
            ids.retain(|other| other != id);
        }
        self.touch();
    }

    fn orders(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn touch(&mut self) {
        self.revision = self.revision.wrapping_add(1);
    }

    /// Counts up with every change.
    pub(crate) fn revision(&self) -> u32 {
        self.revision
    }

    /// One row.
    pub(crate) fn row(&self, id: &IntegrationId) -> Option<&Row> {
        self.at(*self.places.get(id)?)
    }

    fn at(&self, place: u32) -> Option<&Row> {
        self.rows.get(place as usize)?.as_ref()
    }

    /// One tenant.
    pub(crate) fn tenant(&self, id: &TenantId) -> Option<&TenantRecord> {
        self.tenants.get(id)
    }

    /// The tenant with this key at Composio.
    pub(crate) fn tenant_of(&self, user: &UserId) -> Option<&TenantRecord> {
        self.by_user.get(user).and_then(|id| self.tenants.get(id))
    }

    /// The rows of one tenant, by toolkit.
    pub(crate) fn rows_of(&self, tenant: &TenantId) -> Vec<&Row> {
        let ids = self.by_tenant.get(tenant).map_or(&[][..], Vec::as_slice);
        let mut rows: Vec<&Row> = ids.iter().filter_map(|id| self.row(id)).collect();
        rows.sort_by_key(|row| (&row.record.toolkit, row.record.slot));
        rows
    }

    /// The rows of a tenant and auth config.
    pub(crate) fn rows_at(&self, tenant: &TenantId, config: &AuthConfigId) -> Vec<&Row> {
        let place = (tenant.clone(), config.clone());
        let ids = self.by_place.get(&place).map_or(&[][..], Vec::as_slice);
        ids.iter().filter_map(|id| self.row(id)).collect()
    }

    /// The same, as the claim rule wants them.
    pub(crate) fn places(
        &self,
        tenant: &TenantId,
        config: &AuthConfigId,
        hold: impl Fn(&IntegrationId) -> Hold,
    ) -> Vec<Place> {
        let place = |row: &Row| Place {
            integration: row.record.id().clone(),
            account: row.record.connection.account.clone(),
            status: row.record.connection.status.clone(),
            created_at: row.record.facts.created_at,
            slot: row.record.slot,
            hold: hold(row.record.id()),
            finished: claim::finished(&row.record.connection),
        };
        self.rows_at(tenant, config)
            .into_iter()
            .map(place)
            .collect()
    }

    /// The row that stands for this account.
    pub(crate) fn stands_for(&self, account: &ConnectedAccountId) -> Option<&IntegrationId> {
        self.by_account.get(account)
    }

    /// Every account that a row stands for.
    pub(crate) fn accounts(&self) -> impl Iterator<Item = (&ConnectedAccountId, &IntegrationId)> {
        self.by_account.iter()
    }

    /// One auth config.
    pub(crate) fn auth_config(&self, id: &AuthConfigId) -> Option<&AuthConfigRecord> {
        self.auth_configs.get(id)
    }

    /// Every auth config.
    pub(crate) fn auth_configs(&self) -> impl Iterator<Item = &AuthConfigRecord> {
        self.auth_configs.values()
    }

    /// What a row is called where it stands alone: `Gmail for Acme`.
    pub(crate) fn title_of(&self, row: &IntegrationId) -> Option<String> {
        let row = self.row(row)?;
        let toolkit = self.toolkit_name(&row.record.toolkit);
        Some(format!("{toolkit} for {}", row.tenant_name))
    }

    /// An id of a row; `None` inside where it has no account, and outside where there is no row.
    pub(crate) fn id_of(&self, row: &IntegrationId, what: IdOf) -> Option<Option<String>> {
        let record = &self.row(row)?.record;
        Some(match what {
            IdOf::Account => record.connection.account.as_ref().map(ToString::to_string),
            IdOf::AuthConfig => Some(record.auth_config.to_string()),
            IdOf::Tenant => Some(self.tenant(&record.tenant)?.user.to_string()),
            IdOf::Row => Some(links::to_row(row)),
        })
    }

    /// Every toolkit.
    pub(crate) fn toolkits(&self) -> impl Iterator<Item = &ToolkitRecord> {
        self.toolkits.values()
    }

    /// The name of a toolkit that a person knows.
    pub(crate) fn toolkit_name(&self, slug: &ToolkitSlug) -> String {
        self.toolkits
            .get(slug)
            .map_or_else(|| slug.to_string(), |toolkit| toolkit.name.clone())
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }
}
